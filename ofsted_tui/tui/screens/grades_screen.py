"""Grades over time: the authorities, and the grades of the marked one as a plot."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap

from rich.segment import Segment
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.evidence.grades import BREAK, GradedEvent, GradeHistory, Plot, grade_histories, plotted
from ofsted_tui.evidence.search import DocumentPassage
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import in_time
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import counted, visible_line
from ofsted_tui.model.structure import Grade
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.themes import Palette
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.rows import (
    SCROLLING_CSS,
    ListItem,
    RowList,
    StyledText,
    palette_of,
    scroll_to_row,
    set_row_count,
)


class AuthorityList(RowList[GradeHistory], inherit_bindings=False):
    """The authorities with graded inspections."""

    HELP = (
        "Authorities with graded inspections; below, the grades of the marked one over time, each area by its"
        " letter. Where other areas are judged from a day on, the plot has a break."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class PlotView(ScrollView, can_focus=False):
    """The plot of one authority, and below it the grades of each area in words."""

    ALLOW_SELECT = False
    DEFAULT_CSS = f"PlotView {{ {SCROLLING_CSS} }}"

    def __init__(self, codebook: Codebook) -> None:
        """Begin empty; the codebook has the colours of the areas."""
        super().__init__(id="plot")
        self._codebook = codebook
        self._history: GradeHistory | None = None
        self._lines: list[list[Segment]] = []
        self._made_for: tuple[object, ...] = ()

    def show(self, history: GradeHistory | None) -> None:
        """Show another authority."""
        self._history, self._made_for = history, ()
        scroll_to_row(self, 0)
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._made_for = ()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the screen; they are made once for the width that there is."""
        width = self.scrollable_content_region.width
        if self._made_for != (self._history, width):
            self._made_for = self._history, width
            palette = palette_of(self, self._codebook.areas)
            history = self._history
            self._lines = [] if history is None else list(_lines(history, self._codebook, palette, width - 2))
            set_row_count(self, max(len(self._lines), self.size.height))
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        at, style = self.scroll_offset.y + y, self.rich_style
        parts = self._lines[at] if at < len(self._lines) else []
        width = self.scrollable_content_region.width
        return Strip([Segment(" ", style), *parts]).adjust_cell_length(width, style)


_LABEL = 14
_NAMES = {"Requires improvement to be good": "Req. improv."}


def _lines(
    history: GradeHistory, codebook: Codebook, palette: Palette, width: int
) -> Iterator[list[Segment]]:
    plot = plotted(history, max(10, width - _LABEL))
    for grade, letters in plot.rows:
        row: dict[int, Segment] = {column: Segment(BREAK, palette.faint) for column in plot.breaks}
        for one in letters:
            style = palette.letter(codebook.area_or_unknown(one.code).digit)
            row[one.column] = Segment(one.letter, style)
        label = Segment(f"{_NAMES.get(grade.value, grade.value):<{_LABEL}}", palette.base)
        yield [label, *(row.get(at, Segment(" ", palette.base)) for at in range(width - _LABEL))]
    yield [Segment(" " * _LABEL, palette.base), Segment(_axis(plot), palette.faint)]
    for broken in history.breaks:
        words = f"{BREAK} from {broken.day.day} {broken.day:%b %Y}: {broken.words}"
        yield from ([Segment(one, palette.faint)] for one in wrap(visible_line(words), max(10, width)))
    yield from _table(history, codebook, palette, width)


def _axis(plot: Plot) -> str:
    line = list(plot.years)
    for column in plot.breaks:
        if column < len(line) and not line[column].isdigit():
            line[column] = BREAK
    return "".join(line)


def _table(
    history: GradeHistory, codebook: Codebook, palette: Palette, width: int
) -> Iterator[list[Segment]]:
    for series in history.series:
        letter = palette.letter(codebook.area_or_unknown(series.code).digit)
        grades = " › ".join(f"{_words(grade)} ({_year(event)})" for event, grade in series.points)
        first, *others = wrap(visible_line(f"{series.short_title}: {grades}"), max(10, width - 2))
        yield [Segment(f"{series.letter} ", letter), Segment(first, palette.base)]
        yield from ([Segment(f"  {one}", palette.base)] for one in others)


def _words(grade: Grade) -> str:
    return grade.value.removesuffix(" to be good")


def _year(event: GradedEvent) -> str:
    return str(event.day.year) if event.day else "no date"


class GradesScreen(ReviewScreen[DocumentPassage]):
    """Shows the grades over time; answers the report to open, or None."""

    BINDINGS = keys.GRADES
    CSS_PATH = "evidence.tcss"

    def __init__(self, review: Review) -> None:
        """Begin with the documents of the session."""
        super().__init__(review)
        self.is_every_document = False
        self.list = AuthorityList(review.codebook, self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.plot = PlotView(review.codebook)

    def content(self) -> Iterator[Widget]:
        """Put the plot under the list."""
        yield self.list
        yield self.facts_line
        yield self.plot

    def on_mount(self) -> None:
        """Show the authorities of the session."""
        self.set_focus(self.list)
        self._load()

    def _load(self) -> None:
        store = self.review.store
        with self.guarded():
            documents = store.documents.all()
            if not self.is_every_document:
                held = frozenset(self.review.session.document_ids)
                documents = [one for one in documents if one.id in held]
            histories = grade_histories(
                self.review.codebook, in_time(documents), store.documents.structures.grades()
            )
            self.list.fill([ListItem(one, _row(one)) for one in histories])
            scope = "all documents" if self.is_every_document else self.review.session.name
            said = counted(len(histories), "authority", "authorities")
            self.title_line.say(f"Grades over time · {scope}", said)
            self._moved()
            self.say("" if histories else "No document here gives grades; a looks at all documents.")

    def _moved(self) -> None:
        history = self.list.marked
        self.plot.show(history)
        self.facts_line.say(counted(len(history.events), "inspection") if history else "")

    def action_documents(self) -> None:
        """Look at all documents, or at those of the session."""
        self.is_every_document = not self.is_every_document
        self._load()

    def action_scroll_plot(self, rows: int) -> None:
        """Scroll the plot, where it is longer than its room."""
        scroll_to_row(self.plot, self.plot.scroll_offset.y + rows)

    def action_open(self) -> None:
        """Open the newest inspection of the marked authority at its judgements."""
        history = self.list.marked
        if history is None or not history.events:
            return
        details = history.events[-1].details
        with self.guarded():
            judgements = self.review.store.documents.structures.judgements(details.id)
            place = next((one for one in judgements if one.end > one.start), None)
            self.dismiss(
                DocumentPassage(details.id, Passage(place.start, place.end) if place else Passage(0, 1))
            )


def _row(history: GradeHistory) -> Callable[[int], Sequence[StyledText]]:
    def draw(_width: int) -> Sequence[StyledText]:
        years = ", ".join(_year(one) for one in history.events)
        return [
            StyledText(f"{history.authority or 'no authority known'}  ", "strong"),
            StyledText(years, "faint"),
        ]

    return draw
