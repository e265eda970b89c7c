"""Read marks, and the share of a session that is accounted for, against counting one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.sessions import Share

LENGTH = 120


@st.composite
def layouts(draw):
    held, offset = [], draw(st.integers(0, 5))
    while offset < LENGTH - 1:
        end = min(LENGTH, offset + draw(st.integers(1, 15)))
        held.append(Paragraph(offset, end, role=draw(st.sampled_from([Role.TEXT, Role.HEADING]))))
        offset = end + draw(st.integers(0, 4))
    return held


spans = st.builds(
    lambda start, length: Passage(start, min(LENGTH, start + length)),
    st.integers(0, LENGTH - 1),
    st.integers(1, 40),
)
# (which document, tag or mark, where): a mark goes to the paragraph there, as in the workbench
work = st.lists(st.tuples(st.integers(0, 1), st.booleans(), spans, st.integers(0, 30)), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.tuples(layouts(), layouts()), work)
def test_the_share_is_what_counting_gives(layouts, work):
    codebook = ilacs_codebook()
    with Store(None) as store:
        documents = [kept(store, f"{number}" * LENGTH, held) for number, held in enumerate(layouts)]
        with store.action():
            session_id = store.sessions.add("Review", "Rae", [one.id for one in documents])
            other_id = store.sessions.add("Other", "Rae", [one.id for one in documents])
        review, other = (Review(store, codebook, one) for one in (session_id, other_id))
        other.tag(Passage(0, LENGTH), codebook.area("leaders"))
        accounted = [set(), set()]
        for number, is_tag, span, index in work:
            review.open_document(documents[number].id)
            held = layouts[number]
            if is_tag:
                review.tag(span, codebook.area("leaders"))
                accounted[number] |= {
                    one for one in held if one.carries_findings and one.passage.overlaps(span)
                }
            else:
                paragraph = held[index % len(held)]
                if not review.opened.is_read(paragraph.passage):
                    review.mark_read(paragraph.passage)
                accounted[number] |= {paragraph} if paragraph.carries_findings else set()
        totals = [sum(one.carries_findings for one in held) for held in layouts]
        expected = Share(sum(map(len, accounted)), sum(totals))
        assert store.read_marks.share(session_id) == expected
        for number, document in enumerate(documents):
            review.open_document(document.id)
            assert review.opened.accounting.accounted == len(accounted[number])
            assert review.opened.accounting.total == totals[number]


def kept(store, text, held):
    sha256 = text_sha256(text)
    details = DocumentDetails(document_id(sha256), sha256, "Letter", len(text), framework="2023")
    document = Document(details, text)
    with store.action():
        store.documents.add(document, Structure(paragraphs=tuple(held)))
    return document


@pytest.fixture
def review(add_document, open_review):
    return open_review(add_document("The first paragraph has enough words.\nThe second one has them too.\n"))


def test_marks_of_one_session_and_document(review, store, add_session):
    first = Passage(0, 37)
    review.mark_read(first)
    marks = store.read_marks.of(review.session.id, review.document.id)
    assert list(marks) == [first]
    assert marks[first]["reviewer_id"] == review.session.reviewer.id
    other = add_session(review.document, name="Other")
    assert store.read_marks.of(other, review.document.id) == {}
    assert store.read_marks.of(review.session.id, "other") == {}


def test_removed_marks_and_tags_do_not_count(review, store, codebook):
    session_id = review.session.id
    assert store.read_marks.share(session_id) == Share(0, 2)
    review.mark_read(Passage(0, 37))
    tag = review.tag(Passage(40, 45), codebook.area("leaders")).after
    assert store.read_marks.share(session_id) == Share(2, 2)
    review.mark_read(Passage(0, 37))
    assert store.read_marks.share(session_id) == Share(1, 2)
    review.untag(tag.id)
    assert store.read_marks.share(session_id) == Share(0, 2)


def test_per_cent():
    assert Share(0, 0).percent == 0
    assert Share(199, 200).percent == 99
    assert Share(200, 200).percent == 100


def test_a_session_without_documents_has_nothing_to_account_for(store, add_session):
    assert store.read_marks.share(add_session()) == Share(0, 0)
