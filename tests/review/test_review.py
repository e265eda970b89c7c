"""The verbs, with no terminal."""

import uuid
from dataclasses import replace

import pytest

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import CodebookError, NotFoundError, StoreBusyError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition, Unit
from ofsted_tui.review import Review
from ofsted_tui.store import Store

TEXT = (
    "Care leavers are supported well by their personal advisers.\n"
    "Leaders know what to improve, and they improve it quickly.\n"
    "HEADING\n"
    "Too many children wait too long — “far too long” — for a place to live.\n"
)
FIRST, SECOND, LAST = Passage(0, 59), Passage(60, 118), Passage(127, 198)


@pytest.fixture
def review(add_document, open_review):
    return open_review(add_document(TEXT))


@pytest.fixture
def leaders(codebook):
    return codebook.area("leaders")


@pytest.fixture
def care_leavers(codebook):
    return codebook.area("care_leavers")


@pytest.fixture
def second_review(tmp_path, codebook, clock):
    """Make another program at work on the same file: two reviews of one session, two connections."""
    from ofsted_tui.importing.batch import import_file

    path = tmp_path / "review.db"
    letter = tmp_path / "letter.txt"
    letter.write_text(TEXT)
    with Store(path, create=True, clock=clock, busy_seconds=0) as one:
        details = import_file(one, codebook, letter).details
        with one.action():
            session_id = one.sessions.add("Review", "Rae", [details.id])
        with Store(path, clock=clock, busy_seconds=0) as other:
            yield Review(one, codebook, session_id), Review(other, codebook, session_id)


def rows(review):
    """Return the annotations as they are stored, every column."""
    found = review.store.connection.read("SELECT * FROM annotations ORDER BY id")
    return [tuple(row) for row in found]


def held(review):
    return [(one.start, one.end, one.area) for one in review.annotations]


def assert_up_to_date(review):
    """Check that what the review holds is what the store holds."""
    fresh = Review(review.store, review.codebook, review.session.id)
    fresh.open_document(review.document.id)
    assert list(review.annotations) == list(fresh.annotations)
    assert review.opened.read_marks == fresh.opened.read_marks
    assert review.opened.accounting.accounted == fresh.opened.accounting.accounted


# tag


def test_a_tag_keeps_the_quote_and_its_surroundings(review, leaders):
    _ = review.opened.accounting
    change = review.tag(LAST, leaders, topic="", direction=Direction.IMPROVEMENT, note="a note")
    one = change.after
    assert (change.verb, change.passage, change.before) == ("tag", LAST, None)
    assert (one.start, one.end) == (127, 198)
    assert one.quote == TEXT[127:198]
    assert one.prefix == TEXT[127 - 32 : 127]
    assert one.suffix == TEXT[198:230] == "\n"
    assert (one.area, one.direction, one.note, one.topic) == ("leaders", Direction.IMPROVEMENT, "a note", "")
    assert one.reviewer == "Rae"
    assert one.created_at == one.updated_at
    assert str(uuid.UUID(one.id)) == one.id
    assert review.store.annotations.get(one.id) == one
    assert_up_to_date(review)


def test_a_tag_at_the_beginning_and_over_everything(review, leaders):
    one = review.tag(Passage(0, len(TEXT)), leaders).after
    assert (one.prefix, one.quote, one.suffix) == ("", TEXT, "")
    short = review.tag(Passage(5, 6), leaders).after
    assert (short.prefix, short.quote) == (TEXT[:5], TEXT[5])


def test_spans_nest_overlap_and_touch(review, leaders, care_leavers):
    spans = [Passage(0, 59), Passage(5, 12), Passage(10, 30), Passage(30, 40), Passage(12, 13), Passage(0, 5)]
    for span in spans:
        review.tag(span, leaders)
    review.tag(Passage(5, 12), care_leavers)
    assert held(review) == sorted([(*_pair(one), "leaders") for one in spans] + [(5, 12, "care_leavers")])
    assert_up_to_date(review)


def _pair(passage):
    return passage.start, passage.end


def test_to_tag_twice_is_to_tag_once(review, leaders):
    first = review.tag(FIRST, leaders, note="kept").after
    before = rows(review)
    again = review.tag(FIRST, leaders, note="other")
    assert again.before == again.after == first
    assert rows(review) == before


def test_a_passage_removed_can_be_tagged_again(review, leaders):
    first = review.tag(FIRST, leaders).after
    review.untag(first.id)
    second = review.tag(FIRST, leaders).after
    assert second.id != first.id
    assert held(review) == [(0, 59, "leaders")]


@pytest.mark.parametrize("span", [(5, 5), (6, 5), (-1, 5), (0, len(TEXT) + 1), (10_000, 10_001)])
def test_what_is_no_passage_is_refused(review, leaders, span):
    with pytest.raises(UserError, match="no passage"):
        review.tag(Passage(*span), leaders)
    assert rows(review) == []


def test_a_digit_that_was_no_judgement_then_says_why_and_tags_nothing(add_document, open_review, codebook):
    review = open_review(add_document(TEXT, framework="2018"))
    with pytest.raises(CodebookError, match="before 2023"):
        codebook.area_for_digit(review.edition, 3)
    with pytest.raises(CodebookError, match="before 2023"):
        review.tag(FIRST, codebook.area("care_leavers"))
    with pytest.raises(CodebookError, match="2018"):
        review.tag(FIRST, codebook.area("children_in_care"))
    assert rows(review) == []
    assert review.undo() is None
    both = codebook.area_for_digit(review.edition, 2)
    assert review.tag(FIRST, both).after.area == "children_in_care_and_care_leavers"


def test_where_the_edition_is_a_guess_any_area_will_do(add_document, open_review, codebook):
    review = open_review(add_document(TEXT, framework="2026", framework_assumed=True))
    assert review.tag(FIRST, codebook.area("overall_effectiveness")).after is not None


def test_a_topic_must_be_one_of_the_area(review, codebook, leaders, care_leavers):
    topic = codebook.topics_of("care_leavers")[0].code
    with pytest.raises(UserError, match="not a topic of leaders"):
        review.tag(FIRST, leaders, topic=topic)
    with pytest.raises(CodebookError, match="no topic"):
        review.tag(FIRST, leaders, topic="nonsense")
    assert rows(review) == []
    assert review.tag(FIRST, care_leavers, topic=topic).after.topic == topic


def test_toggle(review, leaders, care_leavers):
    assert review.toggle(FIRST, leaders).verb == "tag"
    assert review.toggle(FIRST, care_leavers).verb == "tag"
    change = review.toggle(FIRST, leaders)
    assert (change.verb, change.after) == ("untag", None)
    assert held(review) == [(0, 59, "care_leavers")]
    assert_up_to_date(review)


# untag, topic, direction, note


def test_untag_leaves_a_tombstone(review, leaders):
    one = review.tag(FIRST, leaders).after
    change = review.untag(one.id)
    assert (change.before, change.after, change.passage) == (one, None, FIRST)
    assert held(review) == []
    state = review.store.annotations.state(one.id)
    assert one.updated_at < state["removed_at"] <= state["updated_at"]
    assert state["quote"] == one.quote


def test_what_an_annotation_says_can_be_set_and_taken_away(review, codebook, leaders):
    one = review.tag(FIRST, leaders).after
    topic = codebook.topics_of("leaders")[0].code
    assert review.set_topic(one.id, topic).after.topic == topic
    assert review.set_direction(one.id, Direction.STRENGTH).after.direction is Direction.STRENGTH
    change = review.set_note(one.id, "a\nnote “é” \x1b")
    assert change.after.note == "a\nnote “é” \x1b"
    assert (change.after.topic, change.after.direction) == (topic, Direction.STRENGTH)
    assert change.after.updated_at > change.before.updated_at > one.updated_at
    assert change.after.created_at == one.created_at
    assert review.annotations.get(one.id) == review.store.annotations.get(one.id) == change.after
    assert review.set_topic(one.id, "").after.topic == ""
    assert review.set_direction(one.id, None).after.direction is None
    assert review.set_note(one.id, "").after.note == ""


def test_the_same_value_again_changes_nothing(review, leaders):
    one = review.tag(FIRST, leaders, note="n").after
    before = rows(review)
    change = review.set_note(one.id, "n")
    assert change.before == change.after == one
    assert rows(review) == before
    review.undo()
    assert held(review) == []


def test_a_topic_of_another_area_is_refused(review, codebook, leaders):
    one = review.tag(FIRST, leaders).after
    with pytest.raises(UserError, match="not a topic"):
        review.set_topic(one.id, codebook.topics_of("care_leavers")[0].code)
    assert review.annotations.get(one.id).topic == ""


def test_a_topic_is_checked_for_an_annotation_of_another_document_too(
    add_document, open_review, codebook, leaders
):
    documents = add_document(TEXT, "One"), add_document(TEXT + "More.", "Two")
    review = open_review(*documents)
    one = review.tag(FIRST, leaders).after
    review.open_document(documents[1].id)
    with pytest.raises(UserError, match="not a topic"):
        review.set_topic(one.id, codebook.topics_of("care_leavers")[0].code)
    assert review.store.annotations.get(one.id).topic == ""


EDITS = {
    "untag": lambda review, one: review.untag(one),
    "topic": lambda review, one: review.set_topic(one, ""),
    "direction": lambda review, one: review.set_direction(one, Direction.CLAIM),
    "note": lambda review, one: review.set_note(one, "note"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_removed_cannot_be_edited(review, leaders, edit):
    one = review.tag(FIRST, leaders).after
    review.untag(one.id)
    before = rows(review)
    with pytest.raises(NotFoundError, match="no longer there"):
        edit(review, one.id)
    with pytest.raises(NotFoundError):
        edit(review, str(uuid.uuid4()))
    assert rows(review) == before


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_the_annotations_of_another_session_are_its_own(add_document, open_review, leaders, edit):
    document = add_document(TEXT)
    mine, other = open_review(document, name="Mine"), open_review(document, name="Other")
    one = mine.tag(FIRST, leaders).after
    before = rows(mine)
    with pytest.raises(NotFoundError):
        edit(other, one.id)
    assert rows(mine) == before
    assert other.undo() is None


# read marks, and moving on


def test_marking_read_and_open_again(review):
    assert review.mark_read(FIRST).verb == "mark read"
    assert review.opened.is_read(FIRST)
    assert_up_to_date(review)
    assert review.mark_read(FIRST).verb == "mark unread"
    assert not review.opened.is_read(FIRST)
    assert review.mark_read(FIRST).verb == "mark read"
    for expected in (False, True, False):
        assert review.undo().passage == FIRST
        assert review.opened.is_read(FIRST) is expected
    assert_up_to_date(review)


def test_moving_on_skips_what_is_accounted_for(review, leaders):
    assert review.opened.next_open(0) == SECOND
    review.tag(Passage(70, 75), leaders)
    assert review.opened.next_open(0) == LAST
    assert review.opened.next_open(130, -1) == FIRST
    review.mark_read(LAST)
    assert review.opened.next_open(0) is None
    review.mark_read(FIRST)
    assert review.opened.next_open(130, -1) is None
    assert review.opened.accounting.percent == 100
    review.undo()
    assert review.opened.next_open(130, -1) == FIRST
    assert_up_to_date(review)


def test_what_the_wording_suggests_is_said_of_each_passage_and_of_the_kind_of_document(review, leaders):
    unclear, fault = review.tag(FIRST, leaders).after, review.tag(LAST, leaders).after
    for _ in range(2):
        assert review.opened.suggested_direction(unclear) is None
        assert review.opened.suggested_direction(fault).direction is Direction.IMPROVEMENT
    kind = DocumentKind.ANNUAL_CONVERSATION
    with review.store.action():
        review.store.documents.describe(replace(review.document.details, kind=kind))
    assert review.refresh()
    suggested = [review.opened.suggested_direction(one) for one in (unclear, fault)]
    assert [one.direction for one in suggested] == [Direction.CLAIM] * 2


def test_the_tags_at_a_passage_closest_first(review, leaders, care_leavers):
    whole = review.tag(FIRST, leaders).after
    word = review.tag(Passage(5, 12), leaders).after
    same = review.tag(Passage(5, 12), care_leavers).after
    review.tag(SECOND, leaders)
    assert review.opened.tags_at(Passage(5, 12)) == [same, word, whole]
    assert review.opened.tags_at(Passage(0, 50)) == [whole, same, word]
    assert review.opened.tags_at(Passage(118, 127)) == []


def test_how_close_a_tag_is_goes_by_both_its_ends(review, leaders):
    near, short, long, early = (Passage(8, 19), Passage(10, 15), Passage(10, 26), Passage(3, 20))
    for passage in (early, long, near, short):
        review.tag(passage, leaders)
    found = [one.passage for one in review.opened.tags_at(Passage(10, 20))]
    assert found == [near, short, long, early]


# undo and redo


def work(review, codebook):
    """Do one of each verb."""
    leaders, topic = codebook.area("leaders"), codebook.topics_of("leaders")[0].code
    one = review.tag(FIRST, leaders, note="n").after
    other = review.tag(Passage(40, 80), codebook.area("care_leavers")).after
    review.set_topic(one.id, topic)
    review.set_direction(other.id, Direction.STRENGTH)
    review.set_note(one.id, "another")
    review.untag(other.id)
    review.mark_read(LAST)
    return 7


def test_undo_four_redo_four_gives_the_same_rows(review, codebook):
    work(review, codebook)
    before = rows(review)
    states = [before]
    for _ in range(4):
        assert review.undo() is not None
        states.append(rows(review))
    for expected in reversed(states[:-1]):
        assert review.redo() is not None
        assert rows(review) == expected
    assert rows(review) == before
    assert_up_to_date(review)


def test_undo_goes_back_to_the_first_verb_and_redo_to_the_last(review, codebook):
    verbs = work(review, codebook)
    before = rows(review)
    for _ in range(2):
        assert sum(review.undo() is not None for _ in range(verbs)) == verbs
        assert review.undo() is None
        assert (held(review), review.opened.read_marks) == ([], {})
        assert sum(review.redo() is not None for _ in range(verbs)) == verbs
        assert review.redo() is None
    assert rows(review) == before
    assert_up_to_date(review)


def test_undo_says_what_it_did(review, leaders):
    one = review.tag(FIRST, leaders).after
    noted = review.set_note(one.id, "n").after
    change = review.undo()
    assert (change.verb, change.before, change.after) == ("note", noted, one)
    change = review.undo()
    assert (change.verb, change.before, change.after, change.passage) == ("tag", one, None, FIRST)
    assert review.redo().after == one


def test_a_new_verb_forgets_what_could_be_redone(review, leaders, care_leavers):
    review.tag(FIRST, leaders)
    review.tag(SECOND, leaders)
    review.undo()
    review.tag(LAST, care_leavers)
    assert review.redo() is None
    assert review.undo().passage == LAST
    assert review.undo().passage == FIRST
    assert review.undo() is None


def test_undo_of_a_redo_of_an_undo(review, leaders):
    review.tag(FIRST, leaders)
    for _ in range(3):
        assert review.undo().after is None
        assert review.redo().after is not None
    assert held(review) == [(0, 59, "leaders")]
    assert review.undo() is not None
    assert review.undo() is None


def test_undo_has_no_limit(review, leaders):
    for start in range(150):
        review.tag(Passage(start, start + 20), leaders)
    assert sum(review.undo() is not None for _ in range(200)) == 150
    assert sum(review.redo() is not None for _ in range(200)) == 150
    assert len(review.annotations) == 150


def test_undo_and_redo_reach_back_over_closing_and_opening(tmp_path, codebook, clock):
    path, letter = tmp_path / "review.db", tmp_path / "letter.txt"
    letter.write_text(TEXT)
    from ofsted_tui.importing.batch import import_file

    with Store(path, create=True, clock=clock) as store:
        details = import_file(store, codebook, letter).details
        with store.action():
            session_id = store.sessions.add("Review", "Rae", [details.id])
        verbs = work(Review(store, codebook, session_id), codebook)
    states, done = [], 0
    for step in [*["undo"] * (verbs + 1), *["redo"] * (verbs + 1)]:
        with Store(path, clock=clock) as store:
            review = Review(store, codebook, session_id)
            states.append((rows(review), dict(review.opened.read_marks)))
            done += getattr(review, step)() is not None
    with Store(path, clock=clock) as store:
        review = Review(store, codebook, session_id)
        assert (rows(review), review.opened.read_marks) == states[0]
    assert done == 2 * verbs
    assert [row for row in states[verbs][0] if row[-1] is None] == []


def test_undo_in_another_document_says_which(add_document, open_review, leaders):
    documents = add_document(TEXT, "One"), add_document(TEXT + "More.", "Two")
    review = open_review(*documents)
    review.tag(FIRST, leaders)
    review.open_document(documents[1].id)
    review.tag(SECOND, leaders)
    review.open_document(documents[1].id)
    assert review.undo().document_id == documents[1].id
    change = review.undo()
    assert change.document_id == documents[0].id
    assert held(review) == []
    review.open_document(documents[0].id)
    assert held(review) == []
    review.redo()
    assert held(review) == [(0, 59, "leaders")]


# two programs on one file


def test_each_sees_the_others_tags_after_refresh(second_review, codebook):
    one, other = second_review
    leaders = codebook.area("leaders")
    one.refresh()
    assert one.opened.accounting.accounted == other.opened.accounting.accounted == 0
    mine = one.tag(FIRST, leaders).after
    assert not one.refresh()
    assert other.refresh()
    assert not other.refresh()
    theirs = other.tag(SECOND, leaders).after
    other.mark_read(LAST)
    assert one.refresh()
    assert list(one.annotations) == list(other.annotations) == [mine, theirs]
    assert one.opened.is_read(LAST)
    assert one.opened.accounting.percent == 100
    assert one.undo().verb == "mark read"
    assert other.refresh()
    assert not other.opened.is_read(LAST)
    assert other.opened.accounting.accounted == 2


def test_the_same_tag_by_both_is_one(second_review, codebook):
    one, other = second_review
    leaders = codebook.area("leaders")
    mine = one.tag(FIRST, leaders).after
    again = other.tag(FIRST, leaders)
    assert again.before == again.after == mine
    assert other.annotations.get(mine.id) == mine
    assert other.opened.accounting.accounted == 1
    assert len(rows(one)) == 1


def test_the_same_mark_by_both_is_one(second_review):
    one, other = second_review
    one.mark_read(FIRST)
    change = other.mark_read(FIRST)  # as the other has not seen it, it meant to mark
    assert other.opened.is_read(FIRST) == (change.verb == "mark read")
    verbs = one.store.connection.read("SELECT verb FROM journal WHERE kind = 'do'")
    assert [row["verb"] for row in verbs] == ["mark read"]
    one.refresh()
    assert one.opened.is_read(FIRST) == other.opened.is_read(FIRST)
    while one.undo():
        pass
    assert one.opened.read_marks == {}


def test_a_mark_made_anew_by_one_is_not_unmade_by_what_the_other_last_saw(second_review):
    one, other = second_review
    one.mark_read(FIRST)
    other.refresh()
    one.mark_read(FIRST)
    one.mark_read(FIRST)
    other.mark_read(FIRST)
    for review in (one, other):
        review.refresh()
        live = review.store.connection.read("SELECT id FROM read_marks WHERE removed_at IS NULL")
        assert review.opened.is_read(FIRST) == bool(live)
    undone = 0
    while one.undo():
        undone += 1
    assert undone == 4
    while other.redo():
        undone -= 1
    assert undone == 0


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_removed_elsewhere_is_no_longer_there(second_review, codebook, edit):
    one, other = second_review
    tag = one.tag(FIRST, codebook.area("leaders")).after
    other.refresh()
    one.untag(tag.id)
    with pytest.raises(NotFoundError, match="no longer there"):
        edit(other, tag.id)
    other.refresh()
    assert held(other) == []


def test_an_edit_keeps_what_the_other_has_edited(second_review, codebook):
    one, other = second_review
    tag = one.tag(FIRST, codebook.area("leaders")).after
    other.refresh()
    one.set_note(tag.id, "a note")
    change = other.set_direction(tag.id, Direction.CLAIM)
    assert (change.after.note, change.after.direction) == ("a note", Direction.CLAIM)
    assert other.undo().after.note == "a note"


def test_a_verb_while_the_other_writes_is_refused_and_leaves_all_as_it_was(second_review, codebook):
    one, other = second_review
    leaders = codebook.area("leaders")
    tag = one.tag(FIRST, leaders).after
    other.refresh()
    place = ReadingPosition(Cursor(SECOND), 60)
    other.remember(place)
    before = rows(one)
    with one.store.action():
        for verb in (
            lambda: other.tag(SECOND, leaders),
            lambda: other.untag(tag.id),
            lambda: other.mark_read(LAST),
            other.undo,
            other.redo,
        ):
            with pytest.raises(StoreBusyError):
                verb()
            assert list(other.annotations) == [tag]
            assert other.opened.read_marks == {}
    assert rows(one) == before
    other.tag(SECOND, leaders)
    assert other.place == place
    one.refresh()
    assert len(one.annotations) == 2


def test_two_sessions_on_one_document_do_not_mix(add_document, open_review, leaders):
    document = add_document(TEXT)
    one, other = open_review(document, name="One"), open_review(document, name="Other")
    one.tag(FIRST, leaders)
    one.mark_read(SECOND)
    other.tag(FIRST, leaders)
    assert held(other) == [(0, 59, "leaders")]
    assert not other.opened.is_read(SECOND)
    assert len(rows(one)) == 2


# places and documents

PLACE = ReadingPosition(Cursor(Passage(60, 67), Passage(0, 4), Unit.WORD), 60)


def test_a_place_is_kept_with_the_next_verb_or_when_told(review, leaders, codebook):
    assert review.place is None
    review.remember(PLACE, "annotations")
    assert review.place is None
    review.tag(FIRST, leaders)
    assert review.place == PLACE
    again = Review(review.store, codebook, review.session.id)
    assert again.place == PLACE
    assert again.session.pane == "annotations"
    other = ReadingPosition(Cursor(LAST), 127)
    again.remember(other)
    again.save_place()
    assert Review(review.store, codebook, review.session.id).place == other


def test_a_place_that_could_not_be_kept_is_kept_with_the_next_verb(review, leaders):
    review.remember(PLACE)
    with pytest.raises(NotFoundError):
        review.set_note("unknown", "note")
    assert review.place is None
    review.tag(FIRST, leaders)
    assert review.place == PLACE


def test_each_document_keeps_its_own_place(add_document, open_review, codebook):
    documents = add_document(TEXT, "One"), add_document(TEXT + "More.", "Two")
    review = open_review(*documents)
    assert review.document == documents[0]
    review.remember(PLACE, "annotations")
    review.open_document(documents[1].id)
    assert review.place is None
    review.remember(ReadingPosition(Cursor(LAST), 3), "annotations")
    review.open_document(documents[0].id)
    assert review.place == PLACE
    again = Review(review.store, codebook, review.session.id)
    assert again.document == documents[1]
    assert again.place == ReadingPosition(Cursor(LAST), 3)
    assert again.session.pane == "annotations"


def test_a_document_opened_is_in_the_session_from_then_on(add_document, open_review, codebook):
    first, second = add_document(TEXT, "One"), add_document(TEXT + "More.", "Two")
    review = open_review(first)
    review.remember(PLACE, "annotations")
    review.open_document(second.id)
    assert review.session.document_ids == (first.id, second.id)
    assert review.store.sessions.get(review.session.id).document_ids == (first.id, second.id)
    assert review.store.sessions.get(review.session.id).pane == "annotations"
    assert review.session.pane == "annotations"
    assert review.store.sessions.place(review.session.id, first.id) == PLACE


def test_a_document_that_is_not_there_leaves_the_open_one(review):
    with pytest.raises(NotFoundError):
        review.open_document("unknown")
    assert review.document.text == TEXT


def test_what_cannot_be_opened(store, codebook, add_session, add_document):
    with pytest.raises(NotFoundError):
        Review(store, codebook, "unknown")
    with pytest.raises(NotFoundError, match="holds no document"):
        Review(store, codebook, add_session(name="Empty"))
    gone = add_session(add_document(TEXT), name="Gone")
    with store.action():
        store.sessions.remove(gone)
    with pytest.raises(NotFoundError):
        Review(store, codebook, gone)


def test_opening_makes_it_the_session_opened_last(add_document, open_review, codebook, store):
    document = add_document(TEXT)
    one, other = open_review(document, name="One"), open_review(document, name="Other")
    assert [session.name for session in store.sessions.all()] == ["Other", "One"]
    Review(store, codebook, one.session.id).note_opened()
    assert [session.name for session in store.sessions.all()] == ["One", "Other"]
    assert other.session.name == "Other"


def test_a_session_deleted_by_another_program_takes_no_tags(second_review, leaders):
    here, other = second_review
    with other.store.action():
        other.store.sessions.remove(other.session.id)
    with pytest.raises(NotFoundError, match="was deleted meanwhile"):
        here.tag(FIRST, leaders)
    assert (len(here.annotations), rows(here)) == (0, [])
