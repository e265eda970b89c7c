"""The command `import`."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from ofsted_tui.cli.common import FILE, database_option, json_option, open_store, text
from ofsted_tui.cli.output import complain, say, say_json
from ofsted_tui.importing import Given, Imported, import_file
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.text_file import read_text_file
from ofsted_tui.store import Store

_PLAIN = "UTF-8"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: the document, or why it was refused."""

    path: Path
    imported: Imported | None = None
    refusal: str = ""

    @property
    def status(self) -> str:
        """What came of it, in one or two words."""
        if self.imported is None:
            return "refused"
        if self.imported.is_changed:
            return "already there, changed"
        return "imported" if self.imported.is_new else "already there"


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
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--title", type=text, help="The document's title; only with one file.")
@click.option("--kind", type=click.Choice([kind.value for kind in DocumentKind]), help="What it is.")
@click.option("--authority", type=text, metavar="NAME", help="The local authority it is about.")
@click.option("--date", "event", type=days, metavar="DAY[/DAY]", help="When the inspection took place.")
@click.option("--edition", type=text, metavar="YEAR", help="The ILACS edition, where not by the date.")
@database_option
@json_option
def import_files(
    files: tuple[Path, ...],
    title: str | None,
    kind: str | None,
    authority: str | None,
    event: tuple[date, date] | None,
    edition: str | None,
    database: Path,
    as_json: bool,
) -> int:
    """Import text or Markdown files as documents."""
    if title is not None and len(files) > 1:
        raise click.UsageError("--title goes with one file only.")
    codebook = ilacs_codebook()
    if edition is not None:
        codebook.edition(edition)
    first, last = event or (None, None)
    given = Given(title, DocumentKind(kind) if kind else None, authority, first, last, edition)
    outcomes = []
    for outcome in _outcomes(database, codebook, files, given):
        outcomes.append(outcome)
        _tell(outcome, as_json)
    if as_json:
        say_json([_for_program(outcome) for outcome in outcomes])
    return 2 if any(outcome.refusal for outcome in outcomes) else 0


def _outcomes(database: Path, codebook: Codebook, files: tuple[Path, ...], given: Given) -> Iterator[Outcome]:
    with ExitStack() as stack:
        store: Store | None = None
        for path in files:
            try:
                if store is None:
                    # A file that cannot be read must not leave a new database behind.
                    read_text_file(path)
            except UserError as error:
                yield Outcome(path, refusal=str(error))
                continue
            store = store or stack.enter_context(open_store(database, create=True))
            yield _outcome(store, codebook, path, given)


def _outcome(store: Store, codebook: Codebook, path: Path, given: Given) -> Outcome:
    try:
        return Outcome(path, import_file(store, codebook, path, given))
    except UserError as error:
        return Outcome(path, refusal=str(error))


def _tell(outcome: Outcome, as_json: bool) -> None:
    if outcome.refusal:
        complain(outcome.refusal)
    elif not as_json:
        say(_in_words(outcome))


def _in_words(outcome: Outcome) -> str:
    imported = outcome.imported
    if imported is None:
        return outcome.refusal
    details = imported.details
    facts = [details.kind.label, f"ILACS {details.framework}", f"{details.length:,} characters"]
    if details.framework_assumed:
        facts[1] += " assumed: give --date or --edition"
    if imported.encoding != _PLAIN:
        facts.append(f"read as {imported.encoding}")
    return f"{outcome.status}: {outcome.path.name}: {details.title} [{details.id[:8]}] ({'; '.join(facts)})"


def _for_program(outcome: Outcome) -> dict[str, object]:
    answer: dict[str, object] = {"file": str(outcome.path), "status": outcome.status}
    if outcome.imported is None:
        return answer | {"reason": outcome.refusal}
    details = outcome.imported.details
    return answer | {
        "id": details.id,
        "title": details.title,
        "kind": details.kind.value,
        "edition": details.framework,
        "edition_assumed": details.framework_assumed,
        "encoding": outcome.imported.encoding,
    }
