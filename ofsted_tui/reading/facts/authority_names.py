"""The names of the local authorities in England, and where they stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ofsted_tui.reading.toml_table import TomlTable, read_toml
from ofsted_tui.resources import data_file

_WORD = re.compile(r"&|[^\W_]+(?:'(?!s\b)[^\W_]+)*")
_PERIODS = re.compile(r"\bSt\.")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in a text: the authority under its usual name, and the span of the words that name it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AuthorityNames:
    """All known names by their words, and the number of words of the longest."""

    by_words: dict[tuple[str, ...], str]
    longest: int

    def hits(self, text: str) -> Iterator[Hit]:
        """Return the authorities that a text names, from left to right, longer names before shorter ones.

        Only words with a capital count: "reading" and "bath" are no places.
        """
        words = list(_WORD.finditer(_PERIODS.sub("St ", text)))
        keys = [_key(word.group()) for word in words]
        at = 0
        while at < len(words):
            length = self._length_at(keys, at) if words[at].group()[0].isupper() else 0
            if length:
                name = self.by_words[tuple(keys[at : at + length])]
                yield Hit(name, words[at].start(), words[at + length - 1].end())
            at += length or 1

    def _length_at(self, keys: list[str], at: int) -> int:
        lengths = range(min(self.longest, len(keys) - at), 0, -1)
        return next((length for length in lengths if tuple(keys[at : at + length]) in self.by_words), 0)


@cache
def authority_names() -> AuthorityNames:
    """Return the names in data/local_authorities.toml; raise UserError where the file cannot be read."""
    file = read_toml(data_file("local_authorities.toml"))
    file.allow("names", "former", "aliases")
    usual = (*file.texts("names"), *file.texts("former"))
    pairs = [(name, name) for name in usual]
    for table in file.tables("aliases").values():
        pairs += _aliases(table, usual)
    by_words = {normalised_words(alias): name for alias, name in pairs}
    return AuthorityNames(by_words, max(map(len, by_words)))


def normalised_words(name: str) -> tuple[str, ...]:
    """Return a name's words in lower case, "&" as "and", without commas, hyphens and periods."""
    return tuple(_key(word) for word in _WORD.findall(name))


def _aliases(table: TomlTable, usual: tuple[str, ...]) -> list[tuple[str, str]]:
    table.allow("name", "also")
    name = table.text("name")
    if name not in usual:
        raise table.fault(f"there is no authority {name!r}.")
    return [(alias, name) for alias in table.texts("also")]


def _key(word: str) -> str:
    return "and" if word == "&" else word.casefold()
