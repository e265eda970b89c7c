"""The limits: all in one place, said in words, and kept by what reads."""

import csv
import os
import re
from pathlib import Path

import pytest

from ofsted_tui.export.csv_format import opened, records
from ofsted_tui.model import limits
from ofsted_tui.model.errors import ReadingError, UserError
from ofsted_tui.reading.codebook_file import parsed_toml, read_toml
from ofsted_tui.reading.formats import sandbox
from ofsted_tui.reading.formats.document_file import read_document

SOURCE = Path(limits.__file__).read_text("utf-8")
NAMES = re.findall(r"^([A-Z_]+) = ", SOURCE, re.MULTILINE)


def test_every_limit_is_explained():
    explained = re.findall(r'^([A-Z_]+)(?:: [^=]+)? = [^\n]+\n"""', SOURCE, re.MULTILINE)
    assert len(NAMES) > 30
    assert set(NAMES) == set(explained)


def test_the_table_says_what_is_limited_and_how():
    words = dict(limits.TABLE)
    assert len(words) == len(limits.TABLE) > 10
    assert words["a document file"] == "50 MB"
    assert words["a PDF"] == "2,000 pages"
    assert words["a note"] == "20,000 characters"
    assert "30 seconds" in words["reading one PDF, Word or HTML file"]


def test_the_reading_process_has_these_limits():
    made = sandbox.Limits()
    assert (made.seconds, made.processor_seconds) == (limits.WALL_SECONDS, limits.PROCESSOR_SECONDS)
    assert (made.memory, made.characters) == (limits.MEMORY_BYTES, limits.TEXT_CHARACTERS)


@pytest.mark.parametrize("length", [0, 4, 5])
def test_a_text_within_its_limit_is_itself(length):
    assert limits.check_length("The note", "x" * length, 5) == "x" * length


def test_a_text_beyond_its_limit_is_refused_with_both_numbers():
    with pytest.raises(
        UserError, match=r"^The note has 20,001 characters; 20,000 are the most: shorten it\.$"
    ):
        limits.check_length("The note", "x" * 20_001, limits.NOTE_CHARACTERS)


def test_a_text_file_has_the_limit_of_a_text(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TEXT_CHARACTERS", 10)
    path = tmp_path / "long.txt"
    path.write_text("x" * 11)
    with pytest.raises(ReadingError, match=r"long\.txt has more than 10 characters: split it"):
        read_document(path, None)


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 200_000) + " = 1",
        f"[{'.'.join(['a'] * 200_000)}]",
        " . ".join(['"a\\" b"'] * 50_000) + " = 1",
        ".".join(["'a.b'"] * 50_000) + " = 1",
        "x = {" + ".".join(["a"] * 50_000) + " = 1}",
    ],
    ids=["name", "header", "quoted", "literal", "inline"],
)
def test_a_name_of_very_many_parts_takes_no_memory(text):
    with pytest.raises(ValueError, match="more than 200 parts"):
        parsed_toml(text.encode())


@pytest.mark.parametrize("text", ['a = "' + "a." * 149 + '"', "[areas.one.two.three]"])
def test_an_ordinary_text_is_no_name_of_many_parts(text):
    assert parsed_toml(text.encode())


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{a=" * 100_000, "a = " + "9" * 900_000])
def test_nesting_and_digits_are_refused(text):
    with pytest.raises(ValueError, match=r"nested too deep|digits"):
        parsed_toml(text.encode())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a POSIX pipe")
def test_pipes_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no file"):
        read_toml(tmp_path / "pipe")
    with pytest.raises(UserError, match="a pipe or a device"), opened(tmp_path / "pipe"):
        pass


def test_a_csv_that_is_too_large_is_not_begun(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "CSV_BYTES", 5)
    (tmp_path / "a.csv").write_bytes(b"1,2,3\n")
    with pytest.raises(UserError, match="verify it in parts"), opened(tmp_path / "a.csv"):
        pass


@pytest.fixture
def read(tmp_path):
    def read_bytes(data):
        path = tmp_path / "a.csv"
        path.write_bytes(data)
        with opened(path) as file:
            return [(one.line, one.cells, one.fault) for one in records(file)]

    yield read_bytes
    csv.field_size_limit(limits.CSV_CELL_CHARACTERS)


def test_a_row_that_is_too_long_is_a_fault_and_the_next_is_read(read, monkeypatch):
    monkeypatch.setattr(limits, "CSV_ROW_BYTES", 100)
    (first, second) = read(b"x" * 1_000 + b"\na,b\n")
    assert first[0] == 1
    assert "in one row" in first[2]
    assert second[1:] == (["a", "b"], "")


def test_a_missing_quote_takes_no_more_than_one_row(read, monkeypatch):
    monkeypatch.setattr(limits, "CSV_ROW_BYTES", 100)
    found = read(b'"' + b"line\n" * 1_000)
    assert "a quote may be missing" in found[0][2]
    assert found[-1][1] == ["line"]


def test_many_commas_and_long_cells_are_faults(read, monkeypatch):
    monkeypatch.setattr(limits, "CSV_COMMAS", 10)
    monkeypatch.setattr(limits, "CSV_CELL_CHARACTERS", 20)
    (commas, cell, fine) = read(b"," * 11 + b"\n" + b"x" * 30 + b"\na,b\n")
    assert "commas" in commas[2]
    assert "field limit" in cell[2]
    assert fine[1:] == (["a", "b"], "")


def test_rows_beyond_the_most_are_said_to_be_unchecked(read, monkeypatch):
    monkeypatch.setattr(limits, "CSV_ROWS", 2)
    assert read(b"head\na\nb\n")[-1][1] == ["b"]
    assert "was not checked" in read(b"head\na\nb\nc\nd\n")[-1][2]
    assert len(read(b"head\na\nb\nc\nd\n")) == 4
