"""Printed paragraph numbers told from numbers that merely begin a line (an age, COVID-19, a date)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ofsted_tui.model.passage import Passage

GRADE_END = re.compile(r"\b(?:outstanding|good|requires? improvement|inadequate)\s*\Z", re.IGNORECASE)
"""The grade that ends the heading of a judgement area."""

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
