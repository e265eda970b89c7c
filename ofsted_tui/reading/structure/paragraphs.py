"""Find the paragraphs of a text: their printed numbers, page furniture, and what page breaks have cut."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ofsted_tui.model.document import SourceText
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.segmentation import PRINTED_NUMBER, last_nonspace, next_nonspace
from ofsted_tui.reading.structure.headings import (
    area_of_title,
    has_heading_words_only,
    heading_of,
    without_grade,
)

_BULLET = r"(?:[-*−–]\s+|[•◼■▪●\uf06e\uf0b7\uf0a7]\s*|o\s+(?=[A-Z]))"
_HEADING = re.compile(r"[^\S\n]*#{1,6}[^\S\n]")
_ITEM_START = re.compile(rf"[^\S\n]*(?:{_BULLET}|#{{1,6}}\s|(\d{{1,3}}\.\s*['\"‘“(\[]*[A-Z]))")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”)\]]*\Z")

GRADE_END = re.compile(r"\b(?:outstanding|good|requires? improvement|inadequate)\s*\Z", re.IGNORECASE)
"""The grade that ends the heading of a judgement area."""

_CUT_FORMATS = frozenset({"text", "Markdown"})
"""The formats whose texts may hold page breaks."""


def paragraphs_in(source: SourceText) -> list[Paragraph]:
    """Return the paragraphs of a document: its pieces, with those that a page break has cut made one."""
    pieces = paragraphs(source.text, lines_are_whole=source.lines_are_paragraphs)
    if source.format in _CUT_FORMATS:
        return joined_over_pages(source.text, pieces)
    return joined_over_pages(source.text, pieces, source.pages) if source.pages else pieces


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


_MARKER = re.compile(rf"{_BULLET}|{PRINTED_NUMBER.pattern}")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w(?:(?![\u3040-\u30ff\u3400-\u9fff])\S)*")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d ?[A-Z]{2}\Z")
_ENOUGH = 1_000
"""How many characters of a paragraph are looked at to tell prose from headings."""
_FEW_WORDS = 6
_FEW_WORDS_OF_AN_ITEM = 3
_LONGEST_HEADING = 13
_LONGEST_GRADED_HEADING = 20


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
        if not self._latest.start <= mark < self._latest.end:
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


_LINE = re.compile(r"[^\n]*\S[^\n]*")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_NO_HEAD = re.compile(r"[-*−–•◼■▪●○#\uf06e\uf0b7\uf0a7]|\(?\d{1,3}[.)]\s?[A-Z‘“'\"]|[a-z]")
_STOP = re.compile(r"[.!?;:,][\'\"’”)\]]*\Z")
_SHORTEST_HEAD, _LONGEST_HEAD = 12, 120
"""The length of running heads, in characters."""
_OFTEN = 3
"""A line that comes back so many times is a running head."""
_TITLE_LINES = 30
"""Among so many lines at the beginning a line that comes back later is the title itself."""
_LATEST_FIRST = 3
"""The first page number is not greater: title pages have none."""


def furniture_lines(text: str) -> frozenset[int]:
    """Return where the lines of a text begin that are running heads or page numbers.

    The offsets are those of the first character that is not white space. A head is a line without a stop
    that comes back, figures aside; page numbers stand alone and count up.
    """
    lines = [(_first_nonspace(found), " ".join(found.group().split())) for found in _LINE.finditer(text)]
    return frozenset(_heads(lines)) | frozenset(_page_numbers(lines))


def _first_nonspace(found: re.Match[str]) -> int:
    line = found.group()
    return found.start() + len(line) - len(line.lstrip())


def _heads(lines: list[tuple[int, str]]) -> Iterator[int]:
    masked = [_masked(line) for _, line in lines]
    counts = Counter(masked)
    seen: set[str] = set()
    for at, ((start, _), key) in enumerate(zip(lines, masked, strict=True)):
        if key and counts[key] >= _OFTEN and (at >= _TITLE_LINES or key in seen):
            yield start
        seen.add(key)


def _masked(line: str) -> str:
    """Return the key by which running heads are compared; empty for a line that cannot be one."""
    if not _SHORTEST_HEAD <= len(line) <= _LONGEST_HEAD or _NO_HEAD.match(line) or _STOP.search(line):
        return ""
    if has_heading_words_only(line):
        return ""
    return _DIGITS.sub("#", line.casefold()).removesuffix(" #")


def _page_numbers(lines: list[tuple[int, str]]) -> Iterator[int]:
    numbers = [
        (start, int(found.group(1))) for start, line in lines if (found := _PAGE_NUMBER.fullmatch(line))
    ]
    chain: list[int] = []
    last: int | None = None
    for start, number in numbers:
        if number == (last + 1 if last is not None else number) and (last or number <= _LATEST_FIRST):
            chain.append(start)
            last = number
    if len(chain) > 1:
        yield from chain


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CANDIDATE = re.compile(rf"(\d{{1,3}})(?:(\.)\s*|\s+)(?!(?:{_MONTHS})\b)['\"‘“(\[]*[A-Z]")
_LINE_END = re.compile(r"[.!?…:;]['\"’”)\]]*\d{0,2}\s*\Z")  # a footnote's mark may stick to it
_CARRIED_ON = re.compile(r"[-‐‑,]\s*\Z")
_TAIL = 80
_LONG = 50
"""A line shorter than this, in characters, may be a heading, so a missing full stop proves nothing."""

_SHORTEST_CHAIN = 3
_FEWEST_AGAIN = 4
_FARTHEST_SKIP = 3
_SKIPPED = 1.1
"""What each missing number costs: more than one paragraph is worth, so only a chain that goes on pays."""
_REPEATED = 0.6
_RUN_ON = 1.2


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    number: int
    worth: float


@dataclass(frozen=True, slots=True)
class _Link:
    """A chain of candidates, by its last one."""

    candidate: _Candidate
    score: float
    before: "_Link | None" = None


def numbered_paragraphs(text: str, spans: Iterable[Passage]) -> dict[int, int]:
    """Return the printed number of each numbered paragraph, by its start; spans in reading order."""
    dotted: list[_Candidate] = []
    bare: list[_Candidate] = []
    before: Passage | None = None
    for span in spans:
        if found := _CANDIDATE.match(text, span.start, span.end):
            worth = 1.0 - (_RUN_ON if before is not None and runs_on(text, before) else 0.0)
            style = dotted if found.group(2) else bare
            style.append(_Candidate(span.start, int(found.group(1)), worth))
        before = span
    return max(_chains(dotted), _chains(bare), key=len)


def runs_on(text: str, span: Passage) -> bool:
    """Tell whether the last line of a span clearly goes on, so that what follows begins no paragraph."""
    tail = text[max(span.start, span.end - _TAIL) : span.end].rpartition("\n")[2]
    if _CARRIED_ON.search(tail):
        return True
    return len(tail) >= _LONG and not _LINE_END.search(tail) and not GRADE_END.search(tail)


def _chains(candidates: list[_Candidate]) -> dict[int, int]:
    """Return the longest chain with those after it: some reports begin again from 1 in a section."""
    found = _longest_chain(candidates)
    if not found:
        return found
    last = max(found)
    rest = [one for one in candidates if one.start > last]
    again = _longest_chain(rest)
    return {**found, **again} if len(again) >= _FEWEST_AGAIN else found


def _longest_chain(candidates: list[_Candidate]) -> dict[int, int]:
    best: dict[int, _Link] = {}
    longest: _Link | None = None
    before: _Candidate | None = None
    for candidate in candidates:
        link = _linked(candidate, best, before)
        before = candidate
        known = best.get(candidate.number)
        # On a tie the later one: a list 1, 2, 3 in the summary must not lend its numbers to the report.
        if link is not None and (known is None or link.score >= known.score):
            best[candidate.number] = link
            longest = link if longest is None or link.score > longest.score else longest
    return _numbers(longest)


def _linked(candidate: _Candidate, best: dict[int, _Link], before: _Candidate | None) -> _Link | None:
    choices = [_Link(candidate, candidate.worth)] if candidate.number == 1 else []
    for step in range(1, _FARTHEST_SKIP + 2):
        if link := best.get(candidate.number - step):
            choices.append(_Link(candidate, link.score + candidate.worth - _SKIPPED * (step - 1), link))
    same = best.get(candidate.number)
    if same is not None and same.candidate is before:
        choices.append(_Link(candidate, same.score + candidate.worth - _REPEATED, same))
    return max(choices, key=lambda link: link.score, default=None)


def _numbers(link: _Link | None) -> dict[int, int]:
    chain: list[_Candidate] = []
    while link is not None:
        chain.append(link.candidate)
        link = link.before
    rises = sum(late.number > early.number for late, early in pairwise(chain))
    if rises + 1 < _SHORTEST_CHAIN:
        return {}
    return {candidate.start: candidate.number for candidate in reversed(chain)}


_ENDED = re.compile(r"[.!?…:;][\'\"’”)\]]*\Z")
_LISTED = re.compile(r"(?:[-*−–•◼■▪●\uf06e\uf0b7\uf0a7]\s|o\s+[A-Z]|#|\(?\d{1,3}[.)]\s)")
_ADDRESS = re.compile(r"\S+(?:@|://)\S+|www\.\S+|\S+\.(?:uk|com|org)\S*\Z")
_SHORTEST_CUT = 60
"""A shorter line, in characters, may be one of an address or a list."""
_PIECE_START, _PIECE_END = 120, 24
"""How many characters of a piece's beginning and end are looked at."""
_GREATEST_GAP = 400
"""White space longer than this, in characters, is more than a page break."""


def joined_over_pages(
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
    if _LISTED.match(head) or "\t" in head:
        return False
    tail = text[max(before.start, before.end - _PIECE_END) : before.end]
    if page_starts is None and not _ENDED.search(tail) and head[0].islower():
        is_long = before.end - before.start >= _SHORTEST_CUT
        return before.role is Role.TEXT and is_long and not _ADDRESS.match(head)
    if page_starts is None and _is_cut_heading(text, before, piece):
        return True
    return _is_between_numbers(text, before, piece, next_number, page_starts)


def _is_between_numbers(
    text: str, before: Paragraph, piece: Paragraph, next_number: int | None, page_starts: set[int] | None
) -> bool:
    if before.number is None or before.cuts or next_number != before.number + 1:
        return False
    if (
        piece.role is not Role.TEXT
        or heading_of(text[piece.start : min(piece.end, piece.start + _PIECE_START * 2)]) is not None
    ):
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
