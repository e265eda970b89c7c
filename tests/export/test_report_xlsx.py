"""The report as XLSX: texts are texts, and come back exactly as they were."""

import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ofsted_tui.export.atomic_file import OtherFileError
from ofsted_tui.export.csv_format import COLUMNS
from ofsted_tui.export.report import is_report, xlsx
from ofsted_tui.export.report.xlsx import SheetWriter, is_xlsx_report, write_xlsx
from ofsted_tui.export.rows import THREAD_COLUMNS, thread_rows
from ofsted_tui.export.verify import verify_file
from ofsted_tui.export.xlsx_reader import opened_xlsx
from ofsted_tui.model.errors import UserError
from tests.report_samples import HOSTILE, hostile, reported, threads, worked

SHEETS = [
    "Annotations",
    "Matrix",
    "Matrix over the crosswalk",
    "Threads",
    "Improvement plan",
    "Grades",
    "Codebook",
    "About",
]


@pytest.fixture
def written(store, codebook, tmp_path):
    """Write the report of the worked session; return its review and its path."""
    review = worked(store, codebook)
    path = tmp_path / "report.xlsx"
    assert write_xlsx(reported(review), path) == 7
    return review, path


def rows(path, sheet):
    with opened_xlsx(path) as book:
        return list(book.rows(sheet))


def test_the_sheets_are_these(written):
    _, path = written
    with opened_xlsx(path) as book:
        assert book.names == SHEETS


def test_annotations_are_the_rows_of_the_csv(written):
    review, path = written
    head, *found = rows(path, "Annotations")
    assert tuple(head) == COLUMNS
    report = reported(review)
    expected = [report.rows.row(one) for one in review.store.annotations.in_context(review.session.id)]
    assert [dict(zip(COLUMNS, one, strict=True)) for one in found] == expected


def test_threads_are_those_of_the_command(written):
    review, path = written
    head, *found = rows(path, "Threads")
    assert tuple(head) == THREAD_COLUMNS
    expected = list(thread_rows(threads(review), reported(review).rows))
    assert [dict(zip(THREAD_COLUMNS, one, strict=True)) for one in found] == expected


def test_the_sums_of_the_matrix_are_the_annotations(written):
    _, path = written
    for sheet in ("Matrix", "Matrix over the crosswalk"):
        head, *found = rows(path, sheet)
        assert found[-1][0] == "All"
        assert found[-1][-1] == "7"
        letter = dict(zip(head, found[0], strict=True))
        assert letter["Date"] == "11 January 2018"
        assert letter["annotations"] == "1"
    assert dict(zip(*rows(path, "Matrix")[:2], strict=True))["care leavers: grade"] == "not a judgement then"


def test_the_plan_says_point_evidence_later_evidence_and_status(written):
    _, path = written
    head, first, *_ = rows(path, "Improvement plan")
    row = dict(zip(head, first, strict=True))
    assert row["Point"] == "Health histories"
    assert "health passport" in row["Evidence"]
    assert "My Health Story" in row["Later evidence"]
    assert row["Status"] == "improving"


def test_a_claim_in_the_plan_is_named_as_one(written):
    _, path = written
    head, *points = rows(path, "Improvement plan")
    point = next(one for one in points if one[0] == "Academy")
    assert dict(zip(head, point, strict=False))["Document"].endswith("(a claim, no finding)")


def test_no_cell_is_a_formula_or_a_link(store, codebook, add_document, add_session, tmp_path):
    path = tmp_path / "hostile.xlsx"
    write_xlsx(reported(hostile(store, codebook, add_document, add_session)), path)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as archive:
        assert not [one for one in archive.namelist() if "external" in one.lower() or "vba" in one.lower()]


def test_hostile_texts_come_back_exactly(store, codebook, add_document, add_session, tmp_path):
    review = hostile(store, codebook, add_document, add_session)
    path = tmp_path / "hostile.xlsx"
    assert write_xlsx(reported(review), path) == len(HOSTILE)
    result = verify_file(path, store, codebook)
    assert result.differences == ()
    assert result.rows == len(HOSTILE)


def test_the_same_data_gives_the_same_bytes(written, tmp_path, monkeypatch):
    review, path = written

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2031, 1, 1, tzinfo=tz or UTC)

    monkeypatch.setattr("datetime.datetime", Later)
    write_xlsx(reported(review), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_the_header_stays_and_can_be_filtered(written):
    _, path = written
    sheet = openpyxl.load_workbook(path)["Annotations"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:AA8"
    assert sheet["S2"].data_type == "n"


def test_more_rows_than_a_sheet_takes_are_refused(store, codebook, tmp_path, monkeypatch):
    report = reported(worked(store, codebook))
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 7)
    with pytest.raises(UserError, match="export CSV"):
        write_xlsx(report, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind_stays(store, codebook, tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_text("mine")
    with pytest.raises(OtherFileError):
        write_xlsx(reported(worked(store, codebook)), path)
    assert path.read_text() == "mine"


def test_a_workbook_of_someone_else_stays_and_a_report_is_replaced(written, tmp_path):
    review, path = written
    write_xlsx(reported(review), path)
    mine = tmp_path / "mine.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Annotations"
    book.active["A1"] = "annotation_id"
    book.save(mine)
    before = mine.read_bytes()
    with pytest.raises(OtherFileError):
        write_xlsx(reported(review), mine)
    assert mine.read_bytes() == before
    assert (is_report(path), is_report(mine), is_report(tmp_path / "none.xlsx")) == (True, False, False)
    write_xlsx(reported(review), mine, force=True)
    assert is_xlsx_report(mine)


MARKUP = (
    "<r>x</r>",
    "<r>a & b</r>",
    '<r><t>a</t></r></is></c><c r="A3"><f>HYPERLINK("http://x")</f></c><c r="B3" t="inlineStr"><is><r></r>',
)


@pytest.mark.parametrize("note", MARKUP)
def test_a_text_that_looks_like_the_markup_of_the_file_is_text(store, codebook, tmp_path, note):
    review = worked(store, codebook)
    annotation = next(iter(store.annotations.in_context())).annotation
    review.set_note(annotation.id, note)
    path = tmp_path / "x.xlsx"
    write_xlsx(reported(review), path)
    cells = [cell for row in openpyxl.load_workbook(path)["Annotations"].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert note in {one[COLUMNS.index("note")] for one in rows(path, "Annotations")}
    assert verify_file(path, store, codebook).ok


SIGNS = st.text(st.sampled_from("_x04aF1\x01<r>/ "), max_size=40)


@settings(max_examples=80)
@given(st.lists(st.text(max_size=60) | SIGNS | st.sampled_from(MARKUP), min_size=1, max_size=4))
@example(["_x0041_x0042_"])
@example(["_x0041\x01_x0042_"])
@example(["\x01_x0001_x0002_"])
@example(["_x005f_x0041_", "_x000d_x000A_"])
def test_any_text_survives(tmp_path_factory, texts):
    from xlsxwriter import Workbook

    path = tmp_path_factory.mktemp("x") / "x.xlsx"
    book = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = SheetWriter(book, "Any", [f"c{at}" for at in range(len(texts))], {})
    sheet.write(texts)
    sheet.finish()
    book.close()
    _, *found = rows(path, "Any")
    while texts and not texts[-1]:
        texts.pop()
    assert found == ([texts] if texts else [])
