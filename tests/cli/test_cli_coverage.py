"""The commands `coverage` and `sign-off`: exit code 1 while something is open."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from tests.cli_runner import TEXT, database, letter, ready, refused, run

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
