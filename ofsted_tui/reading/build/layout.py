"""Where the parts of a document are: title, judgement table, body, end matter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ofsted_tui.model.document import DocumentKind

_LETTERS = frozenset(
    {
        DocumentKind.FOCUSED_VISIT,
        DocumentKind.MONITORING_VISIT,
        DocumentKind.JTAI,
        DocumentKind.ANNUAL_CONVERSATION,
    }
)
_DEAR = re.compile(r"Dear\b", re.IGNORECASE)
_YOURS = re.compile(
    r"Yours (?:sincerely|faithfully|truly)|(?:With )?(?:kind|best) (?:regards|wishes)\b", re.IGNORECASE
)
_END_MATTER = re.compile(
    r"The Office for Standards in Education|© Crown copyright|If you would like a copy of this"
    r"|You may (?:re-?use|copy) (?:all or parts of )?this|(?:#+ *)?Information about this inspection"
    r"|Any complaints about the inspection",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\W+")
_TITLE_LINES = 2
"""The title of a letter stands within so many paragraphs of its beginning."""
_SHORTEST_TITLE = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a document are, by positions of paragraphs."""

    kind: DocumentKind | None
    title: str
    table: range
    body: range
    """From the first paragraph after title, details and table to the end matter."""

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter, with its scope before the first heading."""
        return self.kind in _LETTERS

    @property
    def is_known(self) -> bool:
        """Whether the build of the document is known."""
        return self.kind not in {None, DocumentKind.OTHER, DocumentKind.COUNCIL_PAPER}

    @property
    def has_plain_headings(self) -> bool:
        """Whether short lines between its paragraphs may be headings: web pages have labels there instead."""
        return self.is_known and self.kind is not DocumentKind.NEWS

    def is_title(self, index: int, line: str) -> bool:
        """Tell whether a paragraph is the title, or a line of it."""
        key = _key(line)
        if not key or index > self.body.start + _TITLE_LINES:
            return False
        title = _key(self.title)
        return key == title or (len(key) > _SHORTEST_TITLE and key in title)


def body_of(lines: Sequence[str], kind: DocumentKind | None, table: range) -> range:
    """Return the positions of the body, between the head of the document and its end matter."""
    start = table.stop if len(table) else 0
    if kind in _LETTERS:
        start = next((at + 1 for at, line in enumerate(lines) if _DEAR.match(line)), start)
    return range(start, _body_end(lines, start, kind))


def _body_end(lines: Sequence[str], start: int, kind: DocumentKind | None) -> int:
    known = kind is not None and kind not in {DocumentKind.NEWS, DocumentKind.OTHER}
    for at in range(start, len(lines)):
        if known and (_END_MATTER.match(lines[at]) or (kind in _LETTERS and _YOURS.match(lines[at]))):
            return at
    return len(lines)


def _key(line: str) -> str:
    return _PLAIN.sub(" ", line.casefold()).strip()
