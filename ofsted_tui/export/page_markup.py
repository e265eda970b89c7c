"""The markup of an HTML report outside of its articles: none but what reports have, and where it is open."""

import re

from ofsted_tui.model.safe_text import visible_line

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r'\s([A-Za-z-]+)="([^"]*)"')
_ELEMENT = re.compile(
    "a|body|br|caption|circle|code|desc|div|figcaption|figure|footer|g|h[1-4]|header|html|li|main|nav|ol|p|path"
    "|rect|section|span|svg|table|tbody|td|text|th|thead|title|tr"
)
_KNOWN = re.compile(
    "aria-label|aria-labelledby|class|c?x|c?y|d|height|id|r|role|scope|stroke-dasharray|text-anchor|transform"
    "|viewBox|width|xmlns"
)
"""The attributes that elements of a report have, but for the links within it."""
_SHOWN = 40
"""Characters that are named of what is otherwise than it should be."""


class Markup:
    """Takes the page piece by piece, and keeps which elements are open."""

    def __init__(self, *, is_open: str) -> None:
        """Begin within an element, given by its tag."""
        self.open = [is_open]
        """The tags of the elements that are open, the outermost first."""

    def take(self, page: str) -> str:
        """Take the next piece; say which markup in it no report has, nothing where there is none."""
        fault = ""
        for tag in _TAG.finditer(page):
            fault = fault or self._taken(tag)
        rest = _TAG.sub("", page)
        at = rest.find("<")
        return fault if at < 0 else fault or _named(rest[at:])

    def _taken(self, tag: re.Match[str]) -> str:
        is_end, name, attributes = tag.groups()
        if not _ELEMENT.fullmatch(name) or not _are_known(attributes):
            return _named(tag.group())
        if is_end:
            begun = self.open.pop() if self.open else ""
            return "" if re.match(rf"<{name}\b", begun) else _named(tag.group())
        if name != "br" and not attributes.endswith("/"):
            self.open.append(tag.group())
        return ""


def _are_known(attributes: str) -> bool:
    known = not _ATTRIBUTE.sub("", attributes).strip(" /")
    for name, value in _ATTRIBUTE.findall(attributes):
        known = known and (value.startswith("#") if name == "href" else bool(_KNOWN.fullmatch(name)))
    return known


def _named(page: str) -> str:
    return f"holds markup that no report has ({visible_line(page[:_SHOWN])!r})"
