"""The evidence report: its formats, each known by the ending of its files, and the way to write one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import Progress, UserError, silent
from ofsted_tui.store import Store

Writer = Callable[..., int]
"""Writes a Report to a path (`force` and `progress` by name) and returns the number of its annotations."""
Recogniser = Callable[[Path], bool]
"""Tells whether such a report is at a path; raises UserError where it cannot be read."""


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format of the report."""

    name: str
    endings: tuple[str, ...]
    """The endings that mean it, the usual one first."""
    can_be_verified: bool
    load: Callable[[], tuple[Writer, Recogniser]]
    """Loads its module, which takes time."""


def _html() -> tuple[Writer, Recogniser]:
    from ofsted_tui.export.report.html import is_html_report, write_html

    return write_html, is_html_report


def _markdown() -> tuple[Writer, Recogniser]:
    from ofsted_tui.export.report.markdown import is_markdown_report, write_markdown

    return write_markdown, is_markdown_report


def _xlsx() -> tuple[Writer, Recogniser]:
    from ofsted_tui.export.report.xlsx import is_xlsx_report, write_xlsx

    return write_xlsx, is_xlsx_report


FORMATS = (
    ReportFormat("HTML", (".html", ".htm"), True, _html),
    ReportFormat("Markdown", (".md", ".markdown"), False, _markdown),
    ReportFormat("XLSX", (".xlsx",), True, _xlsx),
)
ENDINGS = tuple(one.endings[0] for one in FORMATS)


def endings_text(formats: Iterable[ReportFormat] = FORMATS) -> str:
    """Return the usual endings, as ".html, .md or .xlsx"."""
    *others, last = (one.endings[0] for one in formats)
    return f"{', '.join(others)} or {last}" if others else last


def format_of(path: Path) -> ReportFormat | None:
    """Return the format that a file's name means; None where its ending means none."""
    return next((one for one in FORMATS if path.suffix.lower() in one.endings), None)


def is_report(path: Path) -> bool:
    """Tell whether a report of the format that the name means is there; raise UserError if unreadable."""
    meant = format_of(path)
    if meant is None:
        return False
    _, recognise = meant.load()
    return recognise(path)


def refuse_what_is_only_read(path: Path) -> None:
    """Raise UserError where a report is there that `verify` cannot check."""
    for one in FORMATS:
        if not one.can_be_verified and one.load()[1](path):
            endings = endings_text(other for other in FORMATS if other.can_be_verified)
            raise UserError(
                f"{path}: a report in {one.name} is for reading; write it as {endings} to verify it."
            )


def write_report(
    store: Store,
    codebook: Codebook,
    session_id: str | None,
    path: Path,
    *,
    force: bool = False,
    progress: Progress = silent,
) -> int:
    """Write the report of a session, or of all (None), as the name's ending says; return the annotations.

    Raises UserError where the ending says nothing or the file cannot be written, OtherFileError where
    another kind of file is there already and `force` is not given, NotFoundError, StoreError. Where
    `progress` raises, nothing is left behind.
    """
    from ofsted_tui.export.report.content import report_of
    from ofsted_tui.store.connection import long_work

    meant = format_of(path)
    if meant is None:
        raise UserError(f"{path}: name a report with the ending {endings_text()}.")
    write, _ = meant.load()
    with long_work(store.connection, progress) as tell, store.connection.snapshot():
        return write(report_of(store, codebook, session_id), path, force=force, progress=tell)
