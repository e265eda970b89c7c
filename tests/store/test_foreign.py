"""A database from someone else: refused before anything in it has run."""

import os
import sqlite3
import struct
from pathlib import Path
from time import monotonic

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.model import limits
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.connection import translated, understood

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture(scope="module")
def made(tmp_path_factory, codebook):
    """A file with a session and an annotation."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    with Store(path, create=True) as store:
        review = Review(store, codebook, begin(store, codebook, "Review", "Rae"))
        review.tag(Passage(0, 20), codebook.areas[0], note="mine")
    return path


@pytest.fixture
def altered(made, tmp_path):
    """Return a copy of the file with SQL run in it, as a stranger would."""

    def alter(*statements: str) -> Path:
        path = tmp_path / "foreign.db"
        path.write_bytes(made.read_bytes())
        connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("foreign_keys=off", "ignore_check_constraints=on", "writable_schema=on"):
            connection.execute(f"PRAGMA {setting}")
        for statement in statements:
            connection.execute(statement)
        connection.close()
        return path

    return alter


def refusal(path):
    before = path.read_bytes()
    began = monotonic()
    with pytest.raises(StoreError) as caught:
        Store(path).close()
    assert monotonic() - began < 4
    assert path.read_bytes() == before, "it was changed"
    said = str(caught.value)
    assert said.isprintable()
    assert str(path) in said
    assert len(said) < 500
    return said


def test_a_file_of_ours_is_opened(made):
    with Store(made) as store:
        assert store.annotations.count() == 1


def test_white_space_in_the_sql_does_not_matter(altered):
    path = altered("UPDATE sqlite_schema SET sql = replace(sql, ' ', char(10) || ' ') WHERE type = 'view'")
    Store(path).close()


TRIGGER = "CREATE TRIGGER spy AFTER INSERT ON annotations BEGIN UPDATE annotations SET note = 'theirs'; END"
RECORD = """CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
)"""
"""How sqlite-utils makes its record of migrations."""
REFUSED = {
    "trigger on notes": (TRIGGER, "holds a trigger “spy”"),
    "trigger on the journal": (
        "CREATE TRIGGER j AFTER INSERT ON journal BEGIN DELETE FROM documents; END",
        "holds a trigger “j”",
    ),
    "view": (f"CREATE VIEW v AS {ENDLESS}", "holds a view “v”"),
    "generated column": (
        "ALTER TABLE documents ADD COLUMN g TEXT AS (upper(title))",
        "its table “documents” is not as",
    ),
    "check": (
        "UPDATE sqlite_schema SET sql = replace(sql, 'note TEXT NOT NULL',"
        " 'note TEXT NOT NULL CHECK (length(note) < 9)') WHERE name = 'annotations'",
        "its table “annotations” is not as",
    ),
    "default": (
        "ALTER TABLE settings ADD COLUMN d TEXT DEFAULT (hex(zeroblob(9)))",
        "its table “settings” is not as",
    ),
    "full-text table": ("CREATE VIRTUAL TABLE f USING fts5(x)", "virtual table “f”"),
    "table": ("CREATE TABLE more (x)", "holds a table “more”"),
    "index with an expression": ("CREATE INDEX i ON annotations (upper(note))", "holds a index “i”"),
    "not strict": (
        "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'settings'",
        "its table “settings” is not as",
    ),
    "control characters": (
        'CREATE TABLE "\x1b]0;owned\x07\x9b31m\u202e\n[/nope]" (x)',
        "holds a table “␛]0;owned␇�31m� [/nope]”",
    ),
    "long name": (f'CREATE TABLE "{"x" * 90_000}" (x)', "x…”"),
    "missing trigger": (
        "DROP TRIGGER journal_is_never_shortened",
        "trigger “journal_is_never_shortened” is missing",
    ),
    "a record of migrations that runs": (
        [RECORD, "CREATE TRIGGER t AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM documents; END"],
        "holds a trigger “t”",
    ),
    "a column in the record": (
        [RECORD, "ALTER TABLE _sqlite_migrations ADD COLUMN x TEXT AS (upper(name))"],
        "holds a table “_sqlite_migrations”",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_run_is_refused(altered, name):
    statements, words = REFUSED[name]
    assert words in refusal(altered(*([statements] if isinstance(statements, str) else statements)))


def test_a_view_of_ours_with_other_words_is_refused(altered):
    path = altered("DROP VIEW sessions_in_words", f"CREATE VIEW sessions_in_words AS {ENDLESS}")
    assert "its view “sessions_in_words” is not as" in refusal(path)


def test_a_table_in_the_place_of_ours_is_refused(altered):
    path = altered("DROP TABLE settings", "CREATE VIRTUAL TABLE settings USING fts5(name, value)")
    assert "settings" in refusal(path)


def test_a_table_that_passes_as_the_list_of_tables_is_refused(altered):
    path = altered(
        "INSERT INTO sqlite_schema VALUES ('view', 'sqlite_schema', 'sqlite_schema', 0,"
        " 'CREATE VIEW sqlite_schema AS SELECT 1 AS type, 2 AS name, 3 AS tbl_name, 4 AS sql')"
    )
    refusal(path)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'annotations'",
        "UPDATE sqlite_schema SET rootpage = 99999999 WHERE name = 'annotations'",
        "UPDATE sqlite_schema SET name = 'other' WHERE name = 'annotations'",
        "UPDATE sqlite_schema SET tbl_name = 'documents' WHERE type = 'trigger'",
        "UPDATE sqlite_schema SET sql = x'ff00ff' WHERE name = 'settings'",
        "UPDATE sqlite_schema SET sql = CAST(x'ff41ff' AS TEXT) WHERE name = 'settings'",
        "UPDATE sqlite_schema SET type = 'x' WHERE name = 'sessions_in_words'",
        "UPDATE sqlite_schema SET sql = NULL WHERE type = 'trigger'",
        "DELETE FROM sqlite_schema WHERE name = 'annotations_tagged_once'",
        "PRAGMA user_version = 2",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -4",
        "PRAGMA application_id = 7",
    ],
)
def test_tricks_with_the_list_of_tables_end_in_words(altered, statement):
    refusal(altered(statement))


def test_a_very_long_list_of_tables_is_given_up(altered, monkeypatch):
    monkeypatch.setattr(limits, "DATABASE_SCHEMA_SECONDS", 0.05)
    path = altered(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
        " INSERT INTO sqlite_schema SELECT 'view', 'v' || i, 'v' || i, 0,"
        " 'CREATE VIEW v' || i || ' AS SELECT ' || i FROM n"
    )
    assert "too long to be read" in refusal(path)


@pytest.mark.parametrize(
    ("offset", "value"), [(16, b"\x00\x03"), (16, b"\xff\xff"), (20, b"\xff"), (18, b"\x07\x07")]
)
def test_a_header_that_cannot_be_ends_in_words(altered, offset, value):
    path = altered()
    data = bytearray(path.read_bytes())
    data[offset : offset + len(value)] = value
    path.write_bytes(data)
    refusal(path)


def test_a_journal_that_would_delete_another_file_is_not_played_back(altered, tmp_path):
    path, other = altered(), tmp_path / "precious"
    other.write_text("kept")
    name = str(other).encode()
    tail = name + struct.pack(">II", len(name), sum(name)) + bytes.fromhex("d9d505f920a163d7")
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 0, 1, 1, 512, 4096)
    path.with_name("foreign.db-journal").write_bytes(
        header.ljust(512, b"\0") + struct.pack(">I", 0x40000000 // 4096 + 1) + tail
    )
    with pytest.raises(StoreError, match="written by another program"):
        Store(path)
    assert other.read_text() == "kept"


def test_other_files_are_out_of_reach(made):
    with Store(made) as store, pytest.raises(StoreError, match="too many attached"):
        store.connection.read("ATTACH ? AS other", ":memory:")


VALUES = [
    'UPDATE annotations SET start = 0, "end" = 9000000000000000000',
    "UPDATE annotations SET start = -5",
    'UPDATE annotations SET start = 9, "end" = 5',
    "UPDATE annotations SET direction = 'sideways'",
    "UPDATE documents SET kind = 'nope'",
    "UPDATE documents SET length = 1000000000000",
    "UPDATE documents SET event_start = 'yesterday'",
    "UPDATE documents SET later_parts = 'a/b'",
    "UPDATE documents SET inspectors = '{'",
    "UPDATE documents SET inspectors = '5'",
    "UPDATE documents SET inspectors = '[5]'",
    f"UPDATE documents SET inspectors = '{'[' * 50_000}'",
    "UPDATE documents SET title = hex(zeroblob(200000))",
    "UPDATE documents SET length = 5",
    "UPDATE sessions SET name = hex(zeroblob(200000))",
    "UPDATE sessions SET opened_at = 'yesterday'",
    "UPDATE sessions SET opened_at = '2020-99-01T00:00:00Z'",
    "UPDATE paragraphs SET role = 'nope'",
    'UPDATE paragraphs SET "end" = 9000000000000000000',
    "UPDATE paragraphs SET start = -start - 1",
    "UPDATE paragraphs SET section = -7",
    "INSERT INTO cuts SELECT id, -5, 1000000000 FROM documents",
    "UPDATE sections SET until = 1000000000000",
    "UPDATE sections SET grade = 'great'",
    "UPDATE judgements SET grade = 'x'",
    "UPDATE improvement_points SET start = -start - 1",
    'UPDATE earlier_mentions SET "end" = 99999999999',
    "INSERT INTO places SELECT session_id, document_id, 0, 1000000000000, NULL, NULL, 1, 'word', 0"
    " FROM session_documents WHERE true ON CONFLICT DO UPDATE SET head_end = excluded.head_end",
    "INSERT INTO read_marks SELECT 'r', session_id, document_id, reviewer_id, 0, 1000000000000, '', NULL"
    " FROM annotations",
]


@pytest.mark.parametrize("statement", VALUES)
def test_values_that_cannot_be_are_refused(altered, statement):
    assert "cannot be" in refusal(altered(statement))


def use(path: Path, codebook) -> None:
    """Do with a file what opening each document, looking at its structure and exporting do."""
    with Store(path) as store:
        review = Review(store, codebook, store.sessions.all()[0].id)
        for document in store.documents.all():
            review.open_document(document.id)
            store.documents.structures.get(document.id)
            review.opened.section_at(review.document.details.length - 1)
            review.opened.suggestion_at(0)
        list(store.annotations.in_context())


COUNTED_BY_SQLITE_ONLY = VALUES[-1]


BEYOND_THE_TEXT = 'UPDATE sections SET "end" = 20000000 WHERE start > 9'


@pytest.mark.parametrize("statement", [*VALUES[:-1], BEYOND_THE_TEXT])
def test_in_a_large_file_they_are_refused_where_they_would_be_used(altered, statement, codebook, monkeypatch):
    monkeypatch.setattr(limits, "DATABASE_LOOKED_THROUGH_BYTES", 0)
    path = altered(statement)
    with pytest.raises(StoreError, match=r"cannot be|not as it was imported"):
        use(path, codebook)


def test_a_large_file_without_such_values_is_used(made, altered, codebook, monkeypatch):
    monkeypatch.setattr(limits, "DATABASE_LOOKED_THROUGH_BYTES", 0)
    use(made, codebook)
    use(altered(COUNTED_BY_SQLITE_ONLY), codebook)


def test_a_grade_of_the_users_own_stands_nowhere(altered):
    Store(altered('UPDATE judgements SET start = 0, "end" = 0')).close()


def test_stored_values_that_make_no_sense_are_said_so():
    with (
        pytest.raises(StoreError, match="What is stored of a document cannot be understood"),
        understood("a document"),
    ):
        raise ValueError("secret")


def test_what_is_no_utf8_is_said_without_the_text(altered):
    path = altered("UPDATE document_texts SET text = CAST(x'736563726574ff' AS TEXT)")
    with Store(path) as store, pytest.raises(StoreError, match="no UTF-8") as caught:
        store.connection.read("SELECT text FROM document_texts")
    assert "secret" not in str(caught.value)


def test_words_of_sqlite_are_made_safe_to_show():
    with pytest.raises(StoreError) as caught, translated(Path("a\x1b.db")):
        raise sqlite3.OperationalError("no such \x1b[2J\n" + "x" * 9_000)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_a_file_that_another_tool_has_analysed_opens_as_before(altered):
    path = altered("ANALYZE")
    with Store(path) as store:
        assert store.connection.first("SELECT count(*) AS number FROM sqlite_stat1")["number"] > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_journal_that_names_another_file_is_refused_behind_a_link_too(made, tmp_path):
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    real = tmp_path / "real.db"
    real.write_bytes(made.read_bytes())
    magic = bytes.fromhex("d9d505f920a163d7")
    name = str(victim).encode()
    real.with_name("real.db-journal").write_bytes(
        magic + bytes(20) + name + len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + magic
    )
    link = tmp_path / "link.db"
    link.symlink_to(real)
    for path in (real, link):
        with pytest.raises(StoreError, match="written by another program"):
            Store(path)
    assert victim.read_text() == "mine"
