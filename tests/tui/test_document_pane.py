import random

import pytest
from textual import events

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Unit
from ofsted_tui.reading.segmentation import grapheme_end, grapheme_start
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.text.painter import GUTTER
from tests.workbench_driver import driven

PLAIN = "\n\n".join(
    f"{number}. First of {number}, at length and more. Second of {number}." for number in range(1, 60)
)
ODD = (
    "Tab\tand\ttab. 漢字かな交じり文です。Wide 漢 字.\n\n"
    "Cafe\u0301 nai\u0308ve a\u0308\u0300\u0301b. 👩‍👩‍👧‍👦 family 🇬🇧 flag 👍🏽 thumb ☎️ phone.\n\n"
    "\u0301starts with a mark\u200bzero\u200dwidth\xadsoft.\n\n"
    "Control \x1b[2J \x07 \x9b31m \u202e reversed \u2066 isolate \x00 nul.\n\n"
    "עברית العربية ไทย हिन्दी नमस्ते 한국어.\n\n"
    + "漢" * 200
    + "\n\n"
    + "x" * 300
    + "\n\n"
    + "\t" * 120
    + "end."
)


@pytest.fixture
def app_on(store, codebook, add_document, open_review):
    def on(text: str) -> WorkbenchApp:
        return WorkbenchApp(store, codebook, open_review(add_document(text), name=str(len(text))))

    return on


def is_grey(colour) -> bool:
    return colour is None or colour.triplet is None or len(set(colour.triplet)) == 1


def check_rows(pane) -> None:
    """Check that every row of the pane is drawn in exactly its width."""
    width = pane.scrollable_content_region.width
    for strip in pane.render_lines(pane.size.region):
        assert strip.cell_length == width
        assert sum(segment.cell_length for segment in strip) == width


def position(pane, words: str) -> tuple[int, int]:
    """Return where in the pane the first character of words is drawn."""
    offset = pane.shown.text.index(words)
    return (
        pane.margin + GUTTER + pane.wrap.column_of(offset),
        pane.wrap.row_of(offset) - pane.scroll_offset.y,
    )


# mouse


async def test_click_chooses_the_unit_under_it(app_on):
    async with driven(app_on(PLAIN)) as d:
        await d.pilot.click(d.pane, offset=position(d.pane, "Second of 3"))
        assert d.quote == "Second of 3."
        await d.press("w")
        await d.pilot.click(d.pane, offset=position(d.pane, "length"))
        assert d.quote == "length"


async def test_double_click_chooses_a_word_and_triple_a_paragraph(app_on):
    async with driven(app_on(PLAIN)) as d:
        where = position(d.pane, "length")
        await d.pilot.click(d.pane, offset=where, times=2)
        assert d.quote == "length"
        await d.pilot.click(d.pane, offset=where, times=3)
        assert d.quote.endswith("First of 1, at length and more. Second of 1.")


async def drag(d, start: str, end: str, *, shift: bool = False) -> None:
    x, y = position(d.pane, start)
    await d.pilot.mouse_down(d.pane, offset=(x, y), shift=shift)
    x, y = position(d.pane, end)
    left, top = d.pane.region.offset
    move = events.MouseMove(d.pane, x + left, y + top, 1, 0, 1, False, False, False, x + left, y + top)
    d.app.post_message(move)
    await d.settle()
    await d.pilot.mouse_up(d.pane, offset=(x, y))


async def test_drag_chooses_characters_either_way(app_on):
    async with driven(app_on(PLAIN)) as d:
        await drag(d, "ength and", "more. Second of 2")
        assert d.quote.startswith("ength and more. Second of 1.\n\n2. First")
        assert d.quote.endswith("at length and m")
        there = d.passage
        await drag(d, "more. Second of 2", "ength and")
        assert d.passage == there
        await d.press("4")
        assert d.tags() == [("L", d.quote)]


async def test_drag_never_splits_what_a_reader_takes_for_one_character(app_on):
    text = "A cafe\u0301 is here 👩‍👩‍👧‍👦 and there."
    async with driven(app_on(text)) as d:
        await drag(d, "cafe", "e\u0301 is")
        assert d.quote == "cafe\u0301"
        await drag(d, "e\u0301 is", "👩‍👩‍👧‍👦")
        assert d.quote == "e\u0301 is here 👩‍👩‍👧‍👦"


async def test_shift_click_extends_to_the_character(app_on):
    async with driven(app_on(PLAIN)) as d:
        await d.pilot.click(d.pane, offset=position(d.pane, "First of 1"))
        await d.pilot.click(d.pane, offset=position(d.pane, "Second of 2"), shift=True)
        assert d.quote.startswith("First of 1")
        assert d.quote.endswith("\n\n2. First of 2, at length and more. S")


async def test_click_below_the_text_and_in_the_margin(app_on):
    async with driven(app_on("One. Two.")) as d:
        await d.pilot.click(d.pane, offset=(40, 20))
        assert d.quote in ("One.", "Two.")
        await d.pilot.click(d.pane, offset=(0, 0))
        assert d.quote == "One."


async def test_wheel_scrolls_and_leaves_the_cursor(app_on):
    async with driven(app_on(PLAIN)) as d:
        before = d.pane.cursor
        d.pane.post_message(events.MouseScrollDown(d.pane, 5, 5, 0, 1, 0, False, False, False))
        await d.settle()
        assert d.pane.scroll_offset.y > 0
        assert d.pane.cursor == before


# places


async def test_resize_keeps_the_place(app_on):
    async with driven(app_on(PLAIN)) as d:
        d.go_to("Second of 40")
        await d.settle()
        top, cursor = d.pane.top_offset, d.pane.cursor
        assert top > 0
        for size in ((200, 60), (110, 40), (120, 38), (120, 40)):
            await d.pilot.resize_terminal(*size)
            await d.settle()
            assert d.pane.cursor == cursor
            assert d.pane.wrap.row_of(top) == d.pane.scroll_offset.y or d.pane.is_vertical_scroll_end
            check_rows(d.pane)
        assert d.pane.top_offset == top


async def test_on_a_smaller_screen_the_cursor_stays_in_sight(app_on):
    async with driven(app_on(PLAIN), size=(200, 60)) as d:
        d.go_to("Second of 12")
        for _ in range(3):
            d.pane.action_move(1)
        cursor = d.pane.cursor
        for size in ((60, 20), (81, 24), (40, 10)):
            await d.pilot.resize_terminal(*size)
            await d.settle()
            assert d.pane.cursor == cursor
            assert d.pane.rows_of(cursor.head)
            check_rows(d.pane)


async def test_a_screen_that_was_small_for_a_while_shows_the_same_rows_again(app_on):
    async with driven(app_on(PLAIN)) as d:
        d.go_to("Second of 40")
        await d.settle()
        top = d.pane.top_offset
        for size in ((40, 10), (120, 40)):
            await d.pilot.resize_terminal(*size)
            await d.settle()
        assert d.pane.top_offset == top > 0


async def test_page_keys_reach_the_end_of_a_unit_longer_than_the_screen(app_on):
    async with driven(app_on("word " * 4_000 + "\n\nThe end.")) as d:
        last = d.pane.wrap.row_of(len(d.pane.shown.text) - 1)
        for _ in range(12):
            await d.press("pagedown")
            if d.quote == "The end.":
                break
        assert d.quote == "The end."
        assert d.pane.scroll_offset.y + d.pane.size.height > last
        await d.press("g")
        assert d.pane.scroll_offset.y == 0


async def test_page_keys_move_the_cursor_a_page(app_on):
    async with driven(app_on(PLAIN)) as d:
        row = d.pane.wrap.row_of(d.passage.start)
        await d.press("pagedown")
        gone = d.pane.wrap.row_of(d.passage.start) - row
        assert d.pane.size.height - 6 <= gone <= d.pane.size.height
        await d.press("pageup")
        assert d.pane.wrap.row_of(d.passage.start) <= row + 2


async def test_cursor_is_always_in_view(app_on):
    rng = random.Random(1)
    async with driven(app_on(PLAIN), (80, 24)) as d:
        for _ in range(40):
            await d.press(*(rng.choice("jkJKGgwsplhv") for _ in range(3)))
            row = d.pane.wrap.row_of(d.pane.cursor.head.start)
            assert 0 <= row - d.pane.scroll_offset.y < d.pane.size.height


# odd characters


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (33, 12)])
async def test_odd_characters_are_drawn_in_their_width_whatever_is_marked(app_on, size):
    rng = random.Random(2)
    async with driven(app_on(ODD * 2), size) as d:
        for start in range(0, len(ODD), 97):
            end = start + rng.randrange(1, 60)
            area = d.review.codebook.area_for_digit(d.review.edition, rng.choice((1, 2, 4)))
            d.bench.take_in(d.review.tag(Passage(start, end), area))
        for unit in ("word", "sentence", "paragraph"):
            d.pane.action_unit(unit)
            for key in ("g", "j", "J", "pagedown", "a"):
                await d.press(key)
                check_rows(d.pane)
            await d.press("escape")


async def test_moves_never_land_inside_a_grapheme(app_on):
    async with driven(app_on(ODD)) as d:
        await d.press("w")
        for key in ["l"] * 60 + ["j"] * 10 + ["k"] * 10 + [">"] * 10 + ["("] * 5:
            await d.press(key)
            start, end = d.passage.start, d.passage.end
            assert start == grapheme_start(ODD, start)
            assert end == grapheme_end(ODD, grapheme_start(ODD, end - 1))
            assert d.review.document.text[start:end] == d.quote


async def test_offsets_and_columns_agree(app_on):
    async with driven(app_on(ODD), (60, 20)) as d:
        for row in range(d.pane.wrap.total):
            start, end = d.pane.wrap.span(row)
            for offset in range(start, end):
                if ODD[offset] == "\n" or offset != grapheme_start(ODD, offset):
                    continue
                column = d.pane.wrap.column_of(offset)
                if column < d.pane.text_width:
                    found = d.pane.wrap.offset_at(row, column)
                    assert grapheme_start(ODD, found) in (offset, grapheme_start(ODD, offset))


async def test_control_and_bidi_characters_show_as_stand_ins(app_on):
    async with driven(app_on(ODD), (160, 50)) as d:
        shown = d.screen_text()
        assert "Control ␛[2J ␇ �31m � reversed � isolate ␀ nul." in shown
        assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x00", "\u200b", "\xad"} & set(shown)
        d.go_to("Control")
        await d.press("p", "1")
        assert d.tags() == [("H", ODD[ODD.index("Control") : ODD.index("nul.") + 4])]


async def test_labels_at_the_edge_of_the_text_fit(app_on):
    async with driven(app_on("Short.")) as d:
        width = d.pane.text_width
    text = "\n\n".join(["a" * (width - 2) + " I", "I " * (width // 2), "漢字" * width, "end"])
    async with driven(app_on(text)) as d:
        await d.press("a")
        assert d.pane.labels
        check_rows(d.pane)


async def test_a_line_of_a_hundred_thousand_characters(app_on):
    rng = random.Random(3)
    words = " ".join("".join(rng.choices("abcdefgé漢", k=rng.randrange(1, 12))) for _ in range(16_000))
    text = words[:100_000] + ". Then.\n"
    async with driven(app_on(text)) as d:
        check_rows(d.pane)
        await d.press("w")
        d.pane.choose(Passage(99_980, 99_990))
        await d.settle()
        assert 0 <= d.pane.wrap.row_of(99_980) - d.pane.scroll_offset.y < d.pane.size.height
        check_rows(d.pane)
        await d.press("1")
        (tag,) = d.review.annotations
        assert (tag.start, tag.end, tag.quote) == (99_980, 99_990, text[99_980:99_990])
        await d.press("G", "s")
        assert d.quote == "Then."


@pytest.mark.parametrize("text", ["x", "\n\n\nOnly.\n\n\n", "…", "\t\t", "!!! ??? ---", "\u0301", "1."])
async def test_hardly_a_document_at_all(app_on, text):
    async with driven(app_on(text)) as d:
        await d.press(
            *"jkhlJKvwspgG]['()<>a", "escape", "escape", "tab", "tab", "pagedown", "space", "1", "u"
        )
        assert d.app.is_running
        assert 0 <= d.passage.start <= d.passage.end <= len(text)
        check_rows(d.pane)


async def test_overlaps_are_told_apart_without_colour(app_on, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with driven(app_on(PLAIN)) as d:
        d.go_to("First of 1,")
        await d.press("1", "J", "4", "j", "j")
        first = d.document_row("First of 1,")
        assert first.startswith("  H  L")
        strip = d.app.screen._compositor.render_strips()[d.pane.region.y + position(d.pane, "First of 1")[1]]
        looks = {segment.text.strip(): segment.style for segment in strip if segment.style}
        twice = next(look for words, look in looks.items() if words.startswith("First of 1"))
        assert twice.underline
        assert twice.bold
        assert all(is_grey(look.color) and is_grey(look.bgcolor) for look in looks.values())
        assert d.pane.cursor.unit is Unit.SENTENCE
