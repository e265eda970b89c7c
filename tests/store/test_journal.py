"""The journal: every verb in it, in the transaction of its row; its hash chain; undo from it."""

import json
import shutil
import sqlite3
from hashlib import sha256

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.journal import (
    CHAINED_COLUMNS,
    NO_HASH,
    RowChange,
    chain_fault,
    changes_from_json,
    changes_to_json,
    entry_hash,
)

TEXT = "Care leavers are supported well.\nLeaders know what to improve, and they improve it quickly.\n"
STATE_TABLES = ("annotations", "read_marks", "places", "sessions", "journal")


@pytest.fixture
def review(add_document, open_review):
    return open_review(add_document(TEXT))


@pytest.fixture
def leaders(codebook):
    return codebook.area("leaders")


def journal(store):
    return store.connection.read("SELECT * FROM journal ORDER BY seq")


def state(store):
    return {
        table: [tuple(row) for row in store.connection.read(f"SELECT * FROM {table}")]
        for table in STATE_TABLES
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET verb = 'other'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
        "REPLACE INTO journal (seq, id, at, verb, kind, changes) VALUES (1, 'x', '', '', 'do', '')",
    ],
)
def test_nothing_in_it_is_ever_changed(review, leaders, statement):
    review.tag(Passage(0, 4), leaders)
    before = state(review.store)
    with pytest.raises(StoreError, match="does not fit"), review.store.action():
        review.store.connection.write(statement)
    assert state(review.store) == before


def test_every_verb_is_one_entry(review, leaders, codebook):
    store, seen = review.store, len(journal(review.store))
    one = review.tag(Passage(0, 12), leaders, note="n").after
    review.set_topic(one.id, codebook.topics_of("leaders")[0].code)
    review.set_direction(one.id, Direction.STRENGTH)
    review.set_note(one.id, "more")
    review.mark_read(Passage(0, 32))
    review.mark_read(Passage(0, 32))
    review.untag(one.id)
    review.undo()
    review.redo()
    entries = journal(store)[seen:]
    assert [(entry["verb"], entry["kind"]) for entry in entries] == [
        ("tag", "do"),
        ("topic", "do"),
        ("direction", "do"),
        ("note", "do"),
        ("mark read", "do"),
        ("mark unread", "do"),
        ("untag", "do"),
        ("untag", "undo"),
        ("untag", "redo"),
    ]
    session = review.session
    for entry in entries:
        assert entry["session_id"] == session.id
        assert entry["reviewer_id"] == session.reviewer.id
        assert entry["document_id"] == review.document.id
        assert entry["at"].endswith("Z")
        assert entry["target_id"] == changes_from_json(entry["changes"])[0].id
    assert len({entry["id"] for entry in entries}) == len(entries)


def test_what_changes_nothing_is_no_entry(review, leaders):
    one = review.tag(Passage(0, 12), leaders).after
    seen = len(journal(review.store))
    review.tag(Passage(0, 12), leaders)
    review.set_note(one.id, "")
    review.set_direction(one.id, None)
    review.redo()
    assert len(journal(review.store)) == seen


def test_replayed_it_gives_the_rows_as_they_stand(review, leaders):
    tags = [review.tag(Passage(at, at + 4), leaders).after for at in range(0, 40, 4)]
    for number, one in enumerate(tags):
        review.set_note(one.id, f"note {number}")
    review.untag(tags[3].id)
    review.mark_read(Passage(0, 32))
    for _ in range(6):
        review.undo()
    for _ in range(3):
        review.redo()
    replayed = {"annotations": {}, "read_marks": {}}
    for entry in journal(review.store):
        if entry["kind"] != "event":
            for change in changes_from_json(entry["changes"]):
                assert replayed[change.table].get(change.id) == change.before
                replayed[change.table][change.id] = change.after
    for table, rows in replayed.items():
        stored = {row["id"]: dict(row) for row in review.store.connection.read(f"SELECT * FROM {table}")}
        assert stored == rows


def test_all_states_that_an_annotation_had(review, leaders):
    one = review.tag(Passage(0, 12), leaders).after
    review.set_note(one.id, "first")
    review.set_note(one.id, "second")
    review.undo()
    notes = [entry["note"] for entry in review.store.journal.states_of(one.id)]
    assert notes == ["", "first", "second", "first"]
    assert list(review.store.journal.states_of("unknown")) == []


def test_an_event_is_not_undone_and_keeps_what_can_be(review, leaders):
    review.tag(Passage(0, 12), leaders)
    review.tag(Passage(13, 16), leaders)
    review.undo()
    with review.store.action():
        review.store.sessions.rename(review.session.id, "Other name")
    assert review.redo().passage == Passage(13, 16)
    assert [review.undo().passage.start, review.undo().passage.start] == [13, 0]
    assert review.undo() is None
    assert review.store.sessions.get(review.session.id).name == "Other name"


def test_undo_goes_by_the_order_of_verbs_though_the_clock_goes_back(codebook, leaders, tmp_path):
    hours = iter(range(99, 0, -1))
    store = Store(None, clock=lambda: f"2026-01-05T{next(hours):02}:00:00.000Z")
    letter = tmp_path / "letter.txt"
    letter.write_text(TEXT)
    document = import_file(store, codebook, letter).details.id
    with store.action():
        session = store.sessions.add("Review", "Rae", [document])
    review = Review(store, codebook, session)
    spans = [Passage(at, at + 3) for at in range(0, 15, 3)]
    for span in spans:
        review.tag(span, leaders)
    assert [review.undo().passage for _ in spans] == spans[::-1]
    assert [review.redo().passage for _ in spans] == spans


def test_the_undo_of_one_session_leaves_the_other_alone(add_document, open_review, leaders):
    document = add_document(TEXT)
    one, other = open_review(document, name="One"), open_review(document, name="Other")
    one.tag(Passage(0, 4), leaders)
    other.tag(Passage(0, 4), leaders)
    assert one.undo() is not None
    assert one.undo() is None
    assert one.store.annotations.count(other.session.id) == 1
    assert one.store.annotations.count(one.session.id) == 0


def test_only_tables_that_verbs_change_can_be_journalled():
    with pytest.raises(ValueError, match="settings"):
        RowChange("settings", "1", None, {})
    with pytest.raises(StoreError, match="journal"):
        changes_from_json(json.dumps([{"table": "journal", "id": "1", "before": None, "after": {}}]))


def test_changes_written_are_read_back():
    changes = (
        RowChange("annotations", "1", None, {"id": "1", "note": "é\n\x1b “x” 😀", "removed_at": None}),
        RowChange("read_marks", "2", {"id": "2", "start": 3}, {"id": "2", "start": 4}),
    )
    assert changes_from_json(changes_to_json(changes)) == changes


def test_the_reverse_of_a_new_row_is_a_tombstone():
    change = RowChange("annotations", "1", None, {"id": "1", "removed_at": None})
    back = change.reversed("2026-01-01")
    assert back.before == {"id": "1", "removed_at": None}
    assert back.after == {"id": "1", "removed_at": "2026-01-01"}
    assert back.reversed("later").after == change.after


# crash at every statement


def tagged(store, codebook):
    """Begin a review with one annotation that was changed once."""
    sha256 = text_sha256(TEXT)
    details = DocumentDetails(document_id(sha256), sha256, "Letter", len(TEXT), framework="2023")
    with store.action():
        store.documents.add(Document(details, TEXT), Structure(paragraphs=tuple(paragraphs(TEXT))))
        session_id = store.sessions.add("Review", "Rae", [details.id])
    review = Review(store, codebook, session_id)
    one = review.tag(Passage(0, 12), codebook.area("leaders"), note="kept").after
    review.set_note(one.id, "changed")
    return review, one.id


VERBS = {
    "tag": lambda review, one: review.tag(Passage(40, 50), review.codebook.area("leaders"), note="n"),
    "untag": lambda review, one: review.untag(one),
    "topic": lambda review, one: review.set_topic(one, review.codebook.topics_of("leaders")[0].code),
    "direction": lambda review, one: review.set_direction(one, Direction.CLAIM),
    "note": lambda review, one: review.set_note(one, "another"),
    "mark read": lambda review, one: review.mark_read(Passage(33, 92)),
    "undo": lambda review, one: review.undo(),
    "redo": lambda review, one: review.redo(),
}


@pytest.mark.parametrize("verb", VERBS)
def test_killed_at_any_statement_all_of_a_verb_is_there_or_nothing(tmp_path, codebook, clock, verb):
    path, copies = tmp_path / "review.db", []

    def keep_a_copy(_sql=""):
        copy = tmp_path / f"copy{len(copies)}.db"
        shutil.copy(path, copy)
        hot = path.with_name("review.db-journal")
        if hot.exists():
            shutil.copy(hot, tmp_path / f"{copy.name}-journal")
        copies.append(copy)

    with Store(path, create=True, clock=clock) as store:
        review, one = tagged(store, codebook)
        if verb == "redo":
            review.undo()
        review.remember(ReadingPosition(Cursor(Passage(33, 92)), 7), "annotations")
        before = state(store)
        store.connection.raw.set_trace_callback(keep_a_copy)
        VERBS[verb](review, one)
        store.connection.raw.set_trace_callback(None)
        keep_a_copy()
        after = state(store)
    found = []
    for copy in copies:
        with Store(copy) as reopened:
            found.append(state(reopened))
    assert len(copies) > 8
    assert found[0] == before
    assert found[-1] == after
    assert [one for one in found if one not in (before, after)] == []
    changed = {table for table in STATE_TABLES if before[table] != after[table]}
    rows = "read_marks" if verb == "mark read" else "annotations"
    assert changed == {"journal", "places", "sessions", rows}


CHAINED_TEXT = "Leaders know their services well. Children are safe.\n"


@pytest.fixture
def worked(store, codebook, add_document, open_review):
    """A store with some verbs in its journal."""
    review = open_review(add_document(CHAINED_TEXT))
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
