"""One row of a CSV replayed against the text of its document."""

import re
from collections.abc import Iterator

from ofsted_tui.export.csv_columns import Row
from ofsted_tui.model.annotation import CONTEXT
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.document import Document, document_id, text_sha256
from ofsted_tui.model.passage import Passage
from ofsted_tui.store import Store

_OFFSET = re.compile(r"0|[1-9][0-9]{0,9}")


class Replay:
    """Checks rows against documents; rows of one document one after the other cost one look at it."""

    def __init__(self, store: Store) -> None:
        """Take the documents from the store."""
        self._store = store
        self._document_id = ""
        self._document: Document | None = None
        self._is_whole = False
        self._cuts = Cuts()

    def faults(self, row: Row) -> Iterator[str]:
        """Yield what is wrong with the row's document, place and quote, in words."""
        self._open(row["document_id"])
        if self._document is None:
            yield f"its document {row['document']!r} is not in this database"
            return
        if not self._is_whole:
            yield f"the text of {self._document.title!r} in this database was changed since its import"
        if row["document_sha256"] != self._document.details.sha256:
            yield "document_sha256 is not that of the document"
        yield from _place_faults(row, self._document.text, self._cuts)

    def _open(self, wanted: str) -> None:
        if wanted == self._document_id:
            return
        self._document_id = wanted
        self._document = self._store.documents.get(wanted)
        self._is_whole = self._document is not None and _is_whole(self._document)
        self._cuts = Cuts(self._store.documents.structures.cuts(wanted))


def _is_whole(document: Document) -> bool:
    details = document.details
    return text_sha256(document.text) == details.sha256 and document_id(details.sha256) == details.id


def _place_faults(row: Row, text: str, cuts: Cuts) -> Iterator[str]:
    if not (_OFFSET.fullmatch(row["start"]) and _OFFSET.fullmatch(row["end"])):
        yield "start and end are not both whole numbers"
        return
    start, end = int(row["start"]), int(row["end"])
    if not start < end <= len(text):
        yield f"{start}-{end} is no passage of the document, which has {len(text)} characters"
        return
    # A quote is written without the page breaks in it; before that was so, as the text has it.
    if row["quote"] not in (cuts.quote(text, Passage(start, end)), text[start:end]):
        yield f"the text at {start}-{end} is not the quote"
    if text[max(0, start - CONTEXT) : start] != row["prefix"]:
        yield f"the text before {start} is not the prefix"
    if text[end : end + CONTEXT] != row["suffix"]:
        yield f"the text after {end} is not the suffix"
