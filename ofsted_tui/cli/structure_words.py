"""What reading finds in a document, as a compact outline."""

from collections.abc import Iterator

from ofsted_tui.cli.document_facts import days_in_words
from ofsted_tui.cli.structure_facts import Understood, first_and_last
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails

_WORDS = 100
"""How many characters of an improvement point are shown."""


def outline(understood: Understood, codebook: Codebook) -> Iterator[str]:
    """Yield the lines of an outline: what the document is, its grades, sections, points and counts."""
    details, structure = understood.details, understood.structure
    yield details.title
    yield f"  {' · '.join(_head(understood))}"
    if details.inspectors:
        yield f"  inspectors: {', '.join(details.inspectors)}"
    if details.focus:
        yield f"  looked at: {_shortened(details.focus)}"
    for judgement in structure.judgements:
        yield f"  grade: {codebook.area_or_unknown(judgement.area).short_title}: {judgement.grade}"
    yield from _sections(understood, codebook)
    for point in structure.improvement_points:
        reference = f" [{point.reference}]" if point.reference else ""
        yield f"  to improve: {_shortened(understood.quote(point.start, point.end))}{reference}"
    yield f"  {' · '.join(_counts(understood))}"
    for remark in understood.source.remarks:
        yield f"  note: {remark}"


def _head(understood: Understood) -> list[str]:
    details = understood.details
    letter = f"letter of {details.letter_date.isoformat()}" if details.letter_date else ""
    pages = f", {_count(understood.pages, 'page')}" if understood.pages else ""
    facts = [details.kind.label, details.local_authority, days_in_words(details), letter, _framework(details)]
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
        facts.append(_count(len(inside[position]), "paragraph"))
        yield f"  section {place}: {_shortened(section.title)} ({'; '.join(one for one in facts if one)})"


def _counts(understood: Understood) -> list[str]:
    structure = understood.structure
    numbered = sum(one.number is not None for one in structure.paragraphs)
    findings = sum(one.carries_findings for one in structure.paragraphs)
    earlier = structure.earlier_mentions
    years = ", ".join(str(year) for year in sorted({one.year for one in earlier if one.year}))
    return [
        _count(len(structure.paragraphs), "paragraph"),
        f"{numbered:,} numbered",
        f"{findings:,} with findings",
        _count(len(structure.improvement_points), "improvement point"),
        _count(len(earlier), "mention") + " of earlier inspections" + (f" ({years})" if years else ""),
    ]


def _count(number: int | None, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1].rstrip()}…"
