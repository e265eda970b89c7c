"""The commands `export` and `verify`, and the moments that `--as-of` takes."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import re
import sys
import time

import click
import pytest

from ofsted_tui.cli.options import moment
from ofsted_tui.export.csv_file import BEGINNING
from tests.cli_runner import TEXT, database, letter, ready, refused, run
from tests.folders import SEEDS, table_rows


def test_export_to_the_output_is_exact(ready, tmp_path):
    ready("tag", "A letter", 0, 10, 4)
    out = tmp_path / "out.csv"
    answer = ready("export", "-o", out)
    assert (answer.code, answer.out) == (0, b"")
    assert answer.err.decode() == f"ofsted-tui: 1 row written to {out}\n"
    assert ready("export").out == out.read_bytes()
    assert ready("export", "-o", "-").out == out.read_bytes()
    assert ready("export", "-o", out, "--json").json == {"rows": 1, "file": str(out)}


def test_export_of_nothing(ready):
    assert ready("export").out == BEGINNING


def test_export_used_wrongly(ready, tmp_path):
    refused(ready("export", "-o", tmp_path), "is a folder")
    refused(ready("export", "-o", tmp_path / "no" / "out.csv"), "there is no folder")
    refused(ready("export", "--json"), "goes with -o FILE")
    refused(ready("export", "--session", "x"), "There is no session")
    refused(ready("export", "--document", "x"), "There is no document")
    refused(ready("export", "--area", "x"), "There is no judgement area")
    mine = tmp_path / "mine.csv"
    mine.write_text("mine")
    refused(ready("export", "-o", mine), "--force")
    assert mine.read_text() == "mine"
    assert ready("export", "-o", mine, "--force").code == 0


@pytest.mark.parametrize("name", ["care", "out.html", "out.txt", "out.csv.", ".csv"])
def test_export_to_a_name_that_does_not_end_in_csv_writes_nothing(ready, tmp_path, name):
    ready("tag", "A letter", 0, 10, 4)
    before = sorted(tmp_path.iterdir())
    for more in ((), ("--force",), ("--json",), ("--as-of", "2026-01-06")):
        refused(ready("export", "-o", tmp_path / name, *more), str(tmp_path / name), "the ending .csv")
    assert sorted(tmp_path.iterdir()) == before


def test_export_takes_the_ending_in_capitals(ready, tmp_path):
    assert ready("export", "-o", tmp_path / "OUT.CSV").code == 0
    assert (tmp_path / "OUT.CSV").read_bytes() == BEGINNING


def test_verify_says_yes_and_no(ready, tmp_path):
    ready("tag", "A letter", 0, 10, 4)
    out = tmp_path / "out.csv"
    ready("export", "-o", out)
    answer = ready("verify", out)
    assert (answer.code, answer.err) == (0, b"")
    assert answer.out.decode() == f"{out}: 1 row checked, all as in the database\n"
    out.write_bytes(out.read_bytes().replace(b"1. Leaders", b"1. leaders", 1))
    answer = ready("verify", out)
    assert (answer.code, answer.err) == (1, b"")
    assert f"{out}:2: annotation ".encode() in answer.out
    assert b"the text at 0-10 is not the quote; differs from the database in quote" in answer.out
    answer = ready("verify", out, "--json")
    assert answer.code == 1
    assert (answer.json["ok"], answer.json["rows"], answer.json["differences"][0]["line"]) == (False, 1, 2)


def test_verify_of_what_cannot_be_read(ready, tmp_path):
    refused(ready("verify", tmp_path / "missing.csv"), "does not exist")
    refused(ready("verify", tmp_path), "is a folder")
    assert ready("verify", tmp_path / "007_letter.txt").code == 1


def test_every_gold_passage_comes_out_as_it_went_in(run, tmp_path):
    passages = table_rows("passages.csv")
    run("import", *sorted(SEEDS.glob("*.txt")))
    for one in passages:
        assert run("tag", one["file"], one["start"], one["end"], one["area"]).code == 0
    rows = run("export").rows
    written = {(row["start"], row["end"], row["quote"], row["area_code"]) for row in rows}
    # A page break within a passage is exported as one space.
    quotes = {one["start"] + one["end"]: one["quote"].replace("\n\n", " ") for one in passages}
    assert written == {
        (one["start"], one["end"], quotes[one["start"] + one["end"]], one["area"]) for one in passages
    }
    assert len(rows) == len(passages)
    assert run("export", "-o", tmp_path / "out.csv").code == 0
    answer = run("verify", tmp_path / "out.csv", "--json")
    assert (answer.code, answer.json["rows"]) == (0, len(passages))
    changed = (tmp_path / "out.csv").read_bytes().replace(b"IROs", b"IR0s", 1)
    (tmp_path / "out.csv").write_bytes(changed)
    assert run("verify", tmp_path / "out.csv").code == 1


@pytest.fixture
def _in_york(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its time zone otherwise")
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_york")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-22T17:30:00Z", "2026-11-22T17:30:00.000Z"),
        ("2026-11-22T17:30:00.123+02:00", "2026-11-22T15:30:00.123Z"),
        ("2026-11-22T17:30", "2026-11-22T17:30:00.000Z"),
        ("2026-07-01 17:30", "2026-07-01T16:30:00.000Z"),
        ("2026-11-22", "2026-11-22T23:59:59.999Z"),
        ("2026-07-01", "2026-07-01T22:59:59.999Z"),
    ],
)
def test_what_is_said_is_meant_in_local_time(said, meant):
    assert moment(said) == meant


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-01", "22/11/2026", "2026-11-22T25:00", "9" * 400])
def test_anything_else_is_refused_with_the_way_to_write_it(said):
    with pytest.raises(click.BadParameter, match="write 2026-11-22"):
        moment(said)


def test_an_export_as_of_a_moment_holds_what_was_there(ready):
    ready("tag", "A letter", 3, 10, "leaders", "--note", "first")
    (row,) = ready("export").rows
    ready("tag", "A letter", 11, 20, "leaders")
    later = ready("export", "--as-of", row["created_at"])
    assert [one["note"] for one in later.rows] == ["first"]
    assert len(ready("export").rows) == 2
    assert ready("export", "--as-of", "2020-01-01").rows == []


def test_a_moment_to_come_is_refused(ready):
    refused(ready("export", "--as-of", "2999-01-01"), "still to come")
