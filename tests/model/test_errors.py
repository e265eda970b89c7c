"""How far long work has come, as the work tells it."""

import pytest

from ofsted_tui.model.errors import StoppedError, silent, told


def test_every_item_goes_by_and_so_many_are_told():
    heard = []
    assert list(told(range(1000), lambda *step: heard.append(step), "counting", 1000)) == list(range(1000))
    assert heard[0] == ("counting", 0, 1000)
    assert [done for _, done, _ in heard] == sorted({done for _, done, _ in heard})
    assert len(heard) < 20


def test_nothing_is_told_of_nothing():
    heard = []
    assert list(told([], lambda *step: heard.append(step), "counting")) == []
    assert heard == []


def test_what_is_raised_ends_the_work():
    def stop(_what, done, _of):
        if done:
            raise StoppedError("stopped")

    seen = []
    with pytest.raises(StoppedError):
        seen.extend(told(iter(range(10_000)), stop, "counting"))
    assert len(seen) < 10_000


def test_silence():
    assert silent("anything", 1, 2) is None
