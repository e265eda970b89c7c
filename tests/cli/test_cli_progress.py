"""The bar on standard error."""

import io
from types import SimpleNamespace

import pytest

from ofsted_tui.cli import output
from ofsted_tui.cli.output import ProgressBar, progress_bar


class Terminal(io.StringIO):
    """A terminal, 60 columns wide."""

    def isatty(self):
        return True

    def take(self):
        """Return what was written since the last look."""
        written = self.getvalue()
        self.seek(0)
        self.truncate()
        return written


@pytest.fixture
def terminal(monkeypatch):
    one = Terminal()
    monkeypatch.setattr(output, "sys", SimpleNamespace(stderr=one))
    monkeypatch.setenv("COLUMNS", "60")
    return one


def at_once():
    return ProgressBar(patience=0, between=0)


def is_erased(drawn):
    return drawn.endswith("\r") and drawn.rsplit("\r", 2)[-2].strip() == ""


def test_it_says_how_many_of_how_many(terminal, monkeypatch):
    monkeypatch.setattr(ProgressBar.__init__, "__defaults__", (0, 0))
    with progress_bar() as bar:
        bar.show("rows", 500, 1000)
        assert terminal.take() == "\r[##########..........] 500/1,000 rows"
    assert is_erased(terminal.take())


def test_without_a_total_there_is_no_bar(terminal):
    bar = at_once()
    bar.show("looking", 0, 0)
    bar.show("looking", 1200, 0)
    assert terminal.take() == "\rlooking\r1,200 looking"


def test_at_the_end_it_goes_away_by_itself(terminal):
    bar = at_once()
    bar.show("rows", 1, 2)
    bar.show("rows", 2, 2)
    assert is_erased(terminal.take())


def test_no_terminal_no_bar(terminal, monkeypatch):
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    bar = at_once()
    bar.show("rows", 1, 2)
    bar.clear()
    assert terminal.take() == ""


def test_short_work_shows_none(terminal):
    bar = ProgressBar(patience=3600)
    for done in range(100):
        bar.show("rows", done, 100)
    bar.clear()
    assert terminal.take() == ""


def test_it_is_not_drawn_more_often_than_said(terminal):
    bar = ProgressBar(patience=0, between=3600)
    for done in range(100):
        bar.show("rows", done, 100)
    assert terminal.take().count("rows") == 1


def test_the_first_is_drawn_though_the_work_tells_nothing_more(terminal, monkeypatch):
    timers = []

    class Now:
        daemon = False

        def __init__(self, seconds, draw):
            timers.append((seconds, draw))

        def start(self):
            pass

        def cancel(self):
            timers.append("cancelled")

    monkeypatch.setattr("ofsted_tui.cli.output.Timer", Now)
    bar = ProgressBar(patience=3600)
    bar.show("a long statement", 0, 0)
    bar.show("a long statement", 0, 0)
    ((seconds, draw),) = timers
    assert 3000 < seconds <= 3600
    draw()
    assert terminal.take() == "\ra long statement"
    bar.clear()
    assert timers[-1] == "cancelled"
    assert is_erased(terminal.take())
    draw()
    assert terminal.take() == ""


def test_nothing_raw_and_never_wider_than_the_terminal(terminal):
    bar = at_once()
    bar.show("名前\x1b[2J" * 50, 1, 2)
    drawn = terminal.take()
    assert "\x1b" not in drawn
    assert len(drawn.encode("utf-16-le")) <= 2 * 60


def test_a_terminal_that_is_gone_stops_nothing(terminal, monkeypatch):
    def gone(_text):
        raise OSError(5, "gone")

    bar = at_once()
    monkeypatch.setattr(terminal, "write", gone)
    bar.show("rows", 1, 2)
    bar.clear()
    assert bar.is_silent
