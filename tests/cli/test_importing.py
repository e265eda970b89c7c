"""The command `import`."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import os
import re
import sys

import pytest

from ofsted_tui.model.document import text_sha256
from tests.cli_runner import TEXT, database, letter, ready, refused, run
from tests.folders import sample_path


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
