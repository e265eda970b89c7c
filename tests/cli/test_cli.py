"""The commands, as a shell meets them: answers, exit codes, one line for every fault, nothing raw."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ofsted_tui.cli.output import say_table
from ofsted_tui.export.csv_file import BEGINNING
from ofsted_tui.export.csv_format import unescaped
from ofsted_tui.model.document import text_sha256
from ofsted_tui.model.errors import StoreError
from ofsted_tui.reading.formats.document_file import text_from
from ofsted_tui.review.naming import default_reviewer
from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run
from tests.folders import ROOT, SEEDS, sample_path, table_rows

HOSTILE = (
    "\x1b[2J\x1bc\x1b]8;;http://evil\x1b\\x\x1b]8;;\x1b\\\x1b]52;c;Y3VybA==\x07\x1b]2;OWNED\x1b\\"
    "\x9b31m\x9d0;P\x9c\u202e\u2066\u200b\x85\u2028\U000e0041[red][@click=app.quit]XX[/][/nope]"
)
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)


# Importing


def test_import_says_what_it_did(run, letter, database):
    answer = run("import", letter)
    assert answer.code == 0
    assert answer.out.decode().startswith("imported: 007_letter.txt: 007_letter [")
    assert b"ILACS 2026 assumed: give --date or --edition" in answer.out
    assert answer.err == b""
    assert database.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert run("import", letter).out.startswith(b"already there: ")


def test_import_takes_what_is_said(run, letter):
    given = (
        "--title",
        "T",
        "--kind",
        "focused_visit",
        "--authority",
        "Luton",
        "--date",
        "2018-05-22/2018-05-23",
    )
    run("import", letter, *given)
    (document,) = run("documents", "--json").json
    assert document["sha256"] == text_sha256(TEXT)
    del document["id"], document["sha256"]
    assert document == {
        "title": "T",
        "kind": "focused_visit",
        "local_authority": "Luton",
        "event_start": "2018-05-22",
        "event_end": "2018-05-23",
        "event_parts": [{"start": "2018-05-22", "end": "2018-05-23"}],
        "letter_date": None,
        "inspectors": [],
        "focus": "",
        "focus_area": "",
        "edition": "2018",
        "edition_assumed": False,
        "format": "text",
        "pages": None,
        "characters": len(TEXT),
        "source": "007_letter.txt",
        "licence": "",
        "corrected": ["event", "kind", "local_authority", "title"],
        "replaces": None,
    }


def test_import_goes_on_after_a_refused_file(run, letter, tmp_path):
    old = tmp_path / "old.txt"
    old.write_bytes("It’s a café.".encode("cp1252"))
    answer = run("import", tmp_path / "missing.txt", letter, tmp_path / "no*.txt", old)
    assert answer.code == 2
    assert answer.out.count(b"imported: ") == 2
    assert b"read as Windows-1252" in answer.out
    assert answer.out.decode().splitlines()[-1] == "2 imported, 2 refused"
    assert answer.err.count(b"\n") == 2
    assert b"missing.txt does not exist" in answer.err
    assert b"matches no file" in answer.err


def test_import_of_a_folder_and_of_a_pattern(run, letter, tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "note.md").write_text("# A note\n\nWith some words.\n")
    (tmp_path / "picture.png").write_bytes(b"PNG")
    (tmp_path / ".hidden.txt").write_text("Hidden words.")
    answer = run("import", tmp_path, tmp_path / "*.txt")
    assert answer.code == 0
    assert answer.out.decode().splitlines()[-1] == "2 imported"
    assert answer.err == b""
    assert {one["source"] for one in run("documents", "--json").json} == {"007_letter.txt", "note.md"}


def test_import_again_says_what_was_there(run, letter, tmp_path):
    run("import", letter)
    (tmp_path / "b.txt").write_text("Other words.")
    answer = run("import", letter, tmp_path / "b.txt", "--kind", "jtai")
    assert answer.out.decode().splitlines()[-1] == "1 imported, 1 already there, 1 of them corrected"
    assert run("import", letter).out.count(b"\n") == 1


def test_import_says_what_was_recognised(run):
    report = sample_path("001")
    (line,) = run("import", report).out.decode().splitlines()
    for words in ("short inspection", "Portsmouth", "2023-05-15/2023-05-19", "ILACS 2023", "5 grades"):
        assert words in line
    assert "53 numbered" in line
    (found,) = run("import", report, "--json").json
    assert (found["kind"], found["grades"], found["numbered_paragraphs"]) == ("short_inspection", 5, 53)
    assert found["status"] == "already there"


def test_remarks_of_the_reading_are_said(run, letter, monkeypatch):
    from dataclasses import replace

    from ofsted_tui.importing import batch

    real = batch.read_document
    monkeypatch.setattr(
        batch, "read_document", lambda *given: replace(real(*given), remarks=("2 of 12 pages hold no text",))
    )
    assert b"2 of 12 pages hold no text" in run("import", letter).out
    assert run("import", letter, "--json").json[0]["remarks"] == ["2 of 12 pages hold no text"]


def test_an_interrupted_import_keeps_what_is_done(run, tmp_path, monkeypatch):
    from ofsted_tui.importing import batch

    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"The words of {name}.")
    real = batch.prepare

    def interrupted(codebook, path, *more):
        if path.name == "b.txt":
            raise KeyboardInterrupt
        return real(codebook, path, *more)

    monkeypatch.setattr(batch, "prepare", interrupted)
    answer = run("import", tmp_path)
    assert answer.code == 130
    assert answer.out.decode().splitlines()[-1] == "interrupted: 1 imported; 2 of 3 files were not looked at"
    assert b"Traceback" not in answer.err
    assert len(run("documents", "--json").json) == 1
    answer = run("import", tmp_path, "--json")
    assert (answer.code, [one["status"] for one in answer.json]) == (130, ["already there"])


def test_progress_is_shown_on_a_terminal_only(run, tmp_path, monkeypatch):
    for name in ("a", "b", "名前\x1b[2J" if os.name != "nt" else "c"):
        (tmp_path / f"{name}.txt").write_text(f"The words of {name}.")
    assert run("import", tmp_path).err == b""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    answer = run("import", tmp_path)
    drawn = answer.err.decode()
    assert "0/3 a.txt" in drawn
    assert "2/3 名前" in drawn or os.name == "nt"
    assert "\x1b" not in drawn
    assert "\n" not in drawn
    assert drawn.endswith("\r")
    assert drawn.rsplit("\r", 2)[1].strip() == ""
    assert run("import", tmp_path / "a.txt").err == b""


def test_import_for_a_program(run, letter, tmp_path):
    answer = run("import", letter, tmp_path / "missing.txt", "--json", "--edition", "2023")
    assert answer.code == 2
    first, second = answer.json
    assert (first["status"], first["edition"], first["encoding"]) == ("imported", "2023", "UTF-8")
    assert (second["status"], "does not exist" in second["reason"]) == ("refused", True)


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "does not exist"), (b"", "is empty"), (b"\0\1\2", "is binary"), (b"%PDF-1.7", "file.txt")],
)
def test_files_that_are_refused_leave_no_database(run, tmp_path, database, content, word):
    path = tmp_path / "file.txt"
    if content is not None:
        path.write_bytes(content)
    refused(run("import", path), "file.txt", word)
    if content is not None:
        refused(run("import", tmp_path), "file.txt", word)
    assert not database.exists()


def test_a_folder_without_documents_leaves_no_database(run, tmp_path, database):
    refused(run("import", tmp_path), "holds no documents")
    assert not database.exists()


def test_a_file_without_permission(run, letter, database, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    refused(run("import", letter), "may not be read by you")
    assert not database.exists()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--date", "May 2023"), "is no day"),
        (("--date", "2023-05-19/2023-05-15"), "ends before it starts"),
        (("--edition", "2022"), "there are 2018, 2023, 2026"),
        (("--kind", "letter"), "focused_visit"),
        (("--title", "\udcff"), "not valid text"),
        ((__file__, "--title", "T"), "one file only"),
        (("--session", "x"), "--session"),
    ],
)
def test_import_used_wrongly(run, letter, database, options, word):
    refused(run("import", letter, *options), word)
    assert not database.exists()


# Listing


def test_documents(ready):
    lines = ready("documents").out.decode().splitlines()
    assert lines[0].split() == [
        "ID",
        "DOCUMENT",
        "KIND",
        "AUTHORITY",
        "DATES",
        "ILACS",
        "FORMAT",
        "PAGES",
        "CHARACTERS",
    ]
    assert "A letter  other" in lines[1]
    assert "2023-05-15/2023-05-19  2023" in lines[1]


def test_sessions_with_the_share_accounted_for(ready):
    assert ready("sessions", "--json").json == []
    ready("tag", "A letter", 0, 10, 4)
    (session,) = ready("sessions", "--json").json
    assert (session["name"], session["reviewer"], session["annotations"]) == ("Review", "Rae", 1)
    assert (session["accounted"], session["paragraphs"], session["percent"]) == (1, 3, 33)
    assert "33%" in ready("sessions").out.decode()


def test_annotations_by_session_document_and_area(ready):
    ready("tag", "007", 0, 10, 4, "--note", "see para 2", "--direction", "strength")
    ready("tag", "007", 3, 10, "care_leavers")
    both = ready("annotations", "--json").json
    assert [(one["start"], one["end"], one["area_code"]) for one in both] == [
        (0, 10, "leaders"),
        (3, 10, "care_leavers"),
    ]
    assert both[0]["quote"] == TEXT[:10]
    assert len(ready("annotations", "--area", "3", "--json").json) == 1
    assert len(ready("annotations", "--session", "review", "--document", "letter", "--json").json) == 2
    assert len(ready("--session", "review", "annotations", "--json").json) == 2
    assert b"1. Leaders  see para 2" in ready("annotations").out
    refused(ready("annotations", "--area", "2"), "children_in_care or children_in_care_and_care_leavers")
    refused(ready("annotations", "--area", "x"), "There is no judgement area")
    refused(ready("annotations", "--area", "9"), "There is no area 9")


def test_annotations_against_their_section(run):
    run("import", sample_path("001"))
    sections = run("structure", "001", "--json").json["sections"]
    start = next(one["end"] for one in sections if one["area"] == "care_leavers") + 5
    run("tag", "001", start, start + 10, "care_leavers")
    run("tag", "001", start, start + 10, "leaders")
    run("tag", "001", 0, 10, "leaders")
    found = run("annotations", "--json").json
    assert sorted((one["area_code"], one["against_section"]) for one in found) == [
        ("care_leavers", False),
        ("leaders", False),
        ("leaders", True),
    ]
    (against,) = run("annotations", "--against-section", "--json").json
    assert (against["area_code"], against["start"]) == ("leaders", start)
    assert run("annotations", "--against-section").out.count(b"\n") == 2


def test_a_table_fits_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("ofsted_tui.cli.output.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    say_table(("ID", "TITLE", "NOTE"), [("abcd1234", "A title of some length", "n" * 500)], long=(1, 2))
    assert capsys.readouterr().out.splitlines() == [
        "ID        TITLE           NOTE",
        "abcd1234  A title of so…  nnnnnnnnnnnnn…",
    ]


# Tagging


def test_tag_prints_the_id_and_tagging_again_says_it_was_there(ready):
    first = ready("tag", "A letter", 0, 10, 4)
    assert first.code == 0
    again = ready("tag", "A letter", 0, 10, "leaders")
    assert again.code == 0
    assert again.out.decode() == f"{first.out.decode().strip()} already there\n"
    assert len(ready("export").rows) == 1


def test_tagging_again_gives_what_was_not_said_before(ready):
    ready("tag", "A letter", 0, 10, 1)
    options = ("--topic", "early help", "--direction", "claim", "--note", "n")
    assert b"already there, changed" in ready("tag", "A letter", 0, 10, 1, *options).out
    assert b"changed" not in ready("tag", "A letter", 0, 10, 1, *options).out
    (row,) = ready("export").rows
    assert (row["topic"], row["direction"], row["note"]) == ("early help / family help", "claim", "n")


def test_the_quantifier_is_read_from_the_words_and_can_be_corrected(run, tmp_path):
    (tmp_path / "a.txt").write_text("Most children are seen by their social workers.\n")
    run("import", tmp_path / "a.txt")

    def quantifier():
        return run("annotations", "--json").json[0]["quantifier"]

    run("tag", "a", 0, 47, 1)
    assert quantifier() == "most"
    assert b"already there, changed" in run("tag", "a", 0, 47, 1, "--quantifier", "some").out
    assert quantifier() == "some"
    assert run("tag", "a", 0, 47, 1).out.endswith(b"already there\n")
    assert quantifier() == "some"
    assert run("tag", "a", 0, 47, 4, "--quantifier", "all", "--json").json["status"] == "tagged"
    assert "all" in {one["quantifier"] for one in run("annotations", "--json").json}


@pytest.mark.parametrize(
    "topic", ["early help / family help", "help_protection.early_help", "early_help", "EARLY HELP"]
)
def test_topics_by_title_and_by_code(ready, topic):
    answer = ready("tag", "A letter", 0, 10, 1, "--topic", topic, "--json")
    assert answer.json["status"] == "tagged"
    assert ready("export").rows[0]["topic"] == "early help / family help"


def test_the_session_that_a_tag_goes_to(ready, database, tmp_path):
    (tmp_path / "other.txt").write_text("Other words of another letter.")
    ready("import", tmp_path / "other.txt")
    ready("tag", "A letter", 0, 10, 4)
    with Store(database) as store, store.action():
        letter = next(one.id for one in store.documents.all() if one.title == "A letter")
        store.sessions.add("Later", "Rae", [letter])
    ready("tag", "A letter", 3, 10, 4)
    ready("tag", "other", 0, 5, 4)
    ready("tag", "A letter", 3, 20, 4, "--session", "review")
    ready("tag", "other", 0, 11, 4)
    rows = ready("export").rows
    assert {(row["document"], row["end"]): row["session"] for row in rows} == {
        ("A letter", "10"): "Later",
        ("A letter", "20"): "Review",
        ("other", "5"): "Later",
        ("other", "11"): "Later",
    }
    assert sorted(row["session"] for row in rows) == ["Later"] * 3 + ["Review"] * 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("B letter", 0, 10, 4), "there are: A letter"),
        (("", 0, 10, 4), "there are: A letter"),
        (("A letter", 0, 0, 4), "no passage"),
        (("A letter", -1, 5, 4), "-1"),
        (("A letter", 0, 10_000, 4), "no passage"),
        (("A letter", "x", 10, 4), "not a valid integer"),
        (("A letter", 0, 10, 9), "no judgement area 9"),
        (("A letter", 0, 10, "12"), "no judgement area '12'"),
        (("A letter", 0, 10, "children_in_care_and_care_leavers"), "not a judgement of ILACS 2023"),
        (("A letter", 0, 10, 1, "--topic", "zzz"), "There is no topic 'zzz'"),
        (("A letter", 0, 10, 1, "--topic", "leaders.workforce"), "There is no topic"),
        (("A letter", 0, 10, 1, "--direction", "up"), "'strength', 'improvement'"),
        (("A letter", 0, 10, 1, "--quantifier", "lots"), "'all', 'most'"),
        (("A letter", 0, 10, 1, "--note", "\udcff"), "not valid text"),
        (("A letter", 0, 10, 1, "--session", "mine"), "There is no session 'mine'"),
        (("A letter", 0, 10), "Missing argument 'AREA'"),
    ],
)
def test_a_refused_tag_changes_nothing(ready, database, arguments, word):
    before = database.read_bytes()
    refused(ready("tag", *arguments), word)
    assert database.read_bytes() == before


def test_digit_three_before_2023_says_why(run, letter):
    run("import", letter, "--edition", "2018")
    refused(run("tag", "007", 0, 10, 3), "not a judgement of their own before 2023")
    assert run("tag", "007", 0, 10, 2).code == 0
    assert run("export").rows[0]["area_code"] == "children_in_care_and_care_leavers"


def test_untag_by_the_beginning_of_the_id(ready):
    ids = [ready("tag", "A letter", 0, end, 4).out.decode().strip() for end in range(1, 30)]
    assert ready("untag", ids[0][:8]).out.decode() == f"{ids[0]} untagged\n"
    assert ready("untag", ids[1].upper(), "--json").json == {"annotation_id": ids[1], "status": "untagged"}
    assert len(ready("export").rows) == 27
    shared = next(one[0] for one in "0123456789abcdef" if sum(i.startswith(one) for i in ids[2:]) > 1)
    refused(ready("untag", shared), "give more of the id")
    refused(ready("untag", ids[0]), "There is no annotation")
    refused(ready("untag", ""), "There is no annotation")


# Export and verify


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


# Text from outside


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


# Databases


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
