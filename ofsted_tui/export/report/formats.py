"""Choose the format of a report by the ending of its file name."""

from collections.abc import Callable
from pathlib import Path

from ofsted_tui.export.atomic_file import HTML_BEGINNING, MARKDOWN_BEGINNING, translate_file_errors
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import Progress, UserError, silent
from ofsted_tui.store import Store

ENDINGS = (".html", ".md", ".xlsx")
_SAME = {".htm": ".html", ".markdown": ".md"}
_BEGINNINGS = {".html": HTML_BEGINNING, ".md": MARKDOWN_BEGINNING}


def form_of(path: Path) -> str | None:
    """Return the ending that says the form of a report; None where the name has another."""
    ending = path.suffix.lower()
    ending = _SAME.get(ending, ending)
    return ending if ending in ENDINGS else None


def is_report(path: Path) -> bool:
    """Tell whether such a report is there already; raise UserError where it cannot be read."""
    form = form_of(path)
    if form == ".xlsx":
        from ofsted_tui.export.report.xlsx import is_xlsx_report

        return is_xlsx_report(path)
    beginning = _BEGINNINGS.get(form or "")
    if beginning is None:
        return False
    with translate_file_errors(path):
        if not path.exists():
            return False
        with path.open("rb") as file:
            return file.read(len(beginning)) == beginning


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

    writer = _writer(path)
    with long_work(store.connection, progress) as tell, store.connection.snapshot():
        number: int = writer(report_of(store, codebook, session_id), path, force=force, progress=tell)
    return number


def _writer(path: Path) -> Callable[..., int]:
    form = form_of(path)
    if form == ".html":
        from ofsted_tui.export.report.html import write_html

        return write_html
    if form == ".md":
        from ofsted_tui.export.report.markdown import write_markdown

        return write_markdown
    if form == ".xlsx":
        from ofsted_tui.export.report.xlsx import write_xlsx

        return write_xlsx
    raise UserError(f"{path}: name a report with the ending {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
