"""What became of one annotation, as the journal has it and in words."""

from datetime import UTC, timedelta, timezone

import pytest

from ofsted_tui.model.annotation import Direction, Quantifier
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.review import Review
from ofsted_tui.review.history_text import moment_text, step_lines, who_text
from ofsted_tui.review.placing import Placing
from ofsted_tui.store.journal import HistoryStep

TEXT = "Leaders know their service well.\n\nChildren wait too long.\n"
FIRST, SECOND = Passage(0, 32), Passage(34, 57)


@pytest.fixture
def review(add_document, open_review) -> Review:
    return open_review(add_document(TEXT, title="Letter"))


@pytest.fixture
def tagged(review):
    return review.tag(FIRST, review.codebook.area("leaders")).after.id


def told(review, annotation_id):
    """Return the lines of each step."""

    def title(document_id):
        return review.store.documents.details(document_id).title

    return [step_lines(one, review.codebook, title) for one in review.store.history.of(annotation_id)]


def test_a_new_tag_has_one_step_with_who_when_and_what(review, tagged):
    (step,) = review.store.history.of(tagged)
    assert (step.kind, step.verb, step.reviewer, step.session) == ("do", "tag", "Rae", "Review")
    assert step.before is None
    assert step.after["quote"] == TEXT[:32]
    assert step.at == step.after["created_at"]
    assert told(review, tagged) == [["tagged with L leaders"]]


def test_each_verb_is_a_step_oldest_first(review, tagged):
    review.set_direction(tagged, Direction.IMPROVEMENT)
    review.set_quantifier(tagged, Quantifier.MOST)
    review.set_note(tagged, "first")
    review.set_note(tagged, "second")
    review.set_direction(tagged, None)
    review.untag(tagged)
    most = Quantifier.MOST.label
    assert told(review, tagged)[1:] == [
        ["direction: none → needs improvement"],
        [f"how many: none → {most}"],
        ["note: none → first"],
        ["note: first → second"],
        ["direction: needs improvement → none"],
        ["removed"],
    ]


def test_topics_go_by_their_titles(review, tagged):
    topic = review.codebook.topics_of("leaders")[0]
    review.set_topic(tagged, topic.code)
    assert told(review, tagged)[-1] == [f"topic: none → {topic.title}"]


def test_undo_and_redo_are_steps_of_their_own(review, tagged):
    review.set_note(tagged, "kept")
    review.undo()
    review.undo()
    review.redo()
    assert told(review, tagged)[2:] == [
        ["undone: note", "  note: kept → none"],
        ["undone: tag", "  removed"],
        ["done again: tag", "  there again, tagged with L leaders"],
    ]


def test_a_tag_made_with_all_it_says_tells_it_all(review):
    area = review.codebook.area("leaders")
    made = review.tag(FIRST, area, direction=Direction.STRENGTH, note="see p. 3").after
    assert told(review, made.id) == [
        ["tagged with L leaders", "direction: none → strength", "note: none → see p. 3"]
    ]


def test_long_notes_are_told_as_before_and_after(review, tagged):
    review.set_note(tagged, "one\ntwo")
    review.set_note(tagged, "x" * 100)
    assert told(review, tagged)[1:] == [
        ["note changed", "  before: none", "  after:  one", "          two"],
        ["note changed", "  before: one", "          two", f"  after:  {'x' * 100}"],
    ]


def test_hostile_notes_are_shown_by_stand_ins(review, tagged):
    review.set_note(tagged, "\x1b]52;c;eA==\x07\u202e[/nope]")
    review.set_note(tagged, "a\n\x1b[2J\n\x9b")
    lines = [line for step in told(review, tagged) for line in step]
    assert all(line.isprintable() for line in lines)
    assert "note: none → ␛]52;c;eA==␇�[/nope]" in lines


def test_other_annotations_are_left_out(review, tagged):
    other = review.tag(SECOND, review.codebook.area("leaders")).after.id
    review.set_note(other, tagged)  # its id alone in another's note is no step
    assert len(review.store.history.of(tagged)) == 1
    assert review.store.history.of("nobody") == []


def placed_in_new_version(review, store, add_document, text):
    former = review.document.id
    later = add_document(text, title="Letter, reissued")
    with store.action():
        store.documents.replace(later.id, former)
        store.documents.structures.put(later.id, Structure(paragraphs=tuple(paragraphs(text))))
    review.open_document(later.id)
    placing = Placing(review)
    placing.place()
    return placing


def test_placing_all_is_a_step_of_each_and_so_is_taking_it_back(review, store, add_document, tagged):
    review.tag(SECOND, review.codebook.area("leaders"))
    placing = placed_in_new_version(review, store, add_document, "New heading.\n\n" + TEXT)
    assert placing.accept_certain() == 2
    placed = told(review, tagged)[-1]
    assert placed == ["placed in another version: “Letter, reissued”", "characters: 0-32 → 14-46"]
    review.undo()
    assert told(review, tagged)[-1] == [
        "undone: placing in the new version",
        "  placed in another version: “Letter”",
        "  characters: 14-46 → 0-32",
    ]


def test_a_redrawn_place_tells_both_quotes(review, store, add_document, tagged):
    placing = placed_in_new_version(review, store, add_document, "Leaders know it.\n\nChildren wait.\n")
    placing.accept(placing.items[0], Passage(0, 16))
    lines = told(review, tagged)[-1]
    assert "quote: Leaders know their service well. → Leaders know it." in lines


def test_to_leave_a_tag_with_the_former_version_is_a_step(review, store, add_document, tagged):
    placing = placed_in_new_version(review, store, add_document, "Nothing of that is here.\n")
    placing.leave(placing.items[0])
    review.undo()
    assert told(review, tagged)[1:] == [
        ["left with the former version: “Letter”"],
        ["undone: leaving with the former version"],
    ]


def test_what_makes_no_sense_is_a_store_error(review, store, tagged):
    store.connection.raw.execute("DROP TRIGGER journal_is_never_changed")
    store.connection.raw.execute("UPDATE journal SET changes = '[{}]' WHERE target_id = ?", [tagged])
    with pytest.raises(StoreError):
        store.history.of(tagged)


def test_ids_are_found_by_their_beginning_removed_ones_too(review, store, tagged):
    review.untag(tagged)
    assert store.annotations.ids_beginning(tagged[:8], or_removed=True) == [tagged]
    assert store.annotations.ids_beginning("zz", or_removed=True) == []


def test_the_search_uses_indexes(review, store, tagged, monkeypatch):
    asked = []
    read = store.connection.read
    monkeypatch.setattr(
        store.connection, "read", lambda sql, **named: asked.append((sql, named)) or read(sql, **named)
    )
    store.history.of(tagged)
    ((sql, named),) = asked
    plan = [row["detail"] for row in store.connection.raw.execute(f"EXPLAIN QUERY PLAN {sql}", named)]
    assert [line for line in plan if line.startswith("SCAN") and "INDEX journal_of_many" not in line] == []


def test_moments_are_told_in_local_time_with_the_date_in_utc():
    at = "2026-01-05T23:30:00.000Z"
    assert moment_text(at, UTC) == "2026-01-05 23:30:00 (2026-01-05 UTC)"
    assert moment_text(at, timezone(timedelta(hours=1))) == "2026-01-06 00:30:00 (2026-01-05 UTC)"
    assert moment_text("\x1bnever") == "␛never"


def test_the_session_is_named_where_it_is_another():
    first, same, other = (HistoryStep("", "Rae", name, "do", "note") for name in ("One", "One", "Two"))
    assert who_text(first, None) == "Rae"
    assert who_text(same, first) == "Rae"
    assert who_text(other, same) == "Rae · in Two"
