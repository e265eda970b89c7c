"""Backups: when one is made, that it is whole, that no other is lost for it, what a failure says."""

import errno
import os
import sqlite3
from contextlib import closing

import pytest

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store import Store
from ofsted_tui.store import backups as backups_module
from ofsted_tui.store import store as store_module
from ofsted_tui.store.backups import (
    FIRST_CHANGE,
    Backups,
    NotCopiedError,
    back_up_first_of_day,
    back_up_while_working,
    before_version,
)
from tests.database_files import Clock, make, snapshot, tag_one_more, tags
from tests.next_version import NEXT, use_next_version

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path, clock):
    made = tmp_path / "home" / "reviews.db"
    make(made, clock)
    return made


@pytest.fixture
def backups(path, clock):
    return Backups(path, clock)


def names(backups):
    return [one.path.name for one in backups.list()]


def by_hand(path, clock):
    with Store(path, clock=clock) as store:
        return store.back_up()


# What is made


def test_a_backup_by_hand_is_a_whole_database_of_its_own(path, backups, clock):
    clock.now = "2026-11-20T00:16:30.500Z"
    made = by_hand(path, clock)
    assert made == path.parent / "reviews.db.backups" / "reviews-2026-11-20T001630Z.db"
    assert tags(made) == 1
    (listed,) = backups.list()
    assert (listed.path, listed.made_at, listed.why) == (made, "2026-11-20T00:16:30Z", "by hand")
    assert listed.size == made.stat().st_size > 0
    with Store(made, clock=clock) as opened:
        assert opened.annotations.count() == 1


@posix
def test_backups_are_private(path, clock):
    former = os.umask(0)
    try:
        made = by_hand(path, clock)
    finally:
        os.umask(former)
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_two_in_one_second_have_two_names(path, backups, clock):
    for _ in range(3):
        by_hand(path, clock)
    assert names(backups) == [
        "reviews-2026-11-20T090000Z.db",
        "reviews-2026-11-20T090000Z-3.db",
        "reviews-2026-11-20T090000Z-2.db",
    ]


def test_no_name_holds_what_windows_forbids(path, backups, clock):
    with Store(path, clock=clock) as store:
        for why in ("", FIRST_CHANGE, before_version(4)):
            assert not set(backups.make(store.connection, why).path.name) & set('<>:"/\\|?*')
    assert {one.why for one in backups.list()} == {
        "by hand",
        "first change of 2026-11-20",
        "before the upgrade to version 4",
    }


def test_ten_are_kept_and_strange_files_are_left_alone(path, backups, clock):
    by_hand(path, clock)
    strange = [backups.folder / "notes.txt", backups.folder / "reviews-2020-01-01T000000Z.db.bak"]
    strange.append(backups.folder / "other-2020-01-01T000000Z.db")
    strange.append(backups.folder / "reviews-2020-99-99T000000Z.db")
    for one in strange:
        one.write_text("mine")
    for second in range(1, 15):
        clock.now = f"2026-11-20T10:00:{second:02}.000Z"
        by_hand(path, clock)
    assert len(backups.list()) == 10
    assert names(backups)[0] == "reviews-2026-11-20T100014Z.db"
    assert names(backups)[-1] == "reviews-2026-11-20T100005Z.db"
    assert all(one.read_text() == "mine" for one in strange)


def test_a_clock_that_was_put_back_does_not_cost_the_newest(path, backups, clock):
    for second in range(10):
        clock.now = f"2027-01-01T10:00:{second:02}.000Z"
        by_hand(path, clock)
    clock.now = "2026-11-20T10:00:00.000Z"
    first = by_hand(path, clock)
    clock.now = "2026-11-20T11:00:00.000Z"
    second = by_hand(path, clock)
    assert first.exists()
    assert second.exists()
    assert len(backups.list()) == 10


def test_another_databases_backups_in_the_same_folder_are_not_counted(tmp_path, path, backups, clock):
    other = path.with_name("reviews.sqlite")
    make(other, clock)
    by_hand(other, clock)
    assert backups.list() == []


def test_through_a_link_the_backups_are_beside_the_file(tmp_path, path, backups, clock):
    link = tmp_path / "link.db"
    link.symlink_to(path)
    by_hand(link, clock)
    assert len(backups.list()) == 1
    assert not (tmp_path / "link.db.backups").exists()


def test_no_folder_is_an_empty_list(backups):
    assert backups.list() == []


def test_a_backup_to_a_file_replaces_nothing(tmp_path, path, clock):
    with Store(path, clock=clock) as store:
        target = tmp_path / "copy.db"
        assert store.back_up(target) == target
        assert tags(target) == 1
        before = target.read_bytes()
        for taken in (target, path):
            with pytest.raises(StoreError, match="is there already"):
                store.back_up(taken)
        assert target.read_bytes() == before
        with pytest.raises(StoreError, match="there is no folder"):
            store.back_up(tmp_path / "none" / "copy.db")
    assert tags(path) == 1


def test_what_is_in_memory_can_be_backed_up_to_a_file_only(tmp_path, store):
    with pytest.raises(StoreError, match="in memory"):
        store.back_up()
    assert store.back_up(tmp_path / "kept.db").exists()


# Once a day


def test_the_first_change_of_a_day_keeps_the_state_before_it(path, backups, clock):
    assert tags(path) == 1
    clock.set_day("2026-11-23", "00:16:30")
    assert tag_one_more(path, clock) == []
    (made,) = backups.list()
    assert made.path.name == "reviews-2026-11-23T001630Z-first-change.db"
    assert made.why == "first change of 2026-11-23"
    assert tags(made.path) == 1
    assert tags(path) == 2


def test_one_a_day_however_often_the_program_is_started(path, backups, clock):
    for hour, end in ((10, 15), (12, 20), (23, 25)):
        clock.set_day("2026-11-23", f"{hour}:00:00")
        tag_one_more(path, clock, end=end)
    assert len(backups.list()) == 1
    clock.set_day("2026-11-24")
    tag_one_more(path, clock, end=28)
    assert len(backups.list()) == 2


def test_a_program_left_open_overnight_backs_up_in_the_morning(path, backups, clock):
    with Store(path, clock=clock) as store:
        for day in ("2026-11-23", "2026-11-23", "2026-11-24", "2026-11-24"):
            clock.set_day(day)
            with store.action():
                pass
    assert [one.why for one in backups.list()] == ["first change of 2026-11-24", "first change of 2026-11-23"]


def test_two_programs_make_one_backup(path, backups, clock):
    with Store(path, clock=clock) as one, Store(path, clock=clock) as other:
        clock.set_day("2026-11-23", "08:00:00")
        with one.action():
            pass
        clock.set_day("2026-11-23", "08:00:05")
        with other.action():
            pass
    assert len(backups.list()) == 1


def test_a_program_that_was_overtaken_while_copying_adds_none(path, backups, clock, monkeypatch):
    clock.set_day("2026-11-23")
    real = backups_module.copy_pages

    def overtaken(source, target, beside):
        real(source, target, beside)
        monkeypatch.setattr(backups_module, "copy_pages", real)
        clock.set_day("2026-11-23", "09:00:01")
        tag_one_more(path, clock)

    monkeypatch.setattr(backups_module, "copy_pages", overtaken)
    with Store(path, clock=clock) as store, store.action():
        pass
    assert names(backups) == ["reviews-2026-11-23T090001Z-first-change.db"]
    assert tags(backups.list()[0].path) == 1


def test_a_new_database_needs_none_on_its_first_day(path, backups, clock):
    clock.set_day("2026-11-20", "23:59:59")
    tag_one_more(path, clock)
    assert not backups.folder.exists()


def test_nothing_in_memory_and_nothing_empty_is_backed_up(tmp_path, clock):
    with Store(None, clock=clock) as store, store.action():
        assert store.backups is None
    with Store(tmp_path / "new.db", create=True, clock=clock) as store:
        clock.set_day("2026-11-23")
        with store.action():
            pass
    assert [one.name for one in tmp_path.iterdir() if "new" in one.name] == ["new.db"]


def test_a_large_file_is_backed_up_beside_the_work(path, backups, clock, monkeypatch):
    monkeypatch.setattr(store_module, "_COPIED_AT_ONCE_BYTES", 1)
    asked = []
    clock.now = "2026-11-21T09:00:00.000Z"
    with Store(path, clock=clock) as store:
        store.back_up_beside = asked.append
        for _ in range(2):
            with store.action():
                pass
    assert asked == ["2026-11-21T09:00:00.000Z"]
    assert names(backups) == []


def test_a_large_file_that_has_the_days_backup_is_not_copied_again(path, backups, clock, monkeypatch):
    monkeypatch.setattr(store_module, "_COPIED_AT_ONCE_BYTES", 1)
    clock.now = "2026-11-21T09:00:00.000Z"
    with Store(path, clock=clock) as store:
        back_up_while_working(store.backups, store.connection, clock.now, pytest.fail, lambda: False)
        store.back_up_beside = pytest.fail
        with store.action():
            pass
    assert names(backups) == ["reviews-2026-11-21T090000Z-while-working.db"]


@pytest.fixture
def in_small_steps(monkeypatch):
    monkeypatch.setattr(backups_module, "_PAGES", 2)
    monkeypatch.setattr(backups_module, "_PAUSE", 0)


@pytest.mark.usefixtures("in_small_steps")
def test_a_copy_in_steps_holds_what_is_written_meanwhile(path, backups, clock):
    clock.now = "2026-11-21T09:00:00.000Z"
    steps = []
    with Store(path, clock=clock) as store:
        back_up_first_of_day(store.backups, store.connection, "2026-11-20T12:00:00.000Z", pytest.fail)

        def write_always():
            steps.append(1)
            clock.now = f"2026-11-21T09:00:{len(steps) % 60:02}.000Z"
            store.settings.set("written", str(len(steps)))
            return False

        store.back_up_beside = lambda _now: None
        back_up_while_working(store.backups, store.connection, clock.now, pytest.fail, write_always)
        written = store.settings.get("written")
    assert len(steps) > 5
    made = backups.list()[0]
    assert made.why == "while working on 2026-11-21"
    assert made.made_at == clock.now[:19] + "Z"
    with Store(made.path, clock=clock) as copy:
        assert int(copy.settings.get("written")) >= int(written) - 1


@pytest.mark.usefixtures("in_small_steps")
def test_a_copy_is_begun_anew_where_another_program_writes(path, backups, clock):
    clock.now = "2026-11-21T09:00:00.000Z"
    steps = []
    with Store(path, clock=clock) as store, Store(path, clock=clock) as other:

        def write_once():
            steps.append(1)
            if len(steps) == 3:
                other.settings.set("written", "meanwhile")
            return False

        back_up_while_working(store.backups, store.connection, clock.now, pytest.fail, write_once)
    with Store(backups.list()[0].path, clock=clock) as copy:
        assert copy.settings.get("written") == "meanwhile"


@pytest.mark.usefixtures("in_small_steps")
def test_a_copy_that_another_program_never_lets_be_is_given_up_in_words(path, backups, clock):
    clock.now = "2026-11-21T09:00:00.000Z"
    steps, warnings = [], []
    with Store(path, clock=clock) as store, Store(path, clock=clock) as other:

        def write_always():
            steps.append(1)
            other.settings.set("written", str(len(steps)))
            return False

        back_up_while_working(store.backups, store.connection, clock.now, warnings.append, write_always)
    (warning,) = warnings
    assert "another program writes to it all the time" in warning
    assert "ofsted-tui backup" in warning
    assert not [one for one in backups.list() if "while" in one.why]


@pytest.mark.usefixtures("in_small_steps")
@pytest.mark.parametrize("step", [1, 5])
def test_a_copy_that_is_stopped_leaves_nothing(path, backups, clock, step):
    steps = []
    with Store(path, clock=clock) as store:
        back_up_while_working(
            store.backups,
            store.connection,
            "2026-11-21T09:00:00.000Z",
            pytest.fail,
            lambda: steps.append(1) or len(steps) >= step,
        )
    assert list(backups.folder.iterdir()) == []


def test_looking_alone_makes_no_backup(path, backups, clock):
    clock.set_day("2026-11-23")
    with Store(path, clock=clock) as store:
        assert store.annotations.count() == 1
    assert backups.list() == []


# When it cannot be made


def full(*_arguments, **_options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_on_a_full_disk_the_work_goes_on_and_the_user_is_told_once(path, backups, clock, monkeypatch, call):
    clock.set_day("2026-11-23")
    with Store(path, clock=clock) as store:
        told = []
        store.warn = told.append
        with monkeypatch.context() as broken:
            broken.setattr(os, call, full)
            for _ in range(3):
                with store.action():
                    store.sessions.set_opened(store.sessions.all()[0].id)
        (line,) = told
        assert str(backups.folder) in line
        assert "the disk is full" in line
        assert "2026-11-23" in line
        assert "\n" not in line
    assert backups.list() == []
    assert list(backups.folder.iterdir()) == []


def test_a_backup_that_failed_is_tried_at_the_next_start(path, backups, clock, monkeypatch):
    clock.set_day("2026-11-23")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        assert len(tag_one_more(path, clock)) == 1
    assert tag_one_more(path, clock, end=20) == []
    assert len(backups.list()) == 1


def test_a_file_in_the_place_of_the_folder_is_no_reason_to_stop(path, backups, clock):
    backups.folder.write_text("mine")
    clock.set_day("2026-11-23")
    assert len(tag_one_more(path, clock)) == 1
    assert tags(path) == 2
    assert backups.folder.read_text() == "mine"


def test_a_damaged_database_displaces_no_good_backup(path, backups, clock):
    good = by_hand(path, clock)
    flip_a_page(path)
    clock.set_day("2026-11-23")
    with Store(path, clock=clock) as store:
        with pytest.raises(NotCopiedError, match="damaged"):
            store.back_up()
        told = []
        store.warn = told.append
        with store.action():
            pass
    assert "damaged" in told[0]
    assert [one.path for one in backups.list()] == [good]
    assert tags(good) == 1


def flip_a_page(path):
    """Spoil the index of the annotations: what is seldom read is damaged unseen."""
    with closing(sqlite3.connect(path)) as plain:
        page = plain.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'annotations_tagged_once'"
        ).fetchone()[0]
        size = plain.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x00" * 64)


def test_while_another_program_writes_nothing_is_done(path, backups, clock):
    other = sqlite3.connect(path, isolation_level=None)
    with closing(other), Store(path, clock=clock, busy_seconds=0) as store:
        other.execute("BEGIN EXCLUSIVE")
        clock.set_day("2026-11-23")
        with pytest.raises(StoreBusyError, match="another program"), store.action():
            pass
        with pytest.raises(StoreBusyError, match=r"reviews\.db: another program is writing"):
            store.back_up()
        other.execute("ROLLBACK")
        with store.action():
            pass
        assert store.warnings == []
    assert len(backups.list()) == 1


def test_what_a_killed_program_left_is_cleared_away_in_time(path, backups, clock):
    by_hand(path, clock)
    old, young = (backups.folder / f".ofsted-tui-{name}.part" for name in ("old", "young"))
    for part in (old, young):
        part.write_text("half")
    os.utime(old, (0, 0))
    by_hand(path, clock)
    assert not old.exists()
    assert young.exists()


def test_killed_at_any_step_there_is_no_half_backup_and_none_is_lost(
    tmp_path, path, backups, clock, monkeypatch
):
    for second in range(10):
        clock.now = f"2026-11-20T10:00:{second:02}.000Z"
        by_hand(path, clock)
    clock.set_day("2026-11-23")
    states = []

    def watching(name):
        real = getattr(os, name)

        def watched(*arguments, **options):
            states.append(snapshot(path.parent, tmp_path / f"state{len(states)}"))
            return real(*arguments, **options)

        return watched

    with Store(path, clock=clock) as store:
        for name in ("open", "fsync", "replace", "unlink"):
            monkeypatch.setattr(os, name, watching(name))
        store.back_up()
        monkeypatch.undo()
    assert len(states) > 5
    for state in states:
        found = Backups(state / path.name, clock).list()
        assert len(found) in (10, 11)
        assert all(tags(one.path) == 1 for one in found)


# Before an upgrade


def test_a_file_is_backed_up_before_it_is_upgraded(path, clock, monkeypatch):
    before = path.read_bytes()
    use_next_version(monkeypatch)
    clock.set_day("2026-11-23", "00:16:30")
    Store(path, clock=clock).close()
    made = Backups(path, clock).list()[0]
    assert made.path.name == f"{path.stem}-2026-11-23T001630Z-before-version-{NEXT}.db"
    assert made.why == f"before the upgrade to version {NEXT}"
    with closing(sqlite3.connect(made.path)) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
    assert tags(made.path) == 1
    assert len(made.path.read_bytes()) == len(before)


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_without_a_backup_there_is_no_upgrade(path, clock, monkeypatch, call):
    before = path.read_bytes()
    use_next_version(monkeypatch)
    with monkeypatch.context() as disk:
        disk.setattr(os, call, full)
        with pytest.raises(StoreError, match="the disk is full; nothing was changed") as refused:
            Store(path, clock=clock)
    assert str(path) in str(refused.value)
    assert f"{path.name}.backups" in str(refused.value)
    assert path.read_bytes() == before


def test_a_new_file_is_made_without_a_backup(tmp_path, clock):
    Store(tmp_path / "new.db", create=True, clock=clock).close()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("new")] == ["new.db"]
