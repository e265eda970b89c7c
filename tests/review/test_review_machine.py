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

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Decision, Passage, Placement, PlacementState
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.placing import Placing
from ofsted_tui.store import Store
from ofsted_tui.store.as_of import replayed
from ofsted_tui.store.journal import chain_fault

LINES = [f"Paragraph {number} says something of leaders and of children.\n" for number in range(4)]
PARAGRAPHS = [Passage(start, start + 54) for start in range(0, 220, 55)]
SPANS = [Passage(0, 9), Passage(5, 60), Passage(0, 54), Passage(54, 56), Passage(110, 220)]
AREAS = ("leaders", "care_leavers")
VERSIONS = 4


def text_of(version):
    """Return the text of a version: each moves the lines, and says one of them otherwise."""
    lines = LINES[version:] + LINES[:version]
    if version:
        lines[0] = lines[0].replace("something", f"elsewher{version}")
    return "".join(lines)


TEXTS = [text_of(version) for version in range(VERSIONS)]


def placed(former, text, passage):
    """Place a passage by looking for its words alone: the placer is tested elsewhere."""
    words = former[passage.start : passage.end]
    start = text.find(words)
    if start < 0:
        return Placement(PlacementState.GONE, None, 0.0)
    doubt = "" if text.count(words) == 1 else "twice"
    state = PlacementState.SAME if start == passage.start else PlacementState.MOVED
    return Placement(state, Passage(start, start + len(words)), 1.0, doubt)


programs = st.integers(0, 1)
spans = st.sampled_from(SPANS)
areas = st.sampled_from(AREAS)
picks = st.integers(0, 30)
notes = st.sampled_from(["", "a note", "“é”\n\x1b"])


class Model:
    """What ought to be: the tags, marks and decisions, and every earlier state of them."""

    def __init__(self):
        self.tags = {}  # (version, start, end, area) -> (topic, direction, note)
        self.marks = set()  # (version, passage)
        self.left = set()  # (version, tag): the tags that stay with a former version, not coming to this one
        self.undone, self.done = [], []

    @property
    def state(self):
        return dict(self.tags), set(self.marks), set(self.left)

    def keep(self):
        self.done.append(self.state)
        self.undone.clear()

    def travel(self, source, target):
        if not source:
            return False
        target.append(self.state)
        self.tags, self.marks, self.left = source.pop()
        return True

    def move(self, key, version, place):
        self.tags[(version, *place, key[3])] = self.tags.pop(key)
        self.stays_no_longer(key)

    def stays_no_longer(self, key):
        self.left = {one for one in self.left if one[1] != key}

    def waiting(self, former, version):
        """Return the tags of a former version that are neither placed in a version nor left."""
        return sorted(key for key in self.tags if key[0] == former and (version, key) not in self.left)

    def former_of(self, version):
        """Return the version whose tags are to be placed: the nearest whose tags wait, or the one before."""
        others = (former for former in range(version - 1, -1, -1) if self.waiting(former, version))
        return next(others, version - 1)


class ReviewMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "review.db")
        self.codebook = ilacs_codebook()
        ticks = itertools.count()
        self.clock = lambda: f"2026-01-05T09:{(tick := next(ticks)) // 60_000:02}:{tick / 1000 % 60:06.3f}Z"
        self.documents = []
        with Store(self.path, create=True, clock=self.clock) as store:
            self.bring(store)
            with store.action():
                self.session_id = store.sessions.add("Review", "Rae", self.documents)
        self.programs = [self.opened(), self.opened()]
        self.model = Model()

    def bring(self, store):
        """Import the next version, as the successor of the one before."""
        version = len(self.documents)
        letter = Path(self.folder.name, f"letter{version}.txt")
        letter.write_text(TEXTS[version], encoding="utf-8", newline="")
        given = Given(replaces=self.documents[-1]) if self.documents else None
        self.documents.append(import_file(store, self.codebook, letter, given).details.id)

    def opened(self):
        store = Store(self.path, clock=self.clock, busy_seconds=0)
        store.connection.raw.execute("PRAGMA synchronous=off")  # many commits; power cuts are not the point
        return Review(store, self.codebook, self.session_id)

    def teardown(self):
        store = self.programs[0].store
        assert chain_fault(store.connection) is None
        found = replayed(store.connection)
        for table in ("annotations", "read_marks", "placements", "threads", "thread_passages"):
            rows = {row["id"]: dict(row) for row in store.connection.read(f"SELECT * FROM {table}")}
            assert getattr(found, table) == rows
        for review in self.programs:
            review.store.close()
        self.folder.cleanup()

    def of(self, program):
        """Return one of the two reviews, having seen what the other did, as at every key."""
        review = self.programs[program]
        review.refresh()
        return review

    def version(self, review):
        return self.documents.index(review.document.id)

    def target(self, review, pick):
        """Return one of the tags of the open document, the same in the model and in the review; or None."""
        keys = sorted(key for key in self.model.tags if key[0] == self.version(review))
        if not keys:
            return None, None
        key = keys[pick % len(keys)]
        return key, review.annotations.exact(Passage(*key[1:3]), key[3]).id

    @rule(program=programs, span=spans, area=areas, note=notes)
    def tag(self, program, span, area, note):
        review = self.of(program)
        key = (self.version(review), span.start, span.end, area)
        is_new = key not in self.model.tags
        change = review.tag(span, self.codebook.area(area), note=note)
        assert (change.before is None) == is_new
        if is_new:
            self.model.keep()
            self.model.tags[key] = ("", None, note)

    @rule(program=programs, span=spans, area=areas)
    def toggle(self, program, span, area):
        review = self.of(program)
        key = (self.version(review), span.start, span.end, area)
        review.toggle(span, self.codebook.area(area))
        self.model.keep()
        self.model.stays_no_longer(key)
        if self.model.tags.pop(key, None) is None:
            self.model.tags[key] = ("", None, "")

    @rule(program=programs, pick=picks)
    def untag(self, program, pick):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        if key is not None:
            review.untag(annotation_id)
            self.model.keep()
            self.model.stays_no_longer(key)
            del self.model.tags[key]

    @rule(program=programs, pick=picks, note=notes)
    def note(self, program, pick, note):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        if key is not None:
            review.set_note(annotation_id, note)
            self.said(key, (*self.model.tags[key][:2], note))

    @rule(program=programs, pick=picks, direction=st.none() | st.sampled_from(Direction))
    def direction(self, program, pick, direction):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        if key is not None:
            review.set_direction(annotation_id, direction)
            topic, _, note = self.model.tags[key]
            self.said(key, (topic, direction, note))

    @rule(program=programs, pick=picks, number=st.integers(-1, 1))
    def topic(self, program, pick, number):
        review = self.of(program)
        key, annotation_id = self.target(review, pick)
        if key is not None:
            topic = "" if number < 0 else self.codebook.topics_of(key[3])[number].code
            review.set_topic(annotation_id, topic)
            self.said(key, (topic, *self.model.tags[key][1:]))

    def said(self, key, values):
        if self.model.tags[key] != values:
            self.model.keep()
            self.model.tags[key] = values

    @rule(program=programs, passage=st.sampled_from(PARAGRAPHS))
    def mark_read(self, program, passage):
        review = self.of(program)
        review.mark_read(passage)
        self.model.keep()
        self.model.marks ^= {(self.version(review), passage)}

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
        assert self.of(program).opened.accounting.total == len(PARAGRAPHS)

    @precondition(lambda self: len(self.documents) < VERSIONS)
    @rule(program=programs)
    def import_a_new_version(self, program):
        self.bring(self.of(program).store)

    @rule(program=programs, pick=picks)
    def open_a_document(self, program, pick):
        self.of(program).open_document(self.documents[pick % len(self.documents)])

    def placing(self, program):
        """Return the queue of the newest version that is open or can be opened; None where there is none."""
        review = self.of(program)
        version = max(1, self.version(review))
        if version >= len(self.documents):
            return None
        review.open_document(self.documents[version])
        placing = Placing(review)
        former = self.model.former_of(version)
        assert placing.former.id == self.documents[former]
        placing.take({passage: placed(TEXTS[former], TEXTS[version], passage) for passage in placing.wanted})
        assert len(placing.undecided) == len(self.model.waiting(former, version))
        return placing

    @rule(program=programs, pick=picks, span=st.none() | spans)
    def place(self, program, pick, span):
        placing = self.placing(program)
        if placing is None or not placing.undecided:
            return
        item = placing.undecided[pick % len(placing.undecided)]
        version = self.version(placing.review)
        target = span or item.passage
        key = (self.model.former_of(version), *place_of(item.former), item.annotation.area)
        taken = target is not None and (version, *place_of(target), key[3]) in self.model.tags
        if target is None or taken:
            try:
                placing.accept(item, span)
            except UserError:
                return
            raise AssertionError("it was placed where it cannot be")
        placing.accept(item, span)
        self.model.keep()
        self.model.move(key, version, place_of(target))

    @rule(program=programs, pick=picks)
    def leave(self, program, pick):
        placing = self.placing(program)
        if placing is None or not placing.undecided:
            return
        item = placing.undecided[pick % len(placing.undecided)]
        version = self.version(placing.review)
        key = (self.model.former_of(version), *place_of(item.former), item.annotation.area)
        placing.leave(item)
        self.model.keep()
        self.model.left.add((version, key))
        assert Decision.LEFT in {one.decision for one in placing.items}

    @rule(program=programs)
    def place_all_that_is_certain(self, program):
        placing = self.placing(program)
        if placing is None:
            return
        version = self.version(placing.review)
        former = self.model.former_of(version)
        state = self.model.state
        moved = 0
        for key in self.model.waiting(former, version):
            found = placed(TEXTS[former], TEXTS[version], Passage(*key[1:3]))
            if found.is_certain and (version, *place_of(found.passage), key[3]) not in self.model.tags:
                self.model.move(key, version, place_of(found.passage))
                moved += 1
        for of_version, mark in state[1]:
            found = placed(TEXTS[former], TEXTS[version], mark)
            if of_version == former and found.is_certain:
                self.model.marks.add((version, found.passage))
        if self.model.state != state:
            self.model.done.append(state)
            self.model.undone.clear()
        assert placing.accept_certain() == moved

    @invariant()
    def both_programs_show_what_ought_to_be(self):
        for review in self.programs:
            review.refresh()
            version = self.version(review)
            tags = {
                (version, one.start, one.end, one.area): (one.topic, one.direction, one.note)
                for one in review.annotations
            }
            assert tags == {key: value for key, value in self.model.tags.items() if key[0] == version}
            assert {(version, one) for one in review.opened.read_marks} == {
                one for one in self.model.marks if one[0] == version
            }
            for paragraph in PARAGRAPHS:
                for one in review.annotations.touching(paragraph):
                    assert one.quote == TEXTS[version][one.start : one.end]

    @invariant()
    def the_store_holds_every_tag_of_every_version(self):
        store = self.programs[0].store
        for version, document in enumerate(self.documents):
            found = {
                (one.start, one.end, one.area) for one in store.annotations.of(self.session_id, document)
            }
            assert found == {key[1:] for key in self.model.tags if key[0] == version}

    @invariant()
    def the_share_accounted_for_is_what_counting_gives(self):
        review = self.programs[0]
        version = self.version(review)
        tagged = [Passage(*key[1:3]) for key in self.model.tags if key[0] == version]
        marked = {mark for of_version, mark in self.model.marks if of_version == version}
        expected = sum(one in marked or any(one.overlaps(tag) for tag in tagged) for one in PARAGRAPHS)
        assert review.opened.accounting.accounted == expected


def place_of(passage):
    return passage.start, passage.end


def test_any_sequence_of_verbs():
    bounds = settings(max_examples=50, stateful_step_count=30, deadline=None)
    run_state_machine_as_test(ReviewMachine, settings=bounds)
