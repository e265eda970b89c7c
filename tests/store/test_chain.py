"""The chain through the journal: every change to what was written breaks it."""

import json
import sqlite3
from hashlib import sha256

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.store.journal import CHAINED_COLUMNS, NO_HASH, chain_fault, entry_hash

TEXT = "Leaders know their services well. Children are safe.\n"


@pytest.fixture
def worked(store, codebook, add_document, open_review):
    """A store with some verbs in its journal."""
    review = open_review(add_document(TEXT))
    for start in range(5):
        review.tag(Passage(start, start + 9), codebook.area("leaders"), note=f"note “{start}”")
    review.undo()
    return store


def rewrite(store, sql, *parameters):
    store.connection.raw.execute("DROP TRIGGER journal_is_never_changed")
    store.connection.raw.execute("DROP TRIGGER journal_is_never_shortened")
    store.connection.raw.execute(sql, parameters)


def test_a_journal_as_it_was_written_is_whole(worked):
    assert chain_fault(worked.connection) is None


def test_an_empty_journal_is_whole(store):
    assert chain_fault(store.connection) is None


def test_the_seal_is_the_sha256_of_the_former_one_and_the_entry_as_json():
    values = [1, "é", None]
    assert entry_hash("before", values) == sha256('["before",1,"é",null]'.encode()).hexdigest()
    assert json.loads('["before",1,"é",null]') == ["before", *values]


@pytest.mark.parametrize("column", [name for name in CHAINED_COLUMNS if name not in ("seq", "reverses")])
def test_a_changed_entry_is_found(worked, column):
    worked.connection.raw.execute("PRAGMA foreign_keys=off")
    value = "event" if column == "kind" else 77 if column in ("undo_head", "redo_head", "below") else "other"
    rewrite(worked, f"UPDATE journal SET {column} = ? WHERE seq = 4", value)
    assert chain_fault(worked.connection) == 4


def test_an_entry_taken_out_is_found(worked):
    rewrite(worked, "DELETE FROM journal WHERE seq = 4")
    assert chain_fault(worked.connection) == 5


def test_an_entry_sealed_alone_does_not_hide_that_another_was_changed(worked):
    rewrite(worked, "UPDATE journal SET at = 'never' WHERE seq = 2")
    row = worked.connection.first(f"SELECT {', '.join(CHAINED_COLUMNS)} FROM journal WHERE seq = 2")
    forged = entry_hash(NO_HASH, tuple(row))
    worked.connection.raw.execute("UPDATE journal SET hash = ? WHERE seq = 2", [forged])
    assert chain_fault(worked.connection) == 2


def test_the_journal_cannot_be_rewritten_by_accident(worked):
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        worked.connection.raw.execute("UPDATE journal SET at = 'never'")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        worked.connection.raw.execute("DELETE FROM journal")
