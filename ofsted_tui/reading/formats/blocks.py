"""Build a text from blocks: paragraphs, headings, list items, tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ofsted_tui.model.document import SourceText

_WHITE_SPACE = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")
_CONTROLS = {code for code in (*range(32), *range(127, 160)) if chr(code) not in _WHITE_SPACE}
_DROPPED = dict.fromkeys({*_CONTROLS, 0xAD, 0x180E, *range(0x200B, 0x2010), 0x2060, 0xFEFF})
"""Soft hyphens and what has no width: a reader does not see them, and a search stumbles over them."""
_MARKED = re.compile(r"(?:[-–—•*◼■▪●·\uf06e\uf0b7]|\(?\d{1,3}[.)]) ")


def collapsed(text: str) -> str:
    """Return the text as a browser shows it: every run of white space one space, nothing invisible."""
    return " ".join(text.translate(_DROPPED).split())


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item or a row."""

    text: str
    level: int = 0
    """From 1 for a heading; 0 for what is none."""
    group: int = 0
    """The list or table that it belongs to; 0 for none. Blocks of one group follow without a blank line."""
    scope: int = 0
    """The part of the page that it stands in, as the reader of the format numbers them."""


class BlockBuilder:
    """Takes text in pieces and makes blocks of it, in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.level = 0
        self.group = 0
        self.scope = 0
        """`level`, `group` and `scope` are those of the next block."""
        self.mark = ""
        """What stands before the next block that has text, as "- " before an item."""
        self._parts: list[str] = []
        self._row: list[list[Block]] | None = None

    @property
    def is_in_cell(self) -> bool:
        """Whether text goes into a cell of a table."""
        return bool(self._row)

    def text(self, piece: str) -> None:
        """Add text to the block."""
        self._parts.append(piece)

    def end_block(self) -> None:
        """End the block; without text it is none."""
        text = collapsed("".join(self._parts))
        self._parts.clear()
        if not text:
            return
        mark = "" if _MARKED.match(text) else self.mark
        block = Block(mark + text, self.level, self.group, self.scope)
        self.mark = ""
        (self._row[-1] if self._row else self.blocks).append(block)

    def begin_cell(self) -> None:
        """Begin a cell, in a new row where none is open."""
        self.end_block()
        if self._row is None:
            self._row = []
        self._row.append([])

    def end_row(self, group: int) -> None:
        """End the row: its cells become one block with a tab between each two.

        A row with one filled cell is a box around text, whose blocks stay what they are.
        """
        self.end_block()
        row, self._row = self._row or [], None
        filled = [cell for cell in row if cell]
        if len(filled) == 1:
            alone = len(filled[0]) == 1 and not filled[0][0].level and not filled[0][0].group
            self.blocks += [replace(filled[0][0], group=group)] if alone else filled[0]
        elif filled:
            words = "\t".join(" ".join(block.text for block in cell) for cell in row)
            self.blocks.append(Block(words.rstrip("\t"), group=group, scope=filled[0][0].scope))


def composed(blocks: Iterable[Block], format_name: str, title: str, encoding: str = "") -> SourceText:
    """Put blocks one below the other, a blank line between each two that are of no common group."""
    parts: list[str] = []
    headings: list[tuple[int, int, int]] = []
    length = 0
    before: Block | None = None
    for block in blocks:
        if before is not None:
            joint = "\n" if block.group and block.group == before.group else "\n\n"
            parts.append(joint)
            length += len(joint)
        end = length + len(block.text)
        if block.level:
            headings.append((length, end, block.level))
        parts.append(block.text)
        length, before = end, block
    text = "".join(parts) + "\n" if parts else ""
    return SourceText(text, format_name, title, encoding, True, headings=tuple(headings))
