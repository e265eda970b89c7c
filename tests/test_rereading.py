"""Documents that an older reading has read, read again: what was tagged and marked still counts."""

from datetime import date

import pytest

from ofsted_tui.importing.opening import read_again
from ofsted_tui.model.document import Document, DocumentDetails, DocumentKind, document_id, text_sha256
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.review import Review

TEXT = "1. Leaders have a clear view of the service that is given to\n\nchildren.\n2. Good.\n3. Well."
FOUND = Structure(
    paragraphs=(
        Paragraph(0, 60, 1),
        Paragraph(62, 71, None),
        Paragraph(72, 80, 2),
        Paragraph(81, 89, 3, Role.HEADING),
    )
)
"""What the reading before this one found: a paragraph that a blank line cuts counts as two."""


@pytest.fixture
def document(store):
    """A document as an older reading has read it, with details that the user gave."""
    sha256 = text_sha256(TEXT)
    details = DocumentDetails(
        document_id(sha256),
        sha256,
        "Visit",
        len(TEXT),
        kind=DocumentKind.FOCUSED_VISIT,
        local_authority="York",
        event_start=date(2024, 5, 1),
        event_end=date(2024, 5, 2),
        framework="2023",
        source="visit.txt",
    )
    with store.action():
        store.documents.add(Document(details, TEXT), FOUND)
    return details.id


@pytest.fixture
def session(store, codebook, document):
    """A session in which the second half of that paragraph is marked read."""
    with store.action():
        session = store.sessions.add("Mine", "Rae", [document])
    review = Review(store, codebook, session)
    review.open_document(document)
    review.mark_read(Passage(62, 71))
    return session


def test_it_is_read_once_and_what_the_user_gave_stays(store, codebook, document):
    assert [one.number for one in store.documents.paragraphs(document)] == [1, None, 2, 3]
    assert read_again(store, codebook) == 1
    assert read_again(store, codebook) == 0
    assert [one.number for one in store.documents.paragraphs(document)] == [1, 2, 3]
    (details,) = store.documents.all()
    assert (details.kind.value, details.local_authority) == ("focused_visit", "York")
    assert details.corrected >= {"kind", "local_authority", "event"}


def test_a_mark_on_a_part_of_a_paragraph_still_counts(store, codebook, document, session):
    assert Review(store, codebook, session).opened.is_read(Passage(62, 71))
    read_again(store, codebook)
    first = store.documents.paragraphs(document)[0]
    assert Review(store, codebook, session).opened.is_read(first.passage)


def test_a_mark_on_half_a_paragraph_can_be_taken_back(store, codebook, document, session):
    read_again(store, codebook)
    review = Review(store, codebook, session)
    first = store.documents.paragraphs(document)[0]
    assert review.mark_read(first.passage).verb == "mark unread"
    assert not review.opened.is_read(first.passage)
    assert review.opened.accounting.accounted == store.read_marks.share(session).accounted == 0
    review.undo()
    assert review.opened.is_read(first.passage)
    assert review.opened.accounting.accounted == store.read_marks.share(session).accounted == 1


def test_it_tells_which_of_how_many(store, codebook, document):
    heard = []
    assert read_again(store, codebook, lambda _what, done, of: heard.append((done, of))) == 1
    assert read_again(store, codebook, lambda *_: heard.append("again")) == 0
    assert heard == [(0, 1), (1, 1)]


def test_it_goes_on_where_it_was_stopped(store, codebook, document):
    def stop(_what, done, of):
        if done < of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_again(store, codebook, stop)
    assert read_again(store, codebook) == 1
