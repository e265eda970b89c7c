"""The program: databases that cannot be used, help, wrong use, the real process."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ofsted_tui.model.errors import StoreError
from ofsted_tui.review.naming import default_reviewer
from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run
from tests.folders import ROOT


def fill(path):
    with Store(path, create=True):
        pass


def other_database(path):
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE things (a)")
    raw.close()


def newer_database(path):
    fill(path)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version=99")
    raw.close()


COMMANDS = [
    ("documents",),
    ("sessions",),
    ("annotations",),
    ("tag", "x", "0", "1", "4"),
    ("untag", "x"),
    ("export",),
    ("verify", __file__),
    ("coverage",),
    ("sign-off",),
    ("structure", "x"),
]
BAD = {
    "no such database": lambda path: None,
    "is not a file": lambda path: path.mkdir(),
    "is not an ofsted_tui database": lambda path: path.write_text("Dear colleague, this is a letter."),
    "an ofsted_tui database": other_database,
    "newer ofsted-tui": newer_database,
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("word", BAD)
def test_a_database_that_cannot_be_used(run, database, tmp_path, command, word):
    BAD[word](database)
    before = database.read_bytes() if database.is_file() else None
    refused(run(*command), "reviews.db", word)
    assert (database.read_bytes() if database.is_file() else None) == before
    assert {one.name for one in tmp_path.iterdir()} <= {"reviews.db"}


@pytest.mark.parametrize("word", [word for word in BAD if word != "no such database"])
def test_nothing_is_imported_into_such_a_database(run, database, letter, word):
    BAD[word](database)
    before = database.read_bytes() if database.is_file() else None
    refused(run("import", letter), "reviews.db", word)
    assert (database.read_bytes() if database.is_file() else None) == before


@pytest.mark.parametrize("command", [*COMMANDS, ("import", __file__)], ids=lambda command: command[0])
def test_a_database_that_another_program_has_locked(ready, database, monkeypatch, command):
    monkeypatch.setattr("ofsted_tui.cli.options.BUSY_SECONDS", 0.01)
    before = database.read_bytes()
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refused(ready(*command), "another program is writing")
    other.close()
    assert database.read_bytes() == before
    assert ready("documents").code == 0


def forget_reading(database):
    """Make a database as an older reading, which found no paragraphs, would have left it."""
    with sqlite3.connect(database) as raw:
        raw.execute("UPDATE documents SET reading = 0")
        raw.execute("DELETE FROM paragraphs")
    raw.close()


def test_what_an_older_reading_has_read_is_read_again(ready, database):
    forget_reading(database)
    assert len(ready("structure", "007", "--json").json["paragraphs"]) == 3
    (document,) = ready("documents", "--json").json
    assert (document["title"], document["event_start"]) == ("A letter", "2023-05-15")


def test_what_cannot_be_read_again_now_serves_as_it_is(ready, database, monkeypatch):
    def fail(*arguments):
        raise StoreError("this database may not be written")

    monkeypatch.setattr("ofsted_tui.cli.options.read_again", fail)
    forget_reading(database)
    answer = ready("documents")
    assert (answer.code, answer.err) == (0, b"")


def test_the_database_is_named_before_or_after_the_command(run, letter, tmp_path):
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    assert run("--db", one, "import", letter).code == 0
    assert run("--db", one, "import", letter, "--db", two).code == 0
    assert len(run("documents", "--db", two, "--json").json) == 1
    refused(run("documents"), "no such database")


def test_the_database_of_the_user(run, letter, monkeypatch):
    monkeypatch.delenv("OFSTED_TUI_DB")
    run("import", letter)
    found = list(Path(os.environ["HOME"]).rglob("reviews.db"))
    assert len(found) == 1
    assert found[0].parent.name == "ofsted-tui"


# The program


def test_the_workbench_is_opened_without_a_command(run, database, monkeypatch):
    opened = []
    app = type(sys)("ofsted_tui.tui.app")
    app.run_workbench = lambda database, session, *_more: opened.append((database, session)) or 7
    monkeypatch.setitem(sys.modules, "ofsted_tui.tui.app", app)
    assert run("--session", "Mine").code == 7
    assert run("--db", "x.db").code == 7
    assert opened == [(database, "Mine"), (Path("x.db"), None)]


def test_help_and_version(run):
    for option in ("-h", "--help"):
        answer = run(option)
        assert answer.code == 0
        for name in ("coverage", "sign-off", "structure"):
            assert f"\n  {name}".encode() in answer.out
        for name in ("import", "documents", "sessions", "annotations", "tag", "untag", "export", "verify"):
            assert f"\n  {name}".encode() in answer.out
    assert run("tag", "-h").out.startswith(b"Usage: ofsted-tui tag [OPTIONS] DOCUMENT START END AREA")
    assert run("--version").out == b"ofsted-tui, version 0.2.0\n"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("documents", "--jso"), "--jso"),
        (("frob",), "No such command 'frob'"),
        (("verify",), "FILE"),
        (("--db",), "--db"),
    ],
)
def test_used_wrongly(run, arguments, word):
    assert "--help" in refused(run(*arguments), word)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run, shell):
    answer = run("completion", shell)
    assert answer.code == 0
    assert b"_OFSTED_TUI_COMPLETE" in answer.out
    refused(run("completion", "cmd"), "cmd")


def test_a_fault_of_the_program_is_one_line(run, monkeypatch):
    def fail(*arguments, **more):
        raise RuntimeError("two\nlines\x1b[2J")

    monkeypatch.setattr("ofsted_tui.cli.listing.open_store", fail)
    refused(run("documents"), "RuntimeError", "please report")


def test_an_interruption_is_no_fault(run, monkeypatch):
    def interrupt(*arguments, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("ofsted_tui.cli.listing.open_store", interrupt)
    answer = run("documents")
    assert answer.code == 130
    assert b"Traceback" not in answer.err


@pytest.mark.parametrize(
    ("name", "expected"), [("Ana", "Ana"), ("  ", "Reviewer"), ("", "pat"), ("A\udcff", "A?")]
)
def test_the_name_of_the_reviewer(monkeypatch, name, expected):
    monkeypatch.setenv("OFSTED_TUI_REVIEWER", name)
    monkeypatch.setattr("getpass.getuser", lambda: "pat")
    assert default_reviewer() == expected


@pytest.mark.parametrize("error", [OSError, KeyError, ImportError])
def test_a_user_without_a_name(monkeypatch, error):
    def fail():
        raise error

    monkeypatch.delenv("OFSTED_TUI_REVIEWER")
    monkeypatch.setattr("getpass.getuser", fail)
    assert default_reviewer() == "Reviewer"


# The real process


def process(*arguments, cwd=None, **more):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "ofsted_tui", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, timeout=60, check=False, **more
    )


def test_in_a_process_of_its_own(tmp_path, letter):
    database = tmp_path / "reviews.db"
    assert process("import", letter, "--db", database).returncode == 0
    assert process("tag", "007", 0, 10, 4, "--db", database).returncode == 0
    out = process("export", "--db", database).stdout
    (tmp_path / "out.csv").write_bytes(out)
    assert process("verify", tmp_path / "out.csv", "--db", database).returncode == 0
    (tmp_path / "out.csv").write_bytes(out.replace(b"1. Leaders", b"1. Leader5", 1))
    assert process("verify", tmp_path / "out.csv", "--db", database).returncode == 1
    missing = process("documents", "--db", tmp_path / "missing.db")
    assert missing.returncode == 2
    assert missing.stderr.count(b"\n") == 1


def test_modules_lying_in_the_start_directory_are_not_run(tmp_path):
    for name in ("click", "csv", "json", "sqlite3", "nt", "platformdirs", "uuid", "hashlib", "ofsted_tui_x"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hostile')")
    answer = process("--version", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="pipes end in another way there")
def test_a_reader_that_stops_reading(tmp_path, letter):
    database = tmp_path / "reviews.db"
    process("import", letter, "--db", database)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command in ("documents", "export"):
        reading, writing = os.pipe()
        os.close(reading)
        ended = subprocess.run(
            [sys.executable, "-m", "ofsted_tui", command, "--db", str(database)],
            env=environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
        os.close(writing)
        assert (ended.returncode, ended.stderr) == (141, b"")


def test_letters_that_the_output_cannot_show(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("’Words’ of a letter.", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "ofsted_tui",
        "import",
        str(path),
        "--title",
        "‘é’ ⚠",
        "--db",
        str(tmp_path / "r.db"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"??? ?" in ended.stdout
