"""Tell which local authority a document is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.codebook_file import TomlTable, read_toml
from ofsted_tui.reading.facts.head import Announced, Head, Title, plain, without_marks
from ofsted_tui.reading.facts.kinds import SECONDARY
from ofsted_tui.resources import data_file


@dataclass(frozen=True, slots=True)
class AuthorityHit:
    """A name in a text: the authority under its usual name, and the span of the words that name it."""

    name: str
    start: int
    end: int


_WORD = re.compile(r"&|[^\W_]+(?:'(?!s\b)[^\W_]+)*")
_PERIODS = re.compile(r"\bSt\.")


@dataclass(frozen=True, slots=True)
class AuthorityNames:
    """All known names by their words, and the number of words of the longest."""

    by_words: dict[tuple[str, ...], str]
    longest: int

    def hits(self, text: str) -> Iterator[AuthorityHit]:
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
                yield AuthorityHit(name, words[at].start(), words[at + length - 1].end())
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


def authority_of(head: Head, title: Title | None, kind: DocumentKind | None) -> str:
    """Return the name of the local authority; "" where it is unclear or several are named."""
    if title is not None:
        hits = list(authority_names().hits(plain(title.text)))
        if hits:
            return _only(hits)
        found = _beside_title(head, title) or _of_pattern(title)
        return found or _of_opening(head, title) or _of_addressee(head)
    if kind in SECONDARY:
        return _of_headline(head) or _of_running_text(head)
    return (_of_opening(head, None) or _of_addressee(head)) if kind is not None else ""


_BODY = (
    r"(?: (?:(?:metropolitan|london|royal|unitary|city|county|borough|district|and) )*(?:council"
    r"|borough|corporation)"
    r"\b|'s? |'?s?$| (?:combined )?local authority| children| services| partnership|$| on \d|\.|,| -|:"
    r"| social)"
)
_OF_TITLE = re.compile(
    r"(?:inspection of|visit (?:to|of|at|in)|area inspection of|engagement meeting(?: with|:)|conversation"
    r"(?: with|:)?)\s+(?:the )?(?:children's (?:social care )?services (?:in|at) )?"
    r"(?P<name>(?-i:[A-Z])[\w'.&-]*(?:[ ,]+(?:(?-i:[A-Z])[\w'.&-]*|and|of|the|with|upon|on|in|&))*?)"
    rf"(?={_BODY})",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:the )?(?:(?:london|royal|metropolitan|city|county)?\s*(?:borough|council|county|city"
    r"|district) of (?:the )?)+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?:\s+(?:metropolitan|london|royal|unitary|city|county|borough|district|mbc|council|corporation|and"
    r"|children's|local|authority|services|social|care|trust))+$",
    re.IGNORECASE,
)
_OFFICE = frozenset(
    """
    the of and borough council county city district metropolitan london royal unitary corporation mbc
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_LINKING = frozenset({"and", "of", "the", "with", "upon", "on", "in"})
_COUNCIL = re.compile(r"\b(?:council|borough|corporation|local authority)\b", re.IGNORECASE)
_GENERIC = frozenset(
    """
    children local the services child ofsted area joint multi single social a
    """.split()  # noqa: SIM905 - a list of words is read easier as text
)
_PLACED = re.compile(
    r"\b(?:in|of|to|at|for|by|from|across|with|and)\s+(?:the\s+)?(?:\w+\s+borough\s+of\s+)?$", re.I
)
_OFFICIAL = re.compile(
    r"\s*(?:'s?\s)?(?:\w+ )?(?:council|borough|county|local authority|children|safeguarding|partnership)",
    re.I,
)
_NO_NAMES = frozenset({"Report", "Meeting", "Full", "The", "To", "Cabinet", "Decision", "Town", "Parish"})
_REPORTS = frozenset({Announced.REPORT, Announced.SINGLE_INSPECTION, Announced.JTAI})
_OPENING = 1_500
_RUNNING_LINES = 25
_DOMINANT = 2


def authority_line(line: str) -> str:
    """Return the authority that a line names and nothing else ("Bolton", "Hampshire County Council")."""
    words = plain(without_marks(line)).strip(" .:")
    if not words or len(words) > 80:
        return ""
    hits = list(authority_names().hits(words))
    if hits:
        rest = f"{words[: hits[0].start]} {words[hits[0].end :]}".casefold().split()
        return hits[0].name if len(hits) == 1 and _OFFICE.issuperset(rest) else ""
    return _cleaned(words) if _is_council(words) else ""


def _is_council(line: str) -> bool:
    words = line.split()
    named = all(word[0].isupper() or word in _LINKING for word in words)
    return named and 2 <= len(words) <= 9 and words[-1] == "Council" and words[0] not in _NO_NAMES


def _beside_title(head: Head, title: Title) -> str:
    before = range(max(0, title.start - 3), title.start) if title.announced in _REPORTS else range(0)
    after = range(title.end, min(title.end + 2, len(head.lines)))
    names = {authority_line(head.lines[at]) for at in (*before, *after)} - {""}
    return names.pop() if len(names) == 1 else ""


def _of_pattern(title: Title) -> str:
    found = _OF_TITLE.search(plain(title.text))
    return _cleaned(found.group("name")) if found else ""


def _of_opening(head: Head, title: Title | None) -> str:
    """Return the authority of the first sentences: the one after "visit to", else the only one named."""
    after = title.end if title is not None else (head.greeting or 0)
    opening = head.opening(after)[:_OPENING]
    hits = [hit for hit in authority_names().hits(opening) if _is_place(opening, hit)]
    visited = [
        hit for hit in hits if re.search(r"(?:visit|inspection) (?:to|of) (?:the )?$", opening[: hit.start])
    ]
    return _only(visited[:1]) or _only(hits)


def _of_addressee(head: Head) -> str:
    if head.greeting is None:
        return ""
    lines = [line for line in head.plain[: head.greeting] if _COUNCIL.search(line) and "@" not in line]
    return _only([hit for line in lines for hit in authority_names().hits(line)])


def _of_headline(head: Head) -> str:
    return _only([hit for line in head.plain[:2] for hit in authority_names().hits(line)])


def _of_running_text(head: Head) -> str:
    """Return the authority that the first paragraphs name much more often than any other."""
    counts: dict[str, int] = {}
    for line in head.plain[:_RUNNING_LINES]:
        for hit in authority_names().hits(line):
            if _is_place(line, hit):
                counts[hit.name] = counts.get(hit.name, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    if len(ranked) > 1 and ranked[0][1] < _DOMINANT * ranked[1][1]:
        return ""
    return ranked[0][0] if ranked else ""


def _is_place(text: str, hit: AuthorityHit) -> bool:
    """Tell whether a name is used as a place or a council: "Reading" may begin any sentence."""
    return bool(_PLACED.search(text[max(0, hit.start - 40) : hit.start]) or _OFFICIAL.match(text, hit.end))


def _only(hits: list[AuthorityHit]) -> str:
    names = {hit.name for hit in hits}
    return names.pop() if len(names) == 1 else ""


def _cleaned(name: str) -> str:
    """Return a name without "Council of", "Borough Council" and the like; "" if no name is left."""
    name = _trimmed(name)
    first = name.split(" ")[0].casefold().rstrip("'s")
    return "" if not name or first in _GENERIC or name.casefold() in _GENERIC else name


def _trimmed(name: str) -> str:
    name = _PREFIX.sub("", " ".join(name.split()).strip(" ,."))
    return _SUFFIX.sub("", f" {name}").strip(" ,.'").removesuffix(" and")
