"""Verify a report: the file as a whole, its quotes, its threads, its matrix."""

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.export.report.html import write_html
from ofsted_tui.export.report.xlsx import COUNTS, write_xlsx
from ofsted_tui.export.verify import NOT_CHECKED, MatrixCheck, verify_file
from ofsted_tui.importing.opening import begin
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.thread import ThreadStatus
from ofsted_tui.review.threads import rename_thread, set_status, unlink
from ofsted_tui.store import Store
from tests.report_samples import reported, worked

SLOW = "The pace of change and progress for care leavers has been too slow."


@pytest.fixture
def review(store, codebook):
    return worked(store, codebook)


@pytest.fixture
def html(review, tmp_path):
    path = tmp_path / "report.html"
    write_html(reported(review), path)
    return path


@pytest.fixture
def xlsx(review, tmp_path):
    path = tmp_path / "report.xlsx"
    write_xlsx(reported(review), path)
    return path


@pytest.fixture
def verified(store, codebook):
    return lambda path: verify_file(path, store, codebook)


def change(path, old, new, count=1):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8", newline="")


def edited(path, sheet, row, column, value):
    """Change one cell, as a person at a spreadsheet does; everything is written anew."""
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, names.index(column) + 1).value = value
    book.save(path)


def said(result):
    return "; ".join(one.what for one in result.differences)


def test_what_was_written_agrees(html, xlsx, review, verified, tmp_path, codebook, store):
    assert (verified(html).ok, verified(html).rows) == (True, 7)
    assert (verified(xlsx).ok, verified(xlsx).rows) == (True, 7)
    write_csv(store, codebook, tmp_path / "x.csv", ExportScope())
    assert verified(tmp_path / "x.csv").rows == 7


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "what"),
    [
        ("Annotations", 3, "quote", "another", "not the quote"),
        ("Annotations", 3, "note", "another", "note"),
        ("Annotations", 3, "start", 5, "not the quote"),
        ("Annotations", 3, "document_sha256", "0" * 64, "document_sha256"),
        ("Annotations", 3, "area_code", "leaders", "area_code"),
        ("Annotations", 1, "quote", "quotation", "header"),
        ("Threads", 2, "status", "closed", "status"),
        ("Threads", 3, "quote", "another", "not the quote"),
        ("Threads", 1, "thread", "x", "header"),
    ],
)
def test_a_change_in_a_cell_is_named(xlsx, verified, sheet, row, column, value, what):
    edited(xlsx, sheet, row, column, value)
    result = verified(xlsx)
    assert what in said(result)
    assert sheet in {one.sheet for one in result.differences} <= {sheet, "Matrix"}


def test_a_file_that_was_only_saved_again_agrees(xlsx, verified):
    book = openpyxl.load_workbook(xlsx)
    book.save(xlsx)
    assert verified(xlsx).ok


def test_a_row_taken_out_is_seen_by_the_matrix(xlsx, verified):
    book = openpyxl.load_workbook(xlsx)
    book["Annotations"].delete_rows(4)
    book.save(xlsx)
    assert "counts otherwise" in said(verified(xlsx))
    assert "sums" in said(verified(xlsx))


@pytest.mark.parametrize("row", [2, 3, 4, 6])
def test_a_place_taken_out_of_a_thread_is_named(xlsx, verified, row):
    book = openpyxl.load_workbook(xlsx)
    book["Threads"].delete_rows(row)
    book.save(xlsx)
    assert "not those that the thread had" in said(verified(xlsx))


def test_a_missing_sheet_is_named_and_a_further_one_is_no_fault(xlsx, verified):
    book = openpyxl.load_workbook(xlsx)
    book.create_sheet("Mine")["A1"] = "mine"
    book.save(xlsx)
    assert verified(xlsx).ok
    for name in ("Annotations", "Threads", "Matrix"):
        kept = book[name]
        del book[name]
        book.save(xlsx)
        missing = [one.sheet for one in verified(xlsx).differences if "missing" in one.what]
        assert missing == [name]
        book._add_sheet(kept)


def test_what_came_after_the_export_is_a_note(html, xlsx, review, verified):
    thread = review.store.threads.of()[0]
    set_status(review, thread.passages[2].id, ThreadStatus.CLOSED)
    rename_thread(review, thread.id, "Other title")
    unlink(review, thread.passages[1].id)
    for path in (html, xlsx):
        result = verified(path)
        assert result.ok, said(result)
        assert any("Health histories" in note for note in result.notes)


def test_a_status_that_the_place_never_had_is_no_note(xlsx, review, verified):
    set_status(review, review.store.threads.of()[0].passages[2].id, ThreadStatus.CLOSED)
    edited(xlsx, "Threads", 4, "status", "repeated")
    assert "status" in said(verified(xlsx))


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5_000_000)
    return file.getvalue()


def with_doctype():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return file.getvalue()


def many_parts():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for at in range(limits.ZIP_ENTRIES + 1):
            archive.writestr(f"x{at}", b"")
    return file.getvalue()


@pytest.mark.parametrize(
    "make",
    [
        lambda whole: b"PK\x03\x04" + b"nothing more",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: bomb(),
        lambda whole: with_doctype(),
        lambda whole: many_parts(),
        lambda whole: whole.replace(struct.pack("<I", 0x02014B50), b"XXXX"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_one_line(xlsx, verified, make, monkeypatch):
    monkeypatch.setattr(limits, "XLSX_UNPACKED_BYTES", 3_000_000)
    xlsx.write_bytes(make(xlsx.read_bytes()))
    with pytest.raises(UserError) as refused:
        verified(xlsx)
    assert str(refused.value).startswith(f"{xlsx}: ")
    assert "\n" not in str(refused.value)


def test_a_cell_in_the_farthest_corner_takes_no_room(xlsx, verified):
    book = openpyxl.load_workbook(xlsx)
    book["Annotations"]["XFD900000"] = "far"
    book.save(xlsx)
    assert not verified(xlsx).ok


def test_a_cell_that_became_a_formula_is_named_even_where_it_says_the_same(review, verified, tmp_path):
    annotation = next(iter(review.store.annotations.in_context())).annotation
    review.set_note(annotation.id, "=1+1")
    path = tmp_path / "report.xlsx"
    write_xlsx(reported(review), path)
    row = next(at for at, cells in enumerate(rows_of(path), 1) if "=1+1" in cells)
    edited(path, "Annotations", row, "note", "=1+1")
    assert "note is a formula" in said(verified(path))


def test_a_place_of_a_thread_that_became_a_formula_is_named(xlsx, verified):
    edited(xlsx, "Threads", 2, "note", "=1+1")
    assert "note is a formula" in said(verified(xlsx))


def rows_of(path):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["Annotations"].iter_rows()]


def test_a_report_of_another_database_is_checked_against_its_documents(html, xlsx, codebook):
    with Store(None) as other:
        begin(other, codebook, "Kim")
        for path in (html, xlsx):
            result = verify_file(path, other, codebook)
            assert result.ok, said(result)
            assert any("none of these annotations" in note for note in result.notes)
        change(html, "health passport", "health card")
        assert "not the quote" in said(verify_file(html, other, codebook))


AREAS = {"help_protection": "Help and protection", "leaders": "Leaders", "care_leavers": "Care leavers"}
DIRECTIONS = ("strength", "improvement", "neutral", "", "claim")
"""In the order of the counts."""


@pytest.fixture
def workbook(store, codebook, tmp_path):
    path = tmp_path / "report.xlsx"
    write_xlsx(reported(worked(store, codebook)), path)
    return path


def faults_of(path, store, codebook):
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


def test_a_matrix_that_was_written_agrees(workbook, store, codebook):
    assert faults_of(workbook, store, codebook) == []


@pytest.mark.parametrize(
    ("value", "what"), [(2, "counts otherwise"), ("many", "something else"), (None, "something else")]
)
def test_a_count_that_was_changed_is_named(workbook, store, codebook, value, what):
    set_cell(workbook, *first_count(workbook), value)
    assert what in "; ".join(faults_of(workbook, store, codebook))


def test_a_claim_that_is_counted_as_a_finding_is_named(workbook, store, codebook):
    row, column = first_count(workbook)
    set_cell(workbook, row, column, 0)
    set_cell(workbook, row, column - 1, 1)
    said = "; ".join(faults_of(workbook, store, codebook))
    assert "counts otherwise" in said
    assert "its sums" in said


def test_another_sum_is_named(workbook, store, codebook):
    sheet = openpyxl.load_workbook(workbook)["Matrix"]
    set_cell(workbook, sheet.max_row, sheet.max_column, 99)
    assert faults_of(workbook, store, codebook) == [
        "its sums are not those of the 7 annotations of this file"
    ]


def test_another_title_is_named(workbook, store, codebook):
    set_cell(workbook, first_count(workbook)[0], 1, "Another report")
    said = "; ".join(faults_of(workbook, store, codebook))
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
