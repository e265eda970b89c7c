"""`backup`, `restore` and `check`, as a shell meets them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli_runner import run_command
from tests.database_files import Clock, make, run_sql, tag_one_more, tags


class Answer:
    """What one command did."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out.decode(), err.decode()

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def path(tmp_path, monkeypatch):
    made = tmp_path / "home" / "reviews.db"
    make(made, Clock())
    monkeypatch.setenv("OFSTED_TUI_DB", str(made))
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture
def run(path, capsysbinary):
    """Run a command in this process."""

    return lambda *arguments: Answer(*run_command(capsysbinary, arguments))


def refused(answer, *words):
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("ofsted-tui: ")
    assert answer.err.count("\n") == 1
    assert "fault of the program" not in answer.err
    for word in words:
        assert word in answer.err


# backup


def test_backup_says_where_it_is(run, path):
    answer = run("backup")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"backed up: {path.parent / 'reviews.db.backups' / 'reviews-'}")
    (made,) = (path.parent / "reviews.db.backups").iterdir()
    assert str(made) in answer.out
    assert tags(made) == 1


def test_backup_to_a_file_of_ones_own(run, path, tmp_path):
    answer = run("backup", "-o", tmp_path / "mine.db")
    assert answer.code == 0
    assert "mine.db" in answer.out
    assert tags(tmp_path / "mine.db") == 1
    assert not path.with_name("reviews.db.backups").exists()
    refused(run("backup", "-o", tmp_path / "mine.db"), "mine.db", "is there already")
    refused(run("backup", "-o", tmp_path / "none" / "mine.db"), "there is no folder")
    refused(run("backup", "-o", path), "is there already")


def test_backup_for_a_program(run, path):
    answer = run("backup", "--json").json
    assert answer["database"] == str(path)
    assert answer["size"] == Path(answer["backup"]).stat().st_size
    (listed,) = run("backup", "--list", "--json").json
    assert listed["path"] == answer["backup"]
    assert set(listed) == {"path", "made_at", "size", "why"}
    assert listed["why"] == "by hand"


def test_the_list_is_numbered_from_the_newest(run, path):
    assert run("backup", "--list").out.startswith(f"no backups of {path} yet")
    tag_one_more(path, Clock("2026-11-22T10:00:00.000Z"))
    tag_one_more(path, Clock("2026-11-23T10:00:00.000Z"), end=20)
    lines = run("backup", "--list").out.splitlines()
    assert lines[1].split()[:2] == ["1", "2026-11-23T10:00:00Z"]
    assert "first change of 2026-11-23" in lines[1]
    assert lines[2].split()[:2] == ["2", "2026-11-22T10:00:00Z"]
    assert lines[3].startswith("in ")
    assert run("restore").out.splitlines() == lines
    assert run("backup", "--list", "-o", "x").code == 2


def test_backup_where_there_is_no_database(run, path, tmp_path):
    refused(run("backup", "--db", tmp_path / "none.db"), "there is no such database")
    assert not (tmp_path / "none.db").exists()


# restore


@pytest.fixture
def older(run, path):
    """Keep a backup with one tag, then go on to two; return its name."""
    run("backup")
    tag_one_more(path, Clock())
    (made,) = (path.parent / "reviews.db.backups").iterdir()
    return made


@pytest.mark.parametrize("named", ["number", "name", "path"])
def test_restore_takes_a_number_a_name_or_a_file(run, path, older, named):
    answer = run("restore", {"number": 1, "name": older.name, "path": older}[named])
    assert (answer.code, answer.err) == (0, "")
    assert tags(path) == 1
    (former,) = path.parent.glob("reviews.db.before-restore-*.db")
    assert answer.out.splitlines()[-1] == f"the database before is kept: {former}"
    assert tags(former) == 2


def test_restore_for_a_program(run, path, older):
    answer = run("restore", "1", "--json").json
    assert answer["database"] == str(path)
    assert answer["restored"] == str(older)
    assert tags(Path(answer["former"])) == 2
    path.unlink()
    assert run("restore", "1", "--json").json["former"] is None
    path.unlink()
    assert "there was no database before" in run("restore", "1").out


@pytest.mark.parametrize("wanted", ["0", "2", "99999999999999999999", "none.db", "²", "\x1b[2J"])
def test_restore_of_what_is_not_there(run, path, older, wanted):
    before = path.read_bytes()
    answer = run("restore", wanted)
    refused(answer, "backup --list")
    assert "\x1b" not in answer.err
    assert path.read_bytes() == before


def test_restore_of_what_is_no_backup(run, path, older, tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    refused(run("restore", tmp_path / "notes.txt"), "is not an ofsted_tui database")
    refused(run("restore", path), "is the database itself")
    assert tags(path) == 2


def test_restore_while_another_program_writes(run, path, older, monkeypatch):
    monkeypatch.setattr("ofsted_tui.cli.database.BUSY_SECONDS", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(run("restore", "1"), "another program is writing", "nothing was changed")
        other.execute("ROLLBACK")
    assert tags(path) == 2


# check


def test_check_of_a_sound_database(run, path):
    answer = run("check")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"{path}: 1 document, 1 annotation, 1 read mark, ")
    assert answer.out.endswith(": all is well\n")
    assert run("check", "--json").json["ok"] is True


def test_check_names_what_is_wrong(run, path):
    run_sql(path, "UPDATE annotations SET quote = 'never said'", "UPDATE sessions SET name = ''")
    answer = run("check")
    assert (answer.code, answer.err) == (1, "")
    assert "the quote differs from the text at 3-10" in answer.out
    assert "findings" in answer.out
    assert "ofsted-tui restore" in answer.out
    answer = run("check", "--json")
    assert answer.code == 1
    assert answer.json["ok"] is False
    assert {"what", "where"} == set(answer.json["findings"][0])


def test_what_a_check_prints_cannot_act_on_the_terminal(run, path):
    run_sql(path, "UPDATE annotations SET id = char(27) || '[2J' || char(10) || 'x'")
    answer = run("check")
    assert answer.code == 1
    assert "\x1b" not in answer.out


def test_check_where_there_is_nothing_to_check(run, path, tmp_path):
    refused(run("check", "--db", tmp_path / "none.db"), "there is no such database")
    refused(run("check", "--db", tmp_path), "is not a file")
    with closing(sqlite3.connect(tmp_path / "other.db")) as plain:
        plain.execute("CREATE TABLE notes (x)")
    refused(run("check", "--db", tmp_path / "other.db"), "is not an ofsted_tui database")


def test_check_of_a_file_that_was_spoilt_at_its_beginning(run, path):
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    answer = run("check")
    assert answer.code == 1
    assert "damaged from its beginning" in answer.out


@pytest.mark.parametrize("command", ["backup", "restore", "check"])
def test_the_help_says_what_a_command_does(run, command):
    answer = run(command, "--help")
    assert answer.code == 0
    assert "--json" in answer.out
    assert command in run("--help").out
