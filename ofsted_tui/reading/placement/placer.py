"""Place the passages of one version of a document in another version, and say how certain each is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ofsted_tui.model.passage import Passage, Placement, PlacementState
from ofsted_tui.reading.placement.alignment import Tokens, WordIndex, aligned

_NEGATIONS = frozenset(("not", "no", "never", "nor", "neither", "none", "without", "cannot"))
_NEAR = 8
"""Words on either side of a passage that are looked at, up to the end of the clause."""
_STOPS = frozenset(".;:!?\n")


def negations_beside(words: Tokens, span: range) -> tuple[int, int]:
    """Count the negations right before and right after the words of a span, within the same clause."""
    before = range(span.start - 1, max(-1, span.start - 1 - _NEAR), -1)
    after = range(span.stop, min(len(words), span.stop + _NEAR))
    return _count(words, before, 0), _count(words, after, -1)


def _count(words: Tokens, indices: range, gap: int) -> int:
    """Count the negations, going away from a span; `gap` leads from a word's index to the gap before it."""
    found = 0
    for index in indices:
        if _ends_clause(words, index + gap):
            break
        found += words.keys[index] in _NEGATIONS or words.keys[index].endswith("n't")
    return found


def _ends_clause(words: Tokens, index: int) -> bool:
    """Tell whether a stop stands between a word and the next; a line's end is none, an empty line is."""
    if not 0 <= index < len(words) - 1:
        return False
    between = words.text[words.ends[index] : min(words.starts[index + 1], words.ends[index] + 80)]
    return any(sign in _STOPS for sign in between.replace("\n", " ", 1))


_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒–—―−\ufffe\x02", "-"),
        **dict.fromkeys("•◼▪■●◦\uf06e\uf0b7\uf0a7", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "…": "...",
    }
)
_BREAK = re.compile(r"[\n\f]")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """A passage drawn around words, and whether that is sure."""

    passage: Passage
    is_sure: bool


def boundaries_around(
    former: Tokens, passage: Passage, span: range, later: Tokens, place: range
) -> Boundaries:
    """Draw the passage of `later` around its words `place` as `passage` is drawn around its words `span`."""
    first, last = span[0], span[-1]
    start, is_start_sure = _start(former, passage.start, first, later, place[0])
    end, is_end_sure = _end(former, passage.end, last, later, place[-1])
    drawn = Passage(start, max(end, start + 1))
    return Boundaries(drawn, is_start_sure and is_end_sure and start < end)


def _start(former: Tokens, offset: int, first: int, later: Tokens, word: int) -> tuple[int, bool]:
    begins = later.starts[word]
    if offset > former.starts[first]:
        is_alike = _is_alike(former, first, later, word)
        return begins + (offset - former.starts[first]) * is_alike, is_alike
    before = former.text[offset : former.starts[first]]
    if later.text.endswith(before, 0, begins):
        return begins - len(before), True
    for sign in reversed(before.translate(_SAME)):
        if sign.isspace():
            continue
        while begins and (later.text[begins - 1].isspace() or not later.text[begins - 1].translate(_SAME)):
            begins -= 1
        if not begins or later.text[begins - 1].translate(_SAME)[-1:] != sign:
            return later.starts[word], False
        begins -= 1
    return begins, True


def _end(former: Tokens, offset: int, last: int, later: Tokens, word: int) -> tuple[int, bool]:
    ends = later.ends[word]
    if offset < former.ends[last]:
        is_alike = _is_alike(former, last, later, word)
        return ends - (former.ends[last] - offset) * is_alike, is_alike
    after = former.text[former.ends[last] : offset]
    if later.text.startswith(after, ends):
        return ends + len(after), True
    for sign in after.translate(_SAME):
        if sign.isspace():
            continue
        while ends < len(later.text) and (
            later.text[ends].isspace() or not later.text[ends].translate(_SAME)
        ):
            ends += 1
        if ends == len(later.text) or later.text[ends].translate(_SAME)[:1] != sign:
            return later.ends[word], False
        ends += 1
    return ends, True


def _is_alike(former: Tokens, one: int, later: Tokens, other: int) -> bool:
    """Tell whether two words are equally long, so that a part of one is the same part of the other."""
    return former.ends[one] - former.starts[one] == later.ends[other] - later.starts[other]


def signs_between(words: Tokens, span: range) -> list[str]:
    """Return what stands between the words of a span, without white space and furniture, set one way."""
    return [_signs(words.text[words.ends[index] : words.starts[index + 1]]) for index in span[:-1]]


def _signs(between: str) -> str:
    """Return the punctuation of a gap; lines with words in it are furniture."""
    lines = (line for line in _BREAK.split(between) if not any(letter.isalnum() for letter in line))
    return "".join("".join(lines).translate(_SAME).split())


_CONTEXT = 8
"""Words on either side that have to agree."""
_CLOSE = 2
"""Words on either side that have to be the same for a short quote that comes several times."""
_SHORT = 25
"""Characters below which a quote that comes several times is certain only where its neighbours are kept."""
_LONG = 80
"""Characters from which on a quote that comes once is certain whatever stands around it."""
_ENOUGH = 0.5
"""The share of its words below which a passage is gone."""
GONE = Placement(PlacementState.GONE, None, 0.0)


class Placer:
    """Places passages of one text in another; made once for two texts."""

    def __init__(self, former: str, later: str) -> None:
        """Take the text of the former version and that of the new one."""
        self._is_same = former == later
        if self._is_same:
            return
        plain, other = Tokens(former), Tokens(later)
        self._former = Tokens(former, other)
        self._later = Tokens(later, plain)
        numbers: dict[str, int] = {}
        self._a = [numbers.setdefault(key, len(numbers)) for key in self._former.keys]
        self._b = [numbers.setdefault(key, len(numbers)) for key in self._later.keys]
        self._index = WordIndex(self._b)
        self._aligned = aligned(self._a, self._b)

    def place(self, passage: Passage) -> Placement:
        """Return where a passage of the former text belongs in the new one; offsets index the texts given."""
        if self._is_same:
            return Placement(PlacementState.SAME, passage, 1.0)
        span = self._former.inside(passage)
        if not span:
            return self._without_words(passage)
        return self._in_order(passage, span) or self._elsewhere(passage, span)

    def _without_words(self, passage: Passage) -> Placement:
        """Place punctuation, or a running head: nothing but its own characters tells it from others."""
        quote = self._former_text(passage)
        start = self._later.text.find(quote) if quote.strip() else -1
        if start < 0:
            return GONE
        found = Passage(start, start + len(quote))
        return Placement(PlacementState.REWORDED, found, 1.0, "nothing around it says where it belongs")

    def _former_text(self, passage: Passage) -> str:
        return self._former.text[passage.start : passage.end]

    # in the same order

    def _in_order(self, passage: Passage, span: range) -> Placement | None:
        """Place a passage whose words are all aligned, one after the other; None where they are not."""
        places = self._aligned[span.start : span.stop]
        first = places[0]
        if first < 0 or places != list(range(first, first + len(span))):
            return None
        is_short = passage.end - passage.start < _SHORT
        doubt = "" if self._fits(span, first, is_short) else "the words around it differ"
        return self._word_for_word(PlacementState.SAME, passage, span, first, doubt)

    def _fits(self, span: range, first: int, is_short: bool) -> bool:
        """Tell whether the words around a passage are aligned with those around the place.

        A short quote that comes several times needs all of the nearest.
        """
        before = range(max(0, span.start - _CONTEXT), span.start)
        after = range(span.stop, min(len(self._a), span.stop + _CONTEXT))
        if is_short and self._comes_often(span, first) and not self._touches(span, first):
            return False
        near = [index for index in (*before, *after) if self._is_near(index, first - span.start)]
        return 2 * len(near) >= len(before) + len(after)

    def _comes_often(self, span: range, first: int) -> bool:
        hits = self._index.exact(self._b[first : first + len(span)])
        return hits is None or len(hits) > 1

    def _touches(self, span: range, first: int) -> bool:
        """Tell whether the words right before and right after a passage are those around the place."""
        shift = first - span.start
        beside = [*range(span.start - _CLOSE, span.start), *range(span.stop, span.stop + _CLOSE)]
        return all(self._aligned[index] == index + shift for index in beside if 0 <= index < len(self._a))

    def _is_near(self, index: int, shift: int) -> bool:
        place = self._aligned[index]
        return place >= 0 and abs(place - index - shift) <= _CONTEXT

    def _word_for_word(
        self, state: PlacementState, passage: Passage, span: range, first: int, doubt: str
    ) -> Placement:
        place = range(first, first + len(span))
        boundaries = boundaries_around(self._former, passage, span, self._later, place)
        if not boundaries.is_sure or signs_between(self._former, span) != signs_between(self._later, place):
            doubt = doubt or "the punctuation differs"
        if negations_beside(self._former, span) != negations_beside(self._later, place):
            doubt = doubt or "beside it a word such as not came or went"
        if not self._has_neighbours(span, first):
            doubt = doubt or "the word beside it in the sentence differs"
        heads = self._former.heads_in(passage)
        if heads and heads != self._later.heads_in(boundaries.passage):
            doubt = doubt or "a line in it that is repeated came, went or differs"
        return Placement(state, boundaries.passage, 1.0, doubt)

    def _has_neighbours(self, span: range, first: int) -> bool:
        """Tell whether the words that the sentence has before and after a passage are still there."""
        last, behind = span.stop - 1, first + len(span) - 1
        before = span.start and not self._former.is_break(span.start - 1)
        after = span.stop < len(self._a) and not self._former.is_break(last)
        return (not before or (first > 0 and self._b[first - 1] == self._a[span.start - 1])) and (
            not after or (behind + 1 < len(self._b) and self._b[behind + 1] == self._a[span.stop])
        )

    # in another place, or in other words

    def _elsewhere(self, passage: Passage, span: range) -> Placement:
        series = self._a[span.start : span.stop]
        hits = self._index.exact(series)
        reworded = self._reworded(passage, span)
        if hits is None:
            return replace(reworded, doubt="the words come too often to tell one place from another")
        if not hits:
            return reworded
        best, doubt = self._best(hits, span, passage)
        if not doubt and self._stays(span) and reworded.passage is not None:
            doubt = "the same words stand elsewhere, other words in its place"
        return self._word_for_word(PlacementState.MOVED, passage, span, best, doubt)

    def _best(self, hits: Sequence[int], span: range, passage: Passage) -> tuple[int, str]:
        """Return the hit whose context agrees best, and the doubt where another agrees as well."""
        scores = sorted(((self._agreement(span, hit), -hit) for hit in hits), reverse=True)
        score, negative = scores[0]
        is_short = passage.end - passage.start < _SHORT
        around = min(_CONTEXT, span.start) + min(_CONTEXT, len(self._a) - span.stop)
        if len(hits) > 1 and score - scores[1][0] < 4:
            return -negative, "several places are equally good"
        if len(hits) > 1 and is_short:
            return -negative, "so short a quote comes several times"
        share = 2 if len(hits) > 1 or is_short else 4
        if passage.end - passage.start < _LONG and share * score < around:
            return -negative, "the words around it differ"
        return -negative, ""

    def _agreement(self, span: range, hit: int) -> int:
        """Count the words before and after that are those before and after a hit."""
        end = hit + len(span)
        before = set(self._b[max(0, hit - _CONTEXT) : hit])
        after = set(self._b[end : end + _CONTEXT])
        own_before = self._a[max(0, span.start - _CONTEXT) : span.start]
        own_after = self._a[span.stop : span.stop + _CONTEXT]
        return sum(word in before for word in own_before) + sum(word in after for word in own_after)

    def _stays(self, span: range) -> bool:
        """Tell whether the words around a passage are aligned with each other, as where it was edited."""
        before = [self._aligned[index] for index in range(max(0, span.start - 3), span.start)]
        after = [self._aligned[index] for index in range(span.stop, min(len(self._a), span.stop + 3))]
        known = [max(before, default=-1), max(after, default=-1)]
        return min(known) >= 0 and 0 < known[1] - known[0] <= 2 * len(span) + 4 * _CONTEXT

    def _reworded(self, passage: Passage, span: range) -> Placement:
        first = max(0, span.start - _CONTEXT)
        last = min(len(self._a), span.stop + _CONTEXT)
        in_order = [(index, place) for index in range(first, last) if (place := self._aligned[index]) >= 0]
        voted = [(first + a, b) for a, b in self._index.nearest(self._a[first:last])]
        candidates = [_within(pairs, span) for pairs in (in_order, voted)]
        pairs, inside = max(zip((in_order, voted), candidates, strict=True), key=lambda one: len(one[1]))
        agreement = len(inside) / len(span)
        if agreement < _ENOUGH:
            return Placement(PlacementState.GONE, None, agreement)
        around = _between(pairs, span, len(self._b))
        boundaries = boundaries_around(self._former, passage, span, self._later, around)
        return Placement(PlacementState.REWORDED, boundaries.passage, agreement)


def _within(pairs: Sequence[tuple[int, int]], span: range) -> list[tuple[int, int]]:
    """Return the pairs whose words belong to the passage, unless they lie too far apart to be one place."""
    inside = [pair for pair in pairs if pair[0] in span]
    if inside and inside[-1][1] - inside[0][1] > 2 * len(span) + 2 * _CONTEXT:
        return []
    return inside


def _between(pairs: Sequence[tuple[int, int]], span: range, count: int) -> range:
    """Return the words of the new text from the counterpart of the first word to that of the last.

    Where these have none, the counterparts of their neighbours outside tell where the place ends.
    """
    inside = [place for index, place in pairs if index in span]
    first, last = inside[0], inside[-1]
    by_index = dict(pairs)
    if span.start not in by_index and by_index.get(span.start - 1, -1) >= 0:
        first = min(first, by_index[span.start - 1] + 1)
    if span.stop - 1 not in by_index and span.stop in by_index:
        last = max(last, by_index[span.stop] - 1)
    return range(first, min(last + 1, count))
