"""The rows of an export: their cells, and what they call the places of a document."""

import csv
import io

import pytest

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.export.csv_format import COLUMNS, csv_line, unescaped
from ofsted_tui.export.rows import Places, RowMaker
from ofsted_tui.export.verify import verify_csv
from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given, correct
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.review import Review
from tests.pdf_maker import HANG, block, line, make_pdf

HARD = '=SUM(1), "so"\r\n'
TEXT = '+1 "two", three\n\n-4, five and some more words that are nobody\'s.'


@pytest.fixture
def found(store, add_document, add_session, codebook, open_review):
    """Annotations of two documents in two sessions, with every name as hard as it can be."""
    structure = Structure(
        paragraphs=(Paragraph(0, 15, 7, section=0), Paragraph(17, 40, None, section=1), Paragraph(40, 60, 9)),
        sections=(Section(0, 0, HARD, 0), Section(17, 17, "'quoted", 17)),
    )
    documents = [
        add_document(TEXT, HARD, local_authority="@home"),
        add_document(f"{TEXT} And more.", "-", "2018"),
    ]
    for document in documents:
        with store.action():
            store.documents.restructure(document.id, structure)
    for name in ("=A", "-B,"):
        review = open_review(*documents, name=name)
        for document in documents:
            review.open_document(document.id)
            for start, end in ((0, 9), (3, 20), (15, 17), (17, 30), (45, 50)):
                review.tag(Passage(start, end), codebook.area("leaders"), note=HARD)
    return list(store.annotations.in_context())


def test_a_line_is_that_of_its_row(store, codebook, found):
    rows, lines = RowMaker(store, codebook), RowMaker(store, codebook)
    assert len(found) == 20
    for one in found:
        assert lines.csv_line(one) == csv_line(rows.row(one))


def test_rows_and_lines_may_come_in_any_order(store, codebook, found):
    rows = RowMaker(store, codebook)
    expected = [rows.row(one) for one in found]
    mixed = [*found[::3], *found[1::3], *found[2::3]]
    assert [rows.row(one) for one in mixed] == [*expected[::3], *expected[1::3], *expected[2::3]]
    for one, row in zip(found, expected, strict=True):
        (cells,) = csv.reader(io.StringIO(rows.csv_line(one), newline=""), strict=True)
        assert dict(zip(COLUMNS, map(unescaped, cells), strict=True)) == row


def test_the_names_of_places(store, codebook, found):
    rows = RowMaker(store, codebook)
    told = {(one.annotation.start, rows.row(one)["section"], rows.row(one)["paragraph"]) for one in found}
    assert told == {
        (0, HARD, "7"),
        (3, HARD, "7"),
        (15, HARD, ""),  # between two paragraphs: in the section still, in no paragraph
        (17, "'quoted", ""),
        (45, "", "9"),
    }


def test_a_document_of_which_nothing_is_known_has_no_places():
    assert Places.in_structure(Structure(), ()).names_at(5) == ("", "")
    assert Places.in_structure(Structure(), ()).page_at(5) == ""


@pytest.mark.parametrize(("offset", "page"), [(0, "1"), (9, "1"), (10, "2"), (25, "3")])
def test_a_page_begins_at_its_offset(offset, page):
    places = Places.in_structure(Structure(), (0, 10, 20))
    assert places.page_at(offset) == page


def export_to(store, codebook, path):
    write_csv(store, codebook, path, ExportScope(), force=True)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_a_passage_over_a_page_break_is_quoted_clean_with_true_offsets(store, codebook, tmp_path):
    review = Review(store, codebook, begin(store, codebook, "Rae"))
    cut = review.paragraphs.numbered(52)
    review.tag(cut.passage, codebook.area("leaders"))
    (row,) = export_to(store, codebook, tmp_path / "out.csv")
    text = review.document.text
    raw = text[int(row["start"]) : int(row["end"])]
    assert "\n\n" in raw
    assert row["quote"] == " ".join(raw.split())
    assert (row["paragraph"], row["page"]) == ("52", "")
    assert row["section"] == "The impact of leaders on social work practice with children and families"
    assert verify_csv(tmp_path / "out.csv", store, codebook).ok


def test_an_export_that_left_page_breaks_in_is_verified_too(store, codebook, tmp_path):
    review = Review(store, codebook, begin(store, codebook, "Rae"))
    cut = review.paragraphs.numbered(52)
    review.tag(cut.passage, codebook.area("leaders"))
    (row,) = export_to(store, codebook, tmp_path / "out.csv")
    raw = review.document.text[cut.start : cut.end]
    whole = (tmp_path / "out.csv").read_bytes()
    older = whole.replace(row["quote"].encode(), raw.encode())
    assert older != whole
    (tmp_path / "older.csv").write_bytes(older)
    assert verify_csv(tmp_path / "older.csv", store, codebook).ok
    (tmp_path / "other.csv").write_bytes(older.replace(b"increased", b"decreased"))
    assert not verify_csv(tmp_path / "other.csv", store, codebook).ok


def test_the_page_is_that_on_which_the_passage_begins(store, codebook, tmp_path):
    opening = block(["1. It begins here and goes on to"], 700, hang=HANG)[0]
    first = [line("A page of made-up text for the test", 790), *opening]
    second = [*block(["the second page."], 750, x=HANG)[0], *block(["2. Another."], 700)[0]]
    path = tmp_path / "made.pdf"
    path.write_bytes(make_pdf([first, second]))
    document = import_file(store, codebook, path).details
    with store.action():
        session = store.sessions.add("Review", "Rae", [document.id])
    review = Review(store, codebook, session)
    text = review.document.text
    for words in ("It begins", "second page", "Another"):
        at = text.index(words)
        review.tag(Passage(at, at + len(words)), codebook.area("leaders"))
    rows = export_to(store, codebook, tmp_path / "out.csv")
    assert [(row["quote"], row["page"]) for row in rows] == [
        ("It begins", "1"),
        ("second page", "2"),
        ("Another", "2"),
    ]


def tagged(store, codebook, tmp_path):
    review = Review(store, codebook, begin(store, codebook, "Rae"))
    for number in (3, 30, 52):
        review.tag(review.paragraphs.numbered(number).passage, codebook.area("leaders"))
    export_to(store, codebook, tmp_path / "out.csv")
    return review


def test_an_export_is_verified_after_the_document_was_read_anew(store, codebook, tmp_path):
    review = tagged(store, codebook, tmp_path)
    correct(store, codebook, review.document.id, Given(kind=DocumentKind.OTHER))
    correct(store, codebook, review.document.id, Given(kind=DocumentKind.NEWS))
    found = verify_csv(tmp_path / "out.csv", store, codebook)
    assert found.ok
    assert any("since this export" in note for note in found.notes)


@pytest.mark.parametrize("columns", [("section", "page", "paragraph"), ("section",), ("paragraph",)])
def test_cells_that_were_emptied_are_found_also_after_reading_anew(store, codebook, tmp_path, columns):
    review = tagged(store, codebook, tmp_path)
    correct(store, codebook, review.document.id, Given(kind=DocumentKind.STANDARD_INSPECTION))
    rows = export_to(store, codebook, tmp_path / "new.csv")
    lines = [csv_line(row | dict.fromkeys(columns, "")) for row in rows]
    whole = (tmp_path / "new.csv").read_bytes()
    header = whole[: whole.index(b"\r\n") + 2]
    (tmp_path / "emptied.csv").write_bytes(header + "".join(lines).encode())
    assert not verify_csv(tmp_path / "emptied.csv", store, codebook).ok


def test_the_framework_of_other_inspections_may_be_called_as_the_first_version_did(store, codebook, tmp_path):
    review = tagged(store, codebook, tmp_path)
    correct(store, codebook, review.document.id, Given(kind=DocumentKind.JTAI))
    rows = export_to(store, codebook, tmp_path / "new.csv")
    assert {row["framework"] for row in rows} == {"Joint targeted area inspection"}
    old = (tmp_path / "new.csv").read_bytes().decode().replace("Joint targeted area inspection", "ILACS 2023")
    (tmp_path / "old.csv").write_text(old, encoding="utf-8", newline="")
    assert verify_csv(tmp_path / "old.csv", store, codebook).ok
