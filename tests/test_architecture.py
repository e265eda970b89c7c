"""What is loaded, and when: the core draws nothing, and a command starts at once."""

import os
import pkgutil
import subprocess
import sys

import pytest

import ofsted_tui
from tests.folders import ROOT

CORE = ("model", "resources", "reading", "store", "importing", "review", "export")


def loaded(statements):
    """Run statements in a fresh Python and return the names of all modules that it then has."""
    answer = subprocess.run(
        [sys.executable, "-c", f"{statements}\nimport sys\nprint(' '.join(sys.modules))"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return {name.partition(".")[0] for name in answer.stdout.split()}


def modules_of_the_core():
    found = pkgutil.walk_packages(ofsted_tui.__path__, "ofsted_tui.")
    return [one.name for one in found if one.name.split(".")[1] in CORE]


def test_the_core_draws_nothing():
    names = modules_of_the_core()
    assert len(names) > 30
    assert not loaded(f"import {', '.join(names)}") & {"textual", "rich"}


def test_the_commands_load_nothing_heavy():
    assert not loaded("import ofsted_tui.cli") & {"textual", "rich", "sqlite_utils", "hypothesis"}


@pytest.mark.parametrize("arguments", [["--help"], ["documents", "--db", "no-such-folder/reviews.db"]])
def test_a_command_runs_with_nothing_heavy(arguments):
    statements = f"from ofsted_tui.cli import main\ntry: main({arguments})\nexcept SystemExit: pass"
    assert not loaded(statements) & {"textual", "rich", "sqlite_utils"}


def test_no_module_is_long():
    long = [
        path for path in (ROOT / "ofsted_tui").rglob("*.py") if len(path.read_text("utf-8").split("\n")) > 601
    ]
    assert long == []
