"""The command `report`: the evidence as a file for other people."""

from pathlib import Path

import click

from ofsted_tui.cli.options import FILE, database_option, json_option, open_store, session_option
from ofsted_tui.cli.output import ProgressBar, complain, say_json
from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.export.report.formats import write_report
from ofsted_tui.model.errors import UserError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named


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
    with open_store(database) as store, ProgressBar() as bar:
        session_id = None if session is None else session_named(store, session).id
        try:
            number = write_report(store, codebook, session_id, output, force=force, progress=bar.show)
        except OtherFileError as error:
            raise UserError(f"{error} --force replaces it all the same.") from error
    if as_json:
        say_json({"annotations": number, "file": str(output.absolute())})
    else:
        complain(f"{number} {'annotation' if number == 1 else 'annotations'} written to {output.absolute()}")
