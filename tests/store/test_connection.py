"""The connection: settings, transactions, snapshots, errors in words."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ofsted_tui.model.errors import StoppedError, StoreBusyError, StoreError, silent
from ofsted_tui.store import Store
from ofsted_tui.store.connection import long_work, was_stopped
from ofsted_tui.store.schema import APPLICATION_ID, VERSION

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX modes and moves")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)
SETTINGS = {
    "journal_mode": "delete",
    "synchronous": 3,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "secure_delete": 1,
    "recursive_triggers": 1,
    "fullfsync": 1,
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "review.db"


@pytest.fixture
def database(path):
    """A file as this program makes it, closed."""
    Store(path, create=True).close()
    return path


def raw(path):
    return sqlite3.connect(path, isolation_level=None)


def setting(store, name):
    return store.connection.raw.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("again", [False, True], ids=["when made", "when opened again"])
def test_each_setting_is_in_force(path, name, again):
    if again:
        Store(path, create=True).close()
    with Store(path, create=True) as store:
        row = store.connection.raw.execute(f"PRAGMA {name}").fetchone()
        if name == "mmap_size" and row is None:
            pytest.skip("SQLite was built without memory maps")
        assert row[0] == SETTINGS[name]


@posix
def test_only_the_user_may_read_it(path, monkeypatch):
    before = os.umask(0)
    try:
        with Store(path, create=True) as store:
            mode = stat.S_IMODE(path.stat().st_mode)
            store.connection.raw.execute("BEGIN IMMEDIATE")
            store.connection.raw.execute("INSERT INTO settings VALUES ('a', 'b')")
            journal = Path(f"{path}-journal")
            assert stat.S_IMODE(journal.stat().st_mode) == 0o600
            store.connection.raw.execute("ROLLBACK")
    finally:
        os.umask(before)
    assert mode == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_file_says_whose_it_is_and_which_version(database):
    header = database.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == VERSION


def test_a_missing_file_is_made_only_when_told_to(path):
    with pytest.raises(StoreError, match="there is no such database"):
        Store(path)
    assert not path.exists()
    assert not path.parent.exists()
    Store(path, create=True).close()
    Store(path).close()


def test_an_empty_file_is_taken_as_new(tmp_path):
    path = tmp_path / "empty.db"
    path.write_bytes(b"")
    path.chmod(0o644)
    with pytest.raises(StoreError, match="is empty"):
        Store(path)
    assert path.read_bytes() == b""
    with Store(path, create=True) as store:
        assert setting(store, "user_version") == VERSION
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_name_with_odd_characters(tmp_path):
    path = tmp_path / "a b?mode=memory&x=1#%41 o'brien é.db"
    Store(path, create=True).close()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    Store(path).close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_utf_8(tmp_path):
    path = tmp_path / os.fsdecode(b"r\xe9view.db")
    Store(path, create=True).close()
    Store(path).close()
    assert [os.fsencode(one.name) for one in tmp_path.iterdir()] == [b"r\xe9view.db"]


def assert_refused(path, match):
    """Check that opening is refused in one line that names the file, and that nothing is touched."""
    folder = path.parent
    before = {one: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    for create in (False, True):
        with pytest.raises(StoreError, match=match) as caught:
            Store(path, create=create, busy_seconds=0)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert {one: one.read_bytes() for one in folder.iterdir() if one.is_file()} == before


def test_a_folder_is_refused(tmp_path):
    assert_refused(tmp_path, "is not a file")


@pytest.mark.parametrize("content", [b"x", b"Dear Director\n" * 50, b"\0" * 4096], ids=len)
def test_another_kind_of_file_is_refused(tmp_path, content):
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    assert_refused(path, "is not an ofsted_tui database")


@pytest.mark.parametrize("application_id", [0, 0x12345678])
@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_database_of_another_program_is_refused_and_not_touched(tmp_path, application_id, mode):
    path = tmp_path / "theirs.db"
    theirs = raw(path)
    theirs.execute(f"PRAGMA journal_mode={mode}")
    theirs.execute(f"PRAGMA application_id={application_id}")
    theirs.execute("CREATE TABLE bookmarks (address TEXT)")
    theirs.close()
    assert_refused(path, "is not an ofsted_tui database")


def test_the_empty_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "theirs.db"
    theirs = raw(path)
    theirs.execute("PRAGMA application_id=7")
    theirs.close()
    assert_refused(path, "is not an ofsted_tui database")


def test_a_file_with_a_header_and_no_more_is_refused(tmp_path):
    path = tmp_path / "cut.db"
    path.write_bytes(b"SQLite format 3\0")
    assert_refused(path, "cut.db: ")


def test_a_newer_version_is_refused(database):
    newer = raw(database)
    newer.execute(f"PRAGMA user_version={VERSION + 1}")
    newer.close()
    assert_refused(database, "newer ofsted-tui")


def test_a_damaged_file_is_refused(database):
    data = bytearray(database.read_bytes())
    data[100:3000] = b"\xff" * 2900
    database.write_bytes(data)
    assert_refused(database, r"damaged|not an ofsted_tui database")


def test_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"file is not a folder|cannot be looked at|Not a directory"):
        Store(tmp_path / "file" / "review.db", create=True)


@posix
def test_a_link_to_nowhere_is_told(tmp_path):
    path = tmp_path / "link.db"
    path.symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(path, create=True)


@posix
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    path = tmp_path / "pipe.db"
    os.mkfifo(path)
    with pytest.raises(StoreError, match="is not a file"):
        Store(path)


@not_root
def test_without_permission_it_is_told(database):
    database.chmod(0)
    with pytest.raises(StoreError, match="permission"):
        Store(database)


def test_a_path_that_is_too_long_is_told(tmp_path):
    with pytest.raises(StoreError):
        Store(tmp_path / ("x" * 5000), create=True)


def test_a_file_in_wal_mode_is_taken_back_to_a_rollback_journal(database):
    other = raw(database)
    other.execute("PRAGMA journal_mode=wal")
    other.close()
    with Store(database) as store:
        assert setting(store, "journal_mode") == "delete"


def test_a_file_that_another_program_keeps_in_wal_mode_is_refused(database):
    other = raw(database)
    other.execute("PRAGMA journal_mode=wal")
    other.execute("SELECT * FROM settings").fetchall()
    with pytest.raises(StoreError, match="another program"):
        Store(database, busy_seconds=0)
    other.close()


LOCK = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN " + sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def locked(database):
    """Let another process lock the file, as long as the test lasts."""
    held = []

    def lock(kind):
        held.append(
            subprocess.Popen(
                [sys.executable, "-c", LOCK, str(database), kind],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        )
        assert held[0].stdout.readline().strip() == b"held"
        return database

    yield lock
    for process in held:
        process.communicate(timeout=20)


def test_a_file_that_another_program_has_locked_is_busy(locked):
    path = locked("EXCLUSIVE")
    before = path.read_bytes()
    with pytest.raises(StoreBusyError, match="another program"):
        Store(path, busy_seconds=0)
    assert path.read_bytes() == before


def test_an_action_while_another_program_writes_is_refused_and_changes_nothing(locked):
    path = locked("IMMEDIATE")
    with Store(path, busy_seconds=0) as store:
        with pytest.raises(StoreBusyError, match=r"Do it again"), store.action():
            store.connection.write("INSERT INTO settings VALUES ('a', 'b')")
        assert not store.connection.raw.in_transaction
        assert store.settings.get("a") is None


def test_an_action_holds_the_file_from_its_beginning(database):
    # else what one reads in it another could change before it writes
    with Store(database, busy_seconds=0) as store, Store(database, busy_seconds=0) as other:
        with store.action():
            assert store.settings.get("a") is None
            begun = []
            with pytest.raises(StoreBusyError):
                begin_and_note(other, begun)
            assert begun == []
        begin_and_note(other, begun)
        assert begun == ["begun"]


def begin_and_note(store, begun):
    with store.action():
        begun.append("begun")


def test_a_commit_that_a_reader_holds_up_is_taken_back_whole(database):
    with Store(database, busy_seconds=0) as store:
        store.settings.set("a", "before")
        reader = raw(database)
        cursor = reader.execute("SELECT name FROM settings UNION ALL SELECT name FROM sqlite_schema")
        cursor.fetchone()
        with pytest.raises(StoreBusyError):
            store.settings.set("a", "after")
        assert not store.connection.raw.in_transaction
        cursor.close()
        reader.close()
        assert store.settings.get("a") == "before"
        store.settings.set("a", "after")
        assert store.settings.get("a") == "after"


def write_and_raise(store, fault):
    with store.action():
        store.connection.write("INSERT INTO settings VALUES ('a', 'b')")
        raise fault


def test_an_action_that_fails_in_the_middle_changes_nothing(database):
    with Store(database) as store:
        with pytest.raises(RuntimeError):
            write_and_raise(store, RuntimeError)
        assert store.settings.get("a") is None
        store.settings.set("a", "c")
        assert store.settings.get("a") == "c"


def test_an_action_interrupted_from_the_keyboard_changes_nothing(database):
    with Store(database) as store:
        with pytest.raises(KeyboardInterrupt):
            write_and_raise(store, KeyboardInterrupt)
        assert store.settings.get("a") is None


def test_text_that_no_database_keeps_is_an_error_in_words(database):
    with Store(database) as store:
        with pytest.raises(StoreError, match="cannot be stored"):
            store.settings.set("note", "a\udcffb")
        with pytest.raises(StoreError, match="cannot be stored"):
            store.settings.get("\ud800")
        store.settings.set("note", "whole")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold the file, or do not tell")
@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_gone_while_it_was_open_is_told_at_the_next_write(database, how):
    with Store(database) as store:
        store.settings.set("a", "b")
        whole = database.read_bytes()
        if how == "deleted":
            database.unlink()
        elif how == "moved":
            database.rename(database.with_suffix(".old"))
        else:
            copy = database.with_suffix(".copy")
            copy.write_bytes(whole)
            copy.replace(database)
        with pytest.raises(StoreError, match="moved, deleted or replaced"):
            store.settings.set("a", "lost")
        assert store.settings.get("a") == "b"
    if how == "replaced":
        assert database.read_bytes() == whole


def add_session_and_much_more(store):
    with store.action():
        store.sessions.add("Review", "Rae", [])
        store.connection.insert("settings", {"name": "a", "value": "x" * 50_000})


def test_a_full_disk_is_told_and_nothing_is_half_written(database):
    with Store(database) as store:
        pages = setting(store, "page_count")
        store.connection.raw.execute(f"PRAGMA max_page_count={pages + 2}")
        before = list(store.connection.raw.iterdump())
        with pytest.raises(StoreError, match="disk is full"):
            add_session_and_much_more(store)
        assert not store.connection.raw.in_transaction
        assert list(store.connection.raw.iterdump()) == before
        store.connection.raw.execute(f"PRAGMA max_page_count={pages + 2000}")
        with store.action():
            store.sessions.add("Review", "Rae", [])
        assert [one.name for one in store.sessions.all()] == ["Review"]
        assert setting(store, "integrity_check") == "ok"


def test_one_thread_owns_it():
    import threading

    said = []

    def other():
        try:
            store.settings.set("a", "b")
        except StoreError as error:
            said.append(str(error))

    with Store(None) as store:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(said) == 1


def test_errors_in_words_name_no_file_for_a_store_in_memory():
    with Store(None) as store, pytest.raises(StoreError, match=r"^the database: "):
        store.connection.read("SELECT * FROM nothing")


def test_a_journal_that_is_no_file_is_refused(database):
    database.with_name(database.name + "-journal").mkdir()
    with pytest.raises(StoreError, match="-journal: is not a file"):
        Store(database)


def test_looking_at_a_file_of_ours_takes_no_time(database):
    from time import perf_counter

    from ofsted_tui.store.connection import Connection
    from ofsted_tui.store.foreign import check_schema

    connection = Connection(database)
    began = perf_counter()
    for _ in range(20):
        check_schema(connection.raw, database)
    connection.close()
    assert (perf_counter() - began) / 20 < 0.01


def test_a_second_store_on_the_same_file_leaves_the_locks_of_the_first(tmp_path):
    path = tmp_path / "review.db"
    with Store(path, create=True) as first:
        first.connection.raw.execute("BEGIN IMMEDIATE")
        Store(path).close()
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        asked = subprocess.run([sys.executable, "-c", other, str(path)], capture_output=True, timeout=30)
        first.connection.raw.execute("ROLLBACK")
    assert b"database is locked" in asked.stderr
    assert subprocess.run([sys.executable, "-c", other, str(path)], timeout=30).returncode == 0


def test_an_interrupt_right_behind_the_beginning_leaves_no_transaction_open(tmp_path):
    with Store(tmp_path / "review.db", create=True) as store:
        stop = store.connection.action()
        stop.__enter__()
        with pytest.raises(KeyboardInterrupt):
            stop.gen.throw(KeyboardInterrupt)
        assert not store.connection.raw.in_transaction


def test_a_file_that_is_cut_short_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "review.db"
    Store(path, create=True).close()
    path.write_bytes(path.read_bytes()[:-4096])
    before = path.read_bytes()
    with pytest.raises(StoreError, match="cut short"):
        Store(path)
    assert path.read_bytes() == before


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT count(*) FROM n"


def count_for_ever(store, progress):
    with long_work(store.connection, progress) as tell:
        tell("counting", 0, 0)
        store.connection.read(ENDLESS)


def stopping_after(times):
    heard = []

    def tell(*step):
        heard.append(step)
        if len(heard) > times:
            raise StoppedError("stopped")

    return tell, heard


def test_it_is_told_on_while_sqlite_is_at_one_statement(store):
    heard = []
    with long_work(store.connection, lambda *step: heard.append(step)) as tell:
        tell("counting", 0, 7)
        assert store.connection.first(LONG)[0] == 200_000
    assert len(heard) > 2
    assert set(heard) == {("counting", 0, 7)}


def test_what_is_told_ends_the_statement(store):
    tell_on, heard = stopping_after(5)
    with pytest.raises(StoppedError):
        count_for_ever(store, tell_on)
    assert len(heard) == 6


def test_ctrl_c_ends_the_statement(store):
    def interrupt(*_step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), long_work(store.connection, interrupt):
        store.connection.read(ENDLESS)


def test_an_interrupt_that_python_keeps_to_itself_is_ctrl_c(store):
    def tell(*_step):
        store.connection.raw.set_progress_handler(lambda: True, 1000)

    with pytest.raises(KeyboardInterrupt):
        count_for_ever(store, tell)


def test_an_action_that_is_stopped_is_taken_back(store):
    def work(progress):
        with long_work(store.connection, progress), store.action():
            store.connection.write("INSERT INTO settings VALUES ('left', 'behind')")
            store.connection.read(ENDLESS)

    tell_on, _ = stopping_after(0)
    with pytest.raises(StoppedError):
        work(tell_on)
    assert store.settings.get("left") is None
    assert not store.connection.raw.in_transaction


def test_afterwards_nobody_is_told(store):
    tell_on, heard = stopping_after(0)
    with long_work(store.connection, tell_on):
        pass
    store.connection.read(LONG)
    assert heard == []


def test_other_faults_stay_what_they_are(store):
    with pytest.raises(StoreError, match="no such table") as raised, long_work(store.connection, silent):
        store.connection.read("SELECT 1 FROM no_table")
    assert not was_stopped(raised.value)


def test_a_snapshot_is_one_transaction_and_leaves_none(store):
    with store.connection.snapshot():
        assert store.connection.raw.in_transaction
    assert not store.connection.raw.in_transaction
    with pytest.raises(ZeroDivisionError), store.connection.snapshot():
        _ = 1 / 0
    assert not store.connection.raw.in_transaction


def test_a_moment_within_an_action_leaves_the_action_alone(store):
    with store.action():
        with store.connection.snapshot():
            pass
        store.connection.write("INSERT INTO settings VALUES ('kept', 'yes')")
    assert store.settings.get("kept") == "yes"


@pytest.fixture
def path_of_snapshot(tmp_path):
    Store(tmp_path / "reviews.db", create=True).close()
    return tmp_path / "reviews.db"


def test_what_another_program_commits_waits_until_then(path_of_snapshot):
    with Store(path_of_snapshot, busy_seconds=0) as store, Store(path_of_snapshot, busy_seconds=0) as other:
        with store.connection.snapshot():
            assert store.settings.get("theme") is None
            with pytest.raises(StoreBusyError):
                other.settings.set("theme", "dark")
            assert store.settings.get("theme") is None
        other.settings.set("theme", "light")
        assert store.settings.get("theme") == "light"


def test_inside_an_action_it_is_so_already(path_of_snapshot):
    with Store(path_of_snapshot) as store:
        with store.action(), store.connection.snapshot():
            assert store.connection.raw.in_transaction
        assert not store.connection.raw.in_transaction


def test_an_error_inside_ends_it(path_of_snapshot):
    with Store(path_of_snapshot) as store:
        with pytest.raises(KeyError), store.connection.snapshot():
            raise KeyError
        assert not store.connection.raw.in_transaction
        store.settings.set("theme", "dark")
