"""Paragraphs of plain texts that a page break has cut, put together again.

A text that was copied out of a PDF has a blank line where a page ended. Two pieces are one paragraph where
the first does not end a sentence and the second goes on in lower case; or where, between the printed
paragraphs n and n+1, a piece without a number follows on paragraph n (measured: 6 of 7 cuts in a report are
of the first kind, one falls between two sentences). The text stays as it is: the cut is noted.
"""

import re
from collections.abc import Sequence

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.structure.headings import area_of_title, heading_of, without_grade

_ENDED = re.compile(r"[.!?…:;][\'\"’”)\]]*\Z")
_ITEM = re.compile(r"(?:[-*−–•◼■▪●\uf06e\uf0b7\uf0a7]\s|o\s+[A-Z]|#|\(?\d{1,3}[.)]\s)")
_ADDRESS = re.compile(r"\S+(?:@|://)\S+|www\.\S+|\S+\.(?:uk|com|org)\S*\Z")
_SHORTEST = 60
"""A shorter line, in characters, may be one of an address or a list."""
_PIECE_END = 24
_PIECE_START = 120
_GREATEST_GAP = 400
"""White space longer than this, in characters, is more than a page break."""


def joined(
    text: str, pieces: Sequence[Paragraph], page_starts: Sequence[int] | None = None
) -> list[Paragraph]:
    """Return the paragraphs with those that a page break has cut made one.

    Where `page_starts` is given the text is not cut but at these offsets, and its lines are whole: only a
    piece without a number that begins a page is put to the numbered paragraph before it.
    """
    starts = None if page_starts is None else set(page_starts)
    followers = _followers(pieces)
    found: list[Paragraph] = []
    for index, piece in enumerate(pieces):
        before = found[-1] if found else None
        if before is not None and _goes_on(text, before, piece, followers[index], starts):
            found[-1] = _put_together(before, piece)
        else:
            found.append(piece)
    return found


def _followers(pieces: Sequence[Paragraph]) -> list[int | None]:
    """Return for every piece the printed number of the next numbered piece from it on."""
    numbers: list[int | None] = []
    following: int | None = None
    for piece in reversed(pieces):
        following = piece.number if piece.number is not None else following
        numbers.append(following)
    return numbers[::-1]


def _put_together(before: Paragraph, piece: Paragraph) -> Paragraph:
    cuts = (*before.cuts, Passage(before.end, piece.start))
    return Paragraph(before.start, piece.end, before.number, before.role, before.page, before.section, cuts)


def _goes_on(
    text: str, before: Paragraph, piece: Paragraph, next_number: int | None, page_starts: set[int] | None
) -> bool:
    if Role.DETAIL in (before.role, piece.role):
        return False
    if piece.number is not None or piece.start - before.end > _GREATEST_GAP:
        return False
    head = text[piece.start : min(piece.end, piece.start + _PIECE_START)]
    if _ITEM.match(head) or "\t" in head:
        return False
    tail = text[max(before.start, before.end - _PIECE_END) : before.end]
    if page_starts is None and not _ENDED.search(tail) and head[0].islower():
        return before.carries_findings and before.end - before.start >= _SHORTEST and not _ADDRESS.match(head)
    if page_starts is None and _is_cut_heading(text, before, piece):
        return True
    return _is_between_numbers(text, before, piece, next_number, page_starts)


def _is_between_numbers(
    text: str, before: Paragraph, piece: Paragraph, next_number: int | None, page_starts: set[int] | None
) -> bool:
    if before.number is None or before.cuts or next_number != before.number + 1 or not piece.carries_findings:
        return False
    if heading_of(text[piece.start : min(piece.end, piece.start + _PIECE_START * 2)]) is not None:
        return False
    if page_starts is not None:
        return piece.start in page_starts
    return "\n\n" in text[before.end : piece.start]


def _is_cut_heading(text: str, before: Paragraph, piece: Paragraph) -> bool:
    """Tell whether the two are one area heading over two lines, as "… need help and / protection: good"."""
    first, second = text[before.start : before.end], text[piece.start : piece.end]
    if len(first) + len(second) > 160 or text[before.end : piece.start].count("\n") > 1:
        return False
    _, grade = without_grade(f"{first} {second}")
    return (
        grade is not None
        and bool(heading_of(f"{first} {second}"))
        and without_grade(first)[1] is None
        and (not area_of_title(without_grade(second)[0]))
    )
