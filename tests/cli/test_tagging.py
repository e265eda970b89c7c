"""The commands `tag`, `untag` and `place`."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import os
import re

import pytest

from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run


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
