"""The commands over many documents, as a user or a program calls them."""

import csv
import io
import json

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.review.threads import Point, begin_thread, link
from ofsted_tui.store import Store
from tests.cli_runner import run_command


@pytest.fixture
def database(tmp_path, codebook, clock):
    """The sample corpus with three tags and a thread."""
    path = tmp_path / "reviews.db"
    with Store(path, create=True, clock=clock) as store:
        review = Review(store, codebook, begin(store, codebook, "Rae"))
        documents = {one.source[:3]: store.documents.get(one.id) for one in store.documents.all()}
        review.open_document(documents["001"].id)
        leavers = codebook.area("care_leavers")
        review.tag(Passage(18122, 18189), leavers, direction=Direction.IMPROVEMENT)
        review.tag(Passage(3462, 3560), codebook.area("help_protection"), direction=Direction.STRENGTH)
        review.open_document(documents["003"].id)
        review.tag(Passage(2809, 2952), codebook.area("children_in_care_and_care_leavers"))
        point = Point(
            documents["001"], Passage(2958, 3125), "Health histories", "care_leavers", is_improvement=True
        )
        thread = begin_thread(review, point)
        link(review, thread.id, documents["000"], Passage(7716, 7790))
    return path


@pytest.fixture
def run(database, capsysbinary):
    """Run a command that ends with a certain code; return what it wrote: of wrong use, on standard error."""

    def go(code, *arguments):
        ended_with, out, err = run_command(capsysbinary, ["--db", database, *arguments])
        assert ended_with == code, err
        return (err if code == 2 else out).decode()

    return go


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_search_says_what_it_finds_by_document(run):
    said = run(0, "search", "health", "histories")
    assert "Focused visit to Southampton" in said
    assert "care leavers' access to their health histories" in said
    assert "6 with all words" in said


def test_search_answers_json_and_csv(run, tmp_path):
    said = run(0, "search", '"health passport"', "--json")
    (hit, *_) = json.loads(said)
    assert hit["rank"] == 1
    assert "health passport" in hit["quote"]
    assert hit["end"] - hit["start"] == len(hit["quote"])
    run(0, "search", "supervision", "--csv", str(tmp_path / "hits.csv"))
    found = rows((tmp_path / "hits.csv").read_text("utf-8"))
    assert len(found) == 4
    assert found[0]["document_kind"] == "focused_visit"


def test_search_finds_nothing_with_exit_code_1(run):
    run(1, "search", "zebra")


@pytest.mark.parametrize(
    ("options", "sources"),
    [
        (["--from", "2024"], {"2025-02-25"}),
        (["--to", "2018"], {"2018-01-11", "2018-05-22"}),
        (["--authority", "southampton"], {"2018-05-22"}),
        (["--kind", "annual_conversation"], {"2018-01-11"}),
    ],
)
def test_search_looks_where_it_is_told(run, options, sources):
    said = run(0, "search", "supervision", *options, "--json")
    assert {one["event_start"] for one in json.loads(said)} == sources


def test_search_by_tags_needs_a_session(run):
    said = run(2, "search", "pace", "--tagged")
    assert "--session" in said
    said = run(0, "search", "pace", "--tagged", "--session", "Sample review", "--json")
    (hit,) = json.loads(said)
    assert hit["tagged_with"] == "care_leavers"


def test_search_for_more_like_an_annotation(run, database):
    with Store(database) as store:
        (found,) = [one for one in store.annotations.in_context() if one.annotation.start == 18122]
    assert "with some words" in run(0, "search", "--like", found.annotation.id[:8]).splitlines()[-1]
    said = run(0, "search", "--like", found.annotation.id[:8], "--json")
    hits = json.loads(said)
    assert all(one["start"] != 18122 for one in hits)


@pytest.mark.parametrize(
    "arguments", [[], ["words", "--like", "abc"], ["x", "--limit", "0"], ["x", "--area", "99"]]
)
def test_search_used_wrongly(run, arguments):
    said = run(2, "search", *arguments)
    assert len(said.splitlines()) == 1


def test_matrix_keeps_findings_and_claims_apart(run):
    said = run(0, "matrix", "--json")
    cells = {(one["event_start"], one["column"]): one for one in json.loads(said)}
    assert cells["2023-05-15", "care_leavers"]["improvements"] == 1
    assert cells["2023-05-15", "care_leavers"]["grades"] == "Requires improvement to be good"
    letter = cells["2018-01-11", "children_in_care_and_care_leavers"]
    assert (letter["claims"], letter["strengths"]) == (1, 0)
    assert cells["2018-01-11", "care_leavers"]["absent"] == "not a judgement then"


@pytest.mark.parametrize("options", [[], ["--by", "year"], ["--by", "authority"], ["--together"]])
def test_the_sums_of_the_matrix_are_the_rows_of_the_export(run, options):
    said = run(0, "export")
    exported = len(rows(said))
    said = run(0, "matrix", "--csv", "-", *options)
    assert sum(int(one["annotations"]) for one in rows(said)) == exported == 3


def test_matrix_by_topic_of_an_area(run):
    said = run(0, "matrix", "--area", "3")
    assert "no topic" in said
    said = run(2, "matrix", "--area", "2")
    assert "name one" in said


def test_matrix_in_words(run):
    said = run(0, "matrix", "--session", "Sample review")
    assert "not a judgement then" in said
    assert "3 annotations: +1 -1 ~1" in said
    assert "never findings" in said


def test_grades_over_time(run):
    said = run(0, "grades")
    assert "Requires improvement to be good" in said
    said = run(0, "grades", "--json")
    assert {one["grade"] for one in json.loads(said)} == {
        "Outstanding",
        "Good",
        "Requires improvement to be good",
    }


def test_threads_in_time_order_with_the_months_between(run):
    said = run(0, "threads")
    assert "Health histories · raised" in said
    assert "2025-02-25 (+21 months)" in said
    said = run(0, "threads", "--csv", "-")
    found = rows(said)
    assert [(one["event_start"], one["months_since"], one["status"]) for one in found] == [
        ("2023-05-15", "", "raised"),
        ("2025-02-25", "21", ""),
    ]


@pytest.mark.parametrize("command", ["matrix", "grades", "threads"])
def test_a_file_of_another_kind_is_not_replaced(run, tmp_path, command):
    path = tmp_path / "notes.csv"
    path.write_text("mine")
    said = run(2, command, "--csv", str(path))
    assert path.read_text() == "mine"
    assert "--force" in said
    run(0, command, "--csv", str(path), "--force")
    run(0, command, "--csv", str(path))


@pytest.mark.parametrize("command", ["matrix", "grades", "threads"])
def test_json_and_csv_do_not_go_together(run, command):
    run(2, command, "--json", "--csv", "-")


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
def test_a_report_is_written_and_checked(run, tmp_path, ending):
    path = tmp_path / f"report.{ending}"
    run(0, "report", str(path), "--session", "Sample review")
    assert path.stat().st_size > 4_000
    assert json.loads(run(0, "report", str(path), "--json"))["annotations"] == 3
    if ending == "md":
        assert "for reading" in run(2, "verify", str(path))
    else:
        assert "3 rows checked, all as in the database" in run(0, "verify", str(path))


def test_a_report_of_an_unknown_form_is_refused(run, tmp_path):
    assert ".html, .md or .xlsx" in run(2, "report", str(tmp_path / "report.docx"))
    (tmp_path / "mine.html").write_text("mine")
    assert "--force" in run(2, "report", str(tmp_path / "mine.html"))
    run(0, "report", str(tmp_path / "mine.html"), "--force")


def test_verify_names_sheet_and_row(run, tmp_path):
    import openpyxl

    path = tmp_path / "report.xlsx"
    run(0, "report", str(path))
    book = openpyxl.load_workbook(path)
    book["Annotations"]["X3"] = "another note"
    book.save(path)
    said = run(1, "verify", str(path))
    assert "sheet Annotations, row 3: annotation" in said
    assert "note" in said


def test_threads_are_made_from_the_shell(run):
    thread = run(0, "thread", "begin", "001", "3126", "3217", "--title", "Consent").strip()
    place = run(0, "thread", "link", thread[:8], "004", "2419", "2467", "--status", "repeated").strip()
    assert run(0, "thread", "link", thread[:8], "004", "2419", "2467").strip() == "already there"
    run(0, "thread", "link", thread[:8], "000")
    said = run(0, "threads")
    assert "Consent · not mentioned" in said
    assert "does not mention it" in said
    first = next(one for one in json.loads(run(0, "threads", "--json")) if one["thread"] == "Consent")
    run(0, "thread", "relate", place[:8], "supports", next(iter(others(run, thread, place)))[:8])
    assert "supports" in run(0, "threads")
    run(0, "thread", "relate", place[:8], "none")
    run(0, "thread", "status", place[:8], "closed")
    assert "closed" in run(0, "threads")
    run(0, "thread", "unlink", place[:8])
    assert "repeated" not in run(0, "threads")
    assert first["document_kind"] in ("focused_visit", "short_inspection")
    run(0, "thread", "remove", thread[:8])
    assert "Consent" not in run(0, "threads")


def others(run, thread, place):
    rows_ = json.loads(run(0, "threads", "--json"))
    return [one["passage_id"] for one in rows_ if one["thread_id"] == thread and one["passage_id"] != place]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("link", "zzz", "001", "1", "2"), "no thread"),
        (("link", "", "001", "1", "2"), "no thread"),
        (("status", "zzz", "closed"), "no place"),
        (("begin", "001", "5", "5"), "no passage"),
        (("begin", "nothing", "5", "9"), "nothing"),
        (("relate", "zzz", "hates", "x"), "hates"),
    ],
)
def test_thread_used_wrongly(run, arguments, what):
    said = run(2, "thread", *arguments)
    assert what in said
    assert len(said.splitlines()) == 1
