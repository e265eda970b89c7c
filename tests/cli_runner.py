"""Run commands in this process, as a shell would run them, and look at their answers."""

import csv
import io
import json

import pytest

from ofsted_tui.cli import main
from ofsted_tui.export.csv_format import unescaped

TEXT = "1. Leaders know what must change.\n\n2. Children wait too long.\n\n3. Care leavers have homes.\n"


class Answer:
    """What one command did."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self):
        text = self.out.decode("utf-8-sig")
        return [
            {name: unescaped(cell) for name, cell in row.items()}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]


def run_command(capsysbinary, arguments):
    """Run a command and return its exit code, and what it wrote to output and standard error, as bytes."""
    capsysbinary.readouterr()
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code, *capsysbinary.readouterr()


@pytest.fixture
def database(tmp_path):
    return tmp_path / "reviews.db"


@pytest.fixture
def run(database, capsysbinary, monkeypatch):
    """Run a command in this process."""
    monkeypatch.setenv("OFSTED_TUI_DB", str(database))

    return lambda *arguments: Answer(*run_command(capsysbinary, arguments))


def refused(answer, *words):
    """Check that a command was refused in one clear line."""
    assert (answer.code, answer.out) == (2, b"")
    line = answer.err.decode()
    assert line.startswith("ofsted-tui: ")
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert "Traceback" not in line
    for word in words:
        assert word in line
    return line


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "007_letter.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def ready(run, letter):
    """A database that holds the letter."""
    assert run("import", letter, "--title", "A letter", "--date", "2023-05-15/2023-05-19").code == 0
    return run
