"""Files are told by what they hold and become text unchanged, or are refused with the way out."""

import hashlib
import io
import os
import socket
import zipfile
from pathlib import Path

import pytest

from ofsted_tui.model import limits
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import FILE_BYTES, TITLE_CHARACTERS
from ofsted_tui.reading.formats import document_file
from ofsted_tui.reading.formats.document_file import read_bytes, read_document, refusal, text_from

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


def read_file(path: Path) -> SourceText:
    return text_from(path, document_file.read_bytes(path))


def text_in(folder: Path, data: bytes, name: str = "letter.txt") -> SourceText:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


def path_refused(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    message = str(caught.value)
    message.encode("utf-8")
    assert "\n" not in message
    assert message.endswith(".")
    return message


def text_refused(folder: Path, data: bytes, name: str = "letter.txt") -> str:
    path = folder / name
    path.write_bytes(data)
    message = path_refused(path)
    assert name in message
    return message


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with BOM"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_reads_each_encoding(tmp_path: Path, codec: str, encoding: str) -> None:
    text = "Children’s homes – café"
    assert text_in(tmp_path, text.encode(codec)) == SourceText(text, "text", "", encoding)


def test_reads_big_endian_utf16(tmp_path: Path) -> None:
    assert text_in(tmp_path, b"\xfe\xff" + "über".encode("utf-16-be")).text == "über"


def test_changes_line_ends_and_nothing_else(tmp_path: Path) -> None:
    odd = "a\x85b\u2028c\x0cd\x1b[2Je\u202ef\ufeffg\te\u0301\n\n "
    assert text_in(tmp_path, f"1\r\n2\r3\n{odd}".encode()).text == f"1\n2\n3\n{odd}"


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("visit.md", b"\n# Focused visit #\n\n# Second\n", "Focused visit"),
        ("visit.MARKDOWN", b"text\n# Focused visit\n", "Focused visit"),
        ("visit.md", b"## Social care\n#hashtag\n", ""),
        ("visit.txt", b"# Focused visit\n", ""),
    ],
)
def test_title(tmp_path: Path, name: str, data: bytes, title: str) -> None:
    assert text_in(tmp_path, data, name).title == title


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\xc2\xa0", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"a\0b", "is binary"),
        ("é\0".encode("utf-16"), "is binary"),
        (b"\xff\xfe\x00\xd8", "damaged"),
        (b"\xef\xbb\xbf\xff", "damaged"),
        (b"caf\xe9 \x81", "unknown encoding"),
        (b"text \x01\x02" * 20, "control characters"),
    ],
)
def test_refuses_what_is_no_text(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in text_refused(tmp_path, data)


def test_bears_a_few_control_characters(tmp_path: Path) -> None:
    assert text_in(tmp_path, b"x" * 99 + b"\x01").text.endswith("\x01")


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in path_refused(tmp_path / "none.txt")


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in path_refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_refuses_a_pipe_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in path_refused(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_put_in_the_place_of_a_file_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    regular = Path(__file__).stat()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda path: regular)
        with pytest.raises(ReadingError, match="not a regular file"):
            read_file(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no devices here")
def test_refuses_a_device() -> None:
    assert "not a regular file" in path_refused(Path("/dev/zero"))


def test_refuses_a_symbolic_link_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "loop.txt"
    try:
        link.symlink_to(link)
    except OSError:
        pytest.skip("no symbolic links here")
    assert "cannot be read" in path_refused(link)


def test_refuses_names_that_cannot_be(tmp_path: Path) -> None:
    assert "cannot be read" in path_refused(tmp_path / ("x" * 300))
    assert "cannot be read" in path_refused(tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read all")
def test_refuses_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("text")
    path.chmod(0)
    assert "may not be read" in path_refused(path)


def test_refuses_without_permission_whoever_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.txt"
    path.write_text("text")
    monkeypatch.setattr(document_file.os, "open", forbid)
    assert "may not be read by you" in path_refused(path)


def test_refuses_a_huge_file_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert "larger than 50 MB" in path_refused(path)


def test_names_with_odd_bytes_are_shown_safely(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff\x1b]0;x\x07\n[b].txt")
    try:
        (tmp_path / name).write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert "\x1b" not in path_refused(tmp_path / name)


def test_the_text_of_bytes_has_only_the_title_that_it_gives_itself() -> None:
    assert text_from(Path("x.txt"), b"# One\r\n") == SourceText("# One\n", "text", "", "UTF-8")
    assert text_from(Path("x.md"), b"# One ##\n") == SourceText("# One ##\n", "Markdown", "One", "UTF-8")
    assert text_from(Path("x.md"), b"no heading").title == ""


def test_hostile_headings_are_read_in_linear_time() -> None:
    data = b"#" + b" \t#" * 300_000 + b"\n" + b"# a" + b" #" * 500_000
    assert len(text_from(Path("x.md"), data).title) <= TITLE_CHARACTERS


def test_reads_every_byte(tmp_path):
    path = tmp_path / "all.bin"
    path.write_bytes(bytes(range(256)))
    assert read_bytes(path) == bytes(range(256))


def test_reads_a_file_of_the_largest_size_and_no_larger(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(FILE_BYTES)
    assert len(read_bytes(path)) == FILE_BYTES
    with path.open("r+b") as file:
        file.truncate(FILE_BYTES + 1)
    with pytest.raises(ReadingError, match="larger than 50 MB: split it"):
        read_bytes(path)


@pytest.mark.parametrize(
    ("name", "what"), [("", "is a folder"), ("none", "does not exist"), ("a\0b", "cannot")]
)
def test_refuses(tmp_path, name, what):
    with pytest.raises(ReadingError, match=what):
        read_bytes(tmp_path / name)


def test_a_refusal_is_one_safe_line(tmp_path):
    message = str(refusal(tmp_path / "a\n\x1b[2J.pdf", "is empty: name\nanother file"))
    assert "\n" not in message
    assert "\x1b" not in message
    assert message.endswith("another file.")
