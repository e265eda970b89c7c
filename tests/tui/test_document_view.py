"""What the view keeps of what it drew, and where it shows a passage."""

import pytest
from textual.app import App

from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.widgets.document_view import _NOTHING, DocumentView

TEXT = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\n" * 3


class Drawn(DocumentView):
    """A view with every row drawn once, as if scrolled past its end: no row is on the screen now."""

    def __init__(self):
        super().__init__()
        self.show(_NOTHING._replace(text=TEXT, drawn=TEXT), 0)
        self.wrap.set_width(20)
        self.rows = [self.wrap.span(row) for row in range(self.wrap.total)]
        self._strips.update(dict.fromkeys(((start, start, start) for start, _ in self.rows), "drawn"))

    def rows_of(self, _passage):
        return range(0)

    def refresh(self, *_regions, **_options):
        return self


def test_a_change_off_the_screen_forgets_every_row_that_it_lies_on():
    for start, end in ((5, 30), (0, 5), (25, 26), (3, len(TEXT)), (88, 95), (len(TEXT) - 1, len(TEXT))):
        view = Drawn()
        view.repaint(Passage(start, end))
        touched = {first for first, last in view.rows if first < end and start < last}
        kept = {first for first, *_ in view._strips}
        assert kept == {first for first, _ in view.rows} - touched, (start, end)


class Alone(App):
    def compose(self):
        self.view = DocumentView()
        yield self.view

    def on_mount(self):
        self.view.show(_NOTHING._replace(text=TEXT * 40, drawn=TEXT * 40), 0)


def above(view):
    """Return how many rows are above the marked passage."""
    return view.wrap.row_of(view.passage.start) - view.scroll_offset.y


async def test_an_aligned_passage_stays_at_its_share_of_the_height_at_any_size():
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.look_at(Passage(2_000, 2_010))
        for width, height in ((60, 20), (40, 30), (110, 10)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert above(app.view) == int(height * 0.3)


async def test_a_passage_that_was_marked_since_is_not_aligned():
    app = Alone()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.look_at(Passage(2_000, 2_010))
        top = app.view.top_offset
        app.view.set_passage(Passage(2_020, 2_030))
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert app.view.top_offset == top


@pytest.mark.parametrize("width", [201, 210, 301])
async def test_rows_fill_a_view_that_grew_wider_than_its_text(width):
    app = Alone()
    async with app.run_test(size=(200, 10)) as pilot:
        before = app.view.text_width
        await pilot.resize_terminal(width, 10)
        await pilot.pause()
        assert app.view.text_width == before
        assert {strip.cell_length for strip in app.view.render_lines(app.view.size.region)} == {width - 1}
