"""The matrix of an XLSX report: its counts are those of the annotations beside it, or it is named."""

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.report.xlsx import COUNTS, write_xlsx
from ofsted_tui.export.verify import NOT_CHECKED, MatrixCheck, verify_file
from tests.report_samples import reported, worked

AREAS = {"help_protection": "Help and protection", "leaders": "Leaders", "care_leavers": "Care leavers"}
DIRECTIONS = ("strength", "improvement", "neutral", "", "claim")
"""In the order of the counts."""


@pytest.fixture
def xlsx(store, codebook, tmp_path):
    path = tmp_path / "report.xlsx"
    write_xlsx(reported(worked(store, codebook)), path)
    return path


def faults(path, store, codebook):
    result = verify_file(path, store, codebook)
    assert NOT_CHECKED in result.notes
    return [one.what for one in result.differences if one.sheet == "Matrix"]


def set_cell(path, row, column, value):
    book = openpyxl.load_workbook(path)
    book["Matrix"].cell(row, column).value = value
    book.save(path)


def first_count(path):
    """Return row and column of the first cell that counts something."""
    sheet = openpyxl.load_workbook(path)["Matrix"]
    cells = (cell for row in sheet.iter_rows(min_row=2, min_col=3) for cell in row if cell.value == 1)
    cell = next(cells)
    return cell.row, cell.column


def test_what_was_written_agrees(xlsx, store, codebook):
    assert faults(xlsx, store, codebook) == []


@pytest.mark.parametrize(
    ("value", "what"), [(2, "counts otherwise"), ("many", "something else"), (None, "something else")]
)
def test_a_count_that_was_changed_is_named(xlsx, store, codebook, value, what):
    set_cell(xlsx, *first_count(xlsx), value)
    assert what in "; ".join(faults(xlsx, store, codebook))


def test_a_claim_that_is_counted_as_a_finding_is_named(xlsx, store, codebook):
    row, column = first_count(xlsx)
    set_cell(xlsx, row, column, 0)
    set_cell(xlsx, row, column - 1, 1)
    said = "; ".join(faults(xlsx, store, codebook))
    assert "counts otherwise" in said
    assert "its sums" in said


def test_another_sum_is_named(xlsx, store, codebook):
    sheet = openpyxl.load_workbook(xlsx)["Matrix"]
    set_cell(xlsx, sheet.max_row, sheet.max_column, 99)
    assert faults(xlsx, store, codebook) == ["its sums are not those of the 7 annotations of this file"]


def test_another_title_is_named(xlsx, store, codebook):
    set_cell(xlsx, first_count(xlsx)[0], 1, "Another report")
    said = "; ".join(faults(xlsx, store, codebook))
    assert "counts otherwise" in said
    assert "lacks the counts" in said


def header(areas):
    return [
        "Document",
        "Date",
        *(f"{one}: {what}" for one in areas for what in ("grade", *COUNTS)),
        "annotations",
    ]


def checked(codebook, annotations, rows):
    check = MatrixCheck(codebook)
    for document, area, at in annotations:
        check.add(
            {
                "document_id": document,
                "document": f"Report {document[:1]}",
                "document_kind": "standard_inspection",
                "area_code": area,
                "direction": DIRECTIONS[at],
            }
        )
    return [*check.faults(rows)], check.notes


@given(
    st.lists(
        st.tuples(st.sampled_from(["aa", "ab", "b"]), st.sampled_from(sorted(AREAS)), st.integers(0, 4))
    ),
    st.data(),
)
def test_only_the_counts_of_the_annotations_agree(codebook, annotations, data):
    codes = sorted(AREAS)
    titles = [codebook.area(code).short_title for code in codes]
    counts = {one: [0] * 15 for one in ("aa", "ab", "b", "none")}
    for document, area, at in annotations:
        counts[document][codes.index(area) * 5 + at] += 1

    def row(title, found):
        cells = [cell for at in range(0, 15, 5) for cell in ("good", *map(str, found[at : at + 5]))]
        return [title, "no date", *cells, str(sum(found))]

    rows = [row(f"Report {one[:1]}", found) for one, found in counts.items()]
    rows = [header(titles), *rows, row("All", [sum(column) for column in zip(*counts.values(), strict=True)])]
    assert checked(codebook, annotations, rows) == ([], [])
    at = data.draw(st.integers(1, 5))
    column = data.draw(st.sampled_from([c for c in range(3, 21) if (c - 2) % 6]))
    rows[at][column] = str(int(rows[at][column]) + 1)
    assert checked(codebook, annotations, rows)[0]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["Document"]],
        [["Document", "Date", "annotations"]],
        [["Document", "Date", "x", "annotations"]],
    ],
)
def test_a_sheet_that_is_no_matrix_is_named(codebook, rows):
    assert len(checked(codebook, [("a", "leaders", 0)], rows)[0]) >= 1


def test_areas_of_another_codebook_leave_the_sums(codebook):
    rows = [header(["Leading"]), ["R", "", "", "1", "0", "0", "0", "0", "1"]]
    found, notes = checked(codebook, [("a", "leaders", 0)], [*rows, ["All", *rows[1][1:]]])
    assert (found, len(notes)) == ([], 1)
    assert checked(codebook, [("a", "leaders", 0)] * 2, [*rows, ["All", *rows[1][1:]]])[0]
