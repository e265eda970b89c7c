"""The schema: the version in one place, a digest of each, and what its tables refuse by themselves."""

import sqlite3

import pytest
from sqlite_utils import Database

from ofsted_tui.store import Store, schema
from ofsted_tui.store.migrations import expected_objects, migrations
from tests.next_version import use_next_version


def test_each_migration_raises_the_version_by_one():
    assert len(migrations.pending(Database(memory=True))) == schema.VERSION - 1


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_the_digests_are_those_of_what_the_migrations_make(version):
    assert schema.schema_digest(expected_objects(version)) == schema.DIGESTS[version]


def test_every_version_has_a_digest():
    assert set(schema.DIGESTS) == set(range(1, schema.VERSION + 1))


def test_the_schema_of_a_version_holds_what_came_up_to_it_and_no_more(monkeypatch):
    first = expected_objects(1)
    use_next_version(monkeypatch)
    assert expected_objects(1) == first != expected_objects(2)
    assert expected_objects(0) == set()


def test_a_new_file_holds_the_schema_and_nothing_else(tmp_path):
    path = tmp_path / "review.db"
    Store(path, create=True).close()
    plain = sqlite3.connect(path)
    assert schema.schema_digest(schema.objects_in(plain)) == schema.DIGESTS[schema.VERSION]
    plain.close()


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
