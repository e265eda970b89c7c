"""The commands `documents`, `sessions`, `annotations` and `history`: what there is."""

from functools import partial
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    annotation_id,
    database_option,
    json_option,
    open_store,
    scope_of,
    session_option,
    text,
)
from ofsted_tui.cli.output import say, say_json, say_table
from ofsted_tui.cli.structure import Facts, days_text, facts_of
from ofsted_tui.export.rows import RowMaker
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.review.suggestion import in_edition
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.store.changes import State
from ofsted_tui.store.history import HistoryStep


@click.command()
@database_option
@json_option
def documents(database: Path, as_json: bool) -> None:
    """List the documents."""
    with open_store(database) as store:
        found = [(one, len(store.documents.pages(one.id)) or None) for one in store.documents.all()]
    if as_json:
        say_json([facts_of(*one) for one in found])
        return
    headings = ("ID", "DOCUMENT", "KIND", "AUTHORITY", "DATES", "ILACS", "FORMAT", "PAGES", "CHARACTERS")
    replaced = frozenset(one.replaces for one, _ in found if one.replaces)
    say_table(headings, [_document_row(*one, replaced) for one in found], long=(1, 2, 3))


@click.command()
@database_option
@json_option
def sessions(database: Path, as_json: bool) -> None:
    """List the sessions, the one opened last first."""
    with open_store(database) as store:
        facts = [_session_facts(store, session) for session in store.sessions.all()]
    if as_json:
        say_json(facts)
        return
    headings = ("ID", "SESSION", "REVIEWER", "DOCUMENTS", "TAGS", "ACCOUNTED", "OPENED", "SIGNED OFF")
    say_table(headings, [_session_row(one) for one in facts], long=(1, 2))


@click.command()
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only those of this document.")
@click.option("--area", type=text, metavar="AREA", help="Only those of this area: its code or digit.")
@click.option(
    "--against-section", is_flag=True, help="Only those whose area is another than that of their section."
)
@database_option
@json_option
def annotations(
    session: str | None,
    document: str | None,
    area: str | None,
    against_section: bool,
    database: Path,
    as_json: bool,
) -> None:
    """List the annotations by document, in reading order."""
    with open_store(database) as store:
        scope = scope_of(store, ilacs_codebook(), session, document, area)
        rows = RowMaker(store, ilacs_codebook())
        found = list(store.annotations.in_context(scope.session_id, scope.document_id, scope.area))
        if against_section:
            found = [one for one in found if is_against_section(rows, one)]
        if as_json:
            say_json([rows.row(one) | _more(rows, one) for one in found])
            return
    headings = ("ID", "SESSION", "DOCUMENT", "PLACE", "AREA", "", "QUOTE", "NOTE")
    say_table(headings, [_annotation_row(one) for one in found], long=(1, 2, 4, 6, 7))


def _document_row(
    document: DocumentDetails, pages: int | None, replaced: frozenset[str]
) -> tuple[object, ...]:
    letter = f"letter {document.letter_date.isoformat()}" if document.letter_date else ""
    return (
        document.id[:8],
        f"{'(former) ' if document.id in replaced else ''}{document.title}",
        document.kind.label,
        document.local_authority,
        days_text(document) or letter,
        _edition(document),
        document.format,
        pages or "",
        document.length,
    )


def _edition(document: DocumentDetails) -> str:
    if not document.kind.is_ilacs:
        return "no"
    return f"{document.framework}{'?' if document.framework_assumed else ''}"


def _session_facts(store: Store, session: Session) -> Facts:
    share = store.read_marks.share(session.id)
    return {
        "id": session.id,
        "name": session.name,
        "reviewer": session.reviewer.name,
        "documents": list(session.document_ids),
        "annotations": store.annotations.count(session.id),
        "paragraphs": share.total,
        "accounted": share.accounted,
        "percent": share.percent,
        "created_at": session.created_at,
        "opened_at": session.opened_at,
        "signed_off_at": session.signed_off_at,
    }


def _session_row(facts: Facts) -> tuple[object, ...]:
    documents = facts["documents"]
    return (
        str(facts["id"])[:8],
        facts["name"],
        facts["reviewer"],
        len(documents) if isinstance(documents, list) else 0,
        facts["annotations"],
        f"{facts['percent']}%",
        _minute(facts["opened_at"]),
        _minute(facts["signed_off_at"]),
    )


def _minute(time: object) -> str:
    return str(time or "")[:16].replace("T", " ")


def is_against_section(rows: RowMaker, found: AnnotationInContext) -> bool:
    """Tell whether an annotation's area is another than that of the section it stands in."""
    section = rows.places(found.document.id).section_at(found.annotation.start)
    if section is None or not section.area:
        return False
    codebook = ilacs_codebook()
    area = in_edition(codebook, codebook.edition_or_newest(found.document.framework), section.area)
    return area is not None and area.code != found.annotation.area


def _more(rows: RowMaker, found: AnnotationInContext) -> Facts:
    return {
        "start": found.annotation.start,
        "end": found.annotation.end,
        "against_section": is_against_section(rows, found),
    }


def _annotation_row(found: AnnotationInContext) -> tuple[object, ...]:
    annotation = found.annotation
    return (
        annotation.id[:8],
        found.session,
        found.document.title,
        f"{annotation.start}-{annotation.end}",
        annotation.area,
        annotation.direction.sign if annotation.direction else "",
        annotation.quote,
        annotation.note,
    )


_TOLD = (
    "document_id",
    "start",
    "end",
    "quote",
    "area",
    "topic",
    "direction",
    "quantifier",
    "note",
    "removed_at",
)


@click.command()
@click.argument("annotation", type=text)
@database_option
@json_option
def history(annotation: str, database: Path, as_json: bool) -> None:
    """Show all that was done to ANNOTATION (the beginning of its id), oldest first; also to a removed one."""
    with open_store(database) as store:
        steps = store.history.of(annotation_id(store, annotation, or_removed=True))
        told = [step_lines(step, ilacs_codebook(), partial(title_in, store)) for step in steps]
    if as_json:
        say_json([_facts(step, lines) for step, lines in zip(steps, told, strict=True)])
        return
    for former, step, lines in zip([None, *steps], steps, told, strict=False):
        say(f"{moment_text(step.at)}  {who_text(step, former)}")
        for line in lines:
            say(f"  {line}")


def _facts(step: HistoryStep, lines: list[str]) -> dict[str, object]:
    return {
        "at": step.at,
        "reviewer": step.reviewer,
        "session": step.session,
        "kind": step.kind,
        "verb": step.verb,
        "words": lines,
        "before": _told(step.before),
        "after": _told(step.after),
        "decision": step.decision and step.decision["decision"],
    }


def _told(state: State | None) -> dict[str, object] | None:
    return None if state is None else {name: state[name] for name in _TOLD}
