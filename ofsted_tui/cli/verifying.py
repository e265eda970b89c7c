"""The command `verify`."""

from dataclasses import asdict
from pathlib import Path

import click

from ofsted_tui.cli.options import FILE, database_option, json_option, open_store
from ofsted_tui.cli.output import ProgressBar, say, say_json
from ofsted_tui.export.verify import VerifyResult, verify_file
from ofsted_tui.export.verify_rows import Difference
from ofsted_tui.reading.codebook_file import ilacs_codebook


@click.command()
@click.argument("file", type=FILE, metavar="FILE")
@database_option
@json_option
def verify(file: Path, database: Path, as_json: bool) -> int:
    """Check every quote of an export (CSV, or a report in XLSX or HTML) against the database.

    Exit code 0: every row agrees; 1: some do not, each is named.
    """
    with open_store(database) as store, ProgressBar() as bar:
        result = verify_file(file, store, ilacs_codebook(), bar.show)
    if as_json:
        say_json({"file": str(file), "ok": result.ok, **asdict(result)})
    else:
        _tell(file, result)
    return 0 if result.ok else 1


def _tell(file: Path, result: VerifyResult) -> None:
    for difference in result.differences:
        name = f"annotation {difference.annotation_id}: " if difference.annotation_id else ""
        say(f"{_place(file, difference)}: {name}{difference.what}")
    for note in result.notes:
        say(f"note: {note}")
    verdict = f"{len(result.differences)} differ" if result.differences else "all as in the database"
    say(f"{file}: {result.rows} {'row' if result.rows == 1 else 'rows'} checked, {verdict}")


def _place(file: Path, difference: Difference) -> str:
    if difference.sheet:
        return f"{file}: sheet {difference.sheet}, row {difference.line}"
    return f"{file}:{difference.line}"
