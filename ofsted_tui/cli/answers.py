"""An answer in the form that was asked for: words for people, JSON or CSV for programs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from ofsted_tui.cli.common import FILE
from ofsted_tui.cli.output import complain, say_json, write_exactly
from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.export.csv_format import Cell, csv_bytes, write_table
from ofsted_tui.model.errors import UserError

csv_option = click.option(
    "--csv", "csv_file", type=FILE, metavar="FILE", help="Write a CSV to this file; - for the output."
)
force_option = click.option("--force", is_flag=True, help="Replace a file that is there already.")


def answer(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
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


def _to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], path: Path, force: bool) -> None:
    if path == Path("-"):
        write_exactly(csv_bytes(columns, rows))
        return
    try:
        number = write_table(path, columns, rows, force=force)
    except OtherFileError as error:
        raise UserError(f"{error} --force replaces it all the same.") from error
    complain(f"{number} {'row' if number == 1 else 'rows'} written to {path.absolute()}")
