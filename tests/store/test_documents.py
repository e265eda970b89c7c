"""Documents: kept whole as they came; the digest covers every column that is kept of them."""

from datetime import date

import pytest

from ofsted_tui.model.document import (
    Document,
    DocumentDetails,
    DocumentKind,
    EventPart,
    SourceText,
    document_id,
    text_sha256,
)
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.structure import Structure
from ofsted_tui.store import Store
from ofsted_tui.store.documents import digest_of, keep_digest

ODD_TEXT = "ESC \x1b[2J \x9b31m \u202e [red] \ufeff\u2028 \t \x0c \U0001f469\u200d\U0001f467 e\u0301 \r end\n"


def details(text, **more):
    sha256 = text_sha256(text)
    return DocumentDetails(document_id(sha256), sha256, more.pop("title", "Letter"), len(text), **more)


def test_all_that_is_known_comes_back(store):
    known = details(
        ODD_TEXT,
        title="Naïve [red] title",
        kind=DocumentKind.JTAI,
        local_authority="Portsmouth",
        event_start=date(2024, 2, 29),
        event_end=date(2024, 3, 1),
        framework="2023",
        framework_assumed=True,
        later_parts=(EventPart(date(2024, 4, 1), date(2024, 4, 2)),),
        letter_date=date(2024, 5, 1),
        inspectors=("Zoë O'Neill", "A B"),
        focus="care leavers",
        focus_area="care_leavers",
        format="PDF",
        file_sha256="ab" * 32,
        corrected=frozenset({"title", "event"}),
        source="a\tb.txt",
        licence="OGL",
    )
    with store.action():
        assert store.documents.add(
            Document(known, ODD_TEXT), Structure(), SourceText(ODD_TEXT, "text", encoding="Windows-1252")
        )
    assert store.documents.details(known.id) == known
    assert store.documents.get(known.id) == Document(known, ODD_TEXT)
    assert store.documents.all() == [known]


def test_the_text_is_the_same_to_the_character_after_closing(tmp_path):
    path, known = tmp_path / "review.db", details(ODD_TEXT)
    with Store(path, create=True) as store, store.action():
        store.documents.add(Document(known, ODD_TEXT), Structure())
    with Store(path) as store:
        text = store.documents.get(known.id).text
    assert text == ODD_TEXT
    assert text_sha256(text) == known.sha256


def test_the_same_text_twice_is_once(store):
    for title, is_new in (("First", True), ("Second", False)):
        with store.action():
            assert store.documents.add(Document(details("Text", title=title), "Text"), Structure()) is is_new
    assert [one.title for one in store.documents.all()] == ["First"]
    rows = store.connection.read("SELECT verb, kind, target_id FROM journal")
    assert [tuple(row) for row in rows] == [("import", "event", details("Text").id)]


def test_they_are_listed_by_title_and_id(add_document, store):
    made = [add_document(text, title) for text, title in (("1", "B"), ("2", "A"), ("3", "B"), ("4", "a"))]
    expected = sorted(made, key=lambda one: (one.title, one.id))
    assert [one.id for one in store.documents.all()] == [one.id for one in expected]


def test_paragraphs_come_back_in_reading_order(store):
    held = [Paragraph(0, 4, None, role=Role.HEADING), Paragraph(5, 9, 12), Paragraph(20, 30)]
    known = details("x" * 40)
    with store.action():
        store.documents.add(Document(known, "x" * 40), Structure(paragraphs=tuple(reversed(held))))
    assert store.documents.structures.paragraphs(known.id) == held
    assert store.documents.structures.paragraphs("unknown") == []


def test_a_document_is_kept_whole_or_not_at_all(store):
    known = details("x" * 40)
    twice = [Paragraph(0, 4), Paragraph(0, 9)]
    with pytest.raises(StoreError), store.action():
        store.documents.add(Document(known, "x" * 40), Structure(paragraphs=tuple(twice)))
    assert store.documents.details(known.id) is None
    assert store.connection.read("SELECT * FROM document_texts") == []
    assert store.connection.read("SELECT * FROM journal") == []


def test_what_is_not_there(store):
    assert store.documents.get("unknown") is None
    assert store.documents.details("unknown") is None
    assert store.documents.all() == []


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
OTHER_VALUES = {"kind": "news", "role": "title", "framework_assumed": 1}


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
            changed = OTHER_VALUES.get(column, "x" if kind == "TEXT" else 70)
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
