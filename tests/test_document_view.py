"""What the view keeps of what it drew."""

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
        self._strips.update(dict.fromkeys((start for start, _ in self.rows), "drawn"))

    def rows_of(self, _passage):
        return range(0)

    def refresh(self, *_regions, **_options):
        return self


def test_a_change_off_the_screen_forgets_every_row_that_it_lies_on():
    for start, end in ((5, 30), (0, 5), (25, 26), (3, len(TEXT)), (88, 95), (len(TEXT) - 1, len(TEXT))):
        view = Drawn()
        view.repaint(Passage(start, end))
        touched = {first for first, last in view.rows if first < end and start < last}
        assert set(view._strips) == {first for first, _ in view.rows} - touched, (start, end)
