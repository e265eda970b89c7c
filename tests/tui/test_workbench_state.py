"""Which tag the next verb works on, and when the place is written."""

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition
from ofsted_tui.tui.screens.workbench_state import PlaceKeeper, TargetTag

TEXT = "Leaders know their services well. Children are safe."
WHOLE, FIRST, SECOND = Passage(0, len(TEXT)), Passage(0, 33), Passage(34, len(TEXT))


@pytest.fixture
def review(open_review, add_document, codebook):
    review = open_review(add_document(TEXT))
    review.tag(WHOLE, codebook.area("leaders"))
    review.tag(FIRST, codebook.area("help_protection"))
    return review


@pytest.fixture
def target(review):
    return TargetTag(review)


def test_the_closest_tag_is_meant(target):
    target.look(FIRST)
    assert (target.tag.passage, target.number, len(target.tags)) == (FIRST, 1, 2)
    target.look(WHOLE)
    assert target.tag.passage == FIRST, "a tag that was meant stays so where it still touches the passage"
    target.choose(None)
    assert target.tag.passage == WHOLE


def test_the_next_tag_is_meant_round_the_end(target):
    target.look(FIRST)
    assert target.choose_next()
    assert (target.tag.passage, target.number) == (WHOLE, 2)
    target.look(FIRST)
    assert target.tag.passage == WHOLE
    assert target.choose_next()
    assert target.tag.passage == FIRST


def test_a_tag_out_of_reach_is_meant_no_longer(target):
    target.look(FIRST)
    target.look(SECOND)
    assert (target.tag.passage, target.choose_next()) == (WHOLE, False)
    assert target.text().startswith("L leaders")


def test_nothing_is_meant_where_nothing_is_tagged(target, review):
    for one in list(review.annotations):
        review.untag(one.id)
    target.look(FIRST)
    assert (target.tag, target.number, target.text()) == (None, 0, "")


class Time:
    """A clock, and the one timer that runs by it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.due: tuple[float, object] | None = None

    def later(self, seconds, call):
        assert self.due is None, "one timer at a time"
        self.due = self.now + seconds, call
        return self

    def stop(self) -> None:
        self.due = None

    def pass_to(self, moment: float) -> None:
        while self.due is not None and self.due[0] <= moment:
            self.now, call = self.due
            self.due = None
            call()
        self.now = moment


class Kept:
    """A review that notes what it is to keep."""

    def __init__(self) -> None:
        self.remembered: list[tuple[ReadingPosition, str]] = []
        self.saved: list[float] = []

    def remember(self, place, pane):
        self.remembered.append((place, pane))


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def due(time):
    return []


@pytest.fixture
def keeper(time, due):
    here = ReadingPosition(Cursor(FIRST), 0), "document"
    return PlaceKeeper(Kept(), lambda: here, lambda: due.append(time.now), time.later, lambda: time.now)


def test_the_place_is_due_a_moment_after_the_last_move(keeper, time, due):
    keeper.touch()
    time.pass_to(0.9)
    keeper.touch()
    time.pass_to(1.1)
    assert due == []
    time.pass_to(5)
    assert due == [1.25]


def test_it_is_due_within_ten_seconds_however_long_moves_go_on(keeper, time, due):
    for tenth in range(150):
        time.pass_to(tenth / 10)
        keeper.touch()
    assert due == [10.0]


def test_it_is_not_due_once_stopped(keeper, time, due):
    keeper.touch()
    keeper.stop()
    time.pass_to(60)
    assert due == []
    keeper.touch()
    time.pass_to(120)
    assert due == [61.0]


def test_to_save_takes_the_place_of_waiting(keeper, time, due):
    review = keeper._review
    review.save_place = lambda: review.saved.append(time.now)
    keeper.touch()
    time.pass_to(0.5)
    keeper.save()
    time.pass_to(60)
    assert (review.saved, due) == ([0.5], [])
    assert review.remembered == [(ReadingPosition(Cursor(FIRST), 0), "document")]
