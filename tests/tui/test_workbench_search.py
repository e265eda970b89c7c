"""Find in large texts: a key looks near, the rest is done while idle and ends with whatever else is done."""

import asyncio

import pytest

from ofsted_tui.reading.find import SlicedFind
from ofsted_tui.review import Review
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens import find
from tests.workbench_driver import driven

LINES = "Children in care are safe. Their plans are clear to them.\n\n"
FAR = "A zebra’s plan.\n\n"


class Gate:
    """Holds back what a look does while nothing else is to be done."""

    def __init__(self) -> None:
        self.is_open = True

    async def breathe(self) -> None:
        await asyncio.sleep(0.001)
        while not self.is_open:
            await asyncio.sleep(0.001)


@pytest.fixture
def gate(monkeypatch):
    """Let a key and every slice after it take one step only, behind a gate."""
    gate = Gate()
    monkeypatch.setattr(find, "_KEY_SECONDS", 0)
    monkeypatch.setattr(find, "_SLICE_SECONDS", 0)
    monkeypatch.setattr(find, "_breathe", gate.breathe)
    return gate


@pytest.fixture
def large(store, codebook, add_document, add_session, gate):
    """The app with a text of two million characters, with a zebra in the middle and two at the end."""
    half = LINES * (1_000_000 // len(LINES))
    text = half + FAR + half + FAR + "No zebra here.\n"
    session = add_session(
        add_document(text), add_document("Another letter.\n\nIt is short.\n", title="Short")
    )
    return WorkbenchApp(store, codebook, Review(store, codebook, session))


async def test_a_far_hit_is_gone_to_and_counted_while_idle(large):
    async with driven(large) as d:
        await d.press("/", *"zebra", "enter")
        await d.until(lambda: "of" in d.status)
        assert d.status == "“zebra”: 1 of 3 (n next, N previous, esc done)"
        assert d.quote == "zebra"
        assert d.passage.start == d.review.document.text.index("zebra")
        assert "zebra" in d.screen_text()


async def test_what_is_typed_is_looked_for_to_the_end_as_well(large):
    async with driven(large) as d:
        await d.press("/", *"zebra")
        await d.until(lambda: d.quote == "zebra")
        await d.press(*" here")
        await d.until(lambda: d.quote == "zebra here")
        await d.press("x")
        await d.until(lambda: d.status == "“zebra herex” is not in this document.")
        await d.press("escape")
        assert d.passage.start == 0


async def begun(d, gate) -> None:
    """Begin a look for what is far, and hold it back."""
    gate.is_open = False
    await d.press("/", *"zebra", "enter")
    assert d.passage.start == 0


async def ended(d, gate) -> None:
    """Let what is left of a look go on, and make sure that it has had the time to do harm."""
    gate.is_open = True
    for _ in range(60):
        await asyncio.sleep(0.001)
    await d.settle()
    assert not d.bench.find.is_looking


async def test_a_move_ends_the_look(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        await d.press("j")
        here, said = d.passage, d.status
        await ended(d, gate)
        assert d.passage == here
        assert d.status == said
        assert "zebra" not in d.quote


async def test_escape_ends_the_look_and_unmarks(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        await d.press("escape")
        here = d.passage
        await ended(d, gate)
        assert d.passage == here
        assert d.pane.pattern is None


async def test_a_tag_ends_the_look_and_stays_where_it_was_made(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        quote = d.quote
        await d.press("1")
        await ended(d, gate)
        assert [kept for _, kept in d.tags()] == [quote]
        assert d.quote == quote


async def test_a_tag_typed_ahead_is_made_on_the_hit(large):
    async with driven(large) as d:
        await d.press("/", *"zebra", "enter", "1")
        await d.until(lambda: d.tags())
        assert [kept for _, kept in d.tags()] == ["zebra"]


async def test_another_document_ends_the_look(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        other = next(one for one in d.review.store.documents.all() if one.title == "Short")
        d.bench.open_document(other.id)
        await ended(d, gate)
        assert d.passage.start == 0
        await d.press("n")
        assert d.status == "There is no hit in this document."


async def test_a_window_ends_the_look(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        await d.press("o")
        await ended(d, gate)
        await d.press("escape")
        assert d.passage.start == 0


async def test_what_is_said_meanwhile_stays(large, gate):
    async with driven(large) as d:
        await begun(d, gate)
        d.bench.say("The database is busy.", is_alarm=True)
        await ended(d, gate)
        assert d.status == "The database is busy."
        assert d.is_alarm


async def test_a_count_gives_way_to_a_move(large, gate):
    async with driven(large) as d:
        gate.is_open = False
        await d.press("/", *"plans", "enter", "j")
        said = d.status
        await ended(d, gate)
        assert d.status == said
        assert " of " not in said


async def test_find_anew_and_a_paragraph_number_end_the_look(large, gate):
    async with driven(large) as d:
        for key in ("/", ":"):
            await begun(d, gate)
            await d.press(key)
            await ended(d, gate)
            assert d.passage.start == 0
            await d.press("escape")


async def test_find_anew_ends_the_look_where_the_line_to_type_in_is_as_empty_as_before(large, gate):
    async with driven(large) as d:
        await d.press("/", *"zebra", "enter")
        await d.until(lambda: "1 of 3" in d.status)
        await d.press(":", "enter")
        here = d.passage
        gate.is_open = False
        await d.press("n")
        await d.press("/")
        await ended(d, gate)
        assert d.passage == here


async def test_a_fault_in_a_look_is_said_and_ends_it(large, gate, monkeypatch):
    def broken(_finder, _offset):
        yield 1
        yield 2
        raise RuntimeError("broken")

    monkeypatch.setattr(SlicedFind, "next", broken)
    gate.is_open = False
    async with driven(large) as d:
        await d.press("/", *"zebra", "enter")
        gate.is_open = True
        await d.until(lambda: "fault" in d.status.lower())
        await d.press("j")
        assert not d.app.fault
