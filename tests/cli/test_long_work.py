"""Bars of commands that take long, and Ctrl+C in them."""

import sys

import pytest

from ofsted_tui.cli import output
from ofsted_tui.export.csv_file import BEGINNING
from ofsted_tui.store import Store
from tests.cli_runner import run_command

TEXT = "1. Leaders know what must change.\n\n2. Children wait too long.\n\n3. Care leavers have homes.\n"


@pytest.fixture
def run(tmp_path, capsysbinary, monkeypatch):
    """Run a command in this process, on a database with one tag."""
    monkeypatch.setenv("OFSTED_TUI_DB", str(tmp_path / "reviews.db"))
    (tmp_path / "letter.txt").write_text(TEXT)
    for command in (("import", tmp_path / "letter.txt"), ("tag", "letter", 3, 10, 4)):
        assert run_command(capsysbinary, command)[0] == 0
    return lambda *arguments: run_command(capsysbinary, arguments)


def be_impatient(monkeypatch):
    """Show bars at once, as if standard error were a terminal."""
    monkeypatch.setattr(output.ProgressBar.__init__, "__defaults__", (0, 0))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


COMMANDS = {
    "export": (("export", "-o", "{tmp}/out.csv"), "exporting"),
    "check": (("check",), "documents"),
    "verify": (("verify", "{tmp}/exported.csv"), "rows checked"),
}


@pytest.fixture(params=COMMANDS)
def command(request, tmp_path, run):
    run("export", "-o", tmp_path / "exported.csv")
    words, said = COMMANDS[request.param]
    return [word.format(tmp=tmp_path) for word in words], said


def test_a_bar_is_shown_and_taken_away(run, command, monkeypatch):
    words, said = command
    plain = run(*words)
    assert b"\r" not in plain[2]
    be_impatient(monkeypatch)
    code, out, err = run(*words)
    assert (code, out) == (0, plain[1])
    assert f"] 0/1 {said}".encode() in err
    *drawn, rest = err.decode().split("\r")
    assert drawn[-1].strip() == ""
    assert rest == plain[2].decode()


def test_a_short_one_shows_none(run, command, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    words, _ = command
    assert b"\r" not in run(*words)[2]


def test_ctrl_c_ends_it_without_a_word_and_leaves_nothing(run, command, tmp_path, monkeypatch):
    def interrupted(bar, *_step):
        raise KeyboardInterrupt

    words, _ = command
    before = sorted(one.name for one in tmp_path.iterdir())
    monkeypatch.setattr(output.ProgressBar, "show", interrupted)
    code, out, err = run(*words)
    assert (code, out, err.strip()) == (130, b"", b"")
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_an_export_to_the_output_shows_none(run, monkeypatch):
    be_impatient(monkeypatch)
    code, out, err = run("export")
    assert (code, err) == (0, b"")
    assert out.startswith(BEGINNING)


def test_an_export_of_a_moment_tells_of_the_journal(run, tmp_path, monkeypatch):
    with Store(tmp_path / "reviews.db") as store:
        now = store.clock()
    be_impatient(monkeypatch)
    code, _, err = run("export", "-o", tmp_path / "out.csv", "--as-of", now)
    assert code == 0
    assert b"going back in the journal" in err
