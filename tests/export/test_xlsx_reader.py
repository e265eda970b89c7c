"""Workbooks read as text: faithfully, and with bounds where they are made to harm."""

import contextlib
import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.export.xlsx_reader import OddCell, opened_xlsx
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(path, rows, *, space=MAIN, office=OFFICE, **more):
    """Write the smallest workbook of which a sheet can be read, by hand."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets>'
        '<sheet name="A" r:id="one"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="one" Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
    } | {name.replace("__", "/") + ".xml": text for name, text in more.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.xlsx"


def read(path, sheet="A"):
    with opened_xlsx(path) as book:
        return list(book.rows(sheet))


def refused(path):
    with pytest.raises(UserError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)
    return str(error.value)


def test_what_another_program_wrote_is_read(path):
    book = openpyxl.Workbook()
    book.active.title = "A"
    book.active.append(["a", "  b ", "x\ny\tz", 12, 12.0, 1.5, None, "é\U0001f600"])
    book.active["A3"] = "third"
    book.save(path)
    assert read(path) == [["a", "  b ", "x\ny\tz", "12", "12", "1.5", "", "é\U0001f600"], [], ["third"]]


@pytest.mark.parametrize(
    ("space", "office"),
    [(MAIN, OFFICE), (STRICT, STRICT.replace("spreadsheetml/main", "officeDocument/relationships"))],
)
def test_both_dialects_are_read(path, space, office):
    workbook(path, '<row><c t="inlineStr"><is><t>x</t></is></c></row>', space=space, office=office)
    assert read(path) == [["x"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<v>12.0</v>", "12"),
        ("<v>1.2E1</v>", "12"),
        ("<v>-0.5</v>", "-0.5"),
        ("<v>1e999</v>", "1e999"),
        (f"<v>{'9' * 5000}</v>", "9" * 5000),
        ("<v>nan</v>", "nan"),
    ],
)
def test_numbers_are_read_as_they_are_meant(path, cell, text):
    assert read(workbook(path, f"<row><c>{cell}</c></row>")) == [[text]]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x005F_", "_x005F_"),
        ("_x0000__x001b_", "\0\x1b"),
        ("_xFFFE_", "\ufffe"),
        ("_xD800_", "_xD800_"),
        ("_x00", "_x00"),
    ],
)
def test_signs_for_characters_are_undone_once(path, written, text):
    assert read(workbook(path, f'<row><c t="inlineStr"><is><t>{written}</t></is></c></row>')) == [[text]]


def test_texts_in_pieces_are_joined_without_how_they_are_spoken(path):
    shared = f'<sst xmlns="{MAIN}"><si><r><t>one </t></r><r><t>two</t></r><rPh><t>no</t></rPh></si></sst>'
    workbook(path, '<row><c t="s"><v>0</v></c></row>', xl__sharedStrings=shared)
    assert read(path) == [["one two"]]


def test_a_cell_that_holds_no_text_says_what_it_holds(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "A"
    sheet.append(["=1+1", True, datetime.date(2018, 1, 11), 5, "2018-01-11"])
    sheet["D1"].number_format = "d mmm yyyy"
    book.save(path)
    formula, truth, day, number, text = read(path)[0]
    assert [cell.kind for cell in (formula, truth, day, number)] == [
        "a formula",
        "a truth value",
        "a date",
        "a date",
    ]
    assert not isinstance(text, OddCell)
    assert formula == "=1+1"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3"/><row r="2"/>',
        '<row r="-1"/>',
        '<row r="x"/>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="AAAA1"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row><c t="s"><v>0</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        "<a>" * 200,
        "<row",
        "&a;",
        '<row r="1048576"/>',
    ],
)
def test_a_damaged_sheet_is_refused_in_one_line(path, rows, monkeypatch):
    monkeypatch.setattr(limits, "CSV_ROWS", 1_000)
    refused(workbook(path, rows))


@pytest.mark.parametrize(
    ("part", "text", "words"),
    [
        ("xl__sharedStrings", f'<sst xmlns="{MAIN}">' + "<si/>" * 101 + "</sst>", "more texts"),
        ("xl__sharedStrings", f'<sst xmlns="{MAIN}"><si><t>{"x" * 2_001}</t></si></sst>', "longer"),
        (
            "xl__sharedStrings",
            f'<sst xmlns="{MAIN}">' + f"<si><t>{'x' * 999}</t></si>" * 6 + "</sst>",
            "more texts",
        ),
        ("xl__sharedStrings", f'<sst xmlns="{MAIN}"><si a="{"x" * 1_200_000}"/></sst>', "tag"),
        ("xl__sharedStrings", '<!DOCTYPE x [<!ENTITY a "b">]><sst/>', "document type"),
        ("xl__styles", '<?xml version="1.0" encoding="no-such"?><a/>', "damaged"),
    ],
)
def test_a_part_made_to_harm_is_refused_in_one_line(path, part, text, words, monkeypatch):
    monkeypatch.setattr(limits, "XLSX_STRINGS", 100)
    monkeypatch.setattr(limits, "XLSX_STRING_CHARACTERS", 5_000)
    monkeypatch.setattr(limits, "XLSX_CELL_CHARACTERS", 2_000)
    assert words in refused(workbook(path, "<row/>", **{part: text}))


def test_elements_in_elements_without_end_are_refused(path):
    assert "nested" in refused(workbook(path, "<a>" * 200 + "</a>" * 200))


def test_a_sheet_that_claims_to_be_vast_takes_no_room(path):
    sheet = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
        '<row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    assert read(workbook(path, "", xl__worksheets__s=sheet)) == [["x"]]


def test_sizes_are_looked_at_before_anything_is_unpacked(path, monkeypatch):
    workbook(path, "<row/>", never__read="x" * 60_000)
    monkeypatch.setattr(limits, "XLSX_UNPACKED_BYTES", 50_000)
    assert "unpacks" in refused(path)
    monkeypatch.setattr(limits, "XLSX_BYTES", 100)
    assert "larger" in refused(path)


def test_a_packing_that_no_spreadsheet_uses_is_refused(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "packed" in refused(path)


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_file_without_its_parts_is_refused(path, missing):
    workbook(path, "<row/>")
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            if name != missing:
                new.writestr(name, old.read(name))
    path.write_bytes(data.getvalue())
    assert "damaged" in refused(path)


@given(st.binary(max_size=300), st.integers(0, 1_000))
def test_no_change_of_bytes_is_a_traceback(tmp_path_factory, noise, at):
    path = workbook(
        tmp_path_factory.mktemp("x") / "x.xlsx", '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
    )
    data = path.read_bytes()
    path.write_bytes(data[:at] + noise + data[at + len(noise) :])
    with contextlib.suppress(UserError), opened_xlsx(path) as book:
        for name in book.names:
            list(book.rows(name))
