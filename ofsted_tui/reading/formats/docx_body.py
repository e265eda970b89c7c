"""The body of a Word file made plain: what a reader sees, with numbers and notes written out.

Mammoth leaves some of what Word shows out (text boxes without a fallback, simple fields), and counts lists
anew after every heading; here these become plain text before it.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ofsted_tui.reading.formats.docx_numbering import Numbering, roman
from ofsted_tui.reading.formats.docx_styles import Styles, child, value, word

LIST_STYLE = "ListItemWithMark"
"""The id of the style that items of lists have afterwards: their text begins with their number or dash."""

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_KEPT = frozenset(map(word, ("p", "r", "t", "tab", "br", "tbl", "tr", "tc", "sym", "body", "document")))
_DROPPED = frozenset(
    map(
        word,
        """del moveFrom pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr instrText delText
        delInstrText fldChar softHyphen object commentReference annotationRef footnoteRef endnoteRef
        separator continuationSeparator pgNum rt""".split(),  # noqa: SIM905 - a list of names
    )
)
_TEXT_BOX = word("txbxContent")
_DRAWINGS = frozenset({word("drawing"), word("pict")})
_NOTES = {word("footnoteReference"): "footnotes", word("endnoteReference"): "endnotes"}
_OFF = frozenset({"0", "false", "off"})


class PlainBody:
    """Makes the plain form of one document from its parts."""

    def __init__(self, parts: dict[str, Element]) -> None:
        self._styles = Styles(parts.get("styles"))
        self._numbering = Numbering(parts.get("numbering"), self._styles)
        self._notes = {name: _notes_in(parts.get(name)) for name in _NOTES.values()}
        self._cited: dict[tuple[str, str], str] = {}

    def document(self, root: Element) -> Element:
        """Return a new document with the body of `root`, and the notes that it cites at its end."""
        document, body = Element(word("document")), Element(word("body"))
        document.append(body)
        old = child(root, "body")
        body.extend(self._children(old) if old is not None else [])
        cited = sorted(self._cited.items(), key=lambda one: one[0][0] == "endnotes")
        for (part, number), mark in cited:
            body.extend(self._note(self._notes[part][number], mark))
        return document

    def _children(self, element: Element) -> list[Element]:
        return [new for one in _joined(element) for new in self._plain(one)]

    def _plain(self, element: Element) -> Iterable[Element]:
        tag = element.tag
        if tag in _DROPPED or (tag == word("tr") and _is_deleted_row(element)):
            return ()
        if tag == word("p"):
            return [self._paragraph(element)]
        if tag == word("r") and _is_hidden(element):
            return ()
        if tag in _DRAWINGS:
            return self._text_boxes(element)
        if tag == f"{_ALTERNATIVES}AlternateContent":
            return self._alternative(element)
        return self._plain_inline(element)

    def _plain_inline(self, element: Element) -> Iterable[Element]:
        tag = element.tag
        if tag in _NOTES:
            self._cite(_NOTES[tag], element.get(word("id"), ""))
            return ()
        if tag == word("noBreakHyphen"):
            return [_text("-")]
        if tag in {word("cr"), word("ptab")}:
            return [Element(word("br"))]
        if tag == word("sym") and not _is_symbol(element):
            return ()
        if tag not in _KEPT:
            return self._children(element)
        new = Element(tag, element.attrib)
        new.text = element.text
        new.extend(self._children(element))
        return [new]

    def _paragraph(self, element: Element) -> Element:
        new = Element(word("p"))
        mark = self._numbering.mark(element) if not _has_mark(element, "moveFrom") else None
        content = self._children(element)
        heading = self._styles.of(element).heading
        style = f"Heading{heading}" if heading else LIST_STYLE if mark else ""
        if style:
            properties = Element(word("pPr"))
            properties.append(Element(word("pStyle"), {word("val"): style}))
            new.append(properties)
        if mark and _has_text(content):
            new.append(_run(f"{mark} "))
        new.extend(content)
        return new

    def _text_boxes(self, element: Element) -> Iterable[Element]:
        boxes = [self._children(box) for box in _outermost(element, _TEXT_BOX)]
        if not boxes:
            return ()
        shown = Element(word("pict"))
        for content in boxes:
            box = Element(_TEXT_BOX)
            box.extend(content)
            shown.append(box)
        return [shown]

    def _alternative(self, element: Element) -> Iterable[Element]:
        """Return the content of one of the alternatives: the first one with text boxes, or the fallback."""
        choices = list(element)
        with_boxes = [one for one in choices if next(one.iter(_TEXT_BOX), None) is not None]
        fallbacks = [one for one in choices if one.tag == f"{_ALTERNATIVES}Fallback"]
        chosen = [*with_boxes, *fallbacks, *choices]
        return self._children(chosen[0]) if chosen else ()

    def _cite(self, part: str, number: str) -> None:
        if number in self._notes[part] and (part, number) not in self._cited:
            place = sum(cited == part for cited, _ in self._cited) + 1
            self._cited[part, number] = str(place) if part == "footnotes" else _in_roman(place)

    def _note(self, element: Element, mark: str) -> list[Element]:
        """Return the paragraphs of a note, its mark before the first one that has text."""
        paragraphs = self._children(element)
        marks = iter([mark])
        for paragraph in paragraphs:
            if _has_text([paragraph]) and (first := next(marks, None)):
                paragraph.insert(0, _run(f"{first} "))
        return paragraphs


def _notes_in(part: Element | None) -> dict[str, Element]:
    notes = [] if part is None else list(part)
    ordinary = (one for one in notes if not (one.get(word("type")) or "").lower().endswith("separator"))
    return {one.get(word("id"), ""): one for one in ordinary}


def _joined(element: Element) -> Iterator[Element]:
    """Yield the children; a paragraph whose end is deleted goes on in the next one (ECMA-376, 17.13.5.15)."""
    waiting: list[Element] = []
    for one in element:
        if one.tag != word("p"):
            yield one
        elif _has_mark(one, "del"):
            waiting += [inner for inner in one if inner.tag != word("pPr")]
        elif waiting:
            yield _with_children_before(one, waiting)
            waiting = []
        else:
            yield one
    if waiting:
        yield _with_children_before(Element(word("p")), waiting)


def _with_children_before(paragraph: Element, children: list[Element]) -> Element:
    joined = Element(paragraph.tag, paragraph.attrib)
    properties = [one for one in paragraph if one.tag == word("pPr")]
    joined.extend([*properties, *children, *(one for one in paragraph if one.tag != word("pPr"))])
    return joined


def _has_mark(paragraph: Element, name: str) -> bool:
    return child(child(child(paragraph, "pPr"), "rPr"), name) is not None


def _is_deleted_row(row: Element) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _is_hidden(run: Element) -> bool:
    hidden = child(child(run, "rPr"), "vanish")
    return hidden is not None and value(hidden) not in _OFF


def _is_symbol(element: Element) -> bool:
    code = element.get(word("char"), "")
    return (
        bool(element.get(word("font")))
        and len(code) == 4
        and all(one in "0123456789abcdefABCDEF" for one in code)
    )


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for one in element:
        if one.tag == tag:
            yield one
        elif one.tag.endswith("}AlternateContent"):
            options = [found for option in one if (found := list(_outermost(option, tag)))]
            yield from options[0] if options else ()
        else:
            yield from _outermost(one, tag)


def _has_text(elements: Iterable[Element]) -> bool:
    texts = (text for one in elements for text in one.iter(word("t")))
    return any((text.text or "").strip() for text in texts)


def _text(text: str) -> Element:
    element = Element(word("t"))
    element.text = text
    return element


def _run(text: str) -> Element:
    run = Element(word("r"))
    run.append(_text(text))
    return run


def _in_roman(number: int) -> str:
    return roman(number) if number < 4_000 else str(number)
