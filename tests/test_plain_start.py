"""Which command lines open the workbench without the commands, and that both ways open the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ofsted_tui.cli.program as program_module
from ofsted_tui.cli.program import run_command
from ofsted_tui.cli.start import default_database, plain_start

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
