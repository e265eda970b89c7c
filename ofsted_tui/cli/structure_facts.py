"""What reading finds in a document, for a program."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ofsted_tui.cli.document_facts import Facts, facts_of
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.section import Section
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.model.structure import Structure


@dataclass(frozen=True, slots=True)
class Understood:
    """A document with its text and structure."""

    details: DocumentDetails
    source: SourceText
    structure: Structure
    file: str | None = None
    """The file that was read; None for a document of the database."""

    @property
    def pages(self) -> int | None:
        """The number of pages; None where pages are not known."""
        return len(self.source.pages) or None

    def quote(self, start: int, end: int) -> str:
        """Return the words of a passage with no page break in them."""
        cuts = Cuts([cut for paragraph in self.structure.paragraphs for cut in paragraph.cuts])
        return cuts.quote(self.source.text, Passage(start, end))

    def by_section(self) -> dict[int | None, list[Paragraph]]:
        """Return the paragraphs of each section by its position; None: those before the first one."""
        found: dict[int | None, list[Paragraph]] = defaultdict(list)
        for one in self.structure.paragraphs:
            found[one.section].append(one)
        return found


def first_and_last(paragraphs: Iterable[Paragraph]) -> tuple[int | None, int | None]:
    """Return the first and the last number printed before some paragraphs; None where they have none."""
    numbers = [one.number for one in paragraphs if one.number is not None]
    return (numbers[0], numbers[-1]) if numbers else (None, None)


def facts(understood: Understood) -> Facts:
    """Return everything that was found; places are offsets of characters from 0, half open."""
    structure = understood.structure
    cuts = Cuts([cut for paragraph in structure.paragraphs for cut in paragraph.cuts])

    inside = understood.by_section()

    def words(start: int, end: int) -> str:
        return cuts.quote(understood.source.text, Passage(start, end))

    return {
        "file": understood.file,
        **facts_of(understood.details, understood.pages),
        "judgements": {one.area: one.grade.value for one in structure.judgements},
        "sections": [_section(one, inside[at]) for at, one in enumerate(structure.sections)],
        "paragraphs": [_paragraph(one) | {"text": words(one.start, one.end)} for one in structure.paragraphs],
        "improvement_points": [
            {**_span(one), "reference": one.reference, "text": words(one.start, one.end)}
            for one in structure.improvement_points
        ],
        "earlier_mentions": [
            {**_span(one), "year": one.year, "text": words(one.start, one.end)}
            for one in structure.earlier_mentions
        ],
        "remarks": list(understood.source.remarks),
        "counts": counts(structure),
    }


def counts(structure: Structure) -> Facts:
    """Return how many there are of everything."""
    roles = Counter(one.role.value for one in structure.paragraphs)
    return {
        "judgements": len(structure.judgements),
        "sections": len(structure.sections),
        "paragraphs": len(structure.paragraphs),
        "numbered_paragraphs": sum(one.number is not None for one in structure.paragraphs),
        "paragraphs_with_findings": sum(one.carries_findings for one in structure.paragraphs),
        "paragraphs_by_role": dict(sorted(roles.items())),
        "cuts": sum(len(one.cuts) for one in structure.paragraphs),
        "improvement_points": len(structure.improvement_points),
        "earlier_mentions": len(structure.earlier_mentions),
    }


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def _span(one: _Placed) -> Facts:
    return {"start": one.start, "end": one.end}


def _section(section: Section, inside: list[Paragraph]) -> Facts:
    first, last = first_and_last(inside)
    return {
        "title": section.title,
        "area": section.area,
        "grade": section.grade.value if section.grade else None,
        **_span(section),
        "until": section.until,
        "first_paragraph": first,
        "last_paragraph": last,
    }


def _paragraph(paragraph: Paragraph) -> Facts:
    return {
        **_span(paragraph),
        "number": paragraph.number,
        "role": paragraph.role.value,
        "page": paragraph.page,
        "section": paragraph.section,
        "cuts": [_span(cut) for cut in paragraph.cuts],
    }
