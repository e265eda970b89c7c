"""The command `structure`: what reading finds in a file or a document, in JSON and in words."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import pytest

from tests.cli_runner import database, refused, run
from tests.folders import SEEDS, gold_documents, sample_path

SAMPLES = sorted(SEEDS.glob("*.txt"))


@pytest.fixture(scope="session")
def gold():
    return gold_documents()


def test_a_file_is_read_without_a_database(run, database):
    answer = run("structure", sample_path("001"), "--json")
    assert answer.code == 0
    assert not database.exists()
    found = answer.json
    assert found["file"] == str(sample_path("001"))
    assert found["kind"] == "short_inspection"
    assert found["local_authority"] == "Portsmouth"
    assert (found["event_start"], found["event_end"]) == ("2023-05-15", "2023-05-19")
    assert found["event_parts"] == [{"start": "2023-05-15", "end": "2023-05-19"}]
    assert found["edition"] == "2023"
    assert found["format"] == "text"
    assert found["pages"] is None


def test_the_grades_of_the_sample_report(run):
    assert run("structure", sample_path("001"), "--json").json["judgements"] == {
        "help_protection": "Outstanding",
        "children_in_care": "Good",
        "care_leavers": "Requires improvement to be good",
        "leaders": "Good",
        "overall_effectiveness": "Good",
    }


def test_sections_have_their_paragraph_numbers(run):
    sections = run("structure", sample_path("001"), "--json").json["sections"]
    assert [
        (one["area"], one["first_paragraph"], one["last_paragraph"]) for one in sections if one["area"]
    ] == [
        ("help_protection", 1, 10),
        ("children_in_care", 11, 26),
        ("care_leavers", 27, 40),
        ("leaders", 41, 53),
    ]


def test_places_are_offsets_of_the_text(run):
    found = run("structure", sample_path("001"), "--json").json
    text = sample_path("001").read_text(encoding="utf-8").replace("\r\n", "\n")
    assert found["characters"] == len(text)
    for one in found["paragraphs"]:
        if not one["cuts"]:
            assert one["text"] == text[one["start"] : one["end"]]
    for section in found["sections"]:
        assert section["title"].split()[0] in text[section["start"] : section["end"]]


def test_paragraphs_cut_by_a_page_break_are_quoted_without_it(run):
    paragraphs = {
        one["number"]: one for one in run("structure", sample_path("001"), "--json").json["paragraphs"]
    }
    for number in (1, 5, 11, 19, 46, 52):
        assert paragraphs[number]["cuts"], number
        assert "\n\n" not in paragraphs[number]["text"], number


def test_every_seed_has_as_many_numbered_paragraphs_as_it_prints(run, gold):
    for path in SAMPLES:
        counts = run("structure", path, "--json").json["counts"]
        assert counts["numbered_paragraphs"] == (53 if path.name.startswith("001") else 0)


def test_several_files_give_a_list_in_their_order(run, tmp_path):
    missing = tmp_path / "none.pdf"
    missing.write_bytes(b"not a PDF")
    answer = run("structure", sample_path("004"), missing, sample_path("000"), "--json")
    assert answer.code == 2
    first, second, third = answer.json
    assert (first["local_authority"], third["local_authority"]) == ("Southampton", "Portsmouth")
    assert second["file"] == str(missing)
    assert "is no PDF" in second["refused"]


def test_a_folder_gives_a_list(run):
    assert len(run("structure", SEEDS, "--json").json) >= 5


def test_a_document_of_the_database(run):
    run("import", sample_path("000"), "--kind", "jtai")
    found = run("structure", "000", "--json").json
    assert found["file"] is None
    assert found["kind"] == "jtai"
    assert found["corrected"] == ["kind"]
    assert found["paragraphs"]


def test_the_file_and_the_document_made_of_it_say_the_same(run):
    run("import", *SAMPLES)
    for path in SAMPLES:
        read, kept = run("structure", path, "--json").json, run("structure", path.stem, "--json").json
        assert {**read, "file": None} == kept


def test_a_name_that_is_neither(run, tmp_path):
    refused(run("structure", tmp_path / "none.txt"), "no such file, and no such document")
    run("import", sample_path("000"))
    refused(run("structure", "zzz"), "no such file, and no such document")
    assert run("structure", "zzz", "--json").json["refused"]


def test_the_outline_in_words(run):
    lines = run("structure", sample_path("001")).out.decode().splitlines()
    assert lines[0].startswith("Inspection of Portsmouth")
    assert "short inspection · Portsmouth · 2023-05-15/2023-05-19 · ILACS 2023 · text" in lines[1]
    text = "\n".join(lines)
    assert "grade: care leavers: Requires improvement to be good" in text
    assert "section ¶27-40: The experiences and progress of care leavers" in text
    assert "53 numbered" in lines[-1]


def test_the_outline_of_two_has_a_line_between(run):
    assert "\n\n" in run("structure", sample_path("000"), sample_path("004")).out.decode()
