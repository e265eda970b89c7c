"""The rows of the CSV: the same cells whether they are compared or written."""

import csv
import io

import pytest

from ofsted_tui.export.csv_format import COLUMNS, csv_line, unescaped
from ofsted_tui.export.rows import Places, RowMaker
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Section, Structure

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
    assert Places.none().names_at(5) == ("", "")
    assert Places.none().page_at(5) == ""


@pytest.mark.parametrize(("offset", "page"), [(0, "1"), (9, "1"), (10, "2"), (25, "3")])
def test_a_page_begins_at_its_offset(offset, page):
    places = Places.in_structure(Structure(), (0, 10, 20))
    assert places.page_at(offset) == page
