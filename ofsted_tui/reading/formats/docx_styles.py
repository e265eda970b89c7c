"""The styles of a Word file, as far as they make headings and lists."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LONGEST_CHAIN = 20
_MOST_DIGITS = 6
"""So many digits may a number in the file have."""


def word(name: str) -> str:
    """Return a name of WordprocessingML with its namespace, as ElementTree writes it."""
    return _WORD + name


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that name; None where there is none."""
    return None if element is None else element.find(_WORD + name)


def value(element: Element | None) -> str:
    """Return an element's w:val; empty where it has none."""
    return "" if element is None else element.get(_WORD + "val", "")


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


class Styles:
    """The paragraph and list styles of one document."""

    def __init__(self, styles: Element | None) -> None:
        elements = [] if styles is None else styles.findall(word("style"))
        self._elements = {one.get(word("styleId"), ""): one for one in reversed(elements)}
        is_default = (one for one in elements if one.get(word("default")) in {"1", "true"})
        paragraphs = (one for one in is_default if one.get(word("type")) == "paragraph")
        self._default = next((one.get(word("styleId"), "") for one in paragraphs), "")
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
    name = value(child(element, "name")) or element.get(word("styleId"), "")
    outline = value(child(child(element, "pPr"), "outlineLvl"))
    level = whole_number(outline, 9) + 1
    return _heading_level(name) or (level if level <= 6 else 0)


def _heading_level(name: str) -> int:
    words = name.casefold().replace(" ", "")
    if words == "title":
        return 1
    digit = words.removeprefix("heading")
    return int(digit) if digit != words and digit in {"1", "2", "3", "4", "5", "6"} else 0
