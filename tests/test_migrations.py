"""From nothing to the shape of this version, whatever happens on the way."""

import shutil
import sqlite3

import pytest

from ofsted_tui.store import Store
from ofsted_tui.store.migrations import migrations
from ofsted_tui.store.store import SCHEMA_VERSION


def schema(path):
    plain = sqlite3.connect(path)
    found = plain.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    version = plain.execute("PRAGMA user_version").fetchone()[0]
    plain.close()
    return version, found


def test_there_are_as_many_migrations_as_versions():
    assert len(migrations._migrations) == SCHEMA_VERSION


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "review.db"
    Store(path, create=True).close()
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def test_killed_at_any_statement_the_file_is_empty_or_whole(tmp_path, monkeypatch):
    path = tmp_path / "review.db"
    states = tmp_path / "states"
    states.mkdir()
    real = migrations.apply
    seen = []

    def keep_a_copy(_sql):
        copy = states / f"{len(seen)}.db"
        shutil.copy(path, copy)
        journal = path.with_name("review.db-journal")
        if journal.exists():
            shutil.copy(journal, states / f"{copy.name}-journal")
        seen.append(copy)

    def watched(database):
        database.conn.set_trace_callback(keep_a_copy)
        real(database)

    monkeypatch.setattr(migrations, "apply", watched)
    with Store(path, create=True) as store:
        store.connection.raw.set_trace_callback(None)
    monkeypatch.undo()
    whole = schema(path)
    assert whole[0] == SCHEMA_VERSION
    found = [schema(copy) for copy in seen]
    assert len(found) > 20
    assert all(one in ((0, []), whole) for one in found)
    Store(seen[len(seen) // 2], create=True).close()
    assert schema(seen[len(seen) // 2]) == whole


@pytest.mark.parametrize("statement", ["UPDATE journal SET verb = 'x'", "DELETE FROM journal"])
def test_the_journal_is_append_only_for_every_program(tmp_path, statement):
    path = tmp_path / "review.db"
    with Store(path, create=True) as store, store.action():
        store.sessions.add("Review", "Rae", [])
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute(statement)
    plain.execute("PRAGMA recursive_triggers=on")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute("INSERT OR REPLACE INTO journal SELECT * FROM journal")
    plain.close()


def test_a_passage_is_never_empty_and_is_tagged_once(tmp_path):
    path = tmp_path / "review.db"
    Store(path, create=True).close()
    plain = sqlite3.connect(path)
    insert = """
        INSERT INTO annotations (id, session_id, document_id, reviewer_id, start, "end", quote, prefix,
            suffix, area, topic, direction, quantifier, note, created_at, updated_at, removed_at)
        VALUES (?, 's', 'd', 'r', ?, ?, '', '', '', 'leaders', '', '', '', '', '', '', ?)
    """
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute(insert, ("1", 5, 5, None))
    plain.execute(insert, ("2", 5, 6, None))
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute(insert, ("3", 5, 6, None))
    plain.execute(insert, ("4", 5, 6, "2026-01-01"))
    plain.close()
