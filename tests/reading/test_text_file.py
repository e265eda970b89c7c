"""Files become text without a character changed, or are refused in one line that says the way out."""

import os
import socket
from pathlib import Path

import pytest

from ofsted_tui.model import limits
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import TITLE_CHARACTERS
from ofsted_tui.reading.formats import document_file
from ofsted_tui.reading.formats.document_file import text_from


def read_file(path: Path) -> SourceText:
    return text_from(path, document_file.read_bytes(path))


def read(folder: Path, data: bytes, name: str = "letter.txt") -> SourceText:
    path = folder / name
    path.write_bytes(data)
    return read_file(path)


def refusal(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    message = str(caught.value)
    message.encode("utf-8")
    assert "\n" not in message
    assert message.endswith(".")
    return message


def refused(folder: Path, data: bytes, name: str = "letter.txt") -> str:
    path = folder / name
    path.write_bytes(data)
    message = refusal(path)
    assert name in message
    return message


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with BOM"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_reads_each_encoding(tmp_path: Path, codec: str, encoding: str) -> None:
    text = "Children’s homes – café"
    assert read(tmp_path, text.encode(codec)) == SourceText(text, "text", "", encoding)


def test_reads_big_endian_utf16(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xfe\xff" + "über".encode("utf-16-be")).text == "über"


def test_changes_line_ends_and_nothing_else(tmp_path: Path) -> None:
    odd = "a\x85b\u2028c\x0cd\x1b[2Je\u202ef\ufeffg\te\u0301\n\n "
    assert read(tmp_path, f"1\r\n2\r3\n{odd}".encode()).text == f"1\n2\n3\n{odd}"


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
    assert read(tmp_path, data, name).title == title


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
    assert reason in refused(tmp_path, data)


def test_bears_a_few_control_characters(tmp_path: Path) -> None:
    assert read(tmp_path, b"x" * 99 + b"\x01").text.endswith("\x01")


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.txt")


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_refuses_a_pipe_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in refusal(tmp_path / "pipe.txt")


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
    assert "not a regular file" in refusal(Path("/dev/zero"))


def test_refuses_a_symbolic_link_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "loop.txt"
    try:
        link.symlink_to(link)
    except OSError:
        pytest.skip("no symbolic links here")
    assert "cannot be read" in refusal(link)


def test_refuses_names_that_cannot_be(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))
    assert "cannot be read" in refusal(tmp_path / "a\0b")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read all")
def test_refuses_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("text")
    path.chmod(0)
    assert "may not be read" in refusal(path)


def test_refuses_without_permission_whoever_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.txt"
    path.write_text("text")
    monkeypatch.setattr(document_file.os, "open", forbid)
    assert "may not be read by you" in refusal(path)


def test_refuses_a_huge_file_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    assert "larger than 50 MB" in refusal(path)


def test_names_with_odd_bytes_are_shown_safely(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff\x1b]0;x\x07\n[b].txt")
    try:
        (tmp_path / name).write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert "\x1b" not in refusal(tmp_path / name)


def test_the_text_of_bytes_has_only_the_title_that_it_gives_itself() -> None:
    assert text_from(Path("x.txt"), b"# One\r\n") == SourceText("# One\n", "text", "", "UTF-8")
    assert text_from(Path("x.md"), b"# One ##\n") == SourceText("# One ##\n", "Markdown", "One", "UTF-8")
    assert text_from(Path("x.md"), b"no heading").title == ""


def test_hostile_headings_are_read_in_linear_time() -> None:
    data = b"#" + b" \t#" * 300_000 + b"\n" + b"# a" + b" #" * 500_000
    assert len(text_from(Path("x.md"), data).title) <= TITLE_CHARACTERS
