"""Files are told by what they hold; what is not read is refused by its name, with the way out."""

import hashlib
import io
import zipfile

import pytest

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.document_file import read_document

PDF = b"%PDF-1.7\n..."


class Stub:
    """Takes down what it is asked, in place of a reading process."""

    def __init__(self, text="Text\n", refuses=""):
        self.asked = []
        self.text = text
        self.refuses = refuses

    def extract(self, format_name, data):
        self.asked.append((format_name, data))
        if self.refuses:
            raise ReadingError(self.refuses)
        return SourceText(self.text, format_name)


def archive(*names, first=b""):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            made.writestr(name, "x" * 100)
    return file.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml", "word/embeddings/xl/workbook.xml")


def read(folder, name, data, stub=None):
    path = folder / name
    path.write_bytes(data)
    return read_document(path, stub or Stub())


def refused(folder, name, data, stub=None):
    with pytest.raises(ReadingError) as caught:
        read(folder, name, data, stub)
    message = str(caught.value)
    assert message.startswith(str(folder / name))
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("name", "data", "format_name"),
    [
        ("a.pdf", PDF, "PDF"),
        ("a.txt", PDF, "PDF"),
        ("a.pdf", b"\r\n" * 500 + PDF, "PDF"),
        ("a", b"junk" + PDF, "PDF"),
        ("a.docx", DOCX, "Word"),
        ("a.doc", DOCX, "Word"),
        ("a.html", b"<p>Text", "HTML"),
        ("A.HTM", b"Text", "HTML"),
        ("a.txt", b" <!DOCTYPE html><p>", "HTML"),
        ("a", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- saved from url -->\n<html lang=en>", "HTML"),
        ("a", "<html>".encode("utf-16"), "HTML"),
    ],
)
def test_formats_for_the_extractor(tmp_path, name, data, format_name):
    stub = Stub()
    source = read(tmp_path, name, data, stub)
    assert stub.asked == [(format_name, data)]
    assert (source.text, source.title) == ("Text\n", "")
    assert source.file_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "format_name"),
    [
        ("a.txt", b"Text", "text"),
        ("a.md", b"# Title\n", "Markdown"),
        ("a", b"Text", "text"),
        ("a.txt", b"A file that begins with %PDF- is a PDF.", "text"),
        ("a.md", b"Write <html> first.", "Markdown"),
    ],
)
def test_text_is_read_here(tmp_path, name, data, format_name):
    stub = Stub()
    source = read(tmp_path, name, data, stub)
    assert stub.asked == []
    assert (source.text, source.format) == (data.decode(), format_name)
    assert source.file_sha256 == hashlib.sha256(data).hexdigest()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
OLD = OLE + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.pdf", b"<html>not found</html>", "is named .pdf but is no PDF: rename it after what it is"),
        ("a.PDF", DOCX, "is named .pdf but is no PDF"),
        ("a.pdf", b"", "is empty"),
        ("a.docx", b"", "is empty"),
        ("a.docx", b"no Word", "is named .docx but is no Word document: rename it"),
        ("a.docx", PDF, "is named .docx but is no Word document"),
        ("a.docx", LOCKED, "is locked with a password: open it, save a copy without one"),
        ("a.docx", OLD, "is an old Word document (.doc): open it in Word"),
        ("a.doc", OLD, "is an old Word document (.doc)"),
        ("a.xls", OLE, "is an old Office file"),
        ("a.rtf", b"{\\rtf1 x}", "is an RTF file: open it in Word or LibreOffice and save it as .docx"),
        ("a.odt", archive(first=b"application/vnd.oasis.opendocument.text"), "OpenDocument text (.odt)"),
        ("a.ods", archive(first=b"application/vnd.oasis.opendocument.spreadsheet"), "is a spreadsheet"),
        ("a.xlsx", archive("xl/workbook.xml", "word/document.xml"), "is a spreadsheet (.xlsx)"),
        ("a.docx", archive("xl/workbook.xml"), "is a spreadsheet (.xlsx)"),
        ("a.pptx", archive("ppt/presentation.xml"), "is a presentation (.pptx): save it as PDF"),
        ("a.zip", archive("a.pdf"), "is a zip file: unpack it"),
        ("a.mht", b"MIME-Version: 1.0", "is a web archive"),
        ("a.bin", b"\x7fELF\0\0", "is binary"),
        ("a.txt", b"\xff\xfe\x00\xd8", "damaged"),
    ],
)
def test_refusals(tmp_path, name, data, what):
    stub = Stub()
    assert what in refused(tmp_path, name, data, stub)
    assert stub.asked == []


def test_a_refusal_of_the_extractor_names_the_file(tmp_path):
    assert refused(tmp_path, "a.pdf", PDF, Stub(refuses="is scanned")).endswith("a.pdf is scanned.")


def test_refuses_what_holds_no_text(tmp_path):
    assert "holds no text" in refused(tmp_path, "a.html", b"<p>", Stub(text="\n"))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ReadingError, match="does not exist"):
        read_document(tmp_path / "none.pdf", Stub())


def test_names_are_shown_safely(tmp_path):
    with pytest.raises(ReadingError) as caught:
        read_document(tmp_path / "a\x1b[2J\n.pdf", Stub())
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_of_too_many_lines_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ofsted_tui.model.limits.LINES", 3)
    (tmp_path / "long.txt").write_text("a\nb\nc\nd\ne\n", encoding="utf-8")
    with pytest.raises(ReadingError, match="more than 3 lines"):
        read_document(tmp_path / "long.txt", None)
