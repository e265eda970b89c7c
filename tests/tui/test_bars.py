"""One line that fits whatever is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.bars import StatusLine
from tests.workbench_driver import driven, sample_app

texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("ab 中é\u0301👩\u200d\t\n"))
)


@settings(deadline=None)
@given(texts.map(visible_line), st.integers(0, 30))
def test_it_never_takes_more_cells_than_there_are(shown, cells):
    assert cell_len(fitted(shown, cells)) <= cells


@settings(deadline=None)
@given(texts.map(visible_line))
def test_what_fits_is_not_cut(shown):
    assert "…" not in fitted(shown.replace("…", ""), 10_000)


@pytest.mark.parametrize(
    ("shown", "cells", "expected"),
    [
        ("one two", 7, "one two"),
        ("one two", 6, "one t…"),
        ("one two", 1, "…"),
        ("one two", 0, ""),
        ("中文字", 6, "中文字"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中…"),
        ("café é", 6, "café é"),
        ("café é", 5, "café…"),
        ("", 5, ""),
    ],
)
def test_where_it_is_cut(shown, cells, expected):
    assert fitted(shown, cells) == expected


class Line(StatusLine):
    """A line of a fixed size that needs no application."""

    size = property(lambda self: self._size_given)
    rich_style = property(lambda self: self._style_given)

    def refresh(self, *_regions, **_options):
        return self


@settings(deadline=None)
@given(texts, texts, st.integers(1, 60), st.booleans())
def test_the_line_is_as_wide_as_the_screen(left, right, cells, is_alarm):
    from rich.style import Style
    from textual.geometry import Size

    line = Line()
    line._size_given, line._style_given = Size(cells, 1), Style()
    line.say(left, right, is_alarm=is_alarm)
    strip = line.render_line(0)
    assert strip.cell_length == cells
    assert cell_len(strip.text) == cells
    assert visible_line(strip.text) == strip.text
    if cells > 2:
        assert strip.text.endswith(fitted(visible_line(right), cells - 2) + " ")


async def test_a_key_that_is_typed_just_now_is_not_in_the_bar(store, codebook):
    async with driven(sample_app(store, codebook), (200, 40)) as d:
        assert "/ find" in d.rows()[-1]
        await d.press("/")
        assert "/ find" not in d.rows()[-1]
