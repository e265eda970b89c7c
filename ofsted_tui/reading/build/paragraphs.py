"""Paragraphs of a plain text: its lines, or blocks of lines where the text is hard-wrapped."""

import re
from collections.abc import Iterator

from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.build.numbered import GRADE_END, numbered_paragraphs, runs_on
from ofsted_tui.reading.build.text_furniture import furniture_lines
from ofsted_tui.reading.ink import last_nonspace, next_nonspace
from ofsted_tui.reading.printed_number import PRINTED_NUMBER

_SAMPLE = 200_000
"""How many characters are looked at to tell whether a text is hard-wrapped."""
_WIDEST = 120
"""The longest line, in characters, of a hard-wrapped text; a few (web addresses, lost breaks) are longer."""
_WIDEST_OF_ALL = 400
_FEW = 50
"""One line in so many may be longer than the longest."""
_FULL = 40
"""A wrapped line has at least this many characters; shorter ones are headings or addresses."""
_SHARE = 3
"""One full line in so many goes on in the next: items of two lines are wrapped text too."""

_BULLET = r"(?:[-*−–]\s+|[•◼■▪●\uf06e\uf0b7\uf0a7]\s*|o\s+(?=[A-Z]))"
_HEADING = re.compile(r"[^\S\n]*#{1,6}[^\S\n]")
_ITEM_START = re.compile(rf"[^\S\n]*(?:{_BULLET}|#{{1,6}}\s|(\d{{1,3}}\.\s*['\"‘“(\[]*[A-Z]))")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”)\]]*\Z")

_MARKER = re.compile(rf"{_BULLET}|{PRINTED_NUMBER.pattern}")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w(?:(?![\u3040-\u30ff\u3400-\u9fff])\S)*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d ?[A-Z]{2}\Z")
_ENOUGH = 1_000
"""How many characters of a paragraph are looked at to tell prose from headings."""
_FEW_WORDS = 6
_FEW_WORDS_OF_AN_ITEM = 3
_LONGEST_HEADING = 13
_LONGEST_GRADED_HEADING = 20


class ParagraphRuler:
    """Finds paragraphs by place, looking no farther than the paragraph and its neighbours."""

    def __init__(
        self, text: str, *, wrapped: bool | None = None, furniture: frozenset[int] = frozenset()
    ) -> None:
        """Look at the beginning of the text to tell whether it is hard-wrapped, where that is not known.

        Lines of `furniture`, by their first character that is no white space, stand for themselves.
        """
        self.text = text
        self._furniture = furniture
        self.wrapped = _is_wrapped(text) if wrapped is None else wrapped
        self._latest = Passage(0, 0)

    def at(self, offset: int) -> Passage | None:
        """Return the paragraph at `offset`; from white space the next one, else the last; None: no text."""
        mark = next_nonspace(self.text, max(0, offset))
        if mark is None:
            mark = last_nonspace(self.text, len(self.text))
        return None if mark is None else self._around(mark)

    def after(self, offset: int) -> Passage | None:
        """Return the first paragraph that starts at or after `offset`, or None."""
        mark = next_nonspace(self.text, max(0, offset))
        if mark is None:
            return None
        found = self._around(mark)
        return found if found.start >= offset else self.after(found.end)

    def before(self, offset: int) -> Passage | None:
        """Return the last paragraph that ends at or before `offset`, or None."""
        mark = last_nonspace(self.text, max(0, offset))
        if mark is None:
            return None
        found = self._around(mark)
        return found if found.end <= offset else self.before(found.start)

    def __iter__(self) -> Iterator[Passage]:
        """Go through all paragraphs in reading order."""
        found = self.after(0)
        while found is not None:
            yield found
            found = self.after(found.end)

    def _around(self, mark: int) -> Passage:
        if not self._latest.holds(mark):
            line = self._line(mark)
            block = Passage(self._block_start(line), self._block_end(line)) if self.wrapped else line
            start, last = next_nonspace(self.text, block.start), last_nonspace(self.text, block.end)
            self._latest = Passage(mark if start is None else start, (mark if last is None else last) + 1)
        return self._latest

    def _line(self, offset: int) -> Passage:
        end = self.text.find("\n", offset)
        return Passage(self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end)

    def _block_start(self, line: Passage) -> int:
        while line.start > 0:
            previous = self._line(line.start - 1)
            if self._divided(previous, line):
                break
            line = previous
        return line.start

    def _block_end(self, line: Passage) -> int:
        while line.end < len(self.text):
            following = self._line(line.end + 1)
            if self._divided(line, following):
                break
            line = following
        return line.end

    def _divided(self, line: Passage, following: Passage) -> bool:
        if self._furniture and (self._is_furniture(line) or self._is_furniture(following)):
            return True
        if self._blank(line) or _HEADING.match(self.text, line.start, line.end):
            return True
        opening = _ITEM_START.match(self.text, following.start, following.end)
        # "18." after a line that runs on is an age, not the eighteenth paragraph.
        return opening is not None and not (opening.group(1) and runs_on(self.text, line))

    def _is_furniture(self, line: Passage) -> bool:
        return next_nonspace(self.text, line.start) in self._furniture

    def _blank(self, line: Passage) -> bool:
        return next_nonspace(self.text, line.start, line.end) is None


def paragraphs(text: str, *, lines_are_whole: bool = False) -> list[Paragraph]:
    """Return the pieces of a text that stand apart, with their printed numbers: running text, or headings.

    Running heads and page numbers are details.
    Where `lines_are_whole` every line is one; else blocks of lines are, where the text is hard-wrapped.
    """
    furniture = frozenset() if lines_are_whole else furniture_lines(text)
    spans = list(ParagraphRuler(text, wrapped=False if lines_are_whole else None, furniture=furniture))
    numbers = numbered_paragraphs(text, (span for span in spans if span.start not in furniture))
    found = []
    for span in spans:
        number = numbers.get(span.start)
        role = Role.TEXT if _is_prose(text, span, number is not None) else Role.HEADING
        role = Role.DETAIL if span.start in furniture else role
        found.append(Paragraph(span.start, span.end, number, role))
    return found


def _is_wrapped(text: str) -> bool:
    lines = [line.strip() for line in text[:_SAMPLE].split("\n")]
    wide = sum(len(line) > _WIDEST for line in lines)
    if wide * _FEW > len(lines) or max(map(len, lines)) > _WIDEST_OF_ALL:
        return False
    full = going_on = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if len(line) >= _FULL:
            full += 1
            ends = _SENTENCE_END.search(line) or not following or _ITEM_START.match(following)
            going_on += not ends
    return going_on * _SHARE > full


def _is_prose(text: str, span: Passage, numbered: bool) -> bool:
    beginning = text[span.start : min(span.end, span.start + _ENOUGH)]
    marker = _MARKER.match(beginning)
    body = beginning[marker.end() :] if marker else beginning
    words = len(_WORD.findall(body))
    if "\t" in body or _HEADING.match(body):
        return False
    if marker or numbered:
        return words >= _FEW_WORDS_OF_AN_ITEM
    return words >= _FEW_WORDS and not _is_heading(text, span, body, words)


def _is_heading(text: str, span: Passage, body: str, words: int) -> bool:
    end = text[max(span.start, span.end - 12) : span.end]
    if _SENTENCE_END.search(end) and not end.endswith("?"):
        return False
    longest = _LONGEST_GRADED_HEADING if GRADE_END.search(end) else _LONGEST_HEADING
    # A line that begins in lower case is the rest of a paragraph that a page break cut.
    return bool(_POSTCODE.search(end)) or (words <= longest and not body[:1].islower())
