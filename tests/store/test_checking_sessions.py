"""Sessions that were changed by something else than the program."""

import pytest

from ofsted_tui.store import Store
from ofsted_tui.store.integrity import check

CHANGES = {
    "name": ("UPDATE sessions SET name = 'Other'", "its name"),
    "reviewer": ("UPDATE reviewers SET name = 'Other'", "its reviewer"),
    "documents": ("DELETE FROM session_documents WHERE position = 2", "its list of documents"),
    "deletion": ("UPDATE sessions SET removed_at = '2026-01-01T00:00:00.000Z'", "its deletion"),
    "another": (
        "INSERT INTO sessions SELECT 'x', 'x', reviewer_id, NULL, pane, created_at, opened_at, NULL, NULL,"
        " NULL FROM sessions",
        "the journal does not know it",
    ),
}


@pytest.fixture
def path(tmp_path, clock, add_session, add_document, store):
    path = tmp_path / "reviews.db"
    with Store(path, create=True, clock=clock) as kept:
        for one in (add_document("One.\n"), add_document("Two.\n"), add_document("Three.\n")):
            with kept.action():
                kept.documents.add(one, store.documents.structures.get(one.id))
        ids = [one.id for one in kept.documents.all()]
        with kept.action():
            session = kept.sessions.add("First", "Rae", ids[:2])
        with kept.action():
            kept.sessions.rename(session, "Mine")
        with kept.action():
            kept.sessions.add_document(session, ids[2])
        with kept.action():
            kept.sessions.remove(session)
        with kept.action():
            kept.sessions.restore(session)
    return path


def test_sessions_as_the_program_left_them_are_well(path):
    assert check(path).findings == ()


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_journal_does_not_say_is_found(path, name):
    statement, words = CHANGES[name]
    with Store(path) as store:
        store.connection.raw.execute(statement)
    found = check(path).findings
    assert [words in one.what for one in found] == [True]


def test_a_session_that_is_gone_is_found(path):
    with Store(path) as store:
        store.connection.raw.execute("PRAGMA foreign_keys=off")
        for table, column in (("session_documents", "session_id"), ("sessions", "id")):
            store.connection.raw.execute(f"DELETE FROM {table} WHERE {column} IS NOT NULL")
    assert any("not there" in one.what for one in check(path).findings)
