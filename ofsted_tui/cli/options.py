"""What commands share: options, the database, the names given looked up, the form of an answer."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofsted_tui.cli.output import complain, progress_bar, say_json, write_exactly
from ofsted_tui.importing.opening import read_again
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails, EventPart
from ofsted_tui.model.errors import CodebookError, NotFoundError, StoreError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.session import Session
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import Named, file_names, pick, session_named
from ofsted_tui.store import Store

if TYPE_CHECKING:  # loaded where they are used: most commands need neither
    from ofsted_tui.export.csv_file import ExportScope
    from ofsted_tui.export.csv_format import TableCell

BUSY_SECONDS = 5.0
"""How long a command waits for another program that is writing."""
Facts = dict[str, object]
"""An object of a JSON answer."""
_ENDS = time(23, 59, 59, 999_000)
"""The end of a day."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was given before the name of the command."""

    database: Path
    session: str | None


def text(value: str) -> str:
    """Return text that can be kept: a shell may hand over bytes that are no UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise click.BadParameter(f"{value!r} is not valid text in UTF-8.") from None
    return value


FILE = click.Path(path_type=Path)


def _database(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path:
    chosen: Chosen = ctx.obj
    return chosen.database if value is None else value


def _session(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    chosen: Chosen = ctx.obj
    return chosen.session if value is None else value


database_option = click.option(
    "--db", "database", type=FILE, metavar="FILE", callback=_database, help="The database to use."
)


session_option = click.option(
    "--session", type=text, metavar="NAME", callback=_session, help="A session, by name or id."
)


json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for a program.")


csv_option = click.option(
    "--csv", "csv_file", type=FILE, metavar="FILE", help="Write a CSV to this file; - for the output."
)


force_option = click.option("--force", is_flag=True, help="Replace a file that is there already.")


def open_store(database: Path, *, create: bool = False) -> Store:
    """Open the database, with its documents read by the present reading; raise StoreError."""
    with progress_bar() as bar:
        store = Store(database, create=create, busy_seconds=BUSY_SECONDS, progress=bar.show)
        store.warn = complain
        try:
            # What may not be written stays as an older reading has read it: that serves too.
            with suppress(StoreError):
                read_again(store, ilacs_codebook(), bar.show)
        except BaseException:
            store.close()
            raise
    return store


def session_meant(store: Store, wanted: str | None) -> Session:
    """Return the session of that name, or the one opened last; raise NotFoundError, StoreError."""
    if wanted is not None:
        return session_named(store, wanted)
    session = next((store.sessions.get(one) for one in store.sessions.names()), None)
    if session is None:
        raise NotFoundError("There is no session yet: open ofsted-tui, or tag a passage, to make one.")
    return session


def document_named(store: Store, wanted: str) -> DocumentDetails:
    """Return the document that is meant; raise NotFoundError, StoreError."""
    documents = store.documents.all()
    names = [Named(one.id, one.title, file_names(one.source)) for one in documents]
    found = pick("document", wanted, names)
    return next(one for one in documents if one.id == found.id)


def annotation_with(store: Store, prefix: str) -> Annotation:
    """Return the annotation whose id begins so; raise NotFoundError, StoreError."""
    annotation = store.annotations.get(annotation_id(store, prefix))
    if annotation is None:
        raise _no_annotation(prefix)
    return annotation


def annotation_id(store: Store, prefix: str, *, or_removed: bool = False) -> str:
    """Return the id of an annotation that begins so; raise NotFoundError, StoreError."""
    wanted = prefix.strip().lower()
    found = store.annotations.ids_beginning(wanted, or_removed=or_removed) if wanted else []
    if len(found) > 1:
        raise NotFoundError(f"Several annotations begin with {prefix!r}: give more of the id.")
    if not found:
        raise _no_annotation(prefix)
    return found[0]


def _no_annotation(prefix: str) -> NotFoundError:
    return NotFoundError(f"There is no annotation {prefix!r}; see ofsted-tui annotations.")


def area_for(codebook: Codebook, document: DocumentDetails, wanted: str) -> JudgementArea:
    """Return the area that a code or a digit means for a document; raise CodebookError."""
    edition = codebook.edition(document.framework)
    if _is_digit(wanted):
        return codebook.area_for_digit(edition, int(wanted))
    # Where the edition is only a guess, an area of another edition may well be right.
    return codebook.area(wanted) if document.framework_assumed else codebook.area_in(edition, wanted)


def area_anywhere(codebook: Codebook, wanted: str) -> JudgementArea:
    """Return the area that a code or a digit means, whatever the edition; raise CodebookError."""
    if not _is_digit(wanted):
        return codebook.area(wanted)
    found = [area for area in codebook.areas if area.digit == int(wanted)]
    if len(found) == 1:
        return found[0]
    codes = " or ".join(area.code for area in found)
    raise CodebookError(
        f"{wanted} means {codes}, by the edition: name one." if found else f"There is no area {wanted}."
    )


def _is_digit(text: str) -> bool:
    return len(text) == 1 and text in "123456789"


def topic_for(codebook: Codebook, area: JudgementArea, wanted: str) -> str:
    """Return the code of the area's topic that is meant; raise NotFoundError."""
    topics = codebook.topics_of(area.code)
    names = [Named("", one.title, (one.code, one.code.rpartition(".")[2])) for one in topics]
    found = pick("topic", wanted, names)
    return topics[names.index(found)].code


def scope_of(
    store: Store, codebook: Codebook, session: str | None, document: str | None, area: str | None
) -> "ExportScope":
    """Return the scope that the options of a command name; raise NotFoundError, CodebookError."""
    from ofsted_tui.export.csv_file import ExportScope

    return ExportScope(
        None if session is None else session_named(store, session).id,
        None if document is None else document_named(store, document).id,
        None if area is None else area_anywhere(codebook, area).code,
    )


def moment(value: str) -> str:
    """Return a moment in UTC, as the journal writes it; a day alone is the end of that day here.

    A moment without a zone is one of this machine's clock. Raises click.BadParameter.
    """
    words = value.strip()
    try:
        found = datetime.fromisoformat(words)
        if len(words) <= len("2026-11-22"):
            found = datetime.combine(found.date(), _ENDS)
        in_utc = found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(
            f"{value!r} is no moment: write 2026-11-22, 2026-11-22T17:30 or 2026-11-22T17:30:00Z."
        ) from None
    return in_utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_today(moment: str, now: str) -> bool:
    """Tell whether a moment is the end of the day that it is now, here."""
    meant, here = (datetime.fromisoformat(one).astimezone() for one in (moment, now))
    return meant.date() == here.date() and meant.time() == _ENDS


def document_facts(details: DocumentDetails, pages: int | None) -> Facts:
    """Return what is known of a document; `pages` is their number, None where pages are not known.

    Days are ISO 8601, and null where they are not known; `event_start` and `event_end` are those of the
    first part of the event, `_event_parts` holds every part.
    """
    return {
        "id": details.id,
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": _day(details.event_start),
        "event_end": _day(details.event_end),
        "event_parts": [{"start": _day(one.start), "end": _day(one.end)} for one in _event_parts(details)],
        "letter_date": _day(details.letter_date),
        "inspectors": list(details.inspectors),
        "focus": details.focus,
        "focus_area": details.focus_area,
        "edition": details.framework,
        "edition_assumed": details.framework_assumed,
        "format": details.format,
        "pages": pages,
        "characters": details.length,
        "source": details.source,
        "licence": details.licence,
        "sha256": details.sha256,
        "corrected": sorted(details.corrected),
        "replaces": details.replaces,
    }


def _event_parts(details: DocumentDetails) -> tuple[EventPart, ...]:
    """Return the days of the event, part by part; empty where they are not known."""
    if details.event_start is None:
        return ()
    first = EventPart(details.event_start, details.event_end or details.event_start)
    return (first, *details.later_parts)


def days_text(details: DocumentDetails) -> str:
    """Return the days of the event as "2023-05-15/2023-05-19", its parts joined by "and"; else empty."""
    parts = (
        one.start.isoformat() if one.start == one.end else f"{one.start.isoformat()}/{one.end.isoformat()}"
        for one in _event_parts(details)
    )
    return " and ".join(parts)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def answer(
    columns: Sequence[str],
    rows: "Iterable[Sequence[TableCell]]",
    tell: Callable[[], None],
    *,
    as_json: bool,
    csv_file: Path | None,
    force: bool,
) -> None:
    """Give the answer; `tell` says it in words. Raises UserError where a file cannot be written."""
    if as_json and csv_file is not None:
        raise click.UsageError("--json and --csv do not go together.")
    if csv_file is not None:
        _to_csv(columns, rows, csv_file, force)
    elif as_json:
        say_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        tell()


def _to_csv(columns: Sequence[str], rows: "Iterable[Sequence[TableCell]]", path: Path, force: bool) -> None:
    from ofsted_tui.export.csv_format import csv_bytes, write_table

    if path == Path("-"):
        write_exactly(csv_bytes(columns, rows))
        return
    number = write_table(path, columns, rows, force=force)
    complain(f"{counted(number, 'row')} written to {path.absolute()}")
