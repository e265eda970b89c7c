"""The command `import`."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    database_option,
    days_text,
    document_named,
    json_option,
    open_store,
    text,
)
from ofsted_tui.cli.output import ProgressBar, complain, say, say_json
from ofsted_tui.importing.batch import Batch, FileReading, ImportOutcome, ImportSummary, not_kept
from ofsted_tui.importing.details import Given
from ofsted_tui.importing.file_search import FoundFiles, documents_in
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import StoreBusyError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.store import Store

_INTERRUPTED = 130
_PLAIN = "UTF-8"


def days(value: str) -> tuple[date, date]:
    """Return the first and the last day of an event."""
    first, _, last = value.partition("/")
    try:
        found = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        message = f"{value!r} is no day: write 2023-05-15 or 2023-05-15/2023-05-19."
        raise click.BadParameter(message) from None
    if found[1] < found[0]:
        raise click.BadParameter(f"{value!r} ends before it starts.")
    return found


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--title", type=text, help="The document's title; only with one file.")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), help="What it is.")
@click.option("--authority", type=text, metavar="NAME", help="The local authority it is about.")
@click.option("--date", "event", type=days, metavar="DAY[/DAY]", help="When the inspection took place.")
@click.option("--edition", type=text, metavar="YEAR", help="The ILACS edition, where not by the date.")
@click.option(
    "--replaces", type=text, metavar="NAME", help="The document that FILE is a new version of; only one file."
)
@database_option
@json_option
def import_files(
    files: tuple[str, ...],
    title: str | None,
    kind: str | None,
    authority: str | None,
    event: tuple[date, date] | None,
    edition: str | None,
    replaces: str | None,
    database: Path,
    as_json: bool,
) -> int:
    """Import documents: PDF, Word (.docx), HTML, text and Markdown.

    FILE is a file, a folder (with all that is below it) or a pattern such as "reports/*.pdf". What a
    document is, is read from its text; the options correct it. Each file is taken or refused by itself;
    after Ctrl+C what was taken stays. Exit code 2: something was refused.
    """
    found = documents_in(files)
    for option, value in (("--title", title), ("--replaces", replaces)):
        if value is not None and len(found.files) > 1:
            raise click.UsageError(f"{option} goes with one file only.")
    if title is not None and not title.strip():
        raise click.BadParameter("a document needs a title.", param_hint="--title")
    codebook = ilacs_codebook()
    if edition is not None:
        codebook.edition(edition)
    first, last = event or (None, None)
    given = Given(
        title, DocumentKind(kind) if kind else None, authority and authority.strip(), first, last, edition
    )
    if replaces is not None:
        given = replace(given, replaces=_document(database, replaces))
    summary = ImportSummary(problems=found.problems)
    with Batch(codebook, given) as batch:
        is_complete = _import_all(database, batch, found, summary, as_json)
    return _conclude(summary, found, as_json, is_complete)


def _document(database: Path, name: str) -> str:
    with open_store(database) as store:
        return document_named(store, name).id


def _import_all(
    database: Path, batch: Batch, found: FoundFiles, summary: ImportSummary, as_json: bool
) -> bool:
    """Import the files and say what comes of each; False where Ctrl+C ended that."""
    bar = ProgressBar(patience=0, between=0)
    bar.is_silent = bar.is_silent or len(found.files) < 2
    importer = _Importer(database, batch)
    try:
        with importer:
            for done, path in enumerate(found.files):
                bar.show(path.name, done, len(found.files))
                outcome = importer.outcome(path)
                summary.outcomes.append(outcome)
                bar.clear()
                _tell(outcome, as_json)
    except KeyboardInterrupt:
        return False
    finally:
        bar.clear()
    return True


class _Importer:
    """Imports files one by one; opens the store only for a readable one: bad files make no database."""

    def __init__(self, database: Path, batch: Batch) -> None:
        self._database = database
        self._batch = batch
        self._stack = ExitStack()
        self._store: Store | None = None

    def __enter__(self) -> None:
        self._stack.__enter__()

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def outcome(self, path: Path) -> ImportOutcome:
        reading = self._batch.read(path)
        if reading is None:
            raise KeyboardInterrupt
        if reading.prepared is None:
            return ImportOutcome(path, refusal=reading.refusal)
        if self._store is None:
            self._store = self._stack.enter_context(open_store(self._database, create=True))
        return self._kept(self._store, reading)

    def _kept(self, store: Store, reading: FileReading) -> ImportOutcome:
        try:
            return self._batch.keep(store, reading)
        except StoreBusyError as error:
            return not_kept(reading, error)


def _tell(outcome: ImportOutcome, as_json: bool) -> None:
    if outcome.refusal:
        complain(outcome.refusal)
    elif not as_json:
        say(outcome_text(outcome))
        for hint in version_lines(outcome):
            say(hint)


def _conclude(summary: ImportSummary, found: FoundFiles, as_json: bool, is_complete: bool) -> int:
    for problem in found.problems:
        complain(problem)
    if as_json:
        problems: Sequence[dict[str, object]] = [
            {"file": None, "status": "refused", "reason": problem} for problem in found.problems
        ]
        say_json([*(for_program(outcome) for outcome in summary.outcomes), *problems])
    elif len(found.files) > 1:
        say(_total(summary, len(found.files), is_complete))
    if not is_complete:
        return _INTERRUPTED
    return 2 if summary.refused else 0


def _total(summary: ImportSummary, files: int, is_complete: bool) -> str:
    if is_complete:
        return summary.text
    left = files - len(summary.outcomes)
    return f"interrupted: {summary.text}; {left:,} of {counted(files, 'file')} were not looked at"


def outcome_text(outcome: ImportOutcome) -> str:
    """Return one line on a file that was taken: what came of it, and what was recognised."""
    imported = outcome.imported
    if imported is None:
        return outcome.refusal
    details = imported.details
    facts = [*_recognised(details), f"{details.length:,} characters"]
    facts.append(counted(outcome.paragraphs, "paragraph") + _numbered(outcome))
    if outcome.grades:
        facts.append(counted(outcome.grades, "grade"))
    if imported.encoding not in ("", _PLAIN):
        facts.append(f"read as {imported.encoding}")
    facts += imported.remarks
    return f"{outcome.status}: {outcome.path.name}: {details.title} [{details.id[:8]}] ({'; '.join(facts)})"


def version_lines(outcome: ImportOutcome) -> Iterator[str]:
    """Yield a line on the document that the imported one replaces, or seems to be a new version of."""
    former = outcome.imported.former if outcome.imported else None
    if outcome.imported is None or former is None:
        return
    name = f"{former.source or former.title} [{former.id[:8]}]"
    document = outcome.imported.details
    if document.replaces:
        yield f"  replaces {name}; its tags wait: P in the workbench, or ofsted-tui place {document.id[:8]}"
    else:
        yield (
            f"  looks like a new version of {name} (same title, authority and dates): if it is, import it"
            f" with --replaces {former.id[:8]}, or press P in the workbench"
        )


def _recognised(details: DocumentDetails) -> list[str]:
    edition = f"ILACS {details.framework}"
    if details.framework_assumed:
        edition += " assumed: give --date or --edition"
    letter = f"letter of {details.letter_date.isoformat()}" if details.letter_date else ""
    facts = (details.kind.label, details.local_authority, days_text(details), letter)
    return [*(one for one in facts if one), edition if details.kind.is_ilacs else "not ILACS"]


def _numbered(outcome: ImportOutcome) -> str:
    return f", {outcome.numbered:,} numbered" if outcome.numbered else ""


def for_program(outcome: ImportOutcome) -> dict[str, object]:
    """Return what came of a file for a JSON answer."""
    answer: dict[str, object] = {"file": str(outcome.path), "status": outcome.status}
    if outcome.imported is None:
        return answer | {"reason": outcome.refusal}
    details, former = outcome.imported.details, outcome.imported.former
    return answer | {
        "id": details.id,
        "title": details.title,
        "kind": details.kind.value,
        "local_authority": details.local_authority,
        "event_start": details.event_start.isoformat() if details.event_start else None,
        "event_end": details.event_end.isoformat() if details.event_end else None,
        "letter_date": details.letter_date.isoformat() if details.letter_date else None,
        "edition": details.framework,
        "edition_assumed": details.framework_assumed,
        "format": details.format,
        "encoding": outcome.imported.encoding,
        "grades": outcome.grades,
        "paragraphs": outcome.paragraphs,
        "numbered_paragraphs": outcome.numbered,
        "remarks": list(outcome.imported.remarks),
        "replaces": details.replaces,
        "seems_to_replace": former.id if former is not None and not details.replaces else None,
    }
