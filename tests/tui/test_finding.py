"""Looking through a document in slices, and going to what was found, without a screen."""

import asyncio
from types import SimpleNamespace

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Cursor, ReadingPosition
from ofsted_tui.tui.screens import find as finding
from ofsted_tui.tui.screens.find import Find, IdleWork, SlicedWork

NEAR = "A zebra stands here. "
FAR = "Nothing stands here. " * 20_000
TEXT = f"{NEAR}{FAR}A zebra, and a zebu. {FAR}"


def steps(number, result):
    yield from range(1, number + 1)
    return result


class Run:
    """Holds what is to be done while idle, until it is let go on."""

    def __init__(self) -> None:
        self.waiting = []

    def __call__(self, work) -> None:
        self.waiting.append(work)

    def go_on(self) -> None:
        async def all_done():
            while self.waiting:
                await self.waiting.pop(0)

        asyncio.run(all_done())


class Pane:
    """A pane with a cursor in a text."""

    def __init__(self, text: str) -> None:
        self.shown = SimpleNamespace(text=text, paragraphs=None)
        self.cursor = Cursor(Passage(0, 1))
        self.pattern = None

    @property
    def place(self) -> ReadingPosition:
        return ReadingPosition(self.cursor, 0)

    def choose(self, passage) -> None:
        self.cursor = Cursor(passage)

    def put_back(self, place) -> None:
        self.cursor = place.cursor

    def set_pattern(self, pattern, _longest) -> None:
        self.pattern = pattern

    @property
    def quote(self) -> str:
        return self.shown.text[self.cursor.passage.start : self.cursor.passage.end]


class Bar:
    async def ask(self, purpose, label) -> None:
        self.asked = purpose


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(finding, "_KEY_SECONDS", 0)
    monkeypatch.setattr(finding, "_SLICE_SECONDS", 0)
    monkeypatch.setattr(finding, "_BREATH_SECONDS", 0)
    run = Run()
    yield run
    for left in run.waiting:
        left.close()


@pytest.fixture
def told():
    return []


def idle(run, told, keys=False):
    return IdleWork(run, told.append, lambda: keys)


@pytest.fixture
def find(run, told):
    pane, said = Pane(TEXT), []
    find = Find(pane, Bar(), said.append, idle(run, told))
    find.pane, find.said = pane, said
    return find


def test_work_is_done_a_slice_at_a_time_and_hands_its_result_on_once():
    done = []
    work = SlicedWork(steps(3, "found"), done.append, lambda count: f"{count} of 3")
    assert [work.advance(0) for _ in range(4)] == [False, False, False, True]
    assert (done, work.progress_text) == ([], "3 of 3")
    work.finish()
    assert done == ["found"]


def test_what_is_near_needs_no_idle_time(run, told):
    done = []
    work = idle(run, told)
    work.begin(SlicedWork(steps(0, "found"), done.append, str))
    assert (done, run.waiting, work.is_under_way) == (["found"], [], False)


def test_what_is_far_goes_on_while_idle_and_tells_how_far_it_is(run, told, monkeypatch):
    monkeypatch.setattr(finding, "_SILENT_SECONDS", -1)
    done = []
    work = idle(run, told)
    work.begin(SlicedWork(steps(3, "found"), done.append, str))
    assert (done, work.is_under_way) == ([], True)
    run.go_on()
    assert (done, told, work.is_under_way) == (["found"], ["2", "3"], False)


def test_what_is_stopped_or_followed_by_other_work_ends_unsaid(run, told):
    done = []
    work = idle(run, told)
    for result in ("first", "second"):
        work.begin(SlicedWork(steps(3, result), done.append, str))
    run.go_on()
    assert done == ["second"]
    work.begin(SlicedWork(steps(3, "third"), done.append, str))
    work.stop()
    run.go_on()
    assert done == ["second"]


@pytest.mark.parametrize(
    ("keys", "is_awaited", "is_done"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_a_key_that_waits_for_the_result_has_it_at_once(run, told, keys, is_awaited, is_done):
    done = []
    idle(run, told, keys).begin(SlicedWork(steps(9, "found"), done.append, str), is_awaited=is_awaited)
    assert bool(done) == is_done


def test_a_near_hit_is_gone_to_while_typing_and_counted_once_entered(find, run):
    find.seek("zebra")
    assert find.pane.quote == "zebra"
    assert find.pane.pattern is not None
    find.seek_on("zebra")
    assert find.said == ["“zebra”: n next hit, N previous, esc done"]
    run.go_on()
    assert find.said[1:] == ["“zebra”: 1 of 2 (n next, N previous, esc done)"]


async def test_next_goes_round_the_end_and_says_so(find, run):
    find.seek("zebra")
    first = find.pane.cursor
    await find.next(1)
    await asyncio.gather(*run.waiting)
    run.waiting.clear()
    assert find.pane.cursor.passage.start == TEXT.rindex("zebra")
    await find.next(1)
    await asyncio.gather(*run.waiting)
    run.waiting.clear()
    assert find.pane.cursor == first
    assert find.said == ["Went on from the other end of the document."]


async def test_a_search_that_is_left_puts_everything_back(find):
    await find.ask()
    begun = find.pane.cursor
    find.seek("zebra")
    find.seek_on("")
    assert (find.pane.cursor, find.pane.pattern) == (begun, None)


def test_the_next_hit_after_the_cursor(find, run):
    find.go_to("zebu")
    assert find.is_looking
    run.go_on()
    assert find.pane.quote == "zebu"
    find.go_to("zebrafish")
    run.go_on()
    assert find.said == ["“zebrafish” is not in this document."]
    assert find.pane.quote == "zebu"
    find.go_to(" ")
    assert not find.is_looking


def test_a_far_hit_says_how_far_the_look_is_and_then_how_far_the_count(find, run, told, monkeypatch):
    monkeypatch.setattr(finding, "_SILENT_SECONDS", -1)
    find.seek("zebu")
    run.go_on()
    find.seek_on("zebu")
    run.go_on()
    looking = [line for line in told if line.startswith("Looking for “zebu” … ")]
    counting = [
        line for line in told if line.startswith("“zebu”: n next hit, N previous, esc done; counting … ")
    ]
    shares = [int(line.split("… ")[1].split(" %")[0]) for line in looking]
    assert looking[0].endswith(" %, esc stops")
    assert shares == sorted(shares[: len(shares) // 2]) * 2
    assert 40 <= shares[-1] <= 50
    assert counting
    assert looking + counting == told
