"""Documents: kept whole and for ever as they came."""

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
    assert store.documents.paragraphs(known.id) == held
    assert store.documents.paragraphs("unknown") == []


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
