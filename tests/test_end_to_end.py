"""The program as it runs in a real terminal: what it writes there, and what is in the file afterwards."""

import os
import re
import signal
import sqlite3
import subprocess
import sys

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from tests.terminal_program import (
    LEFT,
    LIMIT,
    SHORT,
    TITLE,
    Terminal,
    assert_nothing_got_through,
    termios,
)

HOSTILE = (
    "Clear \x1b[2J\x1b[H link \x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\ "
    "clip \x1b]52;c;Y3VybA==\x07 title \x1b]2;OWNED\x07 full \x1bc string \x1bPq\x1b\\ eight "
    "\x9b31m\x9d0;P\x9c turned \u202egnp.exe\u202c "
    "\u2066iso\u2069 markup [red]red[/red] [@click=app.quit]quit[/] [/nope] [link='http://evil.example']x[/link]."
)


@pytest.fixture
def database(tmp_path):
    return tmp_path / "reviews.db"


def read(database, sql: str) -> list[tuple]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def assert_whole(database) -> None:
    assert not database.with_name(database.name + "-journal").exists()
    assert read(database, "PRAGMA integrity_check") == [("ok",)]
    assert read(database, "PRAGMA foreign_key_check") == []


def assert_whole_after_kill(database) -> None:
    """What was being written beside the tag (the time of opening, the place) is taken back by SQLite.

    The journal of it may stay until the next write.
    """
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def tags(database) -> list[tuple]:
    return read(database, "SELECT area, quote FROM annotations WHERE removed_at IS NULL ORDER BY start, area")


def test_first_run_opens_the_sample_report_and_q_leaves_the_terminal_as_it_was(database):
    with Terminal(database) as terminal:
        terminal.until(TITLE)
        terminal.until("all is saved")
        assert termios.tcgetattr(terminal.slave) != terminal.before
        terminal.send("q")
        assert terminal.ended() == 0
        terminal.assert_restored()
    assert_whole(database)
    assert database.stat().st_mode & 0o777 == 0o600


def test_tag_is_in_the_file_when_it_is_on_the_screen(database):
    with Terminal(database) as terminal:
        terminal.until("all is saved")
        terminal.send("jj1")
        terminal.until("1 annotation")
        terminal.process.send_signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
    assert_whole_after_kill(database)
    ((area, quote),) = tags(database)
    assert area
    assert quote.startswith("Lead inspector:")
    with Terminal(database) as terminal:
        terminal.until("Sample review")
        terminal.send("\r")
        terminal.until("1 annotation")
        terminal.send("u")
        terminal.until("Undone: tag")
        terminal.send("q")
        assert terminal.ended() == 0
    assert tags(database) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_signal_leaves_the_terminal_restored_and_the_file_whole(database, name):
    number = getattr(signal, name)
    with Terminal(database) as terminal:
        terminal.until("all is saved")
        terminal.send("j1c")
        terminal.until("ctrl+s")
        terminal.process.send_signal(number)
        assert terminal.ended() == 128 + number
        terminal.assert_restored()
        assert b"Traceback" not in terminal.written
    assert len(tags(database)) == 1
    assert_whole(database)


def test_closing_the_terminal_ends_the_program(database):
    with Terminal(database) as terminal:
        terminal.until("all is saved")
        terminal.send("j1")
        terminal.until("1 annotation")
        os.close(terminal.slave)
        os.close(terminal.master)
        terminal.master = terminal.slave = -1
        assert terminal.process.wait(LIMIT) == 128 + signal.SIGHUP
    assert len(tags(database)) == 1
    assert_whole(database)


def test_fault_of_the_program_is_said_without_the_text_of_the_document_and_work_goes_on(database, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import ofsted_tui.review.review as review\n"
        "def broken(self, passage, area):\n"
        "    raise ValueError('SECRET ' + self.document.text)\n"
        "review.Review.toggle = broken\n"
    )
    with Terminal(database, PYTHONPATH=str(tmp_path)) as terminal:
        terminal.until("all is saved")
        terminal.send("1")
        terminal.until("ValueError in sitecustomize.py")
        terminal.send("O")
        terminal.until("unfold, fold")
        terminal.send("\x1b")
        terminal.until("by section")
        terminal.send("q")
        assert terminal.ended() == 0
        terminal.assert_restored()
        after = terminal.written[terminal.written.rfind(LEFT[0]) :].decode()
    assert b"SECRET" not in terminal.written
    assert "Traceback" not in after
    assert "Portsmouth" not in after
    assert_whole(database)


def test_nothing_of_a_hostile_document_reaches_the_terminal(database, tmp_path, codebook):
    path = tmp_path / "[red]\x1b]2;OWNED\x07 \u202e.txt"
    text = "\n\n".join([HOSTILE] * 30)
    path.write_text(text, encoding="utf-8", newline="")
    with Store(database, create=True) as store:
        import_file(store, codebook, path, Given(title=HOSTILE, local_authority=HOSTILE))
        review = Review(store, codebook, begin(store, codebook, SHORT, SHORT))
        review.tag(Passage(0, len(HOSTILE)), codebook.areas[0], note=HOSTILE)
    with Terminal(database) as terminal:
        terminal.until("undo deletion")
        for keys, shown in (
            ("r", "Rename"),
            ("\x1b", "undo deletion"),
            ("n", "Name of the session"),
            ("\x1b", "undo deletion"),
            ("d", "Delete the session"),
            ("n", "undo deletion"),
            ("\r", "1 annotation"),
            ("p2", "2 annotations"),
            ("c", "ctrl+s"),
            (f"\x1b[200~{HOSTILE}\x1b[201~\x13", "* "),
            ("\t", "go to passage"),
            ("kc", "ctrl+s"),
            ("\x1b", "go to passage"),
            ("/", "Words in the quote"),
            ("\x1b", "go to passage"),
            ("\t", "1-5"),
            ("o", "Open a document"),
            ("\x1b", "1-5"),
            ("e", "This session"),
            ("\x1b", "1-5"),
            ("S", "undo deletion"),
        ):
            terminal.send(keys)
            terminal.until(shown)
        terminal.send("q")
        assert terminal.ended() == 0
        assert_nothing_got_through(terminal.written)
        assert "␛]52;c;Y3VybA==␇" in terminal.written.decode()
        assert "[@click=app.quit]quit[/]" in terminal.written.decode()
    assert_whole(database)
    with Store(database) as store:
        (details,) = store.documents.all()
        assert (details.title, details.source) == (HOSTILE, path.name)
        assert store.documents.get(details.id).text == text
    assert [quote for _, quote in tags(database)] == [HOSTILE, HOSTILE]


def test_no_color(database):
    with Terminal(database, NO_COLOR="1") as terminal:
        terminal.until("all is saved")
        terminal.send("J1j")
        terminal.until("no tag here")
        terminal.send("q")
        assert terminal.ended() == 0
    assert len(tags(database)) == 1
    colours = re.findall(rb"\x1b\[[0-9;]*?[34]8;2;(\d+);(\d+);(\d+)m", terminal.written)
    assert all(red == green == blue for red, green, blue in colours)


def test_bytes_that_are_no_utf8_do_not_stop_the_keyboard(database):
    with Terminal(database) as terminal:
        terminal.until("all is saved")
        os.write(terminal.master, b"\xff\xfe\x80")
        terminal.send("j1")
        terminal.until("1 annotation")
        terminal.send("q")
        assert terminal.ended() == 0
    assert len(tags(database)) == 1


def test_a_thread_is_followed_and_reported(database, tmp_path):
    """Follow health histories from the letter of 2018 over the report of 2023 to the visit of 2025."""
    report = tmp_path / "report.html"
    with Terminal(database) as terminal:
        terminal.until(TITLE)
        terminal.send("f")
        terminal.until("Not followed yet")
        terminal.send("j\r")
        terminal.until("health passport")
        terminal.send("\r")
        terminal.until("Linked")
        terminal.send("}}\r")
        terminal.until("3 places")
        terminal.send("3")
        terminal.until("Status: improving")
        terminal.send("qq")
        terminal.until("accounted for")
        terminal.send("e")
        terminal.until("its ending says the form")
        terminal.send(f"\x05\x15{report}\r")
        terminal.until("Wrote 0 annotations")
        terminal.send("q")
        assert terminal.ended() == 0
    (status,) = read(database, "SELECT count(*) FROM thread_passages WHERE status = 'improving'")
    assert status == (1,)
    page = report.read_text("utf-8")
    for words in ("health passport", "64 months", "21 months", "improving"):
        assert words in page
    checked = [sys.executable, "-m", "ofsted_tui", "--db", str(database), "verify", str(report)]
    assert subprocess.run(checked, capture_output=True, timeout=60, check=False).returncode == 0
