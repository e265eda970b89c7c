"""The check of a database: what something else has changed is found and named, and nothing is changed."""

import json
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from ofsted_tui.model.errors import StoppedError, StoreBusyError, StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.integrity import check
from ofsted_tui.store.integrity_findings import KEPT_FINDINGS
from ofsted_tui.store.schema import VERSION
from tests.database_files import TEXT, Clock, hot_journal, make, run_sql, tag, tag_one_more
from tests.next_version import use_next_version

OTHER = "1. Another letter of another day.\n\n2. With more in it.\n"


@pytest.fixture
def path(tmp_path, codebook):
    """Two documents, five annotations, one of them removed, with undo, redo, a note and read marks."""
    made = tmp_path / "reviews.db"
    clock = Clock()
    session = make(made, clock, TEXT, OTHER)
    with Store(made, clock=clock) as store:
        review = Review(store, codebook, session)
        tag(review, 3, 15)
        tag(review, 3, 20)
        review.undo()
        review.redo()
        review.undo()
        review.mark_read(store.documents.structures.paragraphs(review.document.id)[-1].passage)
    return made


def found(path):
    """Return what a check finds, having made sure that it changes nothing and says the same twice."""
    before = {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
    result = check(path)
    assert check(path) == result
    assert {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()} == before
    assert result.ok is (not result.findings)
    return [(one.where, one.what) for one in result.findings]


def one_row(path, sql):
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(sql).fetchone()


# All is well


def test_nothing_is_found_in_what_the_program_has_written(path):
    assert found(path) == []
    result = check(path)
    assert result.version == VERSION
    assert (result.counts.documents, result.counts.annotations, result.counts.read_marks) == (2, 3, 3)
    assert result.counts.entries == one_row(path, "SELECT count(*) FROM journal")[0]
    # as many as tags, undos of tags and redos of them
    assert result.counts.former_states == 4 + 2 + 1


def test_a_store_in_memory_and_one_that_is_open(path, store, add_document, open_review):
    review = open_review(add_document(TEXT))
    tag(review, 3, 10)
    assert check(store).ok
    assert check(store).counts.annotations == 1
    with Store(path) as opened:
        assert check(opened).ok


def test_after_corrections_renames_and_a_deleted_session(path, codebook):
    with Store(path, clock=Clock()) as store:
        (session,) = store.sessions.all()
        with store.action():
            store.sessions.rename(session.id, "Other")
            store.sessions.remove(session.id)
    assert found(path) == []


def test_a_new_database_is_well(tmp_path):
    Store(tmp_path / "new.db", create=True).close()
    assert found(tmp_path / "new.db") == []


def test_read_only_is_no_hindrance(path):
    path.chmod(0o444)
    assert found(path) == []


def test_progress_ends_with_done(path):
    told = []
    check(path, lambda *step: told.append(step))
    assert told[0] == ("the file", 0, 0)
    assert told[-1] == ("done", 1, 1)
    assert ("documents", 1, 2) in told
    assert any(what == "the journal" and 0 == done < of for what, done, of in told)


@pytest.mark.parametrize("error", [StoppedError("stopped"), KeyboardInterrupt()])
def test_a_check_can_be_stopped_at_any_part(path, error):
    parts = set()
    check(path, lambda what, *_: parts.add(what))
    assert len(parts) > 5
    for part in parts:

        def stop(what, *_, part=part):
            if what == part:
                raise error

        with pytest.raises(type(error)):
            check(path, stop)
    assert found(path) == []


@pytest.mark.parametrize("error", [StoppedError("stopped"), KeyboardInterrupt()])
def test_a_check_is_stopped_within_a_statement_and_finds_no_fault_in_that(path, error, monkeypatch):
    monkeypatch.setattr("ofsted_tui.store.connection._STEPS", 50)
    heard = []

    def stop(what, *_):
        heard.append(what)
        if heard.count("the file") > 1:
            raise error

    with pytest.raises(type(error)):
        check(path, stop)
    assert set(heard) == {"", "the file"} or set(heard) == {"the file"}


# What was changed behind the program's back


@pytest.mark.parametrize(
    ("statement", "where", "what"),
    [
        ("UPDATE document_texts SET text = replace(text, 'wait', 'bait')", "document", "SHA-256"),
        ("UPDATE document_texts SET text = text || ' '", "document", "characters, not"),
        ("UPDATE documents SET length = length + 1", "document", "characters, not"),
        ("UPDATE documents SET title = 'Other'", "document", "details or its structure"),
        ("UPDATE documents SET event_start = '2020-01-01'", "document", "details or its structure"),
        ("UPDATE paragraphs SET number = 7", "document", "details or its structure"),
        ("UPDATE document_texts SET pages = '[1]'", "document", "details or its structure"),
        ("DELETE FROM paragraphs", "document", "details or its structure"),
        ("DELETE FROM document_texts", "document", "has no text"),
        ("UPDATE annotations SET quote = 'x'", "annotation", "quote differs"),
        ("UPDATE annotations SET prefix = 'x'", "annotation", "words before"),
        ("UPDATE annotations SET prefix = prefix || prefix || prefix", "annotation", "words before"),
        ("UPDATE annotations SET suffix = 'x'", "annotation", "words after"),
        ("UPDATE annotations SET start = start + 1", "annotation", "quote differs"),
        ('UPDATE annotations SET "end" = "end" + 100000', "annotation", "is not in the text"),
        ("UPDATE annotations SET start = -1", "annotation", "is not in the text"),
        ("UPDATE annotations SET area = 'other'", "annotation", "not as the journal has it"),
        ("UPDATE annotations SET note = 'x'", "annotation", "not as the journal has it"),
        ("UPDATE annotations SET removed_at = NULL", "annotation", "not as the journal has it"),
        ("UPDATE annotations SET removed_at = 't'", "annotation", "not as the journal has it"),
        ("DELETE FROM annotations", "annotation", "is in the journal and nowhere else"),
        ("UPDATE annotations SET id = 'x' WHERE rowid = 1", "annotation x", "is not in the journal"),
        ('UPDATE read_marks SET "end" = 100000', "read mark", "is not in the text"),
        ("UPDATE read_marks SET start = start + 1", "read mark", "not as the journal has it"),
        ("DELETE FROM read_marks", "read mark", "is in the journal and nowhere else"),
        ("UPDATE journal SET verb = 'x' WHERE seq = 4", "journal entry 4", "does not follow"),
        ("UPDATE journal SET at = '2020' WHERE seq = 1", "journal entry 1", "does not follow"),
        ("UPDATE journal SET undo_head = 1 WHERE seq = 5", "journal entry 5", "does not follow"),
        ("DELETE FROM journal WHERE seq = 3", "journal entry 4", "does not follow"),
        ("UPDATE journal SET hash = '' WHERE seq = 2", "journal entry 2", "does not follow"),
        (
            "UPDATE journal SET changes = '{' WHERE seq = 4",
            "journal entry 4",
            "cannot be read: it is no JSON",
        ),
        ("UPDATE journal SET changes = '[1]' WHERE seq = 4", "journal entry 4", "cannot be read"),
        ("UPDATE journal SET changes = '7' WHERE seq = 4", "journal entry 4", "cannot be read"),
        ("UPDATE sessions SET name = ''", "session", "has no name"),
        ("UPDATE reviewers SET name = ' '", "reviewer", "has no name"),
        ("DELETE FROM reviewers", "table annotations, row 1", "refers to a row of reviewers"),
        ("DELETE FROM sessions", "table", "refers to a row of sessions"),
        ("DROP INDEX annotations_tagged_once", "the file", "annotations_tagged_once is missing"),
        ("DROP VIEW sessions_in_words", "the file", "sessions_in_words is missing"),
        ("CREATE TABLE extra (x)", "the file", "table extra is none of this program's"),
        (
            "ALTER TABLE settings ADD COLUMN extra TEXT",
            "the file",
            "settings is not as this program makes it",
        ),
    ],
)
def test_it_is_found_and_named(path, statement, where, what):
    run_sql(path, statement)
    assert any(place.startswith(where) and what in words for place, words in found(path)), found(path)


def test_one_changed_letter_of_a_text_is_one_finding_of_that_document(path):
    changed = sha256(OTHER.encode()).hexdigest()
    run_sql(
        path, "UPDATE document_texts SET text = replace(text, 'more', 'less') WHERE text LIKE '1. Another%'"
    )
    (document,) = one_row(path, f"SELECT id FROM documents WHERE sha256 = '{changed}'")
    assert [where for where, _ in found(path)] == [f"document {document}"]


def test_a_former_state_whose_quote_was_changed_is_found(path):
    (seq, changes) = one_row(path, "SELECT seq, changes FROM journal WHERE kind = 'do' ORDER BY seq LIMIT 1")
    rows = json.loads(changes)
    rows[0]["after"]["quote"] = "never said"
    written = json.dumps(rows).replace("'", "''")
    run_sql(path, f"UPDATE journal SET changes = '{written}' WHERE seq = {seq}")
    places = dict(found(path))
    assert any(where.endswith(f"in journal entry {seq}") for where in places)
    assert f"journal entry {seq}" in places


def test_a_tag_put_in_by_another_program_is_found(path):
    columns = "session_id, document_id, reviewer_id, area, topic, direction, quantifier, note, created_at"
    run_sql(
        path,
        f"""INSERT INTO annotations (id, start, "end", quote, prefix, suffix, {columns}, updated_at)
        SELECT 'made-up', 0, 1, '1', '', '', {columns}, 't' FROM annotations LIMIT 1""",
    )
    assert ("annotation made-up", "is not in the journal") in found(path)


def test_a_view_in_the_place_of_a_table_is_not_looked_into(path):
    run_sql(
        path,
        "DROP TABLE document_texts",
        "CREATE VIEW document_texts AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS document_id, i AS text FROM n",
    )
    words = [what for _, what in found(path)]
    assert any("not looked at further" in what for what in words)


def test_a_thousand_findings_are_kept_and_the_others_counted(path):
    run_sql(
        path,
        f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {KEPT_FINDINGS + 50})
        INSERT INTO sessions (id, name, reviewer_id, pane, created_at, opened_at, removed_at)
        SELECT i, '', (SELECT id FROM reviewers), '', '', '', 't' FROM n""",
    )
    result = check(path)
    assert len(result.findings) == KEPT_FINDINGS
    assert result.more == KEPT_FINDINGS + 100  # each is without a name, and unknown to the journal
    assert not result.ok


# Damage


def test_every_page_zeroed_in_turn_is_found_and_nothing_raises(path, tmp_path):
    data = path.read_bytes()
    used = tmp_path / "spoilt"
    used.mkdir()
    for page in range(len(data) // 4096):
        spoilt = bytearray(data)
        spoilt[page * 4096 : (page + 1) * 4096] = bytes(4096)
        (used / "reviews.db").write_bytes(spoilt)
        assert not check(used / "reviews.db").ok, page


def test_a_changed_byte_in_any_text_is_found(path, tmp_path):
    data = path.read_bytes()
    (tmp_path / "spoilt").mkdir()
    spoilt = tmp_path / "spoilt" / "reviews.db"
    for word in (b"too long", b"Leaders know", b"Another letter", b'"quote"', b"leaders"):
        at = data.index(word)
        spoilt.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not check(spoilt).ok, word


@pytest.mark.parametrize("length", [1, 99, 100, 4096, 5000, 20480])
def test_a_file_that_was_cut_off_is_found(path, length):
    path.write_bytes(path.read_bytes()[:length])
    assert found(path)


def test_an_empty_file_is_found(path):
    path.write_bytes(b"")
    assert found(path) == [("the file", "is empty")]


def test_what_is_no_database_is_a_finding_for_it_may_have_been_one(path):
    path.write_text("hello " * 100)
    assert found(path) == [("the file", "is damaged from its beginning, or no database at all")]


def test_letters_that_are_none_are_found(path):
    run_sql(path, "UPDATE document_texts SET text = CAST(x'ff' || substr(text, 2) AS TEXT)")
    assert any("cannot be read" in what or "SHA-256" in what for _, what in found(path))


def test_a_change_that_was_cut_short_is_found_and_not_taken_back(path, tmp_path):
    copy = hot_journal(path, tmp_path / "crashed")
    assert found(copy) == [
        ("the file", "holds a change that was cut short: start ofsted-tui, which takes it back")
    ]
    Store(copy).close()
    assert found(copy) == []


# What cannot be checked


def test_nothing_there_a_folder_another_programs_and_a_newer_file(tmp_path, path):
    with pytest.raises(StoreError, match="there is no such database"):
        check(tmp_path / "none.db")
    with pytest.raises(StoreError, match="is not a file"):
        check(tmp_path)
    with closing(sqlite3.connect(tmp_path / "other.db")) as plain:
        plain.execute("CREATE TABLE notes (x)")
    with pytest.raises(StoreError, match="is not an ofsted_tui database"):
        check(tmp_path / "other.db")
    run_sql(path, "PRAGMA user_version=99")
    with pytest.raises(StoreError, match="newer"):
        check(path)
    assert not (tmp_path / "none.db").exists()


def test_while_another_program_writes(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError, match="another program"):
            check(path, busy_seconds=0)


def test_a_file_of_an_older_version_is_compared_with_the_schema_of_that(path, monkeypatch):
    use_next_version(monkeypatch)
    result = check(path)
    assert result.version == VERSION
    assert result.ok


def test_much_is_looked_at_in_little_memory(path, codebook):
    import tracemalloc

    with Store(path, clock=Clock()) as store:
        (session,) = store.sessions.all()
        review = Review(store, codebook, session.id)
        for start in range(3, 11):
            for end in range(start + 1, 30):
                review.tag(Passage(start, end), codebook.area("leaders"))
    shutil.rmtree(f"{path}.backups", ignore_errors=True)
    check(path)
    tracemalloc.start()
    assert check(path).counts.annotations > 150
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000
    assert tag_one_more(path, Clock(), 4, 50) == []


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
def path_with_sessions(tmp_path, clock, add_session, add_document, store):
    path_with_sessions = tmp_path / "reviews.db"
    with Store(path_with_sessions, create=True, clock=clock) as kept:
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
    return path_with_sessions


def test_sessions_as_the_program_left_them_are_well(path_with_sessions):
    assert check(path_with_sessions).findings == ()


@pytest.mark.parametrize("name", CHANGES)
def test_what_the_journal_does_not_say_is_found(path_with_sessions, name):
    statement, words = CHANGES[name]
    with Store(path_with_sessions) as store:
        store.connection.raw.execute(statement)
    found = check(path_with_sessions).findings
    assert [words in one.what for one in found] == [True]


def test_a_session_that_is_gone_is_found(path_with_sessions):
    with Store(path_with_sessions) as store:
        store.connection.raw.execute("PRAGMA foreign_keys=off")
        for table, column in (("session_documents", "session_id"), ("sessions", "id")):
            store.connection.raw.execute(f"DELETE FROM {table} WHERE {column} IS NOT NULL")
    assert any("not there" in one.what for one in check(path_with_sessions).findings)
