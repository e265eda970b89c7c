"""Restoring: the backup is sound, the former file is kept, and whatever happens a whole file is in place."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store import Store
from ofsted_tui.store import restore as restoring
from ofsted_tui.store.restore import restore
from ofsted_tui.store.schema import VERSION
from tests.database_files import TEXT, Clock, hot_journal, make, run_sql, snapshot, tag_one_more, tags
from tests.next_version import use_next_version

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.fixture
def clock():
    return Clock("2026-11-20T09:00:00.000Z")


@pytest.fixture
def path(tmp_path, clock):
    """A database with two tags; its backup has one."""
    made = tmp_path / "home" / "reviews.db"
    make(made, clock)
    return made


@pytest.fixture
def backup(path, clock):
    with Store(path, clock=clock) as store:
        made = store.back_up()
    tag_one_more(path, clock)
    clock.set_day("2026-11-23", "00:16:30")
    return made


def refused(path, backup, words, error=StoreError, **options):
    """Check that restoring is refused in one line, and that nothing at all has changed."""
    before = {one: one.read_bytes() for one in sorted(path.parent.rglob("*")) if one.is_file()}
    with pytest.raises(error, match=words) as told:
        restore(path, backup, **options)
    assert "\n" not in str(told.value)
    assert {one: one.read_bytes() for one in sorted(path.parent.rglob("*")) if one.is_file()} == before


def test_the_backup_is_in_place_and_the_former_file_is_kept(path, backup, clock):
    former = restore(path, backup, clock=clock)
    assert former == path.parent / "reviews.db.before-restore-2026-11-23T001630Z.db"
    assert (tags(path), tags(former), tags(backup)) == (1, 2, 1)
    assert {one.name for one in path.parent.iterdir()} == {path.name, former.name, "reviews.db.backups"}
    with Store(path, clock=clock) as store:
        assert store.annotations.count() == 1


def test_going_back_is_restoring_what_was_kept(path, backup, clock):
    former = restore(path, backup, clock=clock)
    second = restore(path, former, clock=clock)
    assert (tags(path), tags(second)) == (2, 1)
    assert second.name == "reviews.db.before-restore-2026-11-23T001630Z-2.db"


def test_work_goes_on_after_restoring(path, backup, clock):
    restore(path, backup, clock=clock)
    tag_one_more(path, clock, end=20)
    assert tags(path) == 2
    assert tags(backup) == 1


@posix
def test_who_may_read_it_stays_as_it_was(path, backup, clock):
    path.chmod(0o640)
    former = restore(path, backup, clock=clock)
    assert path.stat().st_mode & 0o777 == 0o640
    assert backup.stat().st_mode & 0o777 == 0o600
    path.unlink()
    restore(path, former, clock=clock)
    assert path.stat().st_mode & 0o777 == 0o600


@posix
def test_through_a_link_the_file_is_replaced_and_the_link_stays(tmp_path, path, backup, clock):
    link = tmp_path / "link.db"
    link.symlink_to(path)
    former = restore(link, backup, clock=clock)
    assert link.is_symlink()
    assert former.parent == path.parent
    assert tags(path) == 1


def test_where_the_database_is_gone_it_comes_back(path, backup, clock):
    path.unlink()
    assert restore(path, backup, clock=clock) is None
    assert tags(path) == 1


def test_an_empty_file_is_kept_too(path, backup, clock):
    path.write_bytes(b"")
    former = restore(path, backup, clock=clock)
    assert former.read_bytes() == b""
    assert tags(path) == 1


# The backup


def test_another_programs_database_is_refused(tmp_path, path, backup):
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as plain:
        plain.execute("CREATE TABLE notes (x)")
    refused(path, other, "is not an ofsted_tui database")


def test_a_newer_version_is_refused(path, backup):
    run_sql(backup, "PRAGMA user_version=99")
    refused(path, backup, "newer ofsted-tui")


def test_a_backup_with_a_trigger_of_its_own_is_refused_and_does_nothing(path, backup):
    run_sql(backup, "CREATE TRIGGER evil AFTER INSERT ON annotations BEGIN DELETE FROM documents; END")
    refused(path, backup, "evil")


def test_a_backup_with_a_view_without_end_is_refused_at_once(path, backup):
    run_sql(
        backup,
        "DROP VIEW sessions_in_words",
        "CREATE VIEW sessions_in_words AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT count(*) FROM n",
    )
    refused(path, backup, "sessions_in_words")


def test_a_backup_whose_rows_refer_to_nothing_is_refused(path, backup):
    run_sql(backup, "DELETE FROM reviewers")
    refused(path, backup, "rows refer to rows that are missing")


@pytest.mark.parametrize("spoil", ["page", "cut", "text", "empty"])
def test_a_damaged_backup_is_refused(path, backup, spoil):
    data = bytearray(backup.read_bytes())
    if spoil == "page":
        data[8192:12288] = bytes(4096)
    elif spoil == "cut":
        del data[len(data) // 2 :]
    elif spoil == "text":
        data[:16] = b"not a database!!"
    else:
        data.clear()
    backup.write_bytes(data)
    refused(path, backup, "reviews-2026")


def test_what_is_not_there_or_no_file_is_refused(tmp_path, path, backup):
    refused(path, tmp_path / "none.db", "there is no such backup")
    refused(path, tmp_path, "is not a file")
    refused(path, path, "is the database itself")


def test_a_folder_in_the_place_of_the_database_is_left_alone(tmp_path, backup):
    with pytest.raises(StoreError, match="is not a file"):
        restore(tmp_path, backup)


def test_an_older_version_is_restored_as_it_is(path, backup, clock, monkeypatch):
    use_next_version(monkeypatch)
    restore(path, backup, clock=clock)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert tags(path) == 1


def test_a_backup_in_write_ahead_mode_is_restored_without_it(path, backup, clock):
    with closing(sqlite3.connect(backup)) as plain:
        assert plain.execute("PRAGMA journal_mode=wal").fetchone() == ("wal",)
    restore(path, backup, clock=clock)
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert tags(path) == 1


# The database as it is now


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_nothing_is_restored_while_another_program_writes(path, backup, lock):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(lock)
        other.execute("UPDATE annotations SET note = 'mine'")
        with pytest.raises(StoreBusyError, match="another program is writing"):
            restore(path, backup, busy_seconds=0)
        other.execute("COMMIT")
    assert tags(path) == 2
    assert not list(path.parent.glob("*before-restore*"))
    assert not list(path.parent.glob(".*"))


@posix
def test_a_program_that_has_the_former_file_open_is_told(path, backup, clock):
    with Store(path, clock=clock) as store:
        (session,) = store.sessions.all()
        # in a process of its own, as locks are those of a process
        run_elsewhere(path, backup)
        with pytest.raises(StoreError, match="moved, deleted or replaced"), store.action():
            store.sessions.set_opened(session.id)
    assert tags(path) == 1


def run_elsewhere(path, backup):
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from ofsted_tui.store.restore import restore;"
        "restore(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, path, backup], check=True, timeout=60)


def test_another_programs_database_is_not_moved_away(tmp_path, backup):
    other = tmp_path / "elsewhere" / "other.db"
    other.parent.mkdir()
    with closing(sqlite3.connect(other)) as plain:
        plain.execute("CREATE TABLE notes (x)")
    refused(other, backup, "move it away first")


@pytest.mark.parametrize("header", [bytes(100), b"not a database at all"], ids=["zeros", "text"])
def test_a_damaged_database_is_kept_as_it_is_with_its_journal(path, backup, clock, header):
    damaged = header + path.read_bytes()[len(header) :]
    path.write_bytes(damaged)
    journal = path.with_name("reviews.db-journal")
    journal.write_bytes(b"what it left behind")
    former = restore(path, backup, clock=clock)
    assert former.read_bytes() == damaged
    assert former.with_name(f"{former.name}-journal").read_bytes() == b"what it left behind"
    assert not journal.exists()
    assert tags(path) == 1


def test_a_database_that_sqlite_cannot_read_on_is_kept_as_it_is(path, backup, clock):
    damaged = path.read_bytes()[:16] + b"\xff" * 84 + path.read_bytes()[100:]
    path.write_bytes(damaged)
    former = restore(path, backup, clock=clock)
    assert former.read_bytes() == damaged
    assert tags(path) == 1


def test_a_database_that_was_cut_off_is_kept_as_it_is(path, backup, clock):
    damaged = path.read_bytes()[:5000]
    path.write_bytes(damaged)
    assert restore(path, backup, clock=clock).read_bytes() == damaged
    assert tags(path) == 1


def test_a_change_that_was_cut_short_is_taken_back_before_the_file_is_kept(tmp_path, path, backup, clock):
    copy = hot_journal(path, tmp_path / "crashed")
    assert copy.with_name("reviews.db-journal").stat().st_size > 0
    former = restore(copy, backup, clock=clock)
    assert (tags(copy), tags(former)) == (1, 2)
    with closing(sqlite3.connect(former)) as plain:
        assert plain.execute("SELECT text FROM document_texts").fetchone() == (TEXT,)
    assert not list(copy.parent.glob("*-journal"))


def test_a_journal_of_a_database_that_is_gone_is_never_applied(tmp_path, path, backup, clock):
    copy = hot_journal(path, tmp_path / "crashed")
    journal = copy.with_name("reviews.db-journal").read_bytes()
    copy.unlink()
    restore(copy, backup, clock=clock)
    assert tags(copy) == 1
    (kept,) = copy.parent.glob("*before-restore*-journal")
    assert kept.read_bytes() == journal


@posix
def test_a_write_ahead_log_left_over_is_taken_in_before_the_file_is_kept(tmp_path, path, backup, clock):
    folder = tmp_path / "crashed"
    folder.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=wal")
        plain.execute("UPDATE annotations SET note = 'in the log'")
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", folder)
    former = restore(folder / path.name, backup, clock=clock)
    assert tags(folder / path.name) == 1
    with closing(sqlite3.connect(former)) as plain:
        assert plain.execute("SELECT DISTINCT note FROM annotations").fetchall() == [("in the log",)]
    assert not list(folder.glob("*-wal"))


# Crashes and failures


def watch_all(monkeypatch, then):
    """Call `then` before each call that can change a folder."""
    busy = []
    for name in ("open", "fsync", "link", "replace", "rename", "unlink", "chmod"):
        real = getattr(os, name)

        def watched(*arguments, real=real, name=name, **options):
            if not busy:
                busy.append(name)
                try:
                    then(name)
                finally:
                    busy.clear()
            return real(*arguments, **options)

        monkeypatch.setattr(os, name, watched)


@pytest.mark.parametrize("state", ["whole", "damaged", "gone"])
def test_killed_at_any_step_a_whole_file_is_in_place(tmp_path, path, backup, clock, monkeypatch, state):
    journal = path.with_name("reviews.db-journal")
    if state != "whole":
        crashed = hot_journal(path, tmp_path / "crashed")
        shutil.copy(crashed.with_name(journal.name), journal)
        path.write_bytes(bytes(100) + path.read_bytes()[100:])
    if state == "gone":
        path.unlink()
    before = path.read_bytes() if path.exists() else None
    states = []
    with monkeypatch.context() as watched:
        watch_all(
            watched, lambda _name: states.append(snapshot(path.parent, tmp_path / f"state{len(states)}"))
        )
        former = restore(path, backup, clock=clock)
    states.append(path.parent)
    assert len(states) > 6
    restored = 0
    for one in states:
        now = one / path.name
        if not now.exists():
            assert state == "gone"
        elif now.read_bytes() == before:
            assert former is not None
        else:
            assert tags(now) == 1
            restored += 1
            if former is not None:
                assert (one / former.name).read_bytes() == before
    assert restored >= 1


@pytest.mark.parametrize("state", ["whole", "damaged"])
def test_a_failure_at_any_step_leaves_all_as_it_was(path, backup, clock, monkeypatch, state):
    journal = path.with_name("reviews.db-journal")
    if state == "damaged":
        path.write_bytes(bytes(100) + path.read_bytes()[100:])
        journal.write_bytes(b"left behind")
    before = {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
    failures = []
    for step in range(1, 40):
        calls = []

        def fail(name, step=step, calls=calls):
            calls.append(name)
            if len(calls) == step and name != "unlink":
                raise OSError(errno.EIO, "no answer")

        with monkeypatch.context() as broken:
            watch_all(broken, fail)
            told = said_by(restore, path, backup, clock=clock)
        now = {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
        if told is None:
            # What can be done without was left out: take all back for the next step.
            assert tags(path) == 1
            for name in now.keys() - before.keys():
                path.with_name(name).unlink()
            for name, content in before.items():
                path.with_name(name).write_bytes(content)
        else:
            failures.append(calls[step - 1])
            assert "\n" not in told
            assert now == before, calls
        if len(calls) < step:
            break
    assert len(calls) < step
    assert "replace" in failures
    assert len(failures) >= 3


def said_by(function, *arguments, **options):
    try:
        function(*arguments, **options)
    except StoreError as error:
        return str(error)
    return None


def test_where_the_disk_knows_no_second_names_the_former_file_is_copied(path, backup, clock, monkeypatch):
    def no_links(*_arguments, **_options):
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", no_links)
    former = restore(path, backup, clock=clock)
    assert (tags(path), tags(former)) == (1, 2)
    damaged = b"\x00" * 100 + path.read_bytes()[100:]
    path.write_bytes(damaged)
    former = restore(path, backup, clock=clock)
    assert former.read_bytes() == damaged


def test_a_copy_of_the_former_file_that_fails_leaves_nothing(path, backup, clock, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "link", fail)
    monkeypatch.setattr(restoring, "sync", fail)
    refused(path, backup, "the disk is full", clock=clock)


def test_on_windows_the_file_is_released_before_it_is_replaced(path, backup, clock, monkeypatch):
    released = []
    real = restoring.FileLock.release_for_replacing

    def as_on_windows(self):
        self._release()
        released.append(self._locked)
        real(self)

    monkeypatch.setattr(restoring.FileLock, "release_for_replacing", as_on_windows)
    restore(path, backup, clock=clock)
    assert released == [None]
    assert tags(path) == 1
