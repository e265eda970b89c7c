"""The store as of an earlier moment, against exports and tables that were kept then."""

import hashlib
import itertools
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given, correct
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.review.placing import Placing
from ofsted_tui.store import Store
from ofsted_tui.store.as_of import AsOf, replayed
from tests.folders import sample_path

AREAS = ("help_protection", "children_in_care", "care_leavers", "leaders")


def ticking():
    ticks = itertools.count()
    return lambda: f"2026-03-02T10:{(tick := next(ticks)) // 60_000 % 60:02}:{tick / 1000 % 60:06.3f}Z"


@pytest.fixture
def ticking_store():
    with Store(None, clock=ticking()) as store:
        yield store


def sha256_of_export(store, codebook, folder: Path, past=None, **scope) -> str:
    path = folder / "export.csv"
    write_csv(store, codebook, path, ExportScope(past=past, **scope))
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Editor:
    """Does random things to two sessions on two documents, as the verbs and the commands do them."""

    def __init__(self, store, codebook, folder, seed):
        self.store, self.codebook, self.random = store, codebook, random.Random(seed)
        self.folder = folder
        files = [sample_path(number) for number in ("001", "000")]
        self.documents = [import_file(store, codebook, path).details.id for path in files]
        with store.action():
            names = (("Evidence", "Ann"), ("Second reader", "Ben"))
            ids = [store.sessions.add(name, reviewer, self.documents) for name, reviewer in names]
        self.reviews = [Review(store, codebook, one) for one in ids]

    def passage(self, length):
        start = self.random.randrange(length - 200)
        return Passage(start, start + self.random.randrange(5, 200))

    def edit(self):
        review = self.random.choice(self.reviews)
        weights = {
            self.tag: 30,
            self.say: 20,
            self.undo: 12,
            self.redo: 8,
            self.untag: 8,
            self.mark: 6,
            self.switch: 5,
            self.describe: 2,
            self.place: 2,
        }
        chosen = self.random.choices(list(weights), list(weights.values()))[0]
        chosen(review)

    def tag(self, review):
        area = self.codebook.area(self.random.choice(AREAS))
        review.tag(
            self.passage(len(review.document.text)), area, note=self.random.choice(["", "=x", "“é”\n"])
        )

    def some(self, review):
        found = list(review.annotations)
        return self.random.choice(found).id if found else None

    def say(self, review):
        if (one := self.some(review)) is None:
            return
        if self.random.random() < 0.5:
            review.set_direction(one, self.random.choice([None, *Direction]))
        else:
            review.set_note(one, f"note {self.random.random()}")

    def untag(self, review):
        if (one := self.some(review)) is not None:
            review.untag(one)

    def undo(self, review):
        review.undo()

    def redo(self, review):
        review.redo()

    def mark(self, review):
        review.mark_read(self.random.choice(review.paragraphs.paragraphs).passage)

    def switch(self, review):
        review.open_document(self.random.choice(self.documents))

    def place(self, review):
        """Place tags of the report in its new version, which is imported the first time."""
        if len(self.documents) == 2:
            text = self.store.documents.get(self.documents[0]).text.replace("Leaders", "Managers")
            path = self.folder / "later.txt"
            path.write_text(text, encoding="utf-8", newline="")
            given = Given(replaces=self.documents[0])
            self.documents.append(import_file(self.store, self.codebook, path, given).details.id)
        review.open_document(self.documents[2])
        placing = Placing(review)
        placing.place()
        kind = self.random.randrange(4)
        waiting = placing.undecided
        if kind == 0:
            placing.accept_certain()
        elif waiting:
            item = self.random.choice(waiting)
            if kind == 1:
                placing.leave(item)
            else:
                with suppress(UserError):  # the same tag may stand there already
                    placing.accept(item, self.passage(len(review.document.text)) if kind == 2 else None)

    def describe(self, review):
        """Do one of the things that are no verbs, and change what an export writes all the same."""
        document, session = self.random.choice(self.documents), review.session.id
        kind = self.random.randrange(4)
        if kind == 0:
            title = self.random.choice(["A", "Z", "Report"])
            correct(self.store, self.codebook, document, Given(title=title))
        elif kind == 1:
            with self.store.action():
                structure = self.store.documents.structures.get(document)
                numbered = [replace(one, number=self.random.randrange(9)) for one in structure.paragraphs]
                self.store.documents.restructure(document, replace(structure, paragraphs=tuple(numbered)))
        else:
            with self.store.action():
                if kind == 2:
                    self.store.sessions.rename(session, f"Session {self.random.random()}")
                else:
                    self.store.sessions.remove(session)
                    self.store.sessions.restore(session)


def test_exports_of_twenty_random_moments_of_a_thousand_edits_are_rebuilt_byte_for_byte(
    ticking_store, codebook, tmp_path
):
    store = ticking_store
    editor = Editor(store, codebook, tmp_path, 1)
    moments = set(random.Random(1).sample(range(1000), 20))
    taken = []
    for number in range(1000):
        editor.edit()
        if number in moments:
            taken.append((store.clock(), sha256_of_export(store, codebook, tmp_path)))
    assert len({sha256 for _, sha256 in taken}) > 15
    for moment, sha256 in taken:
        assert sha256_of_export(store, codebook, tmp_path, AsOf.at(store, moment)) == sha256
    session = editor.reviews[0].session.id
    now = AsOf.at(store, store.clock())
    for scope in ({"session_id": session}, {"document_id": editor.documents[0]}, {"area": "leaders"}):
        expected = sha256_of_export(store, codebook, tmp_path, **scope)
        assert sha256_of_export(store, codebook, tmp_path, now, **scope) == expected


def test_before_the_first_entry_there_is_the_header_alone(ticking_store, codebook, tmp_path):
    editor = Editor(ticking_store, codebook, tmp_path, 3)
    editor.tag(editor.reviews[0])
    path = tmp_path / "early.csv"
    past = AsOf.at(ticking_store, "2026-03-01T00:00:00.000Z")
    assert write_csv(ticking_store, codebook, path, ExportScope(past=past)) == 0
    assert path.read_bytes().count(b"\r\n") == 1


def test_a_session_that_was_deleted_then_is_left_out_and_one_deleted_since_is_there(
    ticking_store, codebook, tmp_path
):
    store = ticking_store
    editor = Editor(store, codebook, tmp_path, 4)
    review = editor.reviews[0]
    editor.tag(review)
    before = store.clock()
    with store.action():
        store.sessions.remove(review.session.id)
    while_deleted = store.clock()
    assert len(list(AsOf.at(store, before).in_context())) == 1
    with store.action():
        store.sessions.restore(review.session.id)
    assert list(AsOf.at(store, while_deleted).in_context()) == []
    assert len(list(AsOf.at(store, store.clock()).in_context())) == 1


def test_a_clock_that_was_put_back_loses_nothing_of_what_came_before(codebook, tmp_path):
    hours = iter(["2026-01-01", "2026-06-01", "2026-02-01"])
    now = {"day": next(hours)}
    with Store(None, clock=lambda: f"{now['day']}T12:00:00.000Z") as store:
        editor = Editor(store, codebook, tmp_path, 5)
        for day in hours:
            now["day"] = day
            editor.tag(editor.reviews[0])
        assert len(list(AsOf.at(store, "2026-03-01T00:00:00.000Z").in_context())) == 2
        assert not AsOf.at(store, "2026-01-15T00:00:00.000Z").is_sure
        assert AsOf.at(store, "2026-07-01T00:00:00.000Z").is_sure


def test_one_entry_with_a_wrong_clock_moves_no_other(codebook, tmp_path):
    days = ["2026-01-01", "2026-01-02", "2020-01-01", "2036-01-01", "2026-01-03", "2026-01-04"]
    now = {"day": days[0]}
    with Store(None, clock=lambda: f"{now['day']}T12:00:00.000Z") as store:
        editor = Editor(store, codebook, tmp_path, 6)
        for day in days:
            now["day"] = day
            editor.tag(editor.reviews[0])
        found = {
            day: len(list(AsOf.at(store, f"{day}T20:00:00.000Z").in_context()))
            for day in ("2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")
        }
        # What the wrong clock wrote counts as written with what came before it.
        assert list(found.values()) == [0, 1, 4, 5, 6]


REPLAYED_TEXT = "Leaders know their services well. Children are safe. Plans are clear.\n"


def rows(store, table):
    return {row["id"]: dict(row) for row in store.connection.read(f"SELECT * FROM {table}")}


def test_replaying_gives_the_tables_after_any_verbs(store, codebook, add_document, open_review):
    review = open_review(add_document(REPLAYED_TEXT))
    chance = random.Random(4)
    counts = []
    for _ in range(200):
        start = chance.randrange(50)
        kind = chance.randrange(6)
        if kind < 2:
            review.tag(Passage(start, start + 9), codebook.area("leaders"))
        elif kind == 2:
            review.mark_read(review.paragraphs.paragraphs[0].passage)
        elif kind == 3 and list(review.annotations):
            review.set_note(chance.choice(list(review.annotations)).id, f"{start}")
        elif kind == 4:
            review.undo()
        else:
            review.redo()
        counts.append(store.sessions.last_entry(review.session.id))
    found = replayed(store.connection)
    assert found.annotations == rows(store, "annotations")
    assert found.read_marks == rows(store, "read_marks")
    assert len(found.annotations) > 20
    early = replayed(store.connection, counts[50])
    assert 0 < len(early.annotations) < len(found.annotations)


def test_nothing_comes_of_an_empty_journal(store):
    assert replayed(store.connection).annotations == {}
