"""A report that appears whole or not at all, and never in place of another kind of file."""

from collections.abc import Callable, Iterable
from pathlib import Path

from ofsted_tui.export.atomic_file import refuse_to_replace, replacing

HTML_BEGINNING = b'<!doctype html>\n<html lang="en-GB" data-report="ofsted-tui">'
NO_REPORT = "no such report of ofsted-tui"
MARKDOWN_BEGINNING = b"<!-- ofsted-tui report -->\n"


def write_lines(
    path: Path, lines: Iterable[str], beginning: bytes, *, force: bool, tell: Callable[[], None]
) -> None:
    """Write lines of text, each with a newline; `tell` is called after each.

    Raises UserError where the file cannot be written; OtherFileError where another kind of file is there
    already and `force` is not given.
    """
    if not force:
        refuse_to_replace(path, beginning, NO_REPORT)
    with replacing(path) as file:
        for line in lines:
            file.write(f"{line}\n".encode())
            tell()
