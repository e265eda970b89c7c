"""The command `coverage`: what of a session's documents is accounted for, and what is left open."""

from collections.abc import Iterable
from pathlib import Path

import click

from ofsted_tui.cli.common import (
    database_option,
    json_option,
    open_store,
    session_meant,
    session_option,
    text,
)
from ofsted_tui.cli.lookup import document_named
from ofsted_tui.cli.output import say, say_json
from ofsted_tui.model.accounting import Share
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.session import Session
from ofsted_tui.review.coverage import DocumentCoverage, SectionCoverage, coverage, document_coverage
from ofsted_tui.store import Store

_WORDS = 72
"""How many characters of an open paragraph are shown."""


@click.command("coverage")
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only this document of the session.")
@click.option("--open", "with_open", is_flag=True, help="List the paragraphs that are open.")
@database_option
@json_option
def coverage_command(
    session: str | None, document: str | None, with_open: bool, database: Path, as_json: bool
) -> int:
    """Say what share of the paragraphs is tagged, or read with nothing to tag.

    By document and section of a session; without --session, of the one opened last. Exit code 0: nothing
    is open; 1: something is.
    """
    with open_store(database) as store:
        found = session_meant(store, session)
        covered = _covered(store, found, document)
        texts = {one.details.id: open_texts(store, one) for one in covered} if with_open else {}
    if as_json:
        say_json(_for_program(found, covered, texts))
    else:
        for one in covered:
            _tell(one, texts.get(one.details.id, []))
        say(f"{found.name}: {share_in_words(total(covered))}")
    return 1 if total(covered).open else 0


def _covered(store: Store, session: Session, document: str | None) -> list[DocumentCoverage]:
    if document is None:
        return coverage(store, session.id)
    details = document_named(store, document)
    if details.id not in session.document_ids:
        raise NotFoundError(f"{details.title!r} is not in the session {session.name!r}.")
    return [document_coverage(store, session.id, details.id)]


def open_texts(store: Store, covered: DocumentCoverage) -> list[str]:
    """Return the words of the open paragraphs of a document, with no page break in them."""
    document = store.documents.get(covered.details.id)
    whole = document.text if document else ""
    cuts = Cuts(store.documents.structures.cuts(covered.details.id))
    return [cuts.quote(whole, paragraph.passage) for paragraph in covered.open]


def total(covered: Iterable[DocumentCoverage]) -> Share:
    """Return the share of several documents together."""
    shares = [one.share for one in covered]
    return Share(sum(one.accounted for one in shares), sum(one.total for one in shares))


def share_in_words(share: Share) -> str:
    """Say a share as "12 of 53 accounted for (22%), 41 open"."""
    if not share.total:
        return "no paragraph carries findings"
    opened = f", {share.open:,} open" if share.open else ""
    return f"{share.accounted:,} of {share.total:,} accounted for ({share.percent}%){opened}"


def _tell(covered: DocumentCoverage, texts: list[str]) -> None:
    say(f"{covered.details.title}: {share_in_words(covered.share)}")
    for one in covered.sections:
        say(f"  {section_in_words(one)}: {share_in_words(one.share)}")
    for paragraph, words in zip(covered.open, texts, strict=False):
        say(f"    {place_in_words(paragraph)}  {first_words(words)}")


def section_in_words(covered: SectionCoverage) -> str:
    """Return the title of a section with its grade."""
    section = covered.section
    if section is None:
        return "before the first section"
    return f"{section.title.strip()} ({section.grade})" if section.grade else section.title.strip()


def place_in_words(paragraph: Paragraph) -> str:
    """Return where a paragraph is: its number if it has one, its offsets, its page."""
    number = f"¶{paragraph.number} " if paragraph.number is not None else ""
    page = f" p. {paragraph.page}" if paragraph.page is not None else ""
    return f"{number}{paragraph.start}-{paragraph.end}{page}"


def first_words(words: str) -> str:
    """Return the beginning of a text in one line."""
    line = " ".join(words[: 4 * _WORDS].split())
    return line if len(line) <= _WORDS and len(words) <= 4 * _WORDS else f"{line[: _WORDS - 1].rstrip()}…"


def _for_program(
    session: Session, covered: list[DocumentCoverage], texts: dict[str, list[str]]
) -> dict[str, object]:
    return {
        "session": {"id": session.id, "name": session.name},
        **share_facts(total(covered)),
        "documents": [coverage_facts(one, texts.get(one.details.id)) for one in covered],
    }


def share_facts(share: Share) -> dict[str, object]:
    """Return a share for a JSON answer."""
    return {
        "accounted": share.accounted,
        "total": share.total,
        "open": share.open,
        "percent": share.percent,
    }


def coverage_facts(covered: DocumentCoverage, texts: list[str] | None = None) -> dict[str, object]:
    """Return the coverage of a document for a JSON answer; with `texts`, its open paragraphs as well."""
    answer: dict[str, object] = {
        "id": covered.details.id,
        "title": covered.details.title,
        **share_facts(covered.share),
        "sections": [_section_facts(one) for one in covered.sections],
    }
    if texts is not None:
        opened = zip(covered.open, texts, strict=True)
        answer["open_paragraphs"] = [_open_facts(paragraph, words) for paragraph, words in opened]
    return answer


def _section_facts(covered: SectionCoverage) -> dict[str, object]:
    section = covered.section
    place: dict[str, object] = {"title": None, "area": "", "grade": None, "start": None}
    if section is not None:
        grade = section.grade.value if section.grade else None
        place = {"title": section.title, "area": section.area, "grade": grade, "start": section.start}
    return {**place, **share_facts(covered.share)}


def _open_facts(paragraph: Paragraph, words: str) -> dict[str, object]:
    return {
        "start": paragraph.start,
        "end": paragraph.end,
        "number": paragraph.number,
        "page": paragraph.page,
        "role": paragraph.role.value,
        "section": paragraph.section,
        "text": words,
    }
