"""Threads: begun, linked, judged, related, undone; each verb kept by the journal."""

import pytest

from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.thread import Relation, ThreadStatus
from ofsted_tui.review import Review
from ofsted_tui.review.threads import (
    Point,
    begin_thread,
    link,
    relate,
    remove_thread,
    rename_thread,
    set_place_note,
    set_status,
    unlink,
)
from ofsted_tui.store.as_of import replayed
from ofsted_tui.store.integrity import check

TEXT = "What needs to improve?\n\n- The take up of return home interviews.\n\nMost plans are good."
POINT = Passage(24, 65)
OTHER = Passage(67, len(TEXT))


@pytest.fixture
def letter(add_document):
    return add_document(TEXT)


@pytest.fixture
def later(add_document):
    return add_document("Return home interviews are now offered to all.", "Later letter")


@pytest.fixture
def review(open_review, letter, later):
    return open_review(letter, later)


@pytest.fixture
def thread(review, letter):
    return begin_thread(review, Point(letter, POINT, is_improvement=True))


def test_a_thread_begins_with_a_passage_and_is_called_by_its_words(review, letter, thread):
    (place,) = thread.passages
    assert thread.title == "The take up of return home interviews."
    assert (place.document_id, place.passage, place.quote) == (letter.id, POINT, TEXT[24:65])
    assert (place.prefix, place.suffix) == (TEXT[:24], TEXT[65:])
    assert (place.status, thread.reviewer) == (ThreadStatus.RAISED, "Rae")


def test_only_an_improvement_point_is_raised_by_itself(review, letter):
    assert begin_thread(review, Point(letter, OTHER)).passages[0].status is None


def test_a_long_passage_gives_a_short_title(review, add_document):
    long = add_document("word " * 100)
    title = begin_thread(review, Point(long, Passage(0, 499))).title
    assert len(title) <= 80
    assert title.endswith("word…")


def test_a_passage_of_another_document_is_linked_once(review, thread, later):
    for _ in range(2):
        found = link(review, thread.id, later, Passage(0, 22), ThreadStatus.IMPROVING)
    assert [one.quote for one in found.passages] == [TEXT[24:65], "Return home interviews"]
    assert found.passages[1].status is ThreadStatus.IMPROVING


def test_a_document_can_say_nothing_of_the_point(review, thread, later):
    found = link(review, thread.id, later, None)
    found = link(review, thread.id, later, None)
    place = found.passages[1]
    assert (place.passage, place.quote, place.status) == (None, "", ThreadStatus.NOT_MENTIONED)
    assert len(found.passages) == 2


def test_a_document_with_a_passage_in_the_thread_mentions_the_point(review, thread, letter, later):
    with pytest.raises(UserError, match="mentions the point"):
        link(review, thread.id, letter, None)
    assert len(review.store.threads.get(thread.id).passages) == 1


def test_a_passage_takes_the_place_of_not_mentioned(review, thread, later):
    silent = link(review, thread.id, later, None).passages[1]
    relate(review, thread.passages[0].id, Relation.OMITS, silent.id)
    found = link(review, thread.id, later, Passage(0, 22))
    assert [one.passage for one in found.passages] == [POINT, Passage(0, 22)]
    assert found.passages[0].relation is None
    review.undo()
    back = review.store.threads.get(thread.id)
    assert [one.passage for one in back.passages] == [POINT, None]
    assert back.passages[0].related_id == silent.id


def test_what_holds_no_words_is_no_place(review, thread, letter):
    gap = Passage(22, 24)
    with pytest.raises(UserError, match="holds no words"):
        link(review, thread.id, letter, gap)
    with pytest.raises(UserError, match="holds no words"):
        begin_thread(review, Point(letter, gap))


@pytest.mark.parametrize("passage", [Passage(3, 3), Passage(0, 999), Passage(-1, 4)])
def test_what_is_no_passage_is_refused(review, thread, letter, passage):
    with pytest.raises(UserError, match="no passage"):
        link(review, thread.id, letter, passage)
    with pytest.raises(UserError, match="no passage"):
        begin_thread(review, Point(letter, passage))
    assert len(review.store.threads.of()) == 1


def test_a_status_is_set_and_taken_back(review, thread):
    place = thread.passages[0].id
    assert set_status(review, place, ThreadStatus.CLOSED).passages[0].status is ThreadStatus.CLOSED
    assert set_status(review, place, None).passages[0].status is None


def test_not_mentioned_is_for_a_document_as_a_whole(review, thread, later):
    with pytest.raises(UserError, match="mentions the point"):
        set_status(review, thread.passages[0].id, ThreadStatus.NOT_MENTIONED)
    silent = link(review, thread.id, later, None).passages[1]
    with pytest.raises(UserError, match="does not mention"):
        set_status(review, silent.id, ThreadStatus.CLOSED)


def test_a_place_stands_in_a_relation_to_another(review, thread, later):
    first, second = link(review, thread.id, later, Passage(0, 22)).passages
    found = relate(review, second.id, Relation.OVERSTATES, first.id)
    assert (found.passages[1].relation, found.passages[1].related_id) == (Relation.OVERSTATES, first.id)
    assert relate(review, second.id, None).passages[1].relation is None


def test_no_place_is_related_to_itself_or_to_another_thread(review, thread, later):
    place = link(review, thread.id, later, Passage(0, 22)).passages[1]
    foreign = begin_thread(review, Point(later, Passage(0, 6))).passages[0]
    for other in (place.id, foreign.id, "nothing"):
        with pytest.raises(UserError, match="another place of the same thread"):
            relate(review, place.id, Relation.SUPPORTS, other)


def test_unlinking_takes_the_relations_to_it_along(review, thread, later):
    first, second = link(review, thread.id, later, Passage(0, 22)).passages
    relate(review, second.id, Relation.OVERSTATES, first.id)
    (left,) = unlink(review, first.id).passages
    assert (left.id, left.relation, left.related_id) == (second.id, None, "")
    review.undo()
    again = review.store.threads.get(thread.id)
    assert [one.id for one in again.passages] == [first.id, second.id]
    assert again.passages[1].related_id == first.id


def test_with_its_last_place_a_thread_is_gone(review, thread):
    assert unlink(review, thread.passages[0].id) is None
    assert review.store.threads.of() == []
    review.undo()
    assert review.store.threads.of() == [review.store.threads.get(thread.id)]


def test_a_removed_thread_comes_back_whole(review, thread, later):
    before = link(review, thread.id, later, None)
    remove_thread(review, thread.id)
    assert review.store.threads.get(thread.id) is None
    review.undo()
    assert review.store.threads.get(thread.id) == before
    review.redo()
    assert review.store.threads.of(review.session.id) == []


def test_title_and_note_are_edited(review, thread):
    assert rename_thread(review, thread.id, "  Return\nhome  ").title == "Return home"
    assert set_place_note(review, thread.passages[0].id, "see ¶3").passages[0].note == "see ¶3"
    with pytest.raises(UserError, match="needs a title"):
        rename_thread(review, thread.id, " ")
    with pytest.raises(UserError, match="300"):
        rename_thread(review, thread.id, "x" * 301)


def test_what_is_gone_is_said_to_be_gone(review, thread):
    place = thread.passages[0].id
    remove_thread(review, thread.id)
    for verb in (
        lambda: set_status(review, place, None),
        lambda: unlink(review, place),
        lambda: rename_thread(review, thread.id, "x"),
        lambda: remove_thread(review, thread.id),
    ):
        with pytest.raises(NotFoundError, match="no longer there"):
            verb()


def test_the_thread_of_another_session_is_left_alone(review, thread, letter, codebook, store, add_session):
    other = Review(store, codebook, add_session(letter, name="Second"))
    with pytest.raises(UserError, match="another session"):
        link(other, thread.id, letter, OTHER)
    assert store.threads.of(other.session.id) == []


def test_a_verb_that_changes_nothing_leaves_no_entry(review, thread, letter):
    seen = review.store.sessions.last_entry(review.session.id)
    link(review, thread.id, letter, POINT)
    rename_thread(review, thread.id, thread.title)
    set_status(review, thread.passages[0].id, ThreadStatus.RAISED)
    assert review.store.sessions.last_entry(review.session.id) == seen


def test_all_of_it_undone_and_done_again_is_as_before(review, thread, later, letter):
    first, second = link(review, thread.id, later, Passage(0, 22)).passages
    relate(review, second.id, Relation.CONTRADICTS, first.id)
    set_status(review, second.id, ThreadStatus.REPEATED)
    link(review, thread.id, letter, OTHER)
    before = review.store.threads.of()
    for _ in range(5):
        review.undo()
    assert review.store.threads.of() == []
    for _ in range(5):
        review.redo()
    assert [one.passages for one in review.store.threads.of()] == [one.passages for one in before]


def test_the_journal_alone_gives_the_threads_and_check_agrees(review, thread, later, store):
    link(review, thread.id, later, Passage(0, 22))
    found = replayed(store.connection)
    for table in ("threads", "thread_passages"):
        rows = {row["id"]: dict(row) for row in store.connection.read(f"SELECT * FROM {table}")}
        assert getattr(found, table) == rows
    assert check(store).findings == ()


def test_check_names_a_place_whose_quote_is_not_in_the_text(review, thread, store):
    store.connection.raw.execute("UPDATE thread_passages SET quote = 'another'")
    said = [one.what for one in check(store).findings]
    assert any("quote" in one for one in said)
