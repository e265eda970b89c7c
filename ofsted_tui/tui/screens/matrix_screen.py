"""The matrix, and the passages behind a cell."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from time import perf_counter
from typing import TypeVar

from textual import work
from textual.widget import Widget

from ofsted_tui.evidence.matrix import (
    Column,
    CountedDocument,
    MatrixCell,
    MatrixMaker,
    MatrixRow,
    Tally,
    area_columns,
    by_authority,
    by_document,
    by_year,
    count_annotations,
    documents_of,
    tagged_areas,
    tagged_topics,
    topic_columns,
    totals,
)
from ofsted_tui.evidence.search import DocumentPassage
from ofsted_tui.export.rows import Places
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import counted
from ofsted_tui.review import Review
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.screens.search_screen import document_heading
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.grid_view import GridCell, GridView, two_lines
from ofsted_tui.tui.widgets.rows import DetailView, ListItem, RowList, StyledText

Item = TypeVar("Item")


class MatrixRows:
    """The rows of a matrix as a grid shows them, the sums of all below them; rows are added as they come."""

    def __init__(self, headings: Sequence[str]) -> None:
        """Take the titles of the columns."""
        self.headings = headings
        self.rows: list[MatrixRow] = []
        self.sums: MatrixRow | None = None
        """All rows together; None until all are there."""

    def __len__(self) -> int:
        """Count the rows, that of the sums included."""
        return len(self.rows) + (self.sums is not None)

    def finish(self) -> None:
        """Add the sums."""
        sums = totals(self.rows, len(self.headings))
        self.sums = MatrixRow("All", (), tuple(MatrixCell(one) for one in sums))

    def at(self, row: int) -> MatrixRow | None:
        """Return a row, or the sums; None where there is none."""
        return self.rows[row] if row < len(self.rows) else self.sums

    def label(self, row: int, width: int) -> GridCell:
        """Return the title of a row, and what it stands for."""
        found = self.at(row)
        if found is None:
            return GridCell("", "")
        return GridCell(name_of(found), row_text(found), (False, True))

    def cell(self, row: int, column: int, width: int) -> GridCell:
        """Return grade and counts of a cell, or that there was no such judgement."""
        found = self.at(row)
        if found is None:
            return GridCell("", "")
        cell = found.cells[column]
        if cell.absent and not cell.tally.total:
            return GridCell(*two_lines(cell.absent, width), (True, True))
        first = grades_in(cell, width) or cell.absent
        return GridCell(first, counts_text(cell.tally, width), (bool(cell.absent), False))


_SHORT = {
    "Outstanding": "Outstanding",
    "Good": "Good",
    "Requires improvement to be good": "Req. improv.",
    "Inadequate": "Inadequate",
}


def grades_in(cell: MatrixCell, width: int) -> str:
    """Return the grades, in full or shortened to the room."""
    grades = [grade.value for grade, _ in groupby(cell.grades)]
    whole = " › ".join(grades)
    return whole if len(whole) <= width else " › ".join(_SHORT[grade] for grade in grades)


_SIGNS = "+-=·~"
_LONGEST_BAR, _SHORTEST_BAR = 8, 3


def counts_text(tally: Tally, width: int) -> str:
    """Return the counts with their signs behind a bar of the balance, where there is room for one."""
    words = " ".join(f"{sign}{number}" for sign, number in zip(_SIGNS, tally, strict=True) if number)
    room = min(_LONGEST_BAR, width - len(words) - 1)
    bar = balance(tally, room) if room >= _SHORTEST_BAR else ""
    return f"{bar} {words}" if bar else words


def balance(tally: Tally, width: int) -> str:
    """Return a bar: strengths full, what needs improvement light; empty where there is neither."""
    both = tally.strengths + tally.improvements
    if not both:
        return ""
    full = round(width * tally.strengths / both)
    if tally.strengths and tally.improvements:
        full = max(1, min(width - 1, full))
    return "█" * full + "░" * (width - full)


def name_of(row: MatrixRow) -> str:
    """Return what a row is called in few words: of a document the authority, else its title."""
    only = row.documents[0] if len(row.documents) == 1 else None
    return only.local_authority or row.title if only and row.title == only.title else row.title


def row_text(row: MatrixRow) -> str:
    """Say what a row stands for: the day and kind of its document, or how many documents."""
    if not row.documents:
        return "rows of the export" if row.title == "All" else ""
    only = row.documents[0]
    if len(row.documents) == 1 and row.title == only.title:
        return f"{day_text(only)} {only.kind.label}"
    return counted(len(row.documents), "document")


class MatrixGrid(GridView, inherit_bindings=False):
    """The cells of the matrix, and the keys to move in them."""

    HELP = (
        "Findings and claims by document and area: the bar is the balance of strengths (full) against what"
        " needs improvement (light). Enter lists the passages behind a cell."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.GRID


_FIRST = 40
"""Rows that are shown as soon as they are counted; the rest comes when all are."""
_LISTED = 2_000
"""Passages of a cell that are listed."""
_ROWS: dict[str, Callable[[Sequence[CountedDocument]], list[tuple[str, list[CountedDocument]]]]] = {
    "documents": by_document,
    "authorities": by_authority,
    "years": by_year,
}
_LEGEND = "+ strengths  - needs improvement  = neutral  · no direction  ~ claims"


class MatrixScreen(ReviewScreen[DocumentPassage]):
    """Shows what the documents say by area; answers the place to open, or None."""

    BINDINGS = keys.MATRIX
    CSS_PATH = "evidence.tcss"

    def __init__(self, review: Review) -> None:
        """Begin with the documents of the session by area."""
        super().__init__(review)
        self.grid = MatrixGrid(self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()
        self.shown = MatrixRows([])
        self.columns: list[Column] = []
        self.is_every_session = False
        self.by = "documents"
        self.is_together = False
        self.area: Column | None = None
        """The area whose topics are the columns; None: areas are."""
        self._found: list[CountedDocument] = []
        self._is_counted = False

    def content(self) -> Iterator[Widget]:
        """Put the titles of the columns above the grid, and the marked cell in full below."""
        yield self.grid.header
        yield self.grid
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """Count."""
        self.set_focus(self.grid)
        self.say(_LEGEND)
        self._count()

    # counting, a few documents at a time

    @property
    def _session_id(self) -> str | None:
        return None if self.is_every_session else self.review.session.id

    @work(exclusive=True, group="matrix")
    async def _count(self) -> None:
        with self.guarded():
            self._found, self._is_counted = [], False
            store, session_id = self.review.store, self._session_id
            documents = documents_of(store, session_id)
            counted = count_annotations(store, documents, session_id)
            self._found += islice(counted, _FIRST)
            self._show(keep=False)
            async for one in _slowly(counted):
                self._found.append(one)
                if len(self._found) % 100 == 0:
                    self._say_title(f"counting {len(self._found):,} of {len(documents):,}")
            self._is_counted = True
            await self._lay_out(keep=True)

    async def _lay_out(self, *, keep: bool) -> None:
        """Make all rows, the first ones at once."""
        shown, groups = self._show(keep=keep)
        maker = MatrixMaker(self.review.codebook, self.columns)
        async for title, found in _slowly(groups):
            shown.rows.append(maker.row(title, found))
        shown.finish()
        self.grid.grown()
        self._say_title()
        self._moved()

    def _show(self, *, keep: bool) -> tuple[MatrixRows, Iterator[tuple[str, list[CountedDocument]]]]:
        """Show the first rows, and return the groups of which the others are to be made."""
        self.columns = self._wanted_columns()
        groups = iter(_ROWS[self.by](self._found))
        maker = MatrixMaker(self.review.codebook, self.columns)
        self.shown = MatrixRows([column.short_title for column in self.columns])
        self.shown.rows += [maker.row(*one) for one in islice(groups, _FIRST)]
        self.grid.show(self.shown, keep=keep)
        self._say_title()
        self._moved()
        return self.shown, groups

    def _wanted_columns(self) -> list[Column]:
        codebook, found = self.review.codebook, self._found
        if self.area is not None:
            return topic_columns(codebook, self.area, tagged_topics(found))
        frameworks = [one.details.framework for one in found]
        return area_columns(codebook, frameworks, tagged_areas(found), together=self.is_together)

    @work(exclusive=True, group="matrix")
    async def _show_otherwise(self) -> None:
        with self.guarded():
            await self._lay_out(keep=False)

    # what is said

    def _say_title(self, progress: str = "") -> None:
        what = f"topics of {self.area.short_title}" if self.area else "judgement areas"
        scope = "all sessions" if self.is_every_session else self.review.session.name
        together = ", over the crosswalk" if self.is_together else ""
        number = counted(self._total, "annotation") if self.shown.sums else ""
        self.title_line.say(f"Matrix: {self.by} by {what}{together} · {scope}", progress or number)

    @property
    def _total(self) -> int:
        return 0 if self.shown.sums is None else self.shown.sums.tally.total

    @property
    def _row(self) -> MatrixRow | None:
        return self.shown.at(self.grid.row)

    def _moved(self) -> None:
        row = self._row
        if row is None or not self.columns:
            self.detail.show("", "", "")
            return
        column, cell = self.columns[self.grid.column], row.cells[self.grid.column]
        grades = " › ".join(grade.value for grade in cell.grades)
        facts = " · ".join(one for one in (grades or cell.absent, tally_text(cell.tally)) if one)
        self.detail.show(f"{row.title} · {column.title}", facts, row_text(row))
        self.facts_line.say(f"the row: {tally_text(row.tally)}")

    # keys

    def _redo(self, message: str) -> None:
        if self._is_counted:
            self._show_otherwise()
            self.say(message)
        else:
            self.say("Still counting …")

    def action_rows(self) -> None:
        """Let the rows be documents, authorities or years."""
        names = list(_ROWS)
        if self._is_counted:
            self.by = names[(names.index(self.by) + 1) % len(names)]
        self._redo(f"Rows are {self.by} now; b changes them.")

    def action_topics(self) -> None:
        """Show the topics of the marked area, or the areas again."""
        if self._is_counted and self.columns:
            self.area = None if self.area else self.columns[self.grid.column]
        self._redo(f"Topics of {self.area.title}; t goes back to the areas." if self.area else _LEGEND)

    def action_together(self) -> None:
        """Let areas that were one judgement before share a column, or stand apart as they were judged."""
        if self._is_counted:
            self.is_together, self.area = not self.is_together, None
        together = "Both schemes share their columns: children in care and care leavers count together."
        self._redo(together if self.is_together else "Each area as it was judged.")

    def action_sessions(self) -> None:
        """Count all sessions, or this one only."""
        self.is_every_session = not self.is_every_session
        self.area = None
        self._count()
        self.say("All sessions are counted." if self.is_every_session else "This session only.")

    def action_open(self) -> None:
        """List the passages behind the marked cell."""
        row = self._row
        if row is None or not self.columns or not self._is_counted:
            self.say("Still counting …")
            return
        column = self.columns[self.grid.column]
        with self.guarded():
            found = list(islice(self._behind(row, column), _LISTED))
            more = row.cells[self.grid.column].tally.total - len(found)
            title = f"{row.title} · {column.title}"
            self.ask(PassagesScreen(self.review, title, found, max(0, more)), self.dismiss)

    def _behind(self, row: MatrixRow, column: Column) -> Iterator[AnnotationInContext]:
        documents = row.documents or [one.details for one in self._found]
        for details in documents:
            for one in self.review.store.annotations.in_context(self._session_id, details.id):
                annotation = one.annotation
                if annotation.area in column.area_codes and (
                    not column.is_topic or annotation.topic == column.code
                ):
                    yield one


def tally_text(tally: Tally) -> str:
    """Say how many tags of each direction there are."""
    parts = (
        (tally.strengths, "strength", "strengths"),
        (tally.improvements, "needs improvement", "need improvement"),
        (tally.neutral, "neutral", "neutral"),
        (tally.undirected, "without a direction", "without a direction"),
        (tally.claims, "claim, no finding", "claims, no findings"),
    )
    said = [counted(number, one, many) for number, one, many in parts if number]
    return ", ".join(said) or "nothing tagged"


_SLICE_SECONDS = 0.004
_BREATH_SECONDS = 0.001


async def _slowly(items: Iterable[Item]) -> AsyncIterator[Item]:
    """Go through items a few milliseconds at a time, so that keys are answered between."""
    started = perf_counter()
    for one in items:
        yield one
        if perf_counter() - started > _SLICE_SECONDS:
            await asyncio.sleep(_BREATH_SECONDS)
            started = perf_counter()


class PassageList(RowList[AnnotationInContext], inherit_bindings=False):
    """The annotations behind a cell, by document."""

    HELP = (
        "The passages behind a cell. Enter opens the document there."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class PassagesScreen(ReviewScreen[DocumentPassage]):
    """Lists the passages behind a cell; answers the place to open, or None."""

    BINDINGS = keys.PASSAGES
    CSS_PATH = "evidence.tcss"

    def __init__(
        self, review: Review, title: str, found: Sequence[AnnotationInContext], more: int = 0
    ) -> None:
        """Take the annotations by document and place; `more` there are that are not listed."""
        super().__init__(review)
        self._title = title
        self._found = found
        self._more = more
        self._places: dict[str, Places] = {}
        self.list = PassageList(review.codebook, self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()

    def content(self) -> Iterator[Widget]:
        """Put the marked passage in full below the list."""
        yield self.list
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """List the annotations by document."""
        self.title_line.say(self._title, counted(len(self._found) + self._more, "passage"))
        self.set_focus(self.list)
        with self.guarded():
            self.list.fill(self._items())
            self._moved()
        if self._more:
            self.say(f"The first {len(self._found):,} are listed; {self._more:,} more are in the export.")

    def _items(self) -> list[ListItem]:
        items: list[ListItem] = []
        document = ""
        for one in self._found:
            if one.document.id != document:
                document = one.document.id
                items.append(ListItem(None, document_heading(one.document)))
            items.append(ListItem(one, _row(one, self.review.codebook, self._place_of(one))))
        return items

    def _place_of(self, found: AnnotationInContext) -> str:
        places = self._places.get(found.document.id)
        if places is None:
            places = self._places[found.document.id] = Places.of(self.review.store, found.document.id)
        number = places.names_at(found.annotation.start)[1]
        return f"¶{number}" if number else ""

    def _moved(self) -> None:
        found = self.list.marked
        if found is None:
            self.detail.show("", "", "Nothing is tagged here.")
            return
        annotation, codebook = found.annotation, self.review.codebook
        direction = annotation.direction.label if annotation.direction else "no direction"
        topic = codebook.topic_title(annotation.topic)
        area = codebook.area_or_unknown(annotation.area).short_title
        claim = "a claim, no finding" if _is_claim(found) else direction
        known = (self._place_of(found), area, topic, claim, annotation.reviewer)
        facts = " · ".join(one for one in known if one)
        note = f"* {annotation.note}\n" if annotation.note else ""
        self.detail.show(found.document.title, facts, note + " ".join(annotation.quote.split()))
        self.facts_line.say(f"session {found.session}")

    def action_open(self) -> None:
        """Open the document at the marked passage."""
        found = self.list.marked
        if found is not None:
            self.dismiss(DocumentPassage(found.document.id, found.annotation.passage))


def _is_claim(found: AnnotationInContext) -> bool:
    return found.document.kind.is_claim or found.annotation.direction is Direction.CLAIM


def _row(found: AnnotationInContext, codebook: Codebook, place: str) -> Callable[[int], Sequence[StyledText]]:
    annotation = found.annotation
    area = codebook.area_or_unknown(annotation.area)
    sign = annotation.direction.sign if annotation.direction else " "
    sign = Direction.CLAIM.sign if _is_claim(found) else sign
    quote = " ".join(annotation.quote[:400].split())

    def draw(_width: int) -> Sequence[StyledText]:
        return [
            StyledText(f" {area.letter}", digit=area.digit),
            StyledText(f"{sign} ", "strong"),
            StyledText(f"{place:<5} ", "faint"),
            StyledText(quote),
        ]

    return draw
