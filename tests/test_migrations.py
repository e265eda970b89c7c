"""From nothing to the shape of this version, whatever happens on the way."""

import shutil
import sqlite3

import pytest
from sqlite_utils import Database

from ofsted_tui.importing import read_again
from ofsted_tui.model.document import document_id, text_sha256
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.progress import StoppedError
from ofsted_tui.review import Review
from ofsted_tui.review.thread_verbs import Point, begin_thread
from ofsted_tui.store import Store
from ofsted_tui.store.before_opening import APPLICATION_ID
from ofsted_tui.store.chain import chain_fault
from ofsted_tui.store.digests import digest_of
from ofsted_tui.store.migrations import migrations
from ofsted_tui.store.store import SCHEMA_VERSION

WHEN = "2026-01-05T09:00:00.000Z"


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


def first_version(path):
    """Make a file as the first version of the program wrote it, with a row in every table."""
    text = "1. Leaders have a clear view of the service that is given to\n\nchildren.\n2. Good.\n3. Well."
    sha256 = text_sha256(text)
    plain = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(plain, execute_plugins=False), stop_before="second_version")
    rows = {
        "reviewers": ("r", "Rae", WHEN),
        "documents": (
            *(document_id(sha256), sha256, "Visit", len(text), "focused_visit", "York", "2024-05-01"),
            *("2024-05-02", "2023", 0, "visit.txt", "UTF-8", "", WHEN, WHEN),
        ),
        "document_texts": (document_id(sha256), text),
        "sessions": ("s", "Mine", "r", document_id(sha256), "document", WHEN, WHEN, None),
        "session_documents": ("s", document_id(sha256), 1),
        "places": ("s", document_id(sha256), 0, 5, None, None, 0, "word", 0),
        "annotations": (
            *("a", "s", document_id(sha256), "r", 3, 10, text[3:10], text[:3], text[10:42], "leaders"),
            *("", "", "", "kept", WHEN, WHEN, None),
        ),
        "read_marks": ("m", "s", document_id(sha256), "r", 62, 71, WHEN, None),
        "journal": (1, "j", WHEN, "s", "r", None, "tag", "do", "a", None, "[]", 1, None, None),
        "settings": ("theme", "dark"),
    }
    for table, row in rows.items():
        plain.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    for start, end, number, prose in ((0, 60, 1, 1), (62, 71, None, 1), (72, 80, 2, 1), (81, 89, 3, 0)):
        plain.execute(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?)", (document_id(sha256), start, end, number, prose)
        )
    plain.execute(f"PRAGMA application_id={APPLICATION_ID}")
    plain.execute("PRAGMA user_version=1")
    plain.close()
    return document_id(sha256), text


def test_a_file_of_the_first_version_keeps_everything(tmp_path, codebook):
    document, text = first_version(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        (details,) = store.documents.all()
        assert (details.title, details.kind.value, details.local_authority) == (
            "Visit",
            "focused_visit",
            "York",
        )
        assert store.documents.get(document).text == text
        assert [one.number for one in store.documents.paragraphs(document)] == [1, None, 2, 3]
        review = Review(store, codebook, "s")
        assert [one.note for one in review.annotations] == ["kept"]
        assert review.opened.is_read(Passage(62, 71))
        assert store.connection.first("SELECT count(*) FROM annotations_in_words")[0] == 1
        assert store.connection.first("SELECT count(*) FROM journal_in_words")[0] == 1
        assert store.connection.read("PRAGMA foreign_key_check") == []


def test_what_an_older_reading_left_is_read_again_and_marks_still_count(tmp_path, codebook):
    document, _ = first_version(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        assert read_again(store, codebook) == 1
        assert read_again(store, codebook) == 0
        assert [one.number for one in store.documents.paragraphs(document)] == [1, 2, 3]
        (details,) = store.documents.all()
        assert (details.kind.value, details.local_authority) == ("focused_visit", "York")
        assert details.corrected >= {"kind", "local_authority", "event"}
        review = Review(store, codebook, "s")
        store.connection.raw.execute("UPDATE annotations SET removed_at = 't'")
        review = Review(store, codebook, "s")
        first = store.documents.paragraphs(document)[0]
        assert review.opened.is_read(first.passage)


def test_the_second_version_is_the_same_however_it_came_about(tmp_path):
    first_version(tmp_path / "old.db")
    Store(tmp_path / "old.db").close()
    Store(tmp_path / "new.db", create=True).close()
    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")


def test_a_mark_on_half_a_paragraph_can_be_taken_back(tmp_path, codebook):
    document, _ = first_version(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        read_again(store, codebook)
        store.connection.raw.execute("UPDATE annotations SET removed_at = 't'")
        review = Review(store, codebook, "s")
        first = store.documents.paragraphs(document)[0]
        assert review.mark_read(first.passage).verb == "mark unread"
        assert not review.opened.is_read(first.passage)
        assert review.opened.accounting.accounted == store.read_marks.share("s").accounted == 0
        review.undo()
        assert review.opened.is_read(first.passage)
        assert review.opened.accounting.accounted == store.read_marks.share("s").accounted == 1


def second_version(path):
    """Make a file as the second version of the program wrote it, of one of the first with its rows."""
    document, text = first_version(path)
    plain = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(plain, execute_plugins=False), stop_before="third_version")
    for table, values in {
        "cuts": (document, 58, 60),
        "sections": (document, 0, 0, 5, 60, "Leaders", "leaders", "Good"),
        "judgements": (document, "leaders", "Good", 0, 5),
        "improvement_points": (document, 62, 71, ""),
        "earlier_mentions": (document, 62, 71, 2018),
    }.items():
        plain.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    plain.execute(
        "INSERT INTO journal VALUES (2, 'k', ?, NULL, NULL, NULL, 'import', 'event', ?, NULL, '[]', NULL,"
        " NULL, NULL)",
        [WHEN, document],
    )
    plain.execute("PRAGMA user_version=2")
    plain.close()
    return document, text


def third_version(path):
    """Make a file as the third version of the program wrote it, of one of the second with its rows."""
    document, text = second_version(path)
    plain = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(plain, execute_plugins=False), stop_before="fourth_version")
    plain.execute("UPDATE documents SET digest = 'of an older reading'")
    plain.execute(
        "INSERT INTO placements VALUES"
        " ('p', 's', 'a', 'r', ?, 3, 10, ?, NULL, NULL, 'gone', 0.2, 'left', ?, ?)",
        [document, document, WHEN, WHEN],
    )
    plain.execute("PRAGMA user_version=3")
    plain.close()
    return document, text


@pytest.mark.parametrize("older", [first_version, second_version])
def test_the_journal_of_an_older_file_is_chained_and_its_documents_have_digests(tmp_path, older):
    document, text = older(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        assert chain_fault(store.connection) is None
        assert {len(row["hash"]) for row in store.connection.read("SELECT hash FROM journal")} == {64}
        (row,) = store.connection.read("SELECT digest FROM documents")
        assert row["digest"] == digest_of(store.connection, document)
        assert store.documents.get(document).text == text
        assert store.annotations.get("a").note == "kept"
        with pytest.raises(StoreError), store.action():
            store.connection.write("UPDATE journal SET at = ''")


def test_a_file_of_the_second_version_keeps_what_reading_found(tmp_path):
    document, _ = second_version(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        found = store.documents.structures.get(document)
        assert [one.title for one in found.sections] == ["Leaders"]
        assert [one.grade.value for one in found.judgements] == ["Good"]
        assert [one.year for one in found.earlier_mentions] == [2018]


@pytest.mark.parametrize("older", [second_version, third_version])
def test_this_version_is_the_same_however_it_came_about(tmp_path, older):
    older(tmp_path / "old.db")
    Store(tmp_path / "old.db").close()
    Store(tmp_path / "new.db", create=True).close()
    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")


# How far an upgrade has come, and one that is stopped


def test_a_file_of_the_third_version_keeps_all_and_takes_threads(tmp_path, codebook):
    document, text = third_version(tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        assert store.annotations.get("a").note == "kept"
        assert len(store.connection.read("SELECT * FROM placements")) == 1
        review = Review(store, codebook, "s")
        begin_thread(review, Point(store.documents.get(document), Passage(0, 9)))
        assert [one.passages[0].quote for one in store.threads.of("s")] == [text[:9]]


OLDER = pytest.mark.parametrize("older", [first_version, second_version])


@OLDER
def test_an_upgrade_tells_what_it_does(tmp_path, older):
    older(tmp_path / "review.db")
    heard = []
    Store(tmp_path / "review.db", progress=lambda *step: heard.append(step)).close()
    words = [what for what, _, _ in heard]
    assert "upgrading the database: keeping a copy of it first" in words
    assert any(what.endswith("its journal") and 0 == done < of for what, done, of in heard)
    assert heard[-1][1] == heard[-1][2] > 0
    heard.clear()
    Store(tmp_path / "review.db", progress=lambda *step: heard.append(step)).close()
    assert heard == []


@OLDER
@pytest.mark.parametrize("error", [StoppedError("stopped"), KeyboardInterrupt()])
def test_an_upgrade_that_is_stopped_anywhere_is_taken_back_and_done_the_next_time(
    tmp_path, older, error, monkeypatch
):
    monkeypatch.setattr("ofsted_tui.store.long_work._STEPS", 400)
    path = tmp_path / "review.db"
    older(path)
    before, steps, stopped = schema(path), 0, 0

    def stop(_what, done, of):
        nonlocal steps
        steps += 1
        if steps > stopped and not 0 < of <= done:
            raise error

    while stopped < 500:
        steps = 0
        try:
            Store(path, progress=stop).close()
        except type(error):
            stopped += 1
            assert schema(path) == before
            assert not path.with_name("review.db-journal").exists()
        else:
            break
    assert 5 < stopped < 500
    with Store(path) as store:
        assert chain_fault(store.connection) is None
    assert schema(path)[0] == SCHEMA_VERSION


def test_a_long_journal_is_chained_in_its_order(tmp_path):
    path = tmp_path / "review.db"
    second_version(path)
    plain = sqlite3.connect(path)
    plain.execute(
        "INSERT INTO journal SELECT 3, 'x3', at, session_id, reviewer_id, document_id, verb, kind,"
        " target_id, reverses, changes, undo_head, redo_head, below FROM journal WHERE seq = 1"
    )
    for seq in range(4, 2600):
        plain.execute(
            "INSERT INTO journal (seq, id, at, verb, kind, changes) VALUES (?, ?, ?, 'x', 'event', '')",
            (seq, f"x{seq}", WHEN),
        )
    plain.execute(
        "INSERT INTO journal (seq, id, at, verb, kind, changes) VALUES (-2, 'x2', ?, 'x', 'event', '')",
        (WHEN,),
    )
    plain.commit()
    plain.close()
    heard = []
    with Store(path, progress=lambda *step: heard.append(step)) as store:
        assert chain_fault(store.connection) == -2  # no program of ours has written that one
        (count,) = store.connection.first("SELECT count(*) FROM journal WHERE hash <> ''")
    assert count == 2600
    told = [done for _, done, of in heard if of == 2600]
    assert len(set(told)) > 5
    assert told == sorted(told)


def test_reading_again_tells_which_of_how_many(tmp_path, codebook):
    first_version(tmp_path / "review.db")
    heard = []
    with Store(tmp_path / "review.db") as store:
        assert read_again(store, codebook, lambda _what, done, of: heard.append((done, of))) == 1
        assert read_again(store, codebook, lambda *_: heard.append("again")) == 0
    assert heard == [(0, 1), (1, 1)]


def test_reading_again_goes_on_where_it_was_stopped(tmp_path, codebook):
    def stop(_what, done, of):
        if done < of:
            raise KeyboardInterrupt

    first_version(tmp_path / "review.db")
    with Store(tmp_path / "review.db") as store:
        with pytest.raises(KeyboardInterrupt):
            read_again(store, codebook, stop)
        assert read_again(store, codebook) == 1
