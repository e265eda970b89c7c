"""The commands `documents`, `sessions`, `annotations`, `history`, `coverage` and `sign-off`."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import re
import sys

import pytest

from ofsted_tui.cli.output import say_table
from ofsted_tui.importing.opening import begin
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run
from tests.folders import sample_path


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


@pytest.fixture
def tagged_once(ready):
    """Return the id of a tag with a note and a direction."""
    answer = ready("tag", "A letter", 3, 10, "leaders", "--note", "\x1b[2Jfirst", "--json")
    return answer.json["annotation_id"]


def test_tells_the_steps_oldest_first(ready, tagged_once):
    ready("untag", tagged_once)
    lines = ready("history", tagged_once[:8]).out.decode().splitlines()
    assert lines[0].endswith("UTC)  Rae")
    assert lines[1] == "  tagged with L leaders"
    assert "  note: none → ␛[2Jfirst" in lines
    assert lines[-1] == "  removed"


def test_answers_a_program(ready, tagged_once):
    ready("untag", tagged_once)
    made, removed = ready("history", tagged_once, "--json").json
    assert (made["kind"], made["verb"], made["reviewer"]) == ("do", "tag", "Rae")
    assert made["before"] is None
    assert made["after"]["note"] == "\x1b[2Jfirst"
    assert made["words"][0] == "tagged with L leaders"
    assert made["after"]["removed_at"] is None
    assert removed["after"]["removed_at"] is not None


def test_an_unknown_annotation_is_refused(ready, tagged_once):
    refused(ready("history", "zz"), "There is no annotation 'zz'")
    refused(ready("history", ""), "There is no annotation")


PARAGRAPHS = [TEXT.index(one) for one in ("1. Leaders", "2. Children", "3. Care")]


@pytest.fixture
def session(ready):
    """A session in which the first of three paragraphs is tagged."""
    assert ready("tag", "A letter", 0, 10, 4).code == 0
    return ready


def read_all(database, codebook):
    with Store(database) as store:
        review = Review(store, codebook, store.sessions.all()[0].id)
        for paragraph in review.paragraphs.paragraphs:
            if not review.opened.is_read(paragraph.passage):
                review.mark_read(paragraph.passage)


def test_coverage_says_no_while_something_is_open(session):
    answer = session("coverage")
    assert answer.code == 1
    assert answer.out.decode().splitlines()[-1] == "Review: 1 of 3 accounted for (33%), 2 open"
    assert answer.err == b""


def test_open_paragraphs_with_their_first_words(session):
    lines = session("coverage", "--open").out.decode()
    assert f"¶2 {PARAGRAPHS[1]}-" in lines
    assert "2. Children wait too long." in lines
    assert "1. Leaders" not in lines
    assert "2. Children" not in session("coverage").out.decode()


def test_coverage_for_a_program(session):
    answer = session("coverage", "--json", "--open")
    assert answer.code == 1
    found = answer.json
    assert (found["accounted"], found["total"], found["open"], found["percent"]) == (1, 3, 2, 33)
    assert found["session"]["name"] == "Review"
    (document,) = found["documents"]
    assert document["title"] == "A letter"
    assert [one["start"] for one in document["open_paragraphs"]] == PARAGRAPHS[1:]
    assert document["open_paragraphs"][0]["text"] == "2. Children wait too long."
    assert [one["total"] for one in document["sections"]] == [3]
    assert "open_paragraphs" not in session("coverage", "--json").json["documents"][0]


def test_nothing_open_is_yes(session, database, codebook):
    read_all(database, codebook)
    answer = session("coverage", "--open")
    assert answer.code == 0
    assert b"3 of 3 accounted for (100%)" in answer.out


def test_one_document_of_the_session(session, tmp_path):
    (tmp_path / "other.txt").write_text("Other words of another letter.")
    session("import", tmp_path / "other.txt")
    assert session("coverage", "--document", "A letter", "--json").json["total"] == 3
    refused(session("coverage", "--document", "other"), "is not in the session 'Review'")
    refused(session("coverage", "--document", "zzz"), "There is no document")


def test_the_session_opened_last_or_the_one_named(session, database, codebook):
    with Store(database) as store:
        begin(store, codebook, "Rae", "Later")
    assert session("coverage", "--json").json["session"]["name"] == "Later"
    assert session("coverage", "--session", "Review", "--json").json["accounted"] == 1
    assert session("--session", "Review", "coverage", "--json").json["accounted"] == 1
    refused(session("coverage", "--session", "zzz"), "There is no session")


@pytest.mark.parametrize("command", ["coverage", "sign-off"])
def test_without_any_session(ready, command):
    refused(ready(command), "There is no session yet")


def test_sign_off_refuses_while_something_is_open(session):
    answer = session("sign-off")
    assert answer.code == 1
    assert b"2. Children wait too long." in answer.out
    assert answer.err.decode().count("\n") == 1
    assert "not signed off: Review" in answer.err.decode()
    assert "--anyway" in answer.err.decode()
    assert session("sessions", "--json").json[0]["signed_off_at"] is None


def test_signed_off_anyway(session):
    answer = session("sign-off", "--anyway", "--json")
    assert answer.code == 0
    assert (answer.json["signed_off"], answer.json["open"]) == (True, 2)
    (listed,) = session("sessions", "--json").json
    assert listed["signed_off_at"] == answer.json["signed_off_at"]
    assert listed["signed_off_at"] is not None


def test_signed_off_when_nothing_is_open(session, database, codebook):
    read_all(database, codebook)
    answer = session("sign-off")
    assert answer.code == 0
    assert b"signed off: Review" in answer.out


def test_a_later_tag_undoes_the_sign_off(session):
    session("sign-off", "--anyway")
    session("tag", "A letter", PARAGRAPHS[1], PARAGRAPHS[1] + 11, 1)
    assert session("sessions", "--json").json[0]["signed_off_at"] is None


def test_a_report_says_on_which_topics_it_is_silent(run, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Social workers have manageable caseloads.\n\nChildren are seen alone.\n")
    run("import", report, "--kind", "short_inspection", "--date", "2023-05-15")
    run("tag", "report", 0, 10, 4)
    (silence,) = run("sign-off", "--json").json["silences"]
    codes = {one["code"] for one in silence["silent"]}
    assert codes
    assert not codes & {one["code"] for one in silence["mentioned_but_not_tagged"]}
    assert b"says nothing on" in run("sign-off").out


def test_a_letter_is_not_asked_for_topics(session):
    assert session("sign-off", "--json").json["silences"] == []
