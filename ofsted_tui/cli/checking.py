"""The command `check`."""

from dataclasses import asdict
from pathlib import Path

import click

from ofsted_tui.cli.common import BUSY_SECONDS, database_option, json_option
from ofsted_tui.cli.output import say, say_json
from ofsted_tui.cli.progress import ProgressBar
from ofsted_tui.store.checking import CheckResult, check


@click.command("check")
@database_option
@json_option
def check_command(database: Path, as_json: bool) -> int:
    """Check that everything in the database is as it was written.

    Looks at the file, its references, every document against its hashes, every quote against its text, and
    whether the journal is whole and leads to the annotations as they are. Nothing is changed.
    Exit code 0: all is well; 1: something is not, each finding is named; 2: there is nothing to check.
    """
    with ProgressBar() as bar:
        result = check(database, bar.show, busy_seconds=BUSY_SECONDS)
    if as_json:
        say_json({"database": str(database), "ok": result.ok, **asdict(result)})
    else:
        _tell(database, result)
    return 0 if result.ok else 1


def _tell(database: Path, result: CheckResult) -> None:
    for finding in result.findings:
        say(f"{finding.where}: {finding.what}")
    if result.more:
        say(f"and {result.more} more")
    counts = result.counts
    looked_at = ", ".join(
        _counted(number, one, many)
        for number, one, many in (
            (counts.documents, "document", "documents"),
            (counts.annotations, "annotation", "annotations"),
            (counts.read_marks, "read mark", "read marks"),
            (counts.entries, "journal entry", "journal entries"),
        )
    )
    say(f"{database}: {looked_at}: {_verdict(len(result.findings) + result.more)}")
    if not result.ok:
        say("keep this file as it is; ofsted-tui restore lists the backups, and restoring destroys nothing")


def _verdict(number: int) -> str:
    return _counted(number, "finding", "findings") if number else "all is well"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
