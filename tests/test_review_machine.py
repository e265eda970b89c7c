"""Any sequence of verbs, by two programs on one file, closed and opened at will, against a plain model."""

import itertools
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ofsted_tui.importing import import_file
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store

TEXT = "".join(f"Paragraph {number} says something of leaders and of children.\n" for number in range(4))
PARAGRAPHS = [Passage(start, start + 54) for start in range(0, len(TEXT), 55)]
SPANS = [Passage(0, 9), Passage(5, 60), Passage(0, 54), Passage(54, 56), Passage(110, 220)]
AREAS = ("leaders", "care_leavers")

programs = st.integers(0, 1)
spans = st.sampled_from(SPANS)
areas = st.sampled_from(AREAS)
picks = st.integers(0, 30)
notes = st.sampled_from(["", "a note", "“é”\n\x1b"])


class Model:
    """What ought to be: the tags and marks, and every earlier state of them."""

    def __init__(self):
        self.tags = {}  # (start, end, area) -> (topic, direction, note)
        self.marks = set()
        self.undone, self.done = [], []

    @property
    def state(self):
        return dict(self.tags), set(self.marks)

    def keep(self):
        self.done.append(self.state)
        self.undone.clear()

    def travel(self, source, target):
        if not source:
            return False
        target.append(self.state)
        self.tags, self.marks = source.pop()
        return True


class ReviewMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "review.db")
        self.codebook = ilacs_codebook()
        ticks = itertools.count()
        self.clock = lambda: f"2026-01-05T09:00:{next(ticks):012.3f}Z"
        letter = Path(self.folder.name, "letter.txt")
        letter.write_text(TEXT, encoding="utf-8", newline="")
        with Store(self.path, create=True, clock=self.clock) as store:
            details = import_file(store, self.codebook, letter).details
            with store.action():
                self.session_id = store.sessions.add("Review", "Rae", [details.id])
        self.programs = [self.opened(), self.opened()]
        self.model = Model()

    def opened(self):
        store = Store(self.path, clock=self.clock, busy_seconds=0)
        store.connection.raw.execute("PRAGMA synchronous=off")  # many commits; power cuts are not the point
        return Review(store, self.codebook, self.session_id)

    def teardown(self):
        for review in self.programs:
            review.store.close()
        self.folder.cleanup()

    def of(self, program):
        """Return one of the two reviews, having seen what the other did, as at every key."""
        review = self.programs[program]
        review.refresh()
        return review

    def target(self, review, pick):
        """Return one of the tags, the same in the model and in the review."""
        key = sorted(self.model.tags)[pick % len(self.model.tags)]
        return key, review.annotations.exact(Passage(*key[:2]), key[2]).id

    @rule(program=programs, span=spans, area=areas, note=notes)
    def tag(self, program, span, area, note):
        key = (span.start, span.end, area)
        is_new = key not in self.model.tags
        change = self.of(program).tag(span, self.codebook.area(area), note=note)
        assert (change.before is None) == is_new
        if is_new:
            self.model.keep()
            self.model.tags[key] = ("", None, note)

    @rule(program=programs, span=spans, area=areas)
    def toggle(self, program, span, area):
        key = (span.start, span.end, area)
        self.of(program).toggle(span, self.codebook.area(area))
        self.model.keep()
        if self.model.tags.pop(key, None) is None:
            self.model.tags[key] = ("", None, "")

    @precondition(lambda self: self.model.tags)
    @rule(program=programs, pick=picks)
    def untag(self, program, pick):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        review.untag(annotation_id)
        self.model.keep()
        del self.model.tags[key]

    @precondition(lambda self: self.model.tags)
    @rule(program=programs, pick=picks, note=notes)
    def note(self, program, pick, note):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        review.set_note(annotation_id, note)
        self.said(key, (*self.model.tags[key][:2], note))

    @precondition(lambda self: self.model.tags)
    @rule(program=programs, pick=picks, direction=st.none() | st.sampled_from(Direction))
    def direction(self, program, pick, direction):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        review.set_direction(annotation_id, direction)
        topic, _, note = self.model.tags[key]
        self.said(key, (topic, direction, note))

    @precondition(lambda self: self.model.tags)
    @rule(program=programs, pick=picks, number=st.integers(-1, 1))
    def topic(self, program, pick, number):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        topic = "" if number < 0 else self.codebook.topics_of(key[2])[number].code
        review.set_topic(annotation_id, topic)
        self.said(key, (topic, *self.model.tags[key][1:]))

    def said(self, key, values):
        if self.model.tags[key] != values:
            self.model.keep()
            self.model.tags[key] = values

    @rule(program=programs, passage=st.sampled_from(PARAGRAPHS))
    def mark_read(self, program, passage):
        self.of(program).mark_read(passage)
        self.model.keep()
        self.model.marks ^= {passage}

    @rule(program=programs, times=st.integers(1, 4))
    def undo(self, program, times):
        review = self.of(program)
        for _ in range(times):
            moved = self.model.travel(self.model.done, self.model.undone)
            assert (review.undo() is not None) == moved

    @rule(program=programs, times=st.integers(1, 4))
    def redo(self, program, times):
        review = self.of(program)
        for _ in range(times):
            moved = self.model.travel(self.model.undone, self.model.done)
            assert (review.redo() is not None) == moved

    @rule(program=programs)
    def reopen(self, program):
        self.programs[program].store.close()
        self.programs[program] = self.opened()

    @rule(program=programs)
    def ask_for_the_accounting(self, program):
        assert self.of(program).accounting.total == len(PARAGRAPHS)

    @invariant()
    def both_programs_show_what_ought_to_be(self):
        for review in self.programs:
            review.refresh()
            tags = {
                (one.start, one.end, one.area): (one.topic, one.direction, one.note)
                for one in review.annotations
            }
            assert tags == self.model.tags
            assert set(review._read) == self.model.marks
            for paragraph in PARAGRAPHS:
                for one in review.annotations.touching(paragraph):
                    assert one.quote == TEXT[one.start : one.end]

    @invariant()
    def the_share_accounted_for_is_what_counting_gives(self):
        tagged = [Passage(start, end) for start, end, _ in self.model.tags]
        expected = sum(
            one in self.model.marks or any(one.overlaps(tag) for tag in tagged) for one in PARAGRAPHS
        )
        review = self.programs[0]
        assert review.accounting.accounted == expected
        assert review.store.read_marks.share(self.session_id).accounted == expected


def test_any_sequence_of_verbs():
    bounds = settings(max_examples=100, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(ReviewMachine, settings=bounds)
