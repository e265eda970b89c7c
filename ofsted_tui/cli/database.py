"""The commands `backup`, `restore` and `check`."""

from dataclasses import asdict
from pathlib import Path

import click

from ofsted_tui.cli.options import BUSY_SECONDS, FILE, database_option, json_option, text
from ofsted_tui.cli.output import complain, progress_bar, say, say_json, say_table
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.safe_text import counted
from ofsted_tui.store import Store
from ofsted_tui.store.backups import Backup, Backups
from ofsted_tui.store.integrity import CheckResult, check
from ofsted_tui.store.store import utc_now

_LIST_LATER = "ofsted-tui backup --list shows them."


@click.command()
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Write the backup to this new file instead.")
@click.option("--list", "only_list", is_flag=True, help="Make none; list those there are, the newest first.")
@database_option
@json_option
def backup(output: Path | None, only_list: bool, database: Path, as_json: bool) -> None:
    """Keep a whole, checked copy of the database.

    Copies are kept beside the database, the last ten; one is also made before the first change of each day
    and before an upgrade of the file. A file named with -o is never replaced, and never removed.
    """
    if only_list and output is not None:
        raise click.UsageError("--list makes no backup: leave out -o.")
    if only_list:
        _tell_list(Backups(database, utc_now), as_json)
        return
    with Store(database, busy_seconds=BUSY_SECONDS) as store:
        store.warn = complain
        path = store.back_up(output)
    size = path.stat().st_size
    if as_json:
        say_json({"database": str(database), "backup": str(path), "size": size})
    else:
        say(f"backed up: {path} ({_size(size)})")


@click.command()
@click.argument("wanted", type=text, required=False, metavar="[BACKUP]")
@database_option
@json_option
def restore(wanted: str | None, database: Path, as_json: bool) -> None:
    """Put a backup in the place of the database.

    BACKUP is a number or a name from the list, or a file; without it the backups are listed. Nothing is
    ever destroyed: the database as it is now is kept beside, and the answer says where.
    """
    backups = Backups(database, utc_now)
    if wanted is None:
        _tell_list(backups, as_json)
        return
    from ofsted_tui.store.restore import restore as restore_database

    chosen = _meant(backups, wanted)
    former = restore_database(database, chosen, busy_seconds=BUSY_SECONDS)
    if as_json:
        kept = None if former is None else str(former)
        say_json({"database": str(database), "restored": str(chosen), "former": kept})
    else:
        say(f"restored: {database} is now as {chosen} has it")
        say("there was no database before" if former is None else f"the database before is kept: {former}")


def _meant(backups: Backups, wanted: str) -> Path:
    """Return the file of the backup that a number, a name or a path means; raise NotFoundError."""
    listed = backups.list()
    if wanted.isascii() and wanted.isdigit():
        if 1 <= int(wanted[:9]) <= len(listed):
            return listed[int(wanted[:9]) - 1].path
        raise NotFoundError(f"There is no backup {wanted}, there are {len(listed)}: {_LIST_LATER}")
    for one in listed:
        if one.path.name == wanted:
            return one.path
    if Path(wanted).is_file():
        return Path(wanted)
    raise NotFoundError(f"{wanted}: there is no such backup and no such file; {_LIST_LATER}")


def _tell_list(backups: Backups, as_json: bool) -> None:
    listed = backups.list()
    if as_json:
        say_json([_plain(one) for one in listed])
    elif not listed:
        say(f"no backups of {backups.path} yet")
    else:
        rows = (
            (number, one.made_at, _size(one.size), one.why, one.path.name)
            for number, one in enumerate(listed, start=1)
        )
        say_table(("", "made (UTC)", "size", "why", "name"), rows, long=(3, 4))
        say(f"in {backups.folder}")


def _plain(one: Backup) -> dict[str, object]:
    return {**asdict(one), "path": str(one.path)}


def _size(number: int) -> str:
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number} {unit}"
        number = round(number / 1000)
    return f"{number} GB"


@click.command("check")
@database_option
@json_option
def check_command(database: Path, as_json: bool) -> int:
    """Check that everything in the database is as it was written.

    Looks at the file, its references, every document against its hashes, every quote against its text, and
    whether the journal is whole and leads to the annotations as they are. Nothing is changed.
    Exit code 0: all is well; 1: something is not, each finding is named; 2: there is nothing to check.
    """
    with progress_bar() as bar:
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
        (
            counted(counts.documents, "document"),
            counted(counts.annotations, "annotation"),
            counted(counts.read_marks, "read mark"),
            counted(counts.entries, "journal entry", "journal entries"),
        )
    )
    number = len(result.findings) + result.more
    say(f"{database}: {looked_at}: {counted(number, 'finding') if number else 'all is well'}")
    if not result.ok:
        say("keep this file as it is; ofsted-tui restore lists the backups, and restoring destroys nothing")
