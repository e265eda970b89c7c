"""The commands `export`, `report` and `verify`."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ofsted_tui.cli.options import (
    FILE,
    database_option,
    is_today,
    json_option,
    moment,
    open_store,
    scope_of,
    session_option,
    text,
)
from ofsted_tui.cli.output import complain, is_terminal, progress_bar, say, say_block, say_json, write_exactly
from ofsted_tui.export.csv_file import (
    BEGINNING,
    ENDING,
    ExportScope,
    count_rows,
    csv_lines,
    write_csv,
)
from ofsted_tui.export.csv_format import HEADER
from ofsted_tui.export.report import write_report
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named
from ofsted_tui.store import Store
from ofsted_tui.store.as_of import AsOf

if TYPE_CHECKING:  # loaded by verify alone
    from ofsted_tui.export.verify import VerifyResult
    from ofsted_tui.export.verify_rows import Difference


@click.command()
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write to this file; else to the output.")
@session_option
@click.option("--document", type=text, metavar="NAME", help="Only the annotations of this document.")
@click.option("--area", type=text, metavar="AREA", help="Only those of this area: its code or digit.")
@click.option(
    "--as-of", "as_of", type=moment, metavar="TIME", help="As it was then: 2026-11-22 or 2026-11-22T17:30."
)
@click.option("--force", is_flag=True, help="Replace a file that is not an export of ofsted-tui.")
@database_option
@json_option
def export(
    output: Path | None,
    session: str | None,
    document: str | None,
    area: str | None,
    as_of: str | None,
    force: bool,
    database: Path,
    as_json: bool,
) -> None:
    """Export the annotations as CSV, one row each.

    With --as-of the annotations are rebuilt from the journal: what an export of that moment held, byte for
    byte. A day alone means the end of that day.
    """
    to_file = output is not None and output != Path("-")
    if as_json and not to_file:
        raise click.UsageError(
            "--json goes with -o FILE; for annotations in JSON see the command annotations."
        )
    if output is not None and to_file:
        _check_ending(output)
    with open_store(database) as store:
        scope = scope_of(store, ilacs_codebook(), session, document, area)
        if as_of is not None:
            scope = replace(scope, past=_past(store, as_of))
        if output is None or not to_file:
            _to_output(store, scope)
            return
        rows = _to_file(store, output, scope, force)
        if rows:
            _tell_of_former(store, scope)
    if as_json:
        say_json({"rows": rows, "file": str(output.absolute())})
    else:
        complain(f"{counted(rows, 'row')} written to {output.absolute()}")


def _check_ending(output: Path) -> None:
    """Raise UserError where a name does not say CSV: another kind of file would be expected there."""
    if output.suffix.lower() != ENDING and not output.is_dir():
        raise UserError(f"{output}: give it the ending {ENDING}; ofsted-tui report writes the other formats.")


def _past(store: Store, as_of: str) -> AsOf:
    now = store.clock()
    if as_of > now and not is_today(as_of, now):
        raise UserError(f"{as_of} is still to come: name a moment up to now with --as-of.")
    past = AsOf.at(store, as_of)
    if past.is_empty:
        complain(f"nothing was in this database yet at {as_of}")
    if not past.is_sure:
        complain(f"the clock was put back around {as_of}: what was written then may be left out, or too much")
    return past


def _tell_of_former(store: Store, scope: ExportScope) -> None:
    """Say how many rows quote a version of which the database holds a newer one."""
    replaced = {one.replaces for one in store.documents.all() if one.replaces}
    former = count_rows(store, scope, replaced) if replaced else 0
    if former:
        complain(
            f"{former} of the rows quote a former version of their document; ofsted-tui place moves them"
        )


def _to_file(store: Store, output: Path, scope: ExportScope, force: bool) -> int:
    with progress_bar() as bar:
        if scope.past is not None:
            scope.past.progress = bar.show
        total = 0 if bar.is_silent else count_rows(store, scope)
        return write_csv(store, ilacs_codebook(), output, scope, force=force, progress=bar.show, total=total)


def _to_output(store: Store, scope: ExportScope) -> None:
    with store.connection.snapshot():
        lines = csv_lines(store, ilacs_codebook(), scope)
        if not is_terminal():
            write_exactly(_exact(lines))
            return
        say_block(HEADER.replace("\r\n", "\n"))
        for line in lines:
            say_block(line.replace("\r\n", "\n"))


def _exact(lines: Iterator[str]) -> Iterator[bytes]:
    yield BEGINNING
    for line in lines:
        yield line.encode()


@click.command()
@click.argument("output", type=FILE, metavar="FILE")
@session_option
@click.option("--force", is_flag=True, help="Replace a file that is no report of ofsted-tui.")
@database_option
@json_option
def report(output: Path, session: str | None, force: bool, database: Path, as_json: bool) -> None:
    """Write the evidence as a report: FILE.html, FILE.md or FILE.xlsx.

    By area, topic and direction with exact quotes, the matrix, grades over time, threads and the
    improvement plan. Of a session; without --session, of all. `verify` checks HTML and XLSX again.
    """
    codebook = ilacs_codebook()
    with open_store(database) as store, progress_bar() as bar:
        session_id = None if session is None else session_named(store, session).id
        number = write_report(store, codebook, session_id, output, force=force, progress=bar.show)
    if as_json:
        say_json({"annotations": number, "file": str(output.absolute())})
    else:
        complain(f"{counted(number, 'annotation')} written to {output.absolute()}")


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@database_option
@json_option
def verify(file: Path, database: Path, as_json: bool) -> int:
    """Check every quote of an export (CSV, or a report in XLSX or HTML) against the database.

    Exit code 0: every row agrees; 1: some do not, each is named.
    """
    from ofsted_tui.export.verify import verify_file

    with open_store(database) as store, progress_bar() as bar:
        result = verify_file(file, store, ilacs_codebook(), bar.show)
    if as_json:
        say_json({"file": str(file), "ok": result.ok, **asdict(result)})
    else:
        _tell(file, result)
    return 0 if result.ok else 1


def _tell(file: Path, result: "VerifyResult") -> None:
    for difference in result.differences:
        name = f"annotation {difference.annotation_id}: " if difference.annotation_id else ""
        say(f"{_place(file, difference)}: {name}{difference.what}")
    for note in result.notes:
        say(f"note: {note}")
    verdict = f"{len(result.differences)} differ" if result.differences else "all as in the database"
    say(f"{file}: {counted(result.rows, 'row')} checked, {verdict}")


def _place(file: Path, difference: "Difference") -> str:
    if difference.sheet:
        return f"{file}: sheet {difference.sheet}, row {difference.line}"
    return f"{file}:{difference.line}"
