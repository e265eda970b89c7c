"""What is known of a document, and its correction."""

from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import Input, Select

from ofsted_tui.importing.details import Given
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.structure import Grade
from ofsted_tui.tui.screens.details_dialog import BY_DATE, DetailsDialog, Filled, day_in, given_in, names_in
from tests.workbench_driver import driven, sample_app

FORM = Filled("Letter", "other", "Leeds", "2023-05-15", "2023-05-19", "", "A B", "")


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


def changed(**fields) -> Filled:
    return Filled(**{name: getattr(FORM, name) for name in Filled.__slots__} | fields)


def fill(driver, **fields) -> None:
    for name, value in fields.items():
        field = driver.app.screen.query_one(f"#{name}")
        assert isinstance(field, Select | Input)
        field.value = value


def kept(driver):
    return driver.review.store.documents.details(driver.review.document.id)


@pytest.mark.parametrize("words", ["2023-05-15", "15 May 2023", " 15  may 2023 ", "15 MAY 2023"])
def test_a_day_in_either_form(words):
    assert day_in(words) == date(2023, 5, 15)


@pytest.mark.parametrize("words", ["3 July", "2023-02-30", "15/05/2023", "May 2023", "x", "20230515"])
def test_what_is_no_day(words):
    with pytest.raises(UserError, match="is no date"):
        day_in(words)


def test_nothing_changed_says_nothing():
    assert given_in(FORM, FORM) == Given()


def test_only_what_differs_is_said():
    assert given_in(FORM, changed(title="Other")) == Given(title="Other")
    assert given_in(FORM, changed(local_authority="")) == Given(local_authority="")
    assert given_in(FORM, changed(inspectors="")) == Given(inspectors=())
    assert given_in(FORM, changed(kind="news")) == Given(kind=DocumentKind.NEWS)
    assert given_in(FORM, changed(edition="2018")) == Given(edition="2018")
    assert given_in(FORM, changed(letter_date="1 June 2023")) == Given(letter_date=date(2023, 6, 1))


def test_first_and_last_day_are_kept_together():
    said = given_in(FORM, changed(event_end="20 May 2023"))
    assert (said.event_start, said.event_end) == (date(2023, 5, 15), date(2023, 5, 20))


@pytest.mark.parametrize(
    "fields", [{"title": ""}, {"event_start": ""}, {"event_end": "2023-05-01"}, {"letter_date": "soon"}]
)
def test_what_will_not_do(fields):
    with pytest.raises(UserError):
        given_in(FORM, changed(**fields))


def test_what_is_emptied_is_said_to_be_unknown():
    emptied = given_in(FORM, changed(event_start="", event_end=""))
    assert (emptied.event_start, emptied.unknown) == (None, frozenset({"event"}))
    assert given_in(FORM, changed(event_end="")).event_end == date(2023, 5, 15)
    with_letter = replace(FORM, letter_date="2023-06-01", edition="2018")
    by_day = replace(with_letter, letter_date="", edition=BY_DATE)
    assert given_in(with_letter, by_day).unknown == frozenset({"letter_date", "framework"})


def test_names_between_commas():
    assert names_in(" A  B, ,C ,") == ("A B", "C")


async def test_shows_what_is_known(app):
    async with driven(app, (120, 50)) as d:
        await d.press("i")
        shown = d.screen_text()
        for words in ("short inspection", "2023-05-15", "2023-05-19", "3 improvement points", "ILACS 2023"):
            assert words in shown
        assert kept(d).sha256[:16] in shown
        assert "Requires improvement to be good" in shown


async def test_enter_keeps_a_title_and_shows_it_with_the_cursor_where_it_was(app):
    async with driven(app) as d:
        await d.press("}", "}", "j")
        before = d.pane.place
        await d.press("i", "end", *" (May)", "enter")
        assert kept(d).title.endswith("services (May)")
        assert kept(d).corrected == {"title"}
        assert d.pane.place == before
        assert d.status.startswith("Kept:")
        await d.press("i")
        row = next(one for one in d.rows() if "Title" in one)
        assert "corrected by you" in row


async def test_a_bad_date_is_said_and_nothing_is_kept(app):
    async with driven(app) as d:
        before = kept(d)
        await d.press("i")
        fill(d, title="Other", event_start="soon")
        await d.press("ctrl+s")
        assert "“soon” is no date" in d.screen_text()
        assert isinstance(d.app.screen, DetailsDialog)
        await d.press("escape")
        assert kept(d) == before


async def test_another_day_brings_another_edition(app):
    async with driven(app) as d:
        await d.press("i")
        fill(d, event_start="16 May 2022", event_end="20 May 2022")
        await d.press("ctrl+s")
        assert kept(d).framework == "2018"
        assert "16 to 20 May 2022 · ILACS 2018" in d.rows()[0]


async def test_a_grade_is_corrected_and_the_others_stay(app):
    async with driven(app) as d:
        judgements = d.review.store.documents.structures.judgements
        before = {one.area: one.grade for one in judgements(d.review.document.id)}
        await d.press("i")
        fill(d, **{"grade-care_leavers": "Inadequate"})
        await d.press("ctrl+s")
        after = {one.area: one.grade for one in judgements(d.review.document.id)}
        assert after == {**before, "care_leavers": Grade.INADEQUATE}
        assert "grades" in kept(d).corrected


async def test_grades_are_asked_only_of_kinds_that_have_them(app, store):
    async with driven(app) as d:
        letter = next(one for one in store.documents.all() if one.kind is DocumentKind.FOCUSED_VISIT)
        d.bench.open_document(letter.id)
        await d.press("i")
        assert "Care leavers" not in d.screen_text()
        fill(d, kind="short_inspection")
        await d.settle()
        assert "Leaders" in d.screen_text()


async def test_leaving_without_a_change_keeps_nothing(app):
    async with driven(app) as d:
        before = kept(d)
        await d.press("i", "ctrl+s")
        assert d.app.screen is d.bench
        assert kept(d) == before
