"""Sessions: their names, their documents, their places."""

import uuid

import pytest

from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition, Unit
from ofsted_tui.store import Store


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
        sessions.set_place(session_id, documents[0].id, PLACES[1])
        sessions.set_place(session_id, documents[0].id, place)
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
