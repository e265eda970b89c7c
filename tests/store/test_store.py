"""The file as a whole: its tables, its views, and opening it from several places."""

import sqlite3
import struct
import subprocess
import sys

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store import store as store_module
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.foreign import version_of
from ofsted_tui.store.schema import VERSION

TABLES = {
    "placements",
    "threads",
    "thread_passages",
    "annotations",
    "cuts",
    "document_texts",
    "documents",
    "earlier_mentions",
    "improvement_points",
    "journal",
    "judgements",
    "paragraphs",
    "places",
    "read_marks",
    "reviewers",
    "sections",
    "session_documents",
    "sessions",
    "settings",
}
VIEWS = {"annotations_in_words", "sessions_in_words", "journal_in_words"}


def names(connection, kind):
    return {
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT GLOB 'sqlite_*'", [kind]
        )
    }


def test_the_tables_are_these_and_each_is_strict(store):
    listed = {row["name"]: row["strict"] for row in store.connection.read("PRAGMA table_list")}
    raw = store.connection.raw
    assert names(raw, "table") - {"_sqlite_migrations"} == TABLES
    assert {name for name in TABLES if not listed[name]} == set()
    assert names(raw, "view") == VIEWS


def test_a_table_refuses_what_is_no_number(store):
    with pytest.raises(StoreError), store.action():
        store.connection.write(
            "INSERT INTO paragraphs (document_id, start, \"end\", prose) VALUES ('d', 'one', 2, 3)"
        )


def test_it_is_whole_after_work(tmp_path, codebook, clock):
    path = tmp_path / "review.db"
    with Store(path, create=True, clock=clock) as store:
        review = Review(store, codebook, begin(store, codebook, "Rae"))
        for digit in (1, 2, 3, 4):
            review.tag(Passage(100 * digit, 100 * digit + 50), codebook.area_for_digit(review.edition, digit))
        review.undo()
    with Store(path) as store:
        assert [row[0] for row in store.connection.read("PRAGMA integrity_check")] == ["ok"]
        assert store.connection.read("PRAGMA foreign_key_check") == []
        assert store.annotations.count() == 3


def test_the_views_are_for_people(add_document, add_session, store, codebook):
    document = add_document("Care leavers are well supported. They say so.", "Report", local_authority="Kent")
    review = Review(store, codebook, add_session(document, name="First"))
    first = review.tag(Passage(0, 12), codebook.area("care_leavers"), note="a note").after
    gone = review.tag(Passage(13, 20), codebook.area("leaders")).after
    review.untag(gone.id)
    rows = store.connection.read("SELECT * FROM annotations_in_words")
    assert [dict(row) for row in rows] == [
        {
            "document": "Report",
            "local_authority": "Kent",
            "event_start": None,
            "start": 0,
            "end": 12,
            "area": "care_leavers",
            "topic": "",
            "direction": "",
            "quantifier": "",
            "quote": "Care leavers",
            "note": "a note",
            "reviewer": "Rae",
            "session": "First",
            "created_at": first.created_at,
            "updated_at": first.updated_at,
            "id": first.id,
        }
    ]
    (row,) = store.connection.read("SELECT session, reviewer, documents, annotations FROM sessions_in_words")
    assert tuple(row) == ("First", "Rae", 1, 1)
    told = store.connection.read("SELECT verb, reviewer, session, document FROM journal_in_words")
    assert [tuple(row) for row in told[-3:]] == [
        ("tag", "Rae", "First", "Report"),
        ("tag", "Rae", "First", "Report"),
        ("untag", "Rae", "First", "Report"),
    ]


def test_the_views_leave_out_deleted_sessions(add_document, add_session, store, codebook):
    document = add_document("Care leavers are well supported.")
    session_id = add_session(document)
    Review(store, codebook, session_id).tag(Passage(0, 4), codebook.area("leaders"))
    with store.action():
        store.sessions.remove(session_id)
    assert store.connection.read("SELECT * FROM annotations_in_words") == []
    assert store.connection.read("SELECT * FROM sessions_in_words") == []
    assert store.annotations.count() == 0


def test_any_sqlite_tool_can_read_the_views(tmp_path, codebook):
    path = tmp_path / "review.db"
    with Store(path, create=True) as store:
        review = Review(store, codebook, begin(store, codebook, "Rae"))
        review.tag(Passage(0, 50), codebook.area("leaders"))
    plain = sqlite3.connect(path)
    for view in VIEWS:
        assert plain.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
    plain.close()


def test_a_store_that_comes_second_to_make_the_tables_finds_it_done(tmp_path, monkeypatch):
    # Between looking at the version and taking the lock, another process makes the tables.
    path = tmp_path / "review.db"
    path.write_bytes(b"")
    looked = store_module.Examiner.examine
    others = []

    def look_then_let_another_go_first(self):
        version = looked(self)
        if not others:
            others.append("on its way")
            others.append(Store(path, create=True))
        return version

    monkeypatch.setattr(store_module.Examiner, "examine", look_then_let_another_go_first)
    with Store(path, create=True) as second:
        assert second.connection.read("PRAGMA user_version")[0][0] == VERSION
        second.settings.set("a", "b")
    assert others[1].settings.get("a") == "b"
    others[1].close()


def test_a_file_that_another_program_makes_meanwhile_is_not_taken_for_a_foreign_one(tmp_path):
    # Its mark and its version are read one after the other.
    path = tmp_path / "review.db"
    path.write_bytes(b"")
    connection = Connection(path)
    tried = []

    def let_another_make_it(sql):
        if sql == "PRAGMA user_version":
            connection.raw.set_trace_callback(None)
            try:
                Store(path, create=True, busy_seconds=0).close()
            except StoreBusyError as error:
                tried.append(error)

    connection.raw.set_trace_callback(let_another_make_it)
    assert version_of(connection) == 0
    assert tried
    connection.close()


OPEN = """
import sys
from ofsted_tui.store import Store
from ofsted_tui.store import store as store_module
sys.stdin.readline()
with Store(__import__("pathlib").Path(sys.argv[1]), create=True, busy_seconds=30) as store:
    store.settings.set(sys.argv[2], "here")
print("done")
"""


def test_processes_that_make_the_file_at_once_all_open_it(tmp_path):
    path = tmp_path / "new" / "review.db"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, str(path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for process in started:  # all have imported, or are importing: let them go together
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=60) for process in started]
    assert [said for said, _ in ended] == ["done\n"] * 4, ended
    with Store(path) as store:
        assert [store.settings.get(str(number)) for number in range(4)] == ["here"] * 4


def test_a_schema_that_fails_leaves_an_empty_file_and_no_lock(tmp_path, monkeypatch):
    path = tmp_path / "review.db"

    def fail_half_way(connection):
        connection.execute("CREATE TABLE half (id TEXT) STRICT")
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(store_module, "create_tables", fail_half_way)
        with pytest.raises(RuntimeError):
            Store(path, create=True)
    assert path.read_bytes() == b""
    with Store(path, create=True) as store:
        assert names(store.connection.raw, "table") >= TABLES


def test_rows_that_refer_to_nothing_stop_it(tmp_path, monkeypatch):
    path = tmp_path / "review.db"
    real = store_module.create_tables

    def leave_an_orphan(connection):
        real(connection)
        connection.execute(
            "INSERT INTO thread_passages (id, session_id, thread_id, document_id, reviewer_id, quote, prefix,"
            " suffix, status, relation, note, created_at, updated_at)"
            " VALUES ('p', 's', 't', 'd', 'r', '', '', '', '', '', '', '', '')"
        )

    monkeypatch.setattr(store_module, "create_tables", leave_an_orphan)
    with pytest.raises(StoreError, match="missing"):
        Store(path, create=True)
    assert path.read_bytes() == b""


def test_foreign_keys_are_in_force_once_the_tables_are_made(store):
    with pytest.raises(StoreError), store.action():
        store.connection.write("INSERT INTO cuts VALUES ('nothing', 1, 2)")


def test_closing_by_with(tmp_path):
    with Store(tmp_path / "review.db", create=True) as store:
        pass
    with pytest.raises(StoreError):
        store.settings.get("a")


def test_a_first_commit_that_was_cut_short_is_an_empty_file(tmp_path):
    path = tmp_path / "reviews.db"
    path.write_bytes(bytes(4096))
    # A rollback journal (sqlite.org/fileformat2.html) which says that there was no page before.
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", 0, 1, 0, 512, 4096)
    (tmp_path / "reviews.db-journal").write_bytes(header.ljust(512, b"\0"))
    with Store(path, create=True) as store:
        assert store.sessions.all() == []
