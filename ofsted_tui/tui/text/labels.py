"""Labels over the words on the screen: any passage from one word to another in five keys."""

from dataclasses import dataclass, field
from itertools import product
from string import ascii_lowercase, digits

from ofsted_tui.model.passage import Passage
from ofsted_tui.model.session import Unit
from ofsted_tui.reading.cursor_moves import UnitRuler

_LETTERS = ascii_lowercase + digits
_LENGTH = 2


@dataclass(slots=True)
class Labels:
    """Two-character labels being typed: the first names where the passage begins, the second its end.

    A label that ends in a capital takes the punctuation around its word along.
    """

    text: str
    words: dict[str, Passage]
    first: Passage | None = None
    """The word that was named first, or the passage that was anchored already."""
    begun: str = ""
    """The part of a label that was typed."""
    is_over: bool = field(default=False)

    @classmethod
    def over(cls, ruler: UnitRuler, start: int, end: int, anchor: Passage | None) -> "Labels":
        """Label the words between two offsets; with an anchor only the other end is asked for."""
        found: list[Passage] = []
        word = ruler.next(Passage(start, start), Unit.WORD)
        while word is not None and word.start < end and len(found) < len(_LETTERS) ** _LENGTH:
            found.append(word)
            word = ruler.next(word, Unit.WORD)
        names = sorted(("".join(pair) for pair in product(_LETTERS, repeat=_LENGTH)), key=_ease)
        return cls(ruler.text, dict(zip(names, found, strict=False)), anchor)

    @property
    def showing(self) -> dict[int, str]:
        """The labels that can still be meant, by the offset of their word."""
        return {word.start: name for name, word in self.words.items() if name.startswith(self.begun)}

    @property
    def hint(self) -> str:
        """What is to be typed now."""
        end = "last" if self.first else "first"
        more = "; enter: this word alone" if self.first else ""
        return f"Type the label of the {end} word (capital: with its punctuation{more}; esc: back)"

    def typed(self, key: str, character: str | None) -> Passage | None:
        """Take a key; return the passage once both ends are named. A wrong key ends it."""
        if key == "enter" and self.first is not None:
            self.is_over = True
            return self.first
        self.begun += (character or key).lower()
        word = self.words.get(self.begun)
        if word is None:
            self.is_over = not self.showing
            return None
        self.begun = ""
        if character is not None and character.isupper():
            word = self._with_punctuation(word)
        if self.first is None:
            self.first = word
            return None
        self.is_over = True
        return self.first.joined(word)

    def _with_punctuation(self, word: Passage) -> Passage:
        """Return the word with what stands right before and behind it, up to the next white space."""
        start, end = word.start, word.end
        while start > 0 and _is_punctuation(self.text[start - 1]):
            start -= 1
        while end < len(self.text) and _is_punctuation(self.text[end]):
            end += 1
        return Passage(start, end)


def _is_punctuation(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def _ease(name: str) -> tuple[bool, str]:
    """Sort labels of letters alone before those with digits."""
    return not name.isalpha(), name
