"""Sessions: their names, documents and places; read marks and what is accounted for; settings."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition, Unit
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.sessions import Share


@pytest.fixture
def sessions(store):
    return store.sessions


@pytest.fixture
def documents(add_document):
    return [add_document(f"Text number {number}.", f"Letter {number}") for number in range(3)]


def names(store):
    return [one.name for one in store.sessions.all()]


def test_a_new_session(add_session, documents, sessions):
    session = sessions.get(add_session(documents[2], documents[0], name="First", reviewer="Ann"))
    assert session.name == "First"
    assert session.reviewer.name == "Ann"
    assert session.document_ids == (documents[2].id, documents[0].id)
    assert session.current_document_id is None
    assert session.pane == "document"
    assert session.created_at == session.opened_at
    assert str(uuid.UUID(session.id)) == session.id


def test_documents_stay_in_the_order_in_which_they_came(add_session, documents, sessions, store):
    session_id = add_session(documents[1])
    with store.action():
        for document in (documents[0], documents[1], documents[2], documents[0]):
            sessions.add_document(session_id, document.id)
    expected = (documents[1].id, documents[0].id, documents[2].id)
    assert sessions.get(session_id).document_ids == expected


def test_the_one_opened_last_comes_first(add_session, documents, sessions, store):
    ids = {name: add_session(documents[0], name=name) for name in ("One", "Two", "Three")}
    assert names(store) == ["Three", "Two", "One"]
    with store.action():
        sessions.set_opened(ids["One"])
    assert names(store) == ["One", "Three", "Two"]


def test_one_reviewer_of_a_name(add_session, documents, sessions):
    one, two = add_session(documents[0], name="One"), add_session(documents[0], name="Two")
    other = add_session(documents[0], name="Three", reviewer="Ann")
    assert sessions.get(one).reviewer == sessions.get(two).reviewer
    assert sessions.get(other).reviewer.id != sessions.get(one).reviewer.id


def test_a_name_is_given_once(add_session, documents, sessions, store):
    add_session(documents[0], name="One")
    with pytest.raises(StoreError, match="'One' already"):
        add_session(documents[0], name="One")
    two = add_session(documents[0], name="Two")
    with pytest.raises(StoreError, match="already"), store.action():
        sessions.rename(two, "One")
    assert sorted(names(store)) == ["One", "Two"]
    with store.action():
        sessions.rename(two, "Two")


def test_renaming_remembers_the_former_names(add_session, documents, sessions, store):
    session_id = add_session(documents[0], name="One")
    for name in ("Two “2”", "Three"):
        with store.action():
            sessions.rename(session_id, name)
    assert sessions.get(session_id).name == "Three"
    assert sessions.former_names(session_id) == ["One", "Two “2”"]


def test_deleting_leaves_a_tombstone_and_frees_the_name(add_session, documents, sessions, store):
    first = add_session(documents[0], name="One")
    with store.action():
        sessions.remove(first)
    assert sessions.get(first) is None
    assert names(store) == []
    second = add_session(documents[0], name="One")
    with pytest.raises(StoreError, match="already"), store.action():
        sessions.restore(first)
    with store.action():
        sessions.rename(second, "Two")
    with store.action():
        sessions.restore(first)
    assert sorted(names(store)) == ["One", "Two"]
    assert sessions.get(first).document_ids == (documents[0].id,)


def test_each_of_it_is_in_the_journal(add_session, documents, sessions, store):
    session_id = add_session(documents[0])
    for work in (sessions.remove, sessions.restore):
        with store.action():
            work(session_id)
    rows = store.connection.read("SELECT verb FROM journal WHERE session_id = ? ORDER BY seq", session_id)
    assert [row["verb"] for row in rows] == ["create session", "delete session", "restore session"]


def test_a_session_that_cannot_be_made_leaves_nothing(store, sessions):
    with pytest.raises(StoreError), store.action():
        sessions.add("Review", "New reviewer", ["no such document"])
    assert names(store) == []
    assert store.connection.read("SELECT * FROM reviewers") == []


PLACES = [
    ReadingPosition(Cursor(Passage(3, 9)), 0),
    ReadingPosition(Cursor(Passage(3, 9), Passage(0, 2), Unit.WORD), 1),
    ReadingPosition(Cursor(Passage(3, 9), Passage(9, 12), Unit.PARAGRAPH, held=True), 12),
    ReadingPosition(Cursor(Passage(0, 0)), 0),
]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_comes_back_as_it_was(add_session, documents, sessions, store, place):
    session_id = add_session(*documents)
    with store.action():
        sessions.set_place(session_id, documents[0].id, PLACES[1], "document")
        sessions.set_place(session_id, documents[0].id, place, "document")
        sessions.set_current(session_id, documents[1].id, "annotations")
    assert sessions.place(session_id, documents[0].id) == place
    assert sessions.place(session_id, documents[1].id) is None
    session = sessions.get(session_id)
    assert (session.current_document_id, session.pane) == (documents[1].id, "annotations")


def test_all_of_it_is_there_after_closing(tmp_path, clock):
    path = tmp_path / "review.db"
    with Store(path, create=True, clock=clock) as store, store.action():
        session_id = store.sessions.add("Naïve “review”", "Zoë", [])
        before = store.sessions.get(session_id)
    with Store(path) as store:
        assert store.sessions.get(session_id) == before
        assert store.sessions.get("unknown") is None


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


def test_what_was_never_set(store):
    assert store.settings.get("theme") is None


def test_the_last_value_counts_also_after_closing(tmp_path):
    path = tmp_path / "review.db"
    with Store(path, create=True) as store:
        store.settings.set("theme", "dark")
        store.settings.set("theme", "light “é”")
        store.settings.set("other", "")
    with Store(path) as store:
        assert store.settings.get("theme") == "light “é”"
        assert store.settings.get("other") == ""


def test_it_is_an_action_of_its_own(store):
    with pytest.raises(StoreError), store.action():
        store.settings.set("theme", "dark")
    assert store.settings.get("theme") is None
