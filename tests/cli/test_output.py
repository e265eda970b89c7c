"""What commands print: nothing raw of a document, and a bar for long work."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import io
import os
import re
import sys
from types import SimpleNamespace

import pytest

from ofsted_tui.cli import output
from ofsted_tui.cli.output import ProgressBar, progress_bar
from ofsted_tui.reading.formats.document_file import text_from
from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run

HOSTILE = (
    "\x1b[2J\x1bc\x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\\x1b]52;c;Y3VybA==\x07\x1b]2;OWNED\x1b\\"
    "\x9b31m\x9d0;P\x9c\u202e\u2066\u200b\x85\u2028\U000e0041[red][@click=app.quit]XX[/][/nope]"
)
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


def test_nothing_raw_is_printed_and_nothing_is_lost(run, tmp_path, database):
    path = tmp_path / ("a\x1b[2J\u202e.txt" if os.name != "nt" else "a.txt")
    text = f"Before {HOSTILE} after, and some more words.\n"
    path.write_bytes(text.encode())
    text = text_from(path, path.read_bytes()).text
    end = text.index(" after")
    commands = [
        ("import", path, "--title", HOSTILE, "--authority", HOSTILE),
        ("import", path),
        ("import", f"{path}{HOSTILE}".replace("/", "")),
        ("documents",),
        ("documents", "--json"),
        ("tag", HOSTILE, 7, end, 4, "--note", HOSTILE),
        ("tag", f"{HOSTILE}?", 7, end, 4),
        ("tag", HOSTILE, 0, 99999, HOSTILE),
        ("tag", HOSTILE, 7, end, 4, "--topic", HOSTILE),
        ("tag", HOSTILE, HOSTILE, end, 4),
        ("annotations",),
        ("annotations", "--json"),
        ("annotations", "--session", HOSTILE),
        ("sessions",),
        ("untag", HOSTILE),
        ("export", "-o", tmp_path / HOSTILE.replace("/", "") / "out.csv"),
        ("export", "-o", tmp_path / "out.csv", "--json"),
        ("verify", tmp_path / HOSTILE.replace("/", "")),
        ("verify", tmp_path / "changed.csv"),
        ("--db", HOSTILE.replace("/", ""), "documents"),
        (HOSTILE,),
        ("documents", f"--{HOSTILE}"),
    ]
    (tmp_path / "changed.csv").write_text(f"{HOSTILE},b\n", encoding="utf-8")
    for command in commands:
        answer = run(*command)
        shown = (answer.out + answer.err).decode()
        assert not RAW.search(shown), command
        assert shown
    (row,) = run("export").rows
    assert row["quote"] == text[7:end]
    assert (row["note"], row["document"], row["local_authority"]) == (HOSTILE, HOSTILE, HOSTILE)
    with Store(database) as store:
        assert store.documents.get(row["document_id"]).text == text
    assert run("annotations", "--json").json[0]["quote"] == text[7:end]
    assert run("verify", tmp_path / "out.csv").code == 0


def test_an_export_to_a_terminal_is_made_safe(run, tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(f"Before {HOSTILE} after.\n".encode())
    run("import", path, "--title", "T")
    run("tag", "T", 0, 40, 4, "--note", HOSTILE)
    monkeypatch.setattr("ofsted_tui.cli.exporting.is_terminal", lambda: True)
    shown = run("export").out.decode()
    assert shown.count("\n") == 2
    assert not RAW.search(shown)


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
