"""A row as it is painted: always as wide as it must be, and saying what it should."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import visible
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.tui.text.painter import GUTTER, LANES, RowMarks, RowPainter
from ofsted_tui.tui.text.wrapping import WrapIndex
from ofsted_tui.tui.themes import Palette

AREAS = {area.code: area for area in ilacs_codebook().areas}
COLOURS = {area.digit: area.colour for area in AREAS.values()}


def palette(plain=False):
    ground, accent = Color.parse("#101010"), Color.parse("#3377ff")
    return Palette(Style(bgcolor="#101010", color="#eeeeee"), ground, accent, COLOURS, plain)


PALETTE = palette()


def annotation(start, end, area="leaders", note=""):
    return Annotation(
        id=f"{start}-{end}-{area}",
        session_id="s",
        document_id="d",
        start=start,
        end=end,
        quote="",
        prefix="",
        suffix="",
        area=area,
        reviewer="Rae",
        created_at="",
        updated_at="",
        note=note,
    )


def painted(text, start=0, end=None, cells=30, **marks):
    painter = RowPainter(text, AREAS, PALETTE)
    return painter.paint(start, len(text) if end is None else end, cells, RowMarks(**marks))


def shown(segments):
    """Return gutter and text of a row."""
    line = "".join(segment.text for segment in segments)
    return line[:GUTTER], line[GUTTER:]


texts = st.lists(
    st.sampled_from(
        [
            "care ",
            "leavers’ ",
            "a b c ",
            "中文",
            "e\u0301\u0327",
            "👩\u200d👧",
            "\t",
            "\x1b[2J",
            "\n",
            "  ",
            "\u0301",
            "€",
        ]
    ),
    min_size=1,
    max_size=25,
).map("".join)
offsets = st.integers(0, 60)
annotations = st.builds(
    lambda start, length, area, note: annotation(start, start + length, area, note),
    offsets,
    st.integers(1, 40),
    st.sampled_from(sorted(AREAS)),
    st.sampled_from(["", "note"]),
)
passages = st.builds(lambda start, length: Passage(start, start + length), offsets, st.integers(1, 30))


@settings(max_examples=300, deadline=None)
@given(
    texts,
    st.integers(8, 30),
    st.lists(annotations, max_size=4),
    st.none() | passages,
    st.lists(passages, max_size=3),
    st.dictionaries(offsets, st.sampled_from(["aa", "zq"]), max_size=4),
    st.booleans(),
)
@example("e\u0301x", 8, [annotation(1, 3)], None, [], {}, False)
@example("xe\u0301", 8, [], Passage(0, 2), [], {}, False)
@example("one two a", 9, [], None, [], {8: "aa"}, False)
def test_every_row_is_exactly_as_wide_as_it_must_be(text, cells, tags, passage, hits, labels, is_read):
    index = WrapIndex(text)
    index.set_width(cells)
    index.install({chunk: index.computed(chunk) for chunk in index.pending_chunks()})
    painter = RowPainter(text, AREAS, PALETTE)
    for row in range(index.total):
        start, end = index.span(row)
        span = Passage(start, max(end, start + 1))
        here = [one for one in tags if one.passage.overlaps(span)]
        over = [(at, label) for at, label in labels.items() if start <= at < end and not text[at].isspace()]
        marks = RowMarks(here, passage, [one for one in hits if one.overlaps(span)], over, is_read)
        segments = painter.paint(start, end, cells, marks)
        assert sum(segment.cell_length for segment in segments) == GUTTER + cells
        assert cell_len("".join(segment.text for segment in segments)) == GUTTER + cells
        assert not any(set(segment.text) & set("\n\t\x1b\u200d") for segment in segments)
        if not over:
            bare = painter.paint(start, end, cells, RowMarks())
            assert shown(segments)[1] == shown(bare)[1]


@settings(deadline=None)
@given(texts.filter(lambda text: "\t" not in text and "\u200d" not in text and "\u0301" not in text))
def test_the_text_shown_is_the_sanitised_text(text):
    index = WrapIndex(text)
    index.set_width(20)
    for row in range(index.total):
        start, end = index.span(row)
        line = shown(painted(text, start, end, 20))[1]
        assert line.rstrip() == visible(text[start:end].removesuffix("\n")).rstrip()


def test_gutter_and_text_of_a_bare_row():
    assert shown(painted("one two\n", cells=12)) == (" " * GUTTER, "one two     ")
    assert shown(painted("", cells=4)) == (" " * GUTTER, "    ")
    assert shown(painted("\n", cells=4)) == (" " * GUTTER, "    ")


LETTERS = [(area.code, area.digit, area.letter) for area in AREAS.values()]


@pytest.mark.parametrize(("code", "digit", "letter"), LETTERS)
def test_an_area_has_its_letter_in_its_lane(code, digit, letter):
    assert 1 <= digit <= LANES
    lanes = shown(painted("one two", annotations=[annotation(0, 3, code)]))[0][2 : 2 + LANES]
    assert lanes == " " * (digit - 1) + letter + " " * (LANES - digit)


def test_letters_are_upper_case_where_a_tag_begins_and_lower_case_below():
    text = "one two three\nfour five six\n"
    tag = annotation(4, 20)
    assert shown(painted(text, 0, 14, annotations=[tag]))[0] == "     L   "
    assert shown(painted(text, 14, 28, annotations=[tag]))[0] == "     l   "
    other = annotation(14, 18)
    assert shown(painted(text, 14, 28, annotations=[tag, other]))[0] == "     L   "


def test_areas_side_by_side():
    tags = [
        annotation(0, 3, "help_protection"),
        annotation(1, 2, "care_leavers"),
        annotation(0, 9, "leaders"),
    ]
    assert shown(painted("one two three", annotations=tags))[0] == "  H VL   "


def test_the_bar_stands_beside_the_passage():
    text = "one\n\ntwo\n"
    for start, end, expected in ((0, 4, "▌"), (4, 5, "▌"), (5, 9, " ")):
        assert shown(painted(text, start, end, passage=Passage(0, 5)))[0][0] == expected
    assert shown(painted("", passage=Passage(0, 0)))[0][0] in " ▌"


def test_signs_for_a_note_and_for_a_read_paragraph():
    noted = annotation(2, 20, note="a note")
    assert shown(painted("one two three", annotations=[noted]))[0][-2:] == "* "
    assert shown(painted("one two three", 5, 13, annotations=[noted]))[0][-2:] == "  "
    assert shown(painted("one two three", is_read=True))[0][-2:] == "· "
    assert shown(painted("one two three", annotations=[noted], is_read=True))[0][-2:] == "* "


def style_at(segments, column):
    for segment in segments:
        if column < segment.cell_length:
            return segment.style
        column -= segment.cell_length
    raise AssertionError(column)


def test_the_styles_lie_on_the_characters_that_they_mean():
    tags = [annotation(4, 7), annotation(6, 9, "care_leavers")]
    segments = painted("one two three", annotations=tags, passage=Passage(8, 13), hits=[Passage(0, 3)])
    digits = {code: AREAS[code].digit for code in ("leaders", "care_leavers")}
    leaders, leavers = (1 << digits[code] for code in ("leaders", "care_leavers"))
    expected = {
        0: (0, 0, False, True),
        3: (0, 0, False, False),
        4: (leaders, 1, False, False),
        6: (leaders | leavers, 2, False, False),
        7: (leavers, 1, False, False),
        8: (leavers, 1, True, False),
        9: (0, 0, True, False),
    }
    for column, key in expected.items():
        assert style_at(segments, GUTTER + column) == PALETTE.text(*key), column
    assert style_at(segments, GUTTER + 20) == PALETTE.base


def test_a_tag_on_wide_characters_lies_on_their_cells():
    segments = painted("中文字", annotations=[annotation(1, 2)])
    styles = [style_at(segments, GUTTER + column) for column in range(6)]
    none = PALETTE.text(0, 0, False, False)
    tagged = PALETTE.text(1 << AREAS["leaders"].digit, 1, False, False)
    assert styles == [none, none, tagged, tagged, none, none]


def test_an_overlap_is_told_apart_without_colour():
    for one in (palette(), palette(plain=True)):
        assert one.text(1 << 4, 2, False, False).underline
    bare = palette(plain=True)
    assert bare.text(1 << 4, 1, False, False) != bare.text(0, 0, False, False)
    assert bare.text(0, 0, True, False).reverse


def test_labels_lie_over_their_words():
    text = "one two three"
    assert shown(painted(text, cells=14, labels=[(0, "aa"), (4, "ab"), (8, "zz")]))[1] == "aae abo zzree "
    assert shown(painted("中文 字", cells=8, labels=[(1, "ab"), (3, "ac")]))[1] == "中ab ac "
    assert shown(painted("one two a", cells=9, labels=[(8, "aa")]))[1] == "one twoaa"
    for offset in range(13):
        segments = painted(text, cells=13, labels=[(offset, "ab")])
        assert cell_len("".join(segment.text for segment in segments)) == GUTTER + 13


def test_a_label_over_half_a_wide_character_leaves_the_width():
    segments = painted("a中文", cells=6, labels=[(0, "ab")])
    assert shown(segments)[1] == "ab 文 "


def test_what_looks_the_same_is_one_piece_and_nothing_after_a_cut_off_character_is_shown():
    lost = annotation(3, 4, "an area that the codebook has lost")
    assert shown(painted("ab日c", cells=3, annotations=[lost]))[1] == "ab "


def test_the_letter_is_that_of_the_area_where_editions_share_a_digit():
    other = replace(AREAS["children_in_care_and_care_leavers"], letter="Q")
    painter = RowPainter("care", {**AREAS, other.code: other}, PALETTE)
    for code, letter in (("children_in_care", "C"), (other.code, "Q")):
        segments = painter.paint(0, 4, 10, RowMarks([annotation(0, 4, code)]))
        assert letter in shown(segments)[0]
