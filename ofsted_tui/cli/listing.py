"""The commands `documents`, `sessions` and `annotations`: what there is."""

from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store, session_option, text
from ofsted_tui.cli.lookup import scope_of
from ofsted_tui.cli.output import say_json, say_table
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext


@click.command()
@database_option
@json_option
def documents(database: Path, as_json: bool) -> None:
    """List the documents."""
    with open_store(database) as store:
        found = store.documents.all()
    if as_json:
        say_json([_document_facts(document) for document in found])
        return
    headings = ("ID", "DOCUMENT", "KIND", "AUTHORITY", "DATES", "ILACS", "CHARACTERS")
    say_table(headings, [_document_row(document) for document in found], long=(1, 2))


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
    headings = ("ID", "SESSION", "REVIEWER", "DOCUMENTS", "TAGS", "ACCOUNTED", "OPENED")
    say_table(headings, [_session_row(one) for one in facts], long=(1, 2))


@click.command()
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only those of this document.")
@click.option("--area", type=text, metavar="AREA", help="Only those of this area: its code or digit.")
@database_option
@json_option
def annotations(
    session: str | None, document: str | None, area: str | None, database: Path, as_json: bool
) -> None:
    """List the annotations by document, in reading order."""
    with open_store(database) as store:
        scope = scope_of(store, ilacs_codebook(), session, document, area)
        found = list(store.annotations.in_context(scope.session_id, scope.document_id, scope.area))
        if as_json:
            rows = RowMaker(store, ilacs_codebook())
            say_json([rows.row(one) | _numbers(one) for one in found])
            return
    headings = ("ID", "SESSION", "DOCUMENT", "PLACE", "AREA", "", "QUOTE", "NOTE")
    say_table(headings, [_annotation_row(one) for one in found], long=(1, 2, 4, 6, 7))


def _document_facts(document: DocumentDetails) -> dict[str, object]:
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind.value,
        "local_authority": document.local_authority,
        "event_start": document.event_start.isoformat() if document.event_start else None,
        "event_end": document.event_end.isoformat() if document.event_end else None,
        "edition": document.framework,
        "edition_assumed": document.framework_assumed,
        "characters": document.length,
        "source": document.source,
        "licence": document.licence,
        "sha256": document.sha256,
    }


def _document_row(document: DocumentDetails) -> tuple[object, ...]:
    return (
        document.id[:8],
        document.title,
        document.kind.label,
        document.local_authority,
        _days(document),
        f"{document.framework}{'?' if document.framework_assumed else ''}",
        document.length,
    )


def _days(document: DocumentDetails) -> str:
    first, last = document.event_start, document.event_end
    if first is None:
        return ""
    return first.isoformat() if last in (None, first) else f"{first}/{last}"


def _session_facts(store: Store, session: Session) -> dict[str, object]:
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
    }


def _session_row(facts: dict[str, object]) -> tuple[object, ...]:
    documents = facts["documents"]
    return (
        str(facts["id"])[:8],
        facts["name"],
        facts["reviewer"],
        len(documents) if isinstance(documents, list) else 0,
        facts["annotations"],
        f"{facts['percent']}%",
        str(facts["opened_at"])[:16].replace("T", " "),
    )


def _numbers(found: AnnotationInContext) -> dict[str, int]:
    return {"start": found.annotation.start, "end": found.annotation.end}


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
