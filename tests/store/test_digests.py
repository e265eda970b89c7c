"""The digest of a document covers every column that is kept of it, and nothing else."""

import pytest

from ofsted_tui.store.documents import digest_of, keep_digest

LEFT_OUT = {
    "documents": {"digest", "updated_at"},
    "document_texts": {"document_id", "text"},  # the text has its own SHA-256
}
TABLES = (
    "documents",
    "document_texts",
    "paragraphs",
    "cuts",
    "sections",
    "judgements",
    "improvement_points",
    "earlier_mentions",
)
OTHER = {"kind": "news", "role": "title", "framework_assumed": 1}


@pytest.fixture
def kept(store, add_document):
    document = add_document("1. One.\n\n2. Two.\n")
    raw = store.connection.raw
    raw.execute("INSERT INTO cuts VALUES (?, 1, 2)", (document.id,))
    raw.execute("INSERT INTO sections VALUES (?, 0, 0, 3, 9, 'S', 'leaders', '')", (document.id,))
    raw.execute("INSERT INTO judgements VALUES (?, 'leaders', 'good', 0, 3)", (document.id,))
    raw.execute("INSERT INTO improvement_points VALUES (?, 0, 3, '1')", (document.id,))
    raw.execute("INSERT INTO earlier_mentions VALUES (?, 0, 3, 2020)", (document.id,))
    with store.action():
        keep_digest(store.connection, document.id)
    return document


def stored(store, document):
    return store.connection.read("SELECT digest FROM documents WHERE id = ?", document.id)[0][0]


def test_a_digest_is_64_hexadecimal_digits_and_is_kept(store, kept):
    digest = digest_of(store.connection, kept.id)
    assert len(digest) == 64
    assert int(digest, 16) >= 0
    assert stored(store, kept) == digest == digest_of(store.connection, kept.id)


def test_every_column_of_every_table_counts(store, kept):
    raw = store.connection.raw
    raw.execute("PRAGMA foreign_keys=off")
    raw.execute("PRAGMA ignore_check_constraints=on")
    before = digest_of(store.connection, kept.id)
    looked_at = 0
    for table in TABLES:
        key = "id" if table == "documents" else "document_id"
        for column in [row["name"] for row in raw.execute(f"PRAGMA table_info({table})")]:
            if column in (key, *LEFT_OUT.get(table, ())):
                continue
            where = f"WHERE {key} = '{kept.id}'"
            (kind,) = [
                row["type"] for row in raw.execute(f"PRAGMA table_info({table})") if row["name"] == column
            ]
            changed = OTHER.get(column, "x" if kind == "TEXT" else 70)
            raw.execute("BEGIN")
            limit = f"AND start = (SELECT min(start) FROM {table} {where})" if table == "paragraphs" else ""
            raw.execute(f'UPDATE {table} SET "{column}" = ? {where} {limit}', (changed,))
            assert digest_of(store.connection, kept.id) != before, f"{table}.{column}"
            raw.execute("ROLLBACK")
            looked_at += 1
    assert looked_at > 45
    assert digest_of(store.connection, kept.id) == before


@pytest.mark.parametrize("column", sorted(LEFT_OUT["documents"]))
def test_what_changes_by_itself_does_not_count(store, kept, column):
    before = digest_of(store.connection, kept.id)
    store.connection.raw.execute(f"UPDATE documents SET {column} = 'x'")
    assert digest_of(store.connection, kept.id) == before


def test_a_row_less_and_a_row_more_count(store, kept):
    before = digest_of(store.connection, kept.id)
    store.connection.raw.execute("DELETE FROM cuts")
    less = digest_of(store.connection, kept.id)
    store.connection.raw.execute("INSERT INTO cuts VALUES (?, 5, 6)", (kept.id,))
    assert len({before, less, digest_of(store.connection, kept.id)}) == 3


def test_the_order_of_writing_does_not_count(store, kept):
    raw = store.connection.raw
    before = digest_of(store.connection, kept.id)
    rows = [tuple(row) for row in raw.execute("SELECT * FROM paragraphs")]
    raw.execute("DELETE FROM paragraphs")
    raw.executemany(f"INSERT INTO paragraphs VALUES ({', '.join('?' * len(rows[0]))})", reversed(rows))
    assert digest_of(store.connection, kept.id) == before


def test_another_documents_rows_do_not_count(store, kept, add_document):
    before = digest_of(store.connection, kept.id)
    other = add_document("1. Another.\n")
    assert digest_of(store.connection, kept.id) == before != digest_of(store.connection, other.id)


def test_a_new_document_has_its_digest(store, add_document):
    document = add_document("1. New.\n")
    assert stored(store, document) == digest_of(store.connection, document.id)
