"""The command `structure`: what reading finds in a file or in a document of the database."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import click

from ofsted_tui.cli.options import (
    Facts,
    database_option,
    days_text,
    document_facts,
    document_named,
    json_option,
    open_store,
)
from ofsted_tui.cli.output import complain, say, say_json, shortened
from ofsted_tui.importing.batch import Batch
from ofsted_tui.importing.file_search import documents_in
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, SourceText
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store

_SHOWN = 100
"""Characters of an improvement point that are shown."""


@dataclass(frozen=True)
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

    @cached_property
    def _cuts(self) -> Cuts:
        return Cuts([cut for paragraph in self.structure.paragraphs for cut in paragraph.cuts])

    def quote(self, start: int, end: int) -> str:
        """Return the words of a passage with no page break in them."""
        return self._cuts.quote(self.source.text, Passage(start, end))

    def by_section(self) -> dict[int | None, list[Paragraph]]:
        """Return the paragraphs of each section by its position; None: those before the first one."""
        found: dict[int | None, list[Paragraph]] = defaultdict(list)
        for one in self.structure.paragraphs:
            found[one.section].append(one)
        return found


@dataclass(frozen=True, slots=True)
class FoundStructure:
    """What was found in one file or document, or why it was refused."""

    name: str
    understood: Understood | None = None
    refusal: str = ""


@click.command()
@click.argument("names", nargs=-1, required=True, type=click.Path(), metavar="NAME_OR_FILE...")
@database_option
@json_option
def structure(names: tuple[str, ...], database: Path, as_json: bool) -> int:
    """Show what is recognised: kind, days, grades, sections, paragraphs, improvement points.

    A file or folder is read as it is, without any database; any other name means a document of the
    database. With --json one name gives one object, several names or a folder a list in their order. Exit
    code 2: something was refused.
    """
    found: list[FoundStructure] = []
    for one in _all_found(names, database):
        found.append(one)
        if one.refusal:
            complain(one.refusal)
        elif not as_json and one.understood is not None:
            _tell(one.understood, is_first=len(found) == 1)
    if as_json:
        answers = [_for_program(one) for one in found]
        say_json(answers[0] if len(answers) == len(names) == 1 else answers)
    return 2 if any(one.refusal for one in found) else 0


def _tell(understood: Understood, *, is_first: bool) -> None:
    if not is_first:
        say("")
    for line in outline(understood, ilacs_codebook()):
        say(line)


def _for_program(found: FoundStructure) -> dict[str, object]:
    if found.understood is None:
        return {"file": found.name, "refused": found.refusal}
    return facts(found.understood)


def _all_found(names: tuple[str, ...], database: Path) -> Iterator[FoundStructure]:
    with ExitStack() as stack:
        batch = stack.enter_context(Batch(ilacs_codebook()))
        store: Store | None = None
        for name in names:
            if os.path.lexists(name):
                yield from _in_files(batch, name)
                continue
            try:
                store = store or stack.enter_context(open_store(database))
                yield FoundStructure(name, _in_store(store, name))
            except UserError as error:
                yield FoundStructure(name, refusal=_no_file(name, error))


def _in_files(batch: Batch, name: str) -> Iterator[FoundStructure]:
    given = documents_in([name])
    for problem in given.problems:
        yield FoundStructure(name, refusal=problem)
    for path in given.files:
        reading = batch.read(path)
        if reading is None or reading.prepared is None:
            yield FoundStructure(str(path), refusal=reading.refusal if reading else f"{path} was not read.")
            continue
        prepared = reading.prepared
        details, source = prepared.document.details, prepared.source
        yield FoundStructure(str(path), Understood(details, source, prepared.structure, str(path)))


def _in_store(store: Store, name: str) -> Understood:
    details = document_named(store, name)
    source = store.documents.source(details.id)
    if source is None:
        raise NotFoundError(f"The text of {name!r} is not in this database.")
    return Understood(details, source, store.documents.structures.get(details.id))


def _no_file(name: str, error: UserError) -> str:
    return f"{name}: there is no such file, and no such document: {error}"


def first_and_last(paragraphs: Iterable[Paragraph]) -> tuple[int | None, int | None]:
    """Return the first and the last number printed before some paragraphs; None where they have none."""
    numbers = [one.number for one in paragraphs if one.number is not None]
    return (numbers[0], numbers[-1]) if numbers else (None, None)


def facts(understood: Understood) -> Facts:
    """Return everything that was found; places are offsets of characters from 0, half open."""
    structure = understood.structure
    inside, quote = understood.by_section(), understood.quote
    return {
        "file": understood.file,
        **document_facts(understood.details, understood.pages),
        "judgements": {one.area: one.grade.value for one in structure.judgements},
        "sections": [_section(one, inside[at]) for at, one in enumerate(structure.sections)],
        "paragraphs": [_paragraph(one) | {"text": quote(one.start, one.end)} for one in structure.paragraphs],
        "improvement_points": [
            {**_span(one), "reference": one.reference, "text": quote(one.start, one.end)}
            for one in structure.improvement_points
        ],
        "earlier_mentions": [
            {**_span(one), "year": one.year, "text": quote(one.start, one.end)}
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


def outline(understood: Understood, codebook: Codebook) -> Iterator[str]:
    """Yield the lines of an outline: what the document is, its grades, sections, points and counts."""
    details, structure = understood.details, understood.structure
    yield details.title
    yield f"  {' · '.join(_head(understood))}"
    if details.inspectors:
        yield f"  inspectors: {', '.join(details.inspectors)}"
    if details.focus:
        yield f"  looked at: {shortened(details.focus, _SHOWN)}"
    for judgement in structure.judgements:
        yield f"  grade: {codebook.area_or_unknown(judgement.area).short_title}: {judgement.grade}"
    yield from _sections(understood, codebook)
    for point in structure.improvement_points:
        reference = f" [{point.reference}]" if point.reference else ""
        yield f"  to improve: {shortened(understood.quote(point.start, point.end), _SHOWN)}{reference}"
    yield f"  {' · '.join(_counts(understood))}"
    for remark in understood.source.remarks:
        yield f"  note: {remark}"


def _head(understood: Understood) -> list[str]:
    details = understood.details
    letter = f"letter of {details.letter_date.isoformat()}" if details.letter_date else ""
    pages = f", {counted(understood.pages, 'page')}" if understood.pages else ""
    facts = [details.kind.label, details.local_authority, days_text(details), letter, _framework(details)]
    return [one for one in (*facts, f"{details.format}{pages}") if one]


def _framework(details: DocumentDetails) -> str:
    if not details.kind.is_ilacs:
        return "not ILACS"
    return f"ILACS {details.framework}{' (assumed)' if details.framework_assumed else ''}"


def _sections(understood: Understood, codebook: Codebook) -> Iterator[str]:
    inside = understood.by_section()
    for position, section in enumerate(understood.structure.sections):
        first, last = first_and_last(inside[position])
        place = f"{section.start}-{section.until}" if first is None else f"¶{first}-{last}"
        area = codebook.area_or_unknown(section.area).short_title if section.area else ""
        facts = [section.grade.value if section.grade else "", f"area: {area}" if area else ""]
        facts.append(counted(len(inside[position]), "paragraph"))
        yield f"  section {place}: {shortened(section.title, _SHOWN)} ({'; '.join(filter(None, facts))})"


def _counts(understood: Understood) -> list[str]:
    structure = understood.structure
    numbered = sum(one.number is not None for one in structure.paragraphs)
    findings = sum(one.carries_findings for one in structure.paragraphs)
    earlier = structure.earlier_mentions
    years = ", ".join(str(year) for year in sorted({one.year for one in earlier if one.year}))
    return [
        counted(len(structure.paragraphs), "paragraph"),
        f"{numbered:,} numbered",
        f"{findings:,} with findings",
        counted(len(structure.improvement_points), "improvement point"),
        counted(len(earlier), "mention") + " of earlier inspections" + (f" ({years})" if years else ""),
    ]
