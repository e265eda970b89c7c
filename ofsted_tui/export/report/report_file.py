"""A report that appears whole or not at all, and never in place of another kind of file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from ofsted_tui.export.atomic_file import file_errors_in_words, refuse_what_is_no_file, replacing
from ofsted_tui.export.csv_file import OtherFileError

HTML_BEGINNING = b'<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">'
MARKDOWN_BEGINNING = b"<!-- ofsted-tui report -->\n"


def write_lines(
    path: Path, lines: Iterable[str], beginning: bytes, *, force: bool, tell: Callable[[], None]
) -> None:
    """Write lines of text, each with a newline; `tell` is called after each.

    Raises UserError where the file cannot be written; OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    if not force:
        refuse_to_replace(path, beginning)
    with replacing(path) as file:
        for line in lines:
            file.write(f"{line}\n".encode())
            tell()


def refuse_to_replace(path: Path, beginning: bytes) -> None:
    """Raise OtherFileError where a file is there that does not begin as such a report does."""
    with file_errors_in_words(path):
        refuse_what_is_no_file(path)
        found = b""
        if path.exists():
            with path.open("rb") as file:
                found = file.read(len(beginning))
    if found not in (b"", beginning):
        raise OtherFileError(
            f"{path}: is there already and is no such report of ofsted-tui; name another file."
        )
