"""What reading found in each document: paragraphs, cuts, sections, grades, improvement points."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ofsted_tui.model.paragraph import Paragraph, ParagraphRows, ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import (
    EarlierMention,
    Grade,
    ImprovementPoint,
    Judgement,
    Section,
    Structure,
)
from ofsted_tui.store.connection import Connection, Row, understood

_INSERT = {
    "paragraphs": 'INSERT INTO paragraphs (document_id, start, "end", number, prose, role, page, section)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "cuts": 'INSERT INTO cuts (document_id, start, "end") VALUES (?, ?, ?)',
    "sections": 'INSERT INTO sections (document_id, position, start, "end", until, title, area, grade)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "judgements": 'INSERT INTO judgements (document_id, area, grade, start, "end") VALUES (?, ?, ?, ?, ?)',
    "improvement_points": 'INSERT INTO improvement_points (document_id, start, "end", reference)'
    " VALUES (?, ?, ?, ?)",
    "earlier_mentions": 'INSERT INTO earlier_mentions (document_id, start, "end", year) VALUES (?, ?, ?, ?)',
}


Places = dict[str, list[Any]]
"""What the places of a document are called: its paragraphs, cuts and section titles."""


@dataclass(eq=False)
class Structures:
    """The structure of documents; every method that writes is called inside an action."""

    _connection: Connection
    _examine_document: Callable[[str], None]
    """Called with its id before a document is read."""

    def put(self, document_id: str, structure: Structure) -> None:
        """Keep what was found in a document in place of what was found before."""
        for table in _INSERT:
            self._replace(table, document_id, structure)

    def put_sections(self, document_id: str, sections: Iterable[Section]) -> None:
        """Keep other sections of a document."""
        self._replace("sections", document_id, Structure(sections=tuple(sections)))

    def put_judgements(self, document_id: str, judgements: Iterable[Judgement]) -> None:
        """Keep other grades of a document."""
        self._replace("judgements", document_id, Structure(judgements=tuple(judgements)))

    def _replace(self, table: str, document_id: str, structure: Structure) -> None:
        self._connection.raw.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
        rows = _rows(structure)[table]
        self._connection.raw.executemany(_INSERT[table], ((document_id, *row) for row in rows))

    def paragraphs(self, document_id: str) -> list[Paragraph]:
        """Return the paragraphs of a document in reading order."""
        return list(self._rows(document_id))

    def table(self, document_id: str) -> ParagraphTable:
        """Return the paragraphs of a document by place; each is made when it is asked for."""
        return ParagraphTable(self._rows(document_id))

    def _read(self, sql: str, document_id: str) -> list[Row]:
        self._examine_document(document_id)
        return self._connection.read(sql, document_id)

    @understood("a document")
    def _rows(self, document_id: str) -> ParagraphRows:
        self._examine_document(document_id)
        rows = self._connection.tuples(
            'SELECT start, "end", number, role, page, section FROM paragraphs WHERE document_id = ?'
            " ORDER BY start",
            document_id,
        )
        return ParagraphRows(rows, self.cuts(document_id))

    @understood("a document")
    def cuts(self, document_id: str) -> tuple[Passage, ...]:
        """Return the cuts of a document in reading order."""
        rows = self._read('SELECT start, "end" FROM cuts WHERE document_id = ? ORDER BY start', document_id)
        return tuple(Passage(*row) for row in rows)

    @understood("a document")
    def sections(self, document_id: str) -> tuple[Section, ...]:
        """Return the sections of a document in reading order."""
        rows = self._read(
            'SELECT start, "end", title, until, area, grade FROM sections WHERE document_id = ?'
            " ORDER BY position",
            document_id,
        )
        return tuple(Section(row[0], row[1], row[2], row[3], row[4], _grade(row[5])) for row in rows)

    @understood("a document")
    def judgements(self, document_id: str) -> tuple[Judgement, ...]:
        """Return the rows of the judgement table in reading order."""
        rows = self._read(
            'SELECT area, grade, start, "end" FROM judgements WHERE document_id = ? ORDER BY start, area',
            document_id,
        )
        return tuple(Judgement(row[0], Grade(row[1]), row[2], row[3]) for row in rows)

    @understood("a document")
    def grades(self) -> dict[str, dict[str, Grade]]:
        """Return the grades of every document that gives any, by the codes of the areas."""
        found: dict[str, dict[str, Grade]] = {}
        for document_id, area, grade in self._connection.tuples(
            "SELECT document_id, area, grade FROM judgements"
        ):
            found.setdefault(document_id, {})[area] = Grade(grade)
        return found

    def places(self, document_id: str) -> Places:
        """Return what the places of a document are called, as plain lists: for the journal."""
        found = self.paragraphs(document_id)
        return {
            "paragraphs": [[one.start, one.end, one.number, one.section] for one in found],
            "cuts": [[cut.start, cut.end] for one in found for cut in one.cuts],
            "sections": [one.title for one in self.sections(document_id)],
        }

    @understood("a document")
    def earlier_mentions(self, document_id: str) -> tuple[EarlierMention, ...]:
        """Return the sentences about earlier inspections in reading order."""
        rows = self._read(
            'SELECT start, "end", year FROM earlier_mentions WHERE document_id = ? ORDER BY start',
            document_id,
        )
        return tuple(EarlierMention(*row) for row in rows)

    @understood("a document")
    def improvement_points(self, document_id: str) -> tuple[ImprovementPoint, ...]:
        """Return the entries under "What needs to improve" in reading order."""
        rows = self._read(
            'SELECT start, "end", reference FROM improvement_points WHERE document_id = ? ORDER BY start',
            document_id,
        )
        return tuple(ImprovementPoint(*row) for row in rows)

    @understood("a document")
    def get(self, document_id: str) -> Structure:
        """Return everything but the facts, which stand in the document's details."""
        return Structure(
            judgements=self.judgements(document_id),
            sections=self.sections(document_id),
            paragraphs=tuple(self.paragraphs(document_id)),
            improvement_points=self.improvement_points(document_id),
            earlier_mentions=self.earlier_mentions(document_id),
        )


@understood("a document")
def structure_in(places: Places) -> Structure:
    """Return the paragraphs and sections that plain lists of `places` tell of, without anything else."""
    cuts = [Passage(*cut) for cut in places["cuts"]]
    paragraphs = (
        Paragraph(start, end, number, section=section, cuts=tuple(_inside(cuts, start, end)))
        for start, end, number, section in places["paragraphs"]
    )
    sections = (Section(0, 0, title, 0) for title in places["sections"])
    return Structure(paragraphs=tuple(paragraphs), sections=tuple(sections))


def _inside(cuts: list[Passage], start: int, end: int) -> list[Passage]:
    first = bisect_left(cuts, start, key=lambda cut: cut.start)
    return cuts[first : bisect_left(cuts, end, key=lambda cut: cut.start)]


def _grade(value: str) -> Grade | None:
    return Grade(value) if value else None


def _rows(structure: Structure) -> dict[str, Iterable[tuple[object, ...]]]:
    paragraphs = structure.paragraphs
    return {
        "paragraphs": (
            (p.start, p.end, p.number, int(p.carries_findings), p.role.value, p.page, p.section)
            for p in paragraphs
        ),
        "cuts": ((cut.start, cut.end) for p in paragraphs for cut in p.cuts),
        "sections": (
            (position, s.start, s.end, s.until, s.title, s.area, s.grade or "")
            for position, s in enumerate(structure.sections)
        ),
        "judgements": ((j.area, j.grade.value, j.start, j.end) for j in structure.judgements),
        "improvement_points": ((one.start, one.end, one.reference) for one in structure.improvement_points),
        "earlier_mentions": ((one.start, one.end, one.year) for one in structure.earlier_mentions),
    }
