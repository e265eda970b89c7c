"""The commands `import --replaces` and `place`: a new version of a document that is tagged already."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import pytest

from tests.cli_runner import TEXT, database, letter, ready, refused, run

LATER = (
    "1. Leaders know what must change.\n\n2. Children wait far too long.\n\n"
    "3. Care leavers have homes.\n\n4. Something new stands here.\n"
)
QUOTES = ("Leaders know what must change.", "Children wait too long.", "Care leavers have homes.")


@pytest.fixture
def later(tmp_path):
    path = tmp_path / "008_later.txt"
    path.write_text(LATER)
    return path


@pytest.fixture
def tagged(ready):
    for quote in QUOTES:
        start = TEXT.index(quote)
        assert ready("tag", "A letter", start, start + len(quote), "leaders").code == 0
    return ready


@pytest.fixture
def placed(tagged, later):
    answer = tagged("import", later, "--title", "Anew", "--replaces", "A letter")
    assert answer.code == 0
    assert b"replaces 007_letter.txt" in answer.out
    return tagged


def test_import_offers_what_agrees_in_title_authority_and_dates(run, letter, later):
    given = ("--title", "T", "--authority", "Hull", "--date", "2023-05-15", "--kind", "focused_visit")
    first = run("import", letter, *given, "--json").json[0]
    assert first["seems_to_replace"] is None
    answer = run("import", later, *given)
    assert f"--replaces {first['id'][:8]}" in answer.out.decode()
    assert run("import", later, *given, "--json").json[0]["seems_to_replace"] == first["id"]
    assert run("import", later, "--replaces", first["id"][:8], "--json").json[0]["replaces"] == first["id"]
    listed = run("documents").out.decode()
    assert listed.count("(former) T") == 1


def test_what_replaces_is_named_and_one_file(ready, later, letter):
    refused(ready("import", later, letter, "--replaces", "A letter"), "--replaces goes with one file only")
    refused(ready("import", later, "--replaces", "nothing"), "nothing")
    refused(ready("import", letter, "--replaces", "A letter"), "same text")
    assert len(ready("documents", "--json").json) == 1


def test_the_list_says_where_each_belongs_and_nothing_moves(placed):
    found = placed("place", "Anew", "--json").json
    assert [one["former_quote"] for one in found] == list(QUOTES)
    assert [one["quote"] for one in found] == [QUOTES[0], "Children wait far too long.", QUOTES[2]]
    assert [one["state"] == "reworded" for one in found] == [False, True, False]
    assert {one["decision"] for one in found} == {None}
    assert {row["document"] for row in placed("export").rows} == {"A letter"}
    table = placed("place", "Anew")
    assert b"0 of 3 decided" in table.err


def test_what_is_certain_is_placed_at_once_and_the_rest_one_by_one(placed):
    answer = placed("place", "Anew", "--certain", "--json")
    assert b"2 placed" in answer.err
    (waiting,) = [one for one in answer.json if one["decision"] is None]
    start = LATER.index("wait far too long")
    placed("place", "Anew", waiting["annotation_id"][:8], "--at", start, start + 17)
    rows = {row["quote"]: row for row in placed("export").rows}
    assert set(rows) == {QUOTES[0], QUOTES[2], "wait far too long"}
    assert {row["document"] for row in rows.values()} == {"Anew"}
    for row in rows.values():
        assert LATER[int(row["start"]) : int(row["end"])] == row["quote"]


def test_an_export_from_before_the_placing_verifies_with_a_note(placed, tmp_path):
    before = tmp_path / "before.csv"
    assert placed("export", "-o", before).code == 0
    placed("place", "Anew", "--certain")
    answer = placed("verify", before)
    assert answer.code == 0
    assert b"was placed in a new version of its document since this export" in answer.out + answer.err


def test_one_can_be_left_with_the_former_version(placed):
    found = placed("place", "Anew", "--json").json
    answer = placed("place", "Anew", found[1]["annotation_id"][:8], "--leave", "--json")
    assert [one["decision"] for one in answer.json] == [None, "left", None]


def test_what_cannot_be_done_is_said(placed):
    refused(placed("place", "A letter"), "replaces no document")
    refused(placed("place", "Anew", "ffff"), "No annotation")
    refused(placed("place", "Anew", "--leave"), "go with one ANNOTATION")
    found = placed("place", "Anew", "--json").json
    refused(placed("place", "Anew", found[0]["annotation_id"], "--at", 0, 9999), "no passage")
    refused(placed("place", "Anew", found[0]["annotation_id"], "--certain"), "do not go together")


def test_what_is_corrected_and_what_it_replaces_are_kept_together_or_not_at_all(placed, later, tmp_path):
    other = tmp_path / "009_other.txt"
    other.write_text("Another letter altogether.")
    assert placed("import", other, "--title", "Other").code == 0
    assert placed("place", "Anew", "--certain").code == 0
    refused(placed("import", later, "--title", "Corrected", "--replaces", "Other"), "take that back with u")
    assert [one["title"] for one in placed("documents", "--json").json] == ["A letter", "Anew", "Other"]
