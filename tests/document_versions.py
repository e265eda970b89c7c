"""Make other versions of a text, each with the offset in the first one of every character."""

import re
from bisect import bisect_left

from ofsted_tui.model.passage import Passage

NEW = -1
"""The origin of a character that the first version does not have."""
HEAD = -2
"""The origin of a running head's characters."""
_OTHER_SIGNS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "'": "’", "-": "‑"})
_VOWELS = "aeiou"


def at(text, words):
    """Return the passage of the first place where the words stand."""
    start = text.index(words)
    return Passage(start, start + len(words))


class Version:
    """A text, and where each of its characters stood in the first version."""

    def __init__(self, pieces):
        """Take pairs of text and origin: the offset of its first character, or NEW."""
        parts, origins = [], []
        for text, origin in pieces:
            parts.append(text)
            origins.extend([NEW] * len(text) if origin == NEW else range(origin, origin + len(text)))
        self.text = "".join(parts)
        self.origins = origins

    @classmethod
    def first(cls, text):
        return cls([(text, 0)])

    def rewritten(self, pattern, rewrite):
        """Put another text in the place of each match; one as long as the match keeps its origins."""
        text, origins, at = [], [], 0
        for found in re.finditer(pattern, self.text):
            new = rewrite(found)
            text += [self.text[at : found.start()], new]
            origins += self.origins[at : found.start()]
            is_alike = len(new) == len(found[0])
            origins += self.origins[found.start() : found.end()] if is_alike else [NEW] * len(new)
            at = found.end()
        version = Version([])
        version.text = "".join([*text, self.text[at:]])
        version.origins = origins + self.origins[at:]
        return version

    def rewrapped(self, columns):
        """Break the lines elsewhere: at most so many columns, paragraphs divided by empty lines."""
        column = 0

        def wrap(found):
            nonlocal column
            word, gap = found[1], found[2]
            column += len(word) + 1
            if "\n" in gap:
                column = 0
                return f"{word}\n\n"
            if column > columns:
                column = 0
                return f"{word}\n"
            return f"{word} "

        return self._spaced(wrap)

    def _spaced(self, wrap):
        """Rewrite the white space behind each word; the words keep their origins."""
        text, origins = [], []
        for found in re.finditer(r"(\S+)(\s*)", self.text):
            new = wrap(found)
            text.append(new)
            origins += self.origins[found.start(1) : found.end(1)] + [HEAD] * (len(new) - len(found[1]))
        version = Version([])
        version.text, version.origins = "".join(text), origins
        return version

    def paged(self, every, chance):
        """Break pages at other places, often within a sentence, with a running head and a number on each."""
        count = 0

        def page(found):
            nonlocal count
            if found.start() // every > count and (chance.random() < 0.7 or "\n" in found[2]):
                count += 1
                return f"{found[1]}\n\nInspection of a council\n15 to 19 May 2023\n{count + 1}\n\n"
            return found[0]

        return self._spaced(page)

    def with_other_signs(self):
        return self.rewritten(r"[’‘“”–'-]", lambda found: found[0].translate(_OTHER_SIGNS))

    def hyphenated(self, chance):
        """Break some compounds after their hyphen, at a line's end."""
        return self.rewritten(r"(?<=\w[-‑])(?=\w)", lambda _found: "\n" if chance.random() < 0.3 else "")

    def edited(self, share, chance):
        """Replace, take out or put in a word, for this share of the words."""
        words = re.findall(r"\w{3,}", self.text)

        def edit(found):
            if chance.random() >= share:
                return found[0]
            return "" if chance.random() < 0.5 else chance.choice(words) + "x"

        def put_in(_found):
            return f" {chance.choice(words)}" if chance.random() < share / 3 else ""

        return self.rewritten(r"\w{2,}", edit).rewritten(r"(?<=\w)(?= )", put_in)

    def swapped(self, first, second):
        """Swap two spans, the first before the second."""
        spans = [Passage(0, first.start), second, Passage(first.end, second.start), first]
        spans.append(Passage(second.end, len(self.text)))
        version = Version([])
        version.text = "".join(self.text[one.start : one.end] for one in spans)
        version.origins = [origin for one in spans for origin in self.origins[one.start : one.end]]
        return version

    def index(self):
        """Return the places of the first version's characters in this one, by origin."""
        return {origin: place for place, origin in enumerate(self.origins) if origin >= 0}


def truth(first, places, version, passage):
    """Return where a passage went, and whether all its words came along unchanged; None: it is not known."""
    letters = [at for at in range(passage.start, passage.end) if not first[at].isspace()]
    if not letters or letters[0] not in places or letters[-1] not in places:
        return None, False
    start, end = places[letters[0]], places[letters[-1]] + 1
    if end <= start:
        return None, False
    kept = [at in places for at in letters]
    inserted = any(
        origin == NEW and version.text[at].isalnum()
        for at, origin in enumerate(version.origins[start:end], start)
    )
    return Passage(start, end), all(kept) and not inserted


def passages(text, sentences, count, chance):
    """Return random passages: 55 % sentences, 25 % phrases, 13 % several sentences, 7 % two words."""
    words = [found.span() for found in re.finditer(r"\S+", text)]
    starts = [start for start, _ in words]
    found = []
    while len(found) < count:
        kind = chance.random()
        index = chance.randrange(len(sentences))
        if kind < 0.55:
            passage = sentences[index]
        elif kind < 0.68:
            passage = Passage(sentences[index].start, sentences[min(len(sentences) - 1, index + 2)].end)
        else:
            word = chance.randrange(len(words) - 12)
            size = chance.randrange(3, 12) if kind < 0.93 else 2
            passage = Passage(words[word][0], words[word + size - 1][1])
        found.append(passage)
    assert bisect_left(starts, 0) == 0
    return found
