"""The numbers that Word shows before paragraphs, which its files do not hold but as rules.

The rules are those of ECMA-376 part 1, section 17.9: a paragraph names a list (by itself or by its style)
and a level; the list names an abstract one, on which the counting goes on through the whole document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ofsted_tui.reading.formats.docx_styles import Styles, child, value, whole_number, word

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 3_999
_HIGHEST_LETTER = 780
"""Thirty times the same letter; what is higher is printed as a plain number."""
_LONGEST = 60
"""The longest mark, in characters."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int | None = None
    """After which level (from 1) it starts again; 0 for never, None for after any level above it."""
    is_legal: bool = False
    """Whether all numbers in it are printed as decimals."""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    """The numbers from which this list starts anew on a level that it uses for the first time."""
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of one document, which have to come in reading order."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(numbering, styles) if numbering is not None else {}
        self._counters: dict[str, dict[int, int]] = {}

    def mark(self, paragraph: Element) -> str | None:
        """Return what Word shows before the next paragraph: "12.", "a)", "-"; None where it is in no list.

        Empty where the level shows nothing, or in a form that is not known here.
        """
        found = self._place(paragraph)
        if found is None:
            return None
        entry, depth = found
        level = entry.levels.get(depth, _Level())
        counters = self._counters.setdefault(entry.abstract, {})
        self._count(entry, depth, level, counters)
        if level.form == "bullet":
            return "-"
        return _shown(entry, level, counters)

    def _place(self, paragraph: Element) -> tuple[_List, int] | None:
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        style = self._styles.of(paragraph)
        number = value(child(own, "numId")) or style.list_number
        entry = self._lists.get(number)
        if entry is None:
            return None
        if (depth := child(own, "ilvl")) is not None:
            return entry, whole_number(value(depth), 0)
        linked = (at for at, level in entry.levels.items() if level.style and level.style in style.names)
        return entry, next(linked, style.list_level)

    def _count(self, entry: _List, depth: int, level: _Level, counters: dict[int, int]) -> None:
        if depth not in entry.begun and depth in entry.starts:
            counters[depth] = entry.starts[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = level.start
        entry.begun.add(depth)
        for deeper in [one for one in counters if one > depth]:
            if _starts_again(entry.levels.get(deeper), depth):
                del counters[deeper]


def _starts_again(level: _Level | None, depth: int) -> bool:
    if level is None or level.restart is None:
        return True
    return depth < level.restart


def _shown(entry: _List, level: _Level, counters: dict[int, int]) -> str:
    """Fill the places of a level's pattern; nothing where one of them has a form that is not known."""
    parts = []
    position = 0
    for place in _PLACE.finditer(level.text):
        depth = int(place.group(1)) - 1
        inner = entry.levels.get(depth, _Level())
        number = _formed(counters.get(depth, inner.start), "decimal" if level.is_legal else inner.form)
        if number is None:
            return ""
        parts += [level.text[position : place.start()], number]
        position = place.end()
    return "".join([*parts, level.text[position:]]).strip()[:_LONGEST]


def _formed(number: int, form: str) -> str | None:
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02}"
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= _HIGHEST_LETTER:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 1 <= number <= _HIGHEST_ROMAN:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form in {"decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}:
        return str(number)
    return None


def roman(number: int) -> str:
    """Return a number from 1 to 3,999 in small Roman figures."""
    figures = []
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        figures.append(letters * count)
    return "".join(figures)


def _lists(numbering: Element, styles: Styles) -> dict[str, _List]:
    abstract = {one.get(word("abstractNumId"), ""): one for one in numbering.iter(word("abstractNum"))}
    named = {number.get(word("numId"), ""): number for number in numbering.iter(word("num"))}
    lists = {}
    for number, element in named.items():
        wanted = _abstract_of(element, abstract, named, styles)
        levels = dict(_levels(abstract[wanted])) if wanted in abstract else {}
        if number != "0" and levels:
            lists[number] = _with_overrides(element, _List(wanted, levels, {}))
    return lists


def _abstract_of(
    number: Element, abstract: dict[str, Element], named: dict[str, Element], styles: Styles
) -> str:
    """Return the abstract list of a list; where that refers to a list style, the one of the style."""
    wanted = value(child(number, "abstractNumId"))
    link = value(child(abstract.get(wanted), "numStyleLink"))
    linked = named.get(styles.named(link).list_number) if link else None
    return value(child(linked, "abstractNumId")) if linked is not None else wanted


def _levels(element: Element) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(word("lvl")):
        yield whole_number(level.get(word("ilvl"), ""), 0), _level(level)


def _level(element: Element) -> _Level:
    # A form of its own may stand in alternatives, the plainest last.
    forms = [value(one) for one in element.iter(word("numFmt"))]
    restart = child(element, "lvlRestart")
    legal = child(element, "isLgl")
    return _Level(
        start=whole_number(value(child(element, "start")), 1),
        form=forms[-1] if forms else "decimal",
        text=value(child(element, "lvlText")),
        style=value(child(element, "pStyle")),
        restart=None if restart is None else whole_number(value(restart), 0),
        is_legal=legal is not None and value(legal) not in {"0", "false"},
    )


def _with_overrides(number: Element, entry: _List) -> _List:
    for override in number.findall(word("lvlOverride")):
        depth = whole_number(override.get(word("ilvl"), ""), 0)
        if (level := child(override, "lvl")) is not None:
            entry.levels[depth] = _level(level)
        if (start := child(override, "startOverride")) is not None:
            entry.starts[depth] = whole_number(value(start), 1)
    return entry
