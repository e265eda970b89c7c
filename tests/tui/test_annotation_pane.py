import pytest
from textual.widgets import Input, Select

from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.filter_dialog import FilterDialog
from tests.workbench_driver import driven

TEXT = "\n\n".join(
    f"{number}. Sentence one of {number}. Sentence two of {number}." for number in range(1, 31)
)


@pytest.fixture
def review(add_document, open_review):
    return open_review(add_document(TEXT, event_start=None))


@pytest.fixture
def app(store, codebook, review):
    return WorkbenchApp(store, codebook, review)


def tag(review, words: str, digit: int, **more):
    start = TEXT.index(words)
    area = review.codebook.area_for_digit(review.edition, digit)
    return review.tag(Passage(start, start + len(words)), area, **more).after


def quotes(driver) -> list[str]:
    return [one.quote for one in driver.listed.annotations]


async def test_areas_with_digits_letters_and_counts(app, review):
    tag(review, "one of 3", 1)
    tag(review, "one of 4", 1)
    tag(review, "one of 3.", 4)
    async with driven(app) as d:
        rows = [row[81:].split() for row in d.rows()]
        assert ["1", "H", "help", "and", "protection", "2"] in rows
        assert ["2", "C", "children", "in", "care", "0"] in rows
        assert ["4", "L", "leaders", "1"] in rows
        assert "3 annotations" in d.screen_text()


async def test_annotations_come_in_reading_order_with_their_place(app, review):
    for words in ("one of 9", "one of 2.", "two of 9"):
        tag(review, words, 1)
    async with driven(app) as d:
        assert quotes(d) == ["one of 2.", "one of 9", "two of 9"]
        assert "¶9 one of 9" in d.screen_text()
        d.pane.choose(Passage(TEXT.index("one of 5"), TEXT.index("one of 5") + 8))
        await d.press("2")
        assert quotes(d) == ["one of 2.", "one of 5", "one of 9", "two of 9"]
        assert d.listed.marked.quote == "one of 5"
        await d.press("2")
        assert quotes(d) == ["one of 2.", "one of 9", "two of 9"]


async def test_keys_of_the_list(app, review):
    for number in range(1, 31):
        tag(review, f"one of {number}.", 1)
    async with driven(app) as d:
        await d.press("tab")
        for keys, number in (("G", 30), ("g", 1), ("j", 2), ("k", 1), ("pagedown", 9), ("pageup", 1)):
            await d.press(keys)
            assert d.listed.marked.quote == f"one of {number}."
            assert d.quote == f"one of {number}."
            assert f"one of {number}." in "\n".join(row[81:] for row in d.rows())


async def test_filter_by_area_direction_topic_and_words(app, review):
    tag(review, "one of 1.", 1, note="Ask about thresholds")
    tag(review, "one of 2.", 2)
    topic = review.codebook.topics_of(tag(review, "one of 3.", 2).area)[0]
    with_topic = tag(review, "one of 4.", 2, topic=topic.code)
    review.set_direction(with_topic.id, None)
    async with driven(app) as d:

        async def filtered(**fields) -> list[str]:
            await d.press("/")
            assert isinstance(d.app.screen, FilterDialog)
            for name, value in fields.items():
                field = d.app.screen.query_one(f"#{name}")
                assert isinstance(field, Select | Input)
                field.value = value
            d.app.screen.query_one("#text").focus()
            await d.settle()
            await d.press("enter")
            return quotes(d)

        await d.press("tab")
        care = with_topic.area
        assert await filtered(area=care) == ["one of 2.", "one of 3.", "one of 4."]
        assert "3 of 4 annotations" in d.screen_text()
        assert await filtered(topic=topic.code) == ["one of 4."]
        await d.press("escape")
        assert len(quotes(d)) == 4
        assert await filtered(text="THRESHOLDS ask") == ["one of 1."]
        assert await filtered(text="", direction="none") == [f"one of {one}." for one in range(1, 5)]
        await d.press("escape", "escape")
        assert d.app.focused is d.pane


async def test_filter_dialog_by_keys_alone(app, review):
    tag(review, "one of 1.", 1)
    tag(review, "one of 2.", 2)
    async with driven(app) as d:
        await d.press("tab", "/", "enter", "down", "enter", "tab", "tab", "tab", "enter")
        assert quotes(d) == ["one of 1."]
        await d.press("/", "escape")
        assert quotes(d) == ["one of 1."]


async def test_a_tag_that_the_filter_hides_is_made_and_counted_all_the_same(app, review):
    tag(review, "one of 1.", 1)
    async with driven(app) as d:
        await d.press("tab", "/", "enter", "down", "enter", "tab", "tab", "tab", "enter", "tab")
        d.go_to("Sentence one of 7")
        await d.press("2")
        assert quotes(d) == ["one of 1."]
        assert "1 of 2 annotations" in d.screen_text()
        assert "C children in care" in d.status


async def test_click_goes_to_the_passage_and_an_area_tags(app, review):
    tag(review, "one of 1.", 1)
    tag(review, "one of 8.", 2)
    async with driven(app) as d:
        await d.pilot.click(d.listed, offset=(10, 2))
        assert d.quote == "one of 8."
        assert d.app.focused is d.listed
        await d.pilot.click("AreaList", offset=(5, 3))
        assert ("L", "one of 8.") in d.tags()


async def test_a_double_click_goes_to_the_passage_and_into_the_document(app, review):
    tag(review, "one of 1.", 1)
    tag(review, "one of 8.", 2)
    async with driven(app) as d:
        await d.pilot.click(d.listed, offset=(10, 2), times=2)
        await d.settle()
        assert d.quote == "one of 8."
        assert d.app.focused is d.pane


async def test_hostile_texts_are_shown_as_they_are(store, codebook, add_document, open_review):
    hostile = "[/nope] [@click=app.quit]x[/] \x1b[2J\x9b31m \u202eevil"
    document = add_document(hostile + ". End.", title=hostile)
    review = open_review(document, name=hostile)
    start, area = len(hostile), review.codebook.area_for_digit(review.edition, 1)
    review.tag(Passage(0, start), area, note=hostile)
    async with driven(WorkbenchApp(store, codebook, review), (160, 40)) as d:
        for keys in (
            ("tab",),
            ("c",),
            ("escape", "t"),
            ("escape", "/"),
            ("escape", "tab", "o"),
            ("escape", "e"),
        ):
            await d.press(*keys)
            shown = d.screen_text()
            assert "\x1b" not in shown
            assert "\x9b" not in shown
            assert "\u202e" not in shown
            assert "[/nope] [@click=app.quit]x[/] ␛[2J�31m" in shown
        assert d.app.is_running


async def test_a_thousand_annotations_are_listed_without_delay(app, review):
    with review.store.action():
        pass
    for number in range(1, 31):
        for digit in (1, 2, 4, 5):
            tag(review, f"two of {number}.", digit)
    async with driven(app) as d:
        assert len(d.listed) == 120
        await d.press("tab", "G")
        assert d.listed.marked.quote == "two of 30."
