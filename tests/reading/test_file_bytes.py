"""A file's bytes are read whole, or refused in one line."""

import pytest

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import FILE_BYTES
from ofsted_tui.reading.formats.document_file import read_bytes, refusal


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
