"""A new version of a document: the queue, the decisions, undo, what is kept of the former version."""

import pytest

from ofsted_tui.importing.versions import replace
from ofsted_tui.model.annotation import Direction, Quantifier
from ofsted_tui.model.errors import CodebookError, NotFoundError, UserError
from ofsted_tui.model.passage import Decision, Passage, Placement, PlacementState
from ofsted_tui.review import Review
from ofsted_tui.review.coverage import before_sign_off, coverage
from ofsted_tui.review.placing import Placing
from ofsted_tui.store.as_of import replayed
from tests.document_versions import at

FORMER = "Leaders know their services well.\nChildren are safe.\nPlans are clear.\nAudits are weak.\n"
LATER = "A new page.\nLeaders know their services well.\nPlans are very clear.\nChildren are safe.\n"
SAME, MOVED, REWORDED, GONE = PlacementState
QUOTES = ("Leaders know their services well.", "Children are safe.", "Plans are clear.", "Audits are weak.")


PLACEMENTS = {
    at(FORMER, QUOTES[0]): Placement(SAME, at(LATER, QUOTES[0]), 1.0),
    at(FORMER, QUOTES[1]): Placement(MOVED, at(LATER, QUOTES[1]), 1.0),
    at(FORMER, QUOTES[2]): Placement(REWORDED, at(LATER, "Plans are very clear."), 1.0),
    at(FORMER, QUOTES[3]): Placement(GONE, None, 0.2),
}


@pytest.fixture
def documents(store, add_document):
    former, later = add_document(FORMER, "Visit"), add_document(LATER, "Visit anew")
    replace(store, later.id, former.id)
    return former, later


@pytest.fixture
def review(store, codebook, add_session, documents):
    """A session with one tag on each line of the former version, and one mark; open at the new version."""
    review = Review(store, codebook, add_session(documents[0]))
    for words in QUOTES:
        review.tag(at(FORMER, words), codebook.area("leaders"), note=words, direction=Direction.STRENGTH)
    review.open_document(documents[1].id)
    return review


@pytest.fixture
def placing(review):
    placing = Placing(review)
    placing.take({passage: PLACEMENTS[passage] for passage in placing.wanted})
    return placing


def live(store, document):
    return [
        (row["start"], row["end"], row["quote"], row["note"])
        for row in store.connection.read(
            "SELECT * FROM annotations WHERE document_id = ? AND removed_at IS NULL ORDER BY start",
            document.id,
        )
    ]


def test_nothing_moves_before_the_reviewer_says_so(store, placing, documents):
    assert [item.placement.state for item in placing.items] == [SAME, MOVED, REWORDED, GONE]
    assert len(placing.undecided) == 4
    assert len(live(store, documents[0])) == 4
    assert live(store, documents[1]) == []
    assert placing.count(SAME) == 1


def test_an_accepted_annotation_stands_in_the_new_version_with_all_it_says(store, placing, documents, review):
    item = placing.items[2]
    change = placing.accept(item)
    quote = "Plans are very clear."
    passage = at(LATER, quote)
    assert live(store, documents[1]) == [(*passage_of(passage), quote, "Plans are clear.")]
    (placed,) = review.annotations
    assert (placed.id, placed.direction, placed.area) == (item.annotation.id, Direction.STRENGTH, "leaders")
    assert placed.prefix == LATER[max(0, passage.start - 32) : passage.start]
    assert (change.verb, change.document_id, change.passage) == ("place", documents[1].id, passage)
    assert placing.items[2].decision is Decision.ACCEPTED
    assert len(live(store, documents[0])) == 3


def passage_of(passage):
    return passage.start, passage.end


def test_a_redrawn_one_stands_where_the_reviewer_put_it(store, placing, documents):
    chosen = at(LATER, "very clear")
    placing.accept(placing.items[2], chosen)
    assert live(store, documents[1])[0][:3] == (*passage_of(chosen), "very clear")
    assert placing.items[2].decision is Decision.REDRAWN
    assert placing.items[2].passage == chosen


def test_what_is_gone_needs_a_passage_or_is_left(store, placing, documents):
    with pytest.raises(UserError, match="choose a passage"):
        placing.accept(placing.items[3])
    placing.leave(placing.items[3])
    assert placing.items[3].decision is Decision.LEFT
    assert [one[2] for one in live(store, documents[0])] == list(QUOTES)
    assert len(placing.undecided) == 3


def test_what_was_left_can_be_placed_all_the_same(placing):
    placing.leave(placing.items[3])
    placing.accept(placing.items[3], at(LATER, "A new page."))
    assert placing.items[3].decision is Decision.REDRAWN


def test_all_that_is_certain_goes_at_once_and_comes_back_at_once(store, placing, documents, review):
    assert placing.accept_certain() == 2
    assert [one[2] for one in live(store, documents[1])] == [QUOTES[0], QUOTES[1]]
    assert len(placing.undecided) == 2
    change = review.undo()
    placing.refresh()
    assert change.is_many
    assert live(store, documents[1]) == []
    assert len(placing.undecided) == 4
    assert list(review.annotations) == []
    review.redo()
    assert len(live(store, documents[1])) == 2
    assert len(list(review.annotations)) == 2


def test_marks_of_paragraphs_that_are_there_word_for_word_come_along(
    store, codebook, placing, documents, review
):
    review.open_document(documents[0].id)
    review.untag(placing.items[0].annotation.id)
    review.mark_read(at(FORMER, QUOTES[0]))
    review.open_document(documents[1].id)
    placing = Placing(review)
    placing.take({passage: PLACEMENTS[passage] for passage in placing.wanted})
    assert placing.accept_certain() == 1
    assert review.opened.is_read(at(LATER, QUOTES[0]))
    review.undo()
    assert not review.opened.is_read(at(LATER, QUOTES[0]))


def test_undo_puts_each_decision_back(store, placing, documents, review):
    before = live(store, documents[0])
    placing.accept(placing.items[0])
    placing.leave(placing.items[3])
    assert review.undo().verb == "leave"
    assert review.undo().document_id == documents[0].id
    placing.refresh()
    assert live(store, documents[0]) == before
    assert len(placing.undecided) == 4
    assert store.placements.of(review.session.id, documents[1].id) == {}
    review.redo()
    placing.refresh()
    assert placing.items[0].decision is Decision.ACCEPTED


def test_the_same_tag_twice_on_one_passage_is_refused(store, codebook, placing, review, documents):
    review.tag(at(LATER, QUOTES[0]), codebook.area("leaders"))
    before = store.sessions.last_entry(review.session.id)
    with pytest.raises(UserError, match="has this tag on that passage already"):
        placing.accept(placing.items[0])
    assert store.sessions.last_entry(review.session.id) == before
    assert placing.accept_certain() == 1
    assert placing.items[0].decision is None


def test_an_area_that_the_new_version_knows_no_judgement_of_is_refused(
    store, codebook, add_document, add_session
):
    former, later = add_document(FORMER, "Visit"), add_document(LATER, "Visit", framework="2018")
    replace(store, later.id, former.id)
    review = Review(store, codebook, add_session(former))
    review.tag(at(FORMER, QUOTES[0]), codebook.area("care_leavers"))
    review.open_document(later.id)
    placing = Placing(review)
    placing.take({passage: PLACEMENTS[passage] for passage in placing.wanted})
    with pytest.raises(CodebookError):
        placing.accept(placing.items[0])
    assert placing.accept_certain() == 0
    assert len(placing.undecided) == 1


def test_a_passage_outside_the_new_text_is_refused(placing):
    with pytest.raises(UserError, match="no passage"):
        placing.accept(placing.items[0], Passage(0, len(LATER) + 1))


def test_what_another_window_removed_meanwhile_is_not_placed(store, codebook, placing, review, documents):
    other = Review(store, codebook, review.session.id)
    other.open_document(documents[0].id)
    other.untag(placing.items[0].annotation.id)
    with pytest.raises(NotFoundError, match="Another window"):
        placing.accept(placing.items[0])
    placing.refresh()
    assert len(placing.items) == 3


def test_the_journal_replays_to_the_same_placements(store, placing, review):
    placing.accept_certain()
    placing.leave(placing.items[3])
    placing.accept(placing.items[2], at(LATER, "very clear"))
    review.undo()
    found = replayed(store.connection)
    for table, rows in (("annotations", found.annotations), ("placements", found.placements)):
        kept = {row["id"]: dict(row) for row in store.connection.read(f"SELECT * FROM {table}")}
        assert rows == kept


def test_a_document_that_replaces_none_has_no_queue(review, documents):
    review.open_document(documents[0].id)
    with pytest.raises(NotFoundError, match="not known to replace"):
        Placing(review)


def test_two_that_belong_on_one_passage_are_not_both_placed_at_once(
    store, codebook, add_document, add_session
):
    former = add_document("Good.\nChildren are safe.\nChildren are safe.\n", "Visit")
    later = add_document("Children are safe.\n", "Visit")
    replace(store, later.id, former.id)
    review = Review(store, codebook, add_session(former))
    for start in (6, 25):
        review.tag(Passage(start, start + 18), codebook.area("leaders"))
    review.open_document(later.id)
    placing = Placing(review)
    placing.take({passage: Placement(MOVED, Passage(0, 18), 1.0) for passage in placing.wanted})
    assert placing.accept_certain() == 1
    assert len(placing.undecided) == 1


def test_a_former_version_no_longer_counts_as_work_but_its_waiting_tags_do(store, placing, review, documents):
    former, later = documents
    session = review.session.id
    assert store.placements.waiting(session) == 4
    assert store.placements.waiting(session, later.id) == 4
    assert store.placements.waiting(session, former.id) == 0
    assert [one.details.id for one in coverage(store, session)] == [later.id]
    placing.accept_certain()
    placing.leave(placing.items[3])
    assert store.placements.waiting(session) == 1
    assert before_sign_off(store, review.codebook, session).waiting == 1


def test_the_share_of_a_session_leaves_former_versions_out(store, codebook, add_document, add_session):
    line = "Paragraph {} says something of the leaders and of the children whom they look after.\n"
    former = add_document("".join(map(line.format, "abc")), "Visit")
    later = add_document("".join(map(line.format, "bcde")), "Visit")
    session = add_session(former, later)
    review = Review(store, codebook, session)
    review.tag(Passage(0, 9), codebook.area("leaders"))
    before = store.read_marks.share(session)
    assert (before.accounted, before.total) == (1, 7)
    replace(store, later.id, former.id)
    after = store.read_marks.share(session)
    assert (after.accounted, after.total) == (0, 4)


def another_window(review, placing):
    window = Review(review.store, review.codebook, review.session.id)
    window.open_document(review.document.id)
    other = Placing(window)
    other.take({passage: PLACEMENTS[passage] for passage in other.wanted})
    return other


def test_a_queue_that_is_behind_overrides_no_decision_of_another_window(store, placing, review, documents):
    other = another_window(review, placing)
    chosen = at(LATER, "A new page.")
    other.accept(other.items[0], chosen)
    other.leave(other.items[1])
    with pytest.raises(NotFoundError, match="Another window"):
        placing.accept(placing.items[0])
    with pytest.raises(NotFoundError, match="Another window"):
        placing.accept(placing.items[1])
    assert placing.accept_certain() == 0
    assert live(store, documents[1])[0][:2] == passage_of(chosen)
    assert [item.decision for item in placing.items[:2]] == [Decision.REDRAWN, Decision.LEFT]


def test_tags_of_the_version_before_the_last_are_not_forgotten(store, codebook, add_document, add_session):
    first, second, third = (add_document(f"{FORMER}{number}", "Visit") for number in "123")
    replace(store, second.id, first.id)
    replace(store, third.id, second.id)
    review = Review(store, codebook, add_session(first, third))
    review.tag(at(FORMER, QUOTES[0]), codebook.area("leaders"))
    review.open_document(third.id)
    assert store.placements.waiting(review.session.id, third.id) == 1
    placing = Placing(review)
    placing.take({passage: Placement(SAME, passage, 1.0) for passage in placing.wanted})
    assert placing.former.id == first.id
    placing.accept(placing.items[0])
    assert store.placements.waiting(review.session.id) == 0
    assert placing.items[0].decision is Decision.ACCEPTED


def test_what_tags_were_placed_in_replaces_no_other_document(store, placing, add_document, documents, review):
    other = add_document("Another text altogether.\n", "Visit")
    placing.accept(placing.items[0])
    with pytest.raises(UserError, match="placed in"):
        replace(store, documents[1].id, other.id)
    review.undo()
    replace(store, documents[1].id, other.id)


def test_how_many_it_speaks_of_is_read_anew_unless_the_reviewer_has_said_it(
    store, codebook, add_document, add_session
):
    former = add_document("Most children are seen alone by workers.\n", "Visit")
    later = add_document("Some children are seen alone by workers.\n", "Visit")
    replace(store, later.id, former.id)
    review = Review(store, codebook, add_session(former))
    read = review.tag(Passage(0, 13), codebook.area("leaders")).after
    said = review.tag(Passage(0, 13), codebook.area("care_leavers")).after
    review.set_quantifier(said.id, Quantifier.ALL)
    review.open_document(later.id)
    placing = Placing(review)
    placing.take({passage: Placement(REWORDED, Passage(0, 13), 0.5) for passage in placing.wanted})
    for item in placing.items:
        placing.accept(item)
    found = {one.id: one.quantifier for one in review.annotations}
    assert found == {read.id: "some", said.id: "all"}
