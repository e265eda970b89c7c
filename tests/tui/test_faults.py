"""The short form of `make faults`: a few of each fault to the real program, and not one did harm."""

import importlib
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("pty", reason="needs a pseudo-terminal")
pytest.importorskip("fcntl", reason="needs a pseudo-terminal")

from tests.faults.figures import GOALS, Figure, table
from tests.faults.screen import Screen
from tests.folders import ROOT

FAULTS = sorted(path.stem for path in (ROOT / "tests" / "faults").glob("terminal_*.py"))


@pytest.fixture(scope="module")
def done():
    """What each module of faults has left; three are done at a time, as they mostly wait."""
    with ThreadPoolExecutor(3) as pool:
        yield {name: pool.submit(figures_of, name) for name in FAULTS}


def figures_of(name):
    return list(importlib.import_module(f"tests.faults.{name}").figures(short=True))


@pytest.mark.parametrize("name", FAULTS)
def test_no_fault_does_harm(done, name):
    figures = done[name].result()
    if not figures:
        pytest.skip("this machine lets nobody do that to it")
    assert [figure for figure in figures if not figure.ok] == []


def test_a_figure_is_well_only_without_any_harm():
    well = {"times": 5, "acknowledged": 9, "lost": 0, "integrity": 0, "terminals": 0, "tracebacks": 0}
    assert Figure("kill", "R1", **well).ok
    for harm in ("lost", "integrity", "terminals", "tracebacks"):
        assert not Figure("kill", "R1", **{**well, harm: 1}).ok
    assert not Figure("kill", "R1", **well, failures=("it did not end",)).ok


def test_what_was_never_done_is_not_well():
    assert not Figure("kill", "R1", 0, 0, 0, 0, 0, 0).ok


def test_the_table_sums_and_names_what_proves_each_goal():
    shown = table([Figure("kill", "R1", 2, 1000, 0, 0, 0, 0), Figure("full", "R4", 3, 500, 2, 0, 0, 0)])
    lines = shown.splitlines()
    assert next(line for line in lines if line.startswith("all ")).split()[1:] == [
        *("5", "1,500", "2", "0", "0", "0", "NO")
    ]
    proofs = {line.split()[0]: line for line in lines[-len(GOALS) :]}
    assert set(proofs) == set(GOALS)
    assert "holds: kill" in proofs["R1"]
    assert "FAILS at full" in proofs["R4"]
    assert "not measured here" in proofs["R12"]


def test_a_goal_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="R99"):
        Figure("kill", "R99", 1, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"\x1b[2;3Hword", "\n  word"),
        (b"\x1b[1;1Habc\x1b[1;2HX", "aXc"),
        (b"\x1b]2;a title\x07here", "here"),
        (b"\x1b[38;2;1;2;3mred\x1b[0m", "red"),
        (b"gone\x1b[?1049hnew", "    new"),
        (b"one\r\ntwo", "one\ntwo"),
    ],
)
def test_the_screen_shows_what_was_written(written, shown):
    for cut in range(len(written)):
        screen = Screen(3, 20)
        screen.feed(written[:cut])
        screen.feed(written[cut:])
        assert screen.text.rstrip() == shown


def test_a_character_cut_in_its_bytes_is_shown_whole():
    for cut in range(8):
        screen = Screen(1, 20)
        written = "¶é…😀".encode()
        screen.feed(written[:cut])
        screen.feed(written[cut:])
        assert screen.text == "¶é…😀"
