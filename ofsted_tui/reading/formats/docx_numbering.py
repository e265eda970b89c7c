"""Number the paragraphs of a Word file as Word shows them, and tell headings by their style."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def qname(name: str) -> str:
    """Return a name of WordprocessingML with its namespace, as ElementTree writes it."""
    return _WORD + name


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name; None where there is none."""
    return None if element is None else element.find(_WORD + name)


def value(element: Element | None) -> str:
    """Return an element's w:val; empty where it has none."""
    return "" if element is None else element.get(_WORD + "val", "")


def is_on(element: Element | None) -> bool:
    """Tell whether a property that can be switched off is there and on."""
    return element is not None and value(element) not in {"0", "false", "off"}


_MOST_DIGITS = 6
"""So many digits may a number in the file have."""


def whole_number(text: str, otherwise: int) -> int:
    """Return the number in an attribute, or `otherwise` where it holds none that is sensible."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and those it is based on say."""

    names: frozenset[str] = frozenset()
    """The ids of the style and of those it is based on."""
    heading: int = 0
    """The level of the heading, from 1; 0 for what is no heading."""
    list_number: str = ""
    list_level: int = 0


_LONGEST_CHAIN = 20


class Styles:
    """The paragraph and list styles of one document."""

    def __init__(self, styles: Element | None) -> None:
        elements = [] if styles is None else styles.findall(qname("style"))
        self._elements = {one.get(qname("styleId"), ""): one for one in reversed(elements)}
        is_default = (one for one in elements if one.get(qname("default")) in {"1", "true"})
        paragraphs = (one for one in is_default if one.get(qname("type")) == "paragraph")
        self._default = next((one.get(qname("styleId"), "") for one in paragraphs), "")
        self._known: dict[str, Style] = {}

    def of(self, paragraph: Element) -> Style:
        """Return the style of a paragraph."""
        return self.named(value(child(child(paragraph, "pPr"), "pStyle")) or self._default)

    def named(self, name: str) -> Style:
        """Return the style of that id; an empty one where there is none."""
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        chain: list[str] = []
        while name in self._elements and name not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(name)
            name = value(child(self._elements[name], "basedOn"))
        if not chain:
            # Files of some programs use the well-known ids without defining them.
            return Style(frozenset({name}), _heading_level(name))
        elements = [self._elements[one] for one in chain]
        numbers = [child(child(one, "pPr"), "numPr") for one in elements]
        list_number = next(
            (value(child(one, "numId")) for one in numbers if child(one, "numId") is not None), ""
        )
        depth = next((value(child(one, "ilvl")) for one in numbers if child(one, "ilvl") is not None), "")
        heading = next(filter(None, map(_style_heading, elements)), 0)
        return Style(frozenset(chain), heading, list_number, whole_number(depth, 0))


def _style_heading(element: Element) -> int:
    name = value(child(element, "name")) or element.get(qname("styleId"), "")
    outline = value(child(child(element, "pPr"), "outlineLvl"))
    level = whole_number(outline, 9) + 1
    return _heading_level(name) or (level if level <= 6 else 0)


def _heading_level(name: str) -> int:
    words = name.casefold().replace(" ", "")
    if words == "title":
        return 1
    digit = words.removeprefix("heading")
    return int(digit) if digit != words and digit in {"1", "2", "3", "4", "5", "6"} else 0


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


_PLACE = re.compile(r"%([1-9])")
_HIGHEST_LETTER = 780
"""Thirty times the same letter; what is higher is printed as a plain number."""
_LONGEST = 60
"""The longest mark, in characters."""


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
    if form in {"lowerRoman", "upperRoman"}:
        return roman(number).upper() if form == "upperRoman" else roman(number)
    if form in {"decimal", "lowerLetter", "upperLetter"}:
        return str(number)
    return None


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 3_999


def roman(number: int) -> str:
    """Return a number in small Roman figures, or in Arabic ones where there are none for it."""
    if not 1 <= number <= _HIGHEST_ROMAN:
        return str(number)
    figures = []
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        figures.append(letters * count)
    return "".join(figures)


def _lists(numbering: Element, styles: Styles) -> dict[str, _List]:
    abstract = {one.get(qname("abstractNumId"), ""): one for one in numbering.iter(qname("abstractNum"))}
    named = {number.get(qname("numId"), ""): number for number in numbering.iter(qname("num"))}
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
    for level in element.findall(qname("lvl")):
        yield whole_number(level.get(qname("ilvl"), ""), 0), _level(level)


def _level(element: Element) -> _Level:
    # A form of its own may stand in alternatives, the plainest last.
    forms = [value(one) for one in element.iter(qname("numFmt"))]
    restart = child(element, "lvlRestart")
    return _Level(
        start=whole_number(value(child(element, "start")), 1),
        form=forms[-1] if forms else "decimal",
        text=value(child(element, "lvlText")),
        style=value(child(element, "pStyle")),
        restart=None if restart is None else whole_number(value(restart), 0),
        is_legal=is_on(child(element, "isLgl")),
    )


def _with_overrides(number: Element, entry: _List) -> _List:
    for override in number.findall(qname("lvlOverride")):
        depth = whole_number(override.get(qname("ilvl"), ""), 0)
        if (level := child(override, "lvl")) is not None:
            entry.levels[depth] = _level(level)
        if (start := child(override, "startOverride")) is not None:
            entry.starts[depth] = whole_number(value(start), 1)
    return entry
