"""Tests of the program's start: plain starts, Ctrl+C while it loads, exit codes."""

import os
import signal
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

import ofsted_tui.cli as cli
import ofsted_tui.cli.program as program_module
from ofsted_tui.cli import exit_code, plain_start
from ofsted_tui.cli.output import OutputClosedError
from ofsted_tui.cli.program import run_command
from ofsted_tui.cli.start import default_database, remembered_interrupts
from ofsted_tui.model.errors import StoreError, UserError


def raising(error: BaseException):
    def run():
        raise error

    return run


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (0, 0), (1, 1), (7, 7), ("done", 0)])
def test_what_comes_back_is_the_code(answer, code):
    assert exit_code(lambda: answer) == code


@pytest.mark.parametrize("error", [UserError("no such session"), StoreError("no such session")])
def test_wrong_use_is_said_in_its_own_words(error, capsys):
    assert exit_code(raising(error)) == 2
    assert capsys.readouterr() == ("", "ofsted-tui: no such session\n")


def test_words_cannot_act_on_the_terminal(capsys):
    exit_code(raising(UserError("a\x1b[2Jb\nc")))
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert said.count("\n") == 1


def test_a_fault_of_the_program_tells_its_kind_and_no_words_of_a_document(capsys):
    assert exit_code(raising(RuntimeError("SECRET"))) == 2
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "test_start.py" in said
    assert "SECRET" not in said
    assert said.count("\n") == 1


def test_ctrl_c_is_what_shells_expect_and_says_nothing(capsys):
    assert exit_code(raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr() == ("", "")


def test_output_that_nobody_reads_any_more_is_given_up(monkeypatch):
    given_up = []
    monkeypatch.setattr(cli, "_give_up_output", lambda: given_up.append(True))
    assert exit_code(raising(OutputClosedError())) == 141
    assert given_up == [True]


@pytest.fixture(autouse=True)
def _default_handler():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Kept:
    pass


def lose_an_interrupt() -> None:
    """Press Ctrl+C in a callback of a weak reference, where Python drops what is raised."""
    kept = Kept()
    watched = weakref.ref(kept, lambda _dead: signal.raise_signal(signal.SIGINT))
    del kept
    assert watched() is None


def test_one_is_raised_at_once():
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_that_python_lost_ends_the_start():
    with remembered_interrupts() as interrupts:
        lose_an_interrupt()
        with pytest.raises(KeyboardInterrupt):
            interrupts.end()


def turn_an_interrupt_into_another_error() -> None:
    """Press Ctrl+C where Python 3.11 wraps what is raised."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as error:
        raise RuntimeError("Error calling __set_name__") from error


def test_one_that_came_out_as_another_error_is_one_still():
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        turn_an_interrupt_into_another_error()


def test_other_errors_stay_what_they_are():
    with pytest.raises(RuntimeError, match="broken"), remembered_interrupts():
        raise RuntimeError("broken")


def test_none_has_come():
    with remembered_interrupts() as interrupts:
        interrupts.end()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_ctrl_c_is_ignored_it_stays_so():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with remembered_interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        interrupts.end()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_a_handler_that_took_over_meanwhile_stays():
    held = []
    with remembered_interrupts() as interrupts:
        signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
        interrupts.end()
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    assert held == [signal.SIGINT] * 2


PLAIN = [
    [],
    ["--db", "x.db"],
    ["--session", "Leeds"],
    ["--db", "x.db", "--session", "Leeds 2026"],
    ["--session", "Śródmieście", "--db", "a folder/x.db"],
]
OTHER = [
    ["--help"],
    ["--version"],
    ["export"],
    ["--db", "x.db", "sessions"],
    ["--db"],
    ["--db", ""],
    ["--db=x.db"],
    ["--db", "--session"],
    ["--db", "a.db", "--db", "b.db"],
    ["--session", "-x"],
    ["--session", "a\x1bb"],
    ["--session", "broken \udcff"],
    ["--theme", "dark"],
    ["x.db", "--session"],
]


@pytest.mark.parametrize("arguments", PLAIN)
def test_a_plain_start_opens_what_the_commands_would_open(arguments, monkeypatch):
    opened = []
    monkeypatch.setattr(program_module, "open_workbench", lambda *chosen: opened.append(chosen) or 0)
    assert run_command(arguments) == 0
    assert opened == [plain_start(arguments)]


@pytest.mark.parametrize("arguments", OTHER)
def test_anything_else_is_left_to_the_commands(arguments):
    assert plain_start(arguments) is None


def test_the_variable_names_the_database_unless_an_option_does(monkeypatch):
    monkeypatch.setenv("OFSTED_TUI_DB", "from_variable.db")
    assert plain_start([]) == (Path("from_variable.db"), None)
    assert plain_start(["--db", "x.db"]) == (Path("x.db"), None)


def test_a_variable_that_is_empty_names_none(monkeypatch):
    monkeypatch.setenv("OFSTED_TUI_DB", "")
    assert plain_start([]) == (default_database(), None)


def test_a_shell_that_asks_for_completions_gets_them_from_the_commands(monkeypatch):
    monkeypatch.setenv("_OFSTED_TUI_COMPLETE", "bash_complete")
    assert plain_start([]) is None


def python(code: str, **variables: str) -> str:
    environment = {**os.environ, **variables}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    return done.stdout.strip()


@pytest.mark.parametrize(("given", "frames"), [({}, "240"), ({"TEXTUAL_FPS": "30"}, "30")])
def test_frames_follow_each_other_closely_unless_the_user_says_otherwise(monkeypatch, given, frames):
    monkeypatch.delenv("TEXTUAL_FPS", raising=False)
    code = (
        "import sys, types; from pathlib import Path; from ofsted_tui.cli.start import open_workbench;"
        " app = sys.modules['ofsted_tui.tui.app'] = types.ModuleType('app');"
        " app.run_workbench = lambda *_: __import__('textual.constants').constants.MAX_FPS;"
        " print(open_workbench(Path('x.db'), None))"
    )
    assert python(code, **given) == frames
