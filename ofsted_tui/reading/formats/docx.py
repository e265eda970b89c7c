"""Read a Word file: its parts within limits, its body as blocks of text, its symbols."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from ofsted_tui.model import limits
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.reading.formats.blocks import Block, BlockBuilder, composed
from ofsted_tui.reading.formats.docx_numbering import Numbering, Styles, child, is_on, qname, roman

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(
    map(
        qname,
        """del moveFrom pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr instrText delText
        delInstrText fldChar softHyphen object commentReference annotationRef footnoteRef endnoteRef
        separator continuationSeparator pgNum rt""".split(),  # noqa: SIM905 - a list of names
    )
)
_TEXT_BOX = qname("txbxContent")
_NOTES = {qname("footnoteReference"): "footnotes", qname("endnoteReference"): "endnotes"}


def docx_text(data: bytes) -> SourceText:
    """Return the text of a Word file, a paragraph a line, with its headings.

    Tracked insertions, text boxes and notes are in; tracked deletions, comments, headers, footers and
    pictures are out; automatic numbers are written as Word shows them. Where the document begins with a
    first-level heading, that is its title. Raises ReadingError, without the file's name, where it is no
    Word document, locked, damaged or made to harm.
    """
    parts = word_parts(data)
    blocks = _Body(parts).blocks(parts["document"])
    if not blocks:
        raise ReadingError("holds no text: open it in Word to see what it holds, pictures perhaps")
    title = blocks[0].text if blocks[0].level == 1 else ""
    return composed(blocks, "Word", title)


class _Body:
    """Reads the body of one document, and after it the notes that it cites."""

    def __init__(self, parts: dict[str, Element]) -> None:
        self._builder = BlockBuilder()
        self._styles = Styles(parts.get("styles"))
        self._numbering = Numbering(parts.get("numbering"), self._styles)
        self._notes = {name: _notes_in(parts.get(name)) for name in _NOTES.values()}
        self._cited: dict[tuple[str, str], str] = {}
        self._note_mark = self._number = ""
        """What stands before the next text: the mark of a note, the number of a paragraph."""
        self._groups = self._list = self._table = 0
        """How many groups of blocks there are, and those of the open list and table; 0 for none."""
        self._is_item = self._is_after_break = False
        self._font = ""
        self._boxes: list[Element] = []
        """The text boxes of the open paragraph, which come after it."""
        self._readers = self._readers_by_tag()

    def blocks(self, document: Element) -> list[Block]:
        """Return the blocks of the document."""
        body = child(document, "body")
        if body is not None:
            self._walk(body)
        for (part, number), mark in sorted(self._cited.items(), key=lambda one: one[0][0] == "endnotes"):
            self._note_mark = f"{mark} "
            self._walk(self._notes[part][number])
        return self._builder.blocks

    def _readers_by_tag(self) -> dict[str, Callable[[Element], None]]:
        return {
            **dict.fromkeys(map(qname, ("br", "cr", "ptab")), self._break),
            qname("p"): self._paragraph,
            qname("r"): self._run,
            qname("t"): lambda element: self._text(symbol_text(self._font, element.text or "")),
            qname("tab"): lambda _: self._text("\t"),
            qname("noBreakHyphen"): lambda _: self._text("-"),
            qname("sym"): self._symbol,
            qname("tbl"): self._whole_table,
            qname("tr"): self._row,
            qname("tc"): self._cell,
            qname("drawing"): self._drawing,
            qname("pict"): self._drawing,
            qname("footnoteReference"): self._cite,
            qname("endnoteReference"): self._cite,
            f"{_ALTERNATIVES}AlternateContent": self._alternative,
            f"{_MATHS}t": lambda element: self._text(element.text or ""),
            f"{_MATHS}f": self._fraction,
        }

    def _walk(self, element: Element) -> None:
        """Read what is in an element; one that is not known is no more than a wrapper."""
        for one in _joined(element):
            if one.tag not in _LEFT_OUT:
                self._readers.get(one.tag, self._walk)(one)

    def _paragraph(self, element: Element) -> None:
        mark = None if _has_mark(element, "moveFrom") else self._numbering.mark(element)
        heading = self._styles.of(element).heading
        self._number = f"{mark} " if mark else ""
        self._is_item = bool(mark) and not heading
        self._is_after_break = False
        self._builder.level = heading
        self._walk(element)
        self._builder.end_block()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._walk(box)

    def _run(self, element: Element) -> None:
        properties = child(element, "rPr")
        if is_on(child(properties, "vanish")):
            return
        fonts = child(properties, "rFonts")
        self._font = "" if fonts is None else fonts.get(qname("ascii"), "")
        self._walk(element)

    def _text(self, text: str) -> None:
        if text and not text.isspace():
            self._begin_text()
        self._builder.text(text)

    def _begin_text(self) -> None:
        self._builder.text(self._note_mark + self._number)
        self._note_mark = self._number = ""
        self._is_after_break = False
        if not self._is_item:
            self._list = 0
        elif not self._list:
            self._list = self._new_group()
        self._builder.group = self._list

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups

    def _break(self, _: Element) -> None:
        # Two line breaks on end are how many writers separate paragraphs.
        if self._is_after_break and not self._builder.is_in_cell and not self._builder.level:
            self._builder.end_block()
        self._builder.text(" ")
        self._is_after_break = True

    def _symbol(self, element: Element) -> None:
        font, code = element.get(qname("font"), ""), element.get(qname("char"), "")
        if font and len(code) == 4 and all(one in "0123456789abcdefABCDEF" for one in code):
            symbol = symbol_text(font, chr(int(code, 16)))
            # A private character of a font that is not known says nothing.
            self._text(symbol if symbol.isprintable() else "")

    def _fraction(self, element: Element) -> None:
        above, below = element.find(f"{_MATHS}num"), element.find(f"{_MATHS}den")
        if above is not None and below is not None:
            self._walk(above)
            self._text("/")
            self._walk(below)

    def _whole_table(self, element: Element) -> None:
        outer = self._table
        # The row around a table in a cell ends before it: a row is one line.
        self._end_row()
        self._table, self._list = self._new_group(), 0
        self._walk(element)
        self._end_row()
        self._table, self._list = outer, 0

    def _row(self, element: Element) -> None:
        if child(child(element, "trPr"), "del") is None:
            self._walk(element)
            self._end_row()

    def _end_row(self) -> None:
        self._builder.end_row(self._table)

    def _cell(self, element: Element) -> None:
        self._builder.begin_cell()
        self._list = 0
        self._walk(element)

    def _drawing(self, element: Element) -> None:
        self._boxes += _outermost(element, _TEXT_BOX)

    def _alternative(self, element: Element) -> None:
        """Read one of the alternatives: the first one with text boxes, or the fallback."""
        choices = list(element)
        with_boxes = [one for one in choices if next(one.iter(_TEXT_BOX), None) is not None]
        fallbacks = [one for one in choices if one.tag == f"{_ALTERNATIVES}Fallback"]
        for chosen in [*with_boxes, *fallbacks, *choices][:1]:
            self._walk(chosen)

    def _cite(self, element: Element) -> None:
        part, number = _NOTES[element.tag], element.get(qname("id"), "")
        if number in self._notes[part] and (part, number) not in self._cited:
            place = sum(cited == part for cited, _ in self._cited) + 1
            self._cited[part, number] = roman(place) if part == "endnotes" else str(place)


def _notes_in(part: Element | None) -> dict[str, Element]:
    notes: Iterable[Element] = () if part is None else part
    ordinary = (one for one in notes if not (one.get(qname("type")) or "").lower().endswith("separator"))
    return {one.get(qname("id"), ""): one for one in ordinary}


def _joined(element: Element) -> Iterator[Element]:
    """Yield the children; a paragraph whose end is deleted goes on in the next one (ECMA-376, 17.13.5.15)."""
    waiting: list[Element] = []
    for one in element:
        if one.tag != qname("p"):
            yield one
        elif _has_mark(one, "del"):
            waiting += [inner for inner in one if inner.tag != qname("pPr")]
        elif waiting:
            yield _with_children_before(one, waiting)
            waiting = []
        else:
            yield one
    if waiting:
        yield _with_children_before(Element(qname("p")), waiting)


def _with_children_before(paragraph: Element, children: list[Element]) -> Element:
    joined = Element(paragraph.tag, paragraph.attrib)
    properties = [one for one in paragraph if one.tag == qname("pPr")]
    joined.extend([*properties, *children, *(one for one in paragraph if one.tag != qname("pPr"))])
    return joined


def _has_mark(paragraph: Element, name: str) -> bool:
    return child(child(child(paragraph, "pPr"), "rPr"), name) is not None


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    for one in element:
        if one.tag == tag:
            yield one
        else:
            yield from _outermost(one, tag)


_SMALL = 1_000_000
_BOMB = "unpacks to far more than a document holds: it may be made to harm; open it in Word and save its text"
_DAMAGED = (
    "is damaged and cannot be read as a Word document: open it in Word or LibreOffice and save it again"
)
_NAMES = ("numbering", "styles", "footnotes", "endnotes")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_parts(data: bytes) -> dict[str, ElementTree.Element]:
    """Return the XML of "document", and of "numbering", "styles", "footnotes", "endnotes" where they are.

    Raises ReadingError, without the file's name, where the file is no Word document, damaged or a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            return _parts(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
    ) as error:
        raise ReadingError(_DAMAGED) from error
    except RuntimeError as error:
        # What zipfile raises for a member that is locked; RecursionError is one too.
        if isinstance(error, RecursionError):
            raise
        raise ReadingError("is locked with a password: save a copy without one, and import that") from error


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES or sum(entry.file_size for entry in entries) > limits.ZIP_BYTES:
        raise ReadingError(_BOMB)
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > limits.ZIP_RATIO * max(1, entry.compress_size):
            raise ReadingError(_BOMB)


def _parts(archive: zipfile.ZipFile) -> dict[str, ElementTree.Element]:
    names = set(archive.namelist())
    main = _main_part(archive, names)
    if main not in names:
        raise ReadingError("is no Word document (it holds no word/document.xml): rename it after what it is")
    folder = main.rpartition("/")[0]
    found = {"document": parsed_xml(_unpacked(archive, main))}
    for name in _NAMES:
        path = f"{folder}/{name}.xml" if folder else f"{name}.xml"
        if path in names:
            found[name] = parsed_xml(_unpacked(archive, path))
    return found


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the name of the main part: some programs write word/document2.xml."""
    if "_rels/.rels" in names:
        for one in parsed_xml(_unpacked(archive, "_rels/.rels")).iter(_RELATIONSHIP):
            if one.get("Type", "").endswith("/officeDocument") and one.get("Target"):
                return one.get("Target", "").lstrip("/")
    return "word/document.xml"


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    # Counted, because the size that an archive declares may be a lie.
    with archive.open(name) as member:
        data = member.read(limits.ZIP_PART_BYTES + 1)
    if len(data) > limits.ZIP_PART_BYTES:
        raise ReadingError(_BOMB)
    return data


def parsed_xml(data: bytes) -> ElementTree.Element:
    """Return the root of XML without a document type; raise ReadingError where it is hostile or damaged."""
    try:
        _Guard().check(data)
        return ElementTree.fromstring(data.replace(_STRICT, _TRANSITIONAL))
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise ReadingError(_DAMAGED) from error


class _Guard:
    """Checks XML before a tree is made of it."""

    def __init__(self) -> None:
        self._depth = self._elements = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def check(self, data: bytes) -> None:
        """Raise ReadingError for a document type, deep nesting or too many elements."""
        self._parser.Parse(data, True)

    def _refuse_doctype(self, *_: object) -> None:
        raise ReadingError("holds XML entities, which no Word document does: it may be made to harm")

    def _start(self, *_: object) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > limits.XML_DEPTH or self._elements > limits.XML_ELEMENTS:
            raise ReadingError(
                "is nested too deeply or is too long to read: open it in Word and save its text"
            )

    def _end(self, _: str) -> None:
        self._depth -= 1


_FIRST = 0x20
_PRIVATE = 0xF000
"""Word often writes such a character as this number and its place in the font together."""
_UNKNOWN = "�"
_FONTS = {
    "Symbol": (
        " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
        "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}~�"
        "��������������������������������€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
        "°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
        "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
    ),
    "Webdings": (
        " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂"
        "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲�"
        "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜"
        "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"
        "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊"
    ),
    "Wingdings": (
        " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣🕱🏳"
        "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵⚫🔾◼🞏🞐❑❒🞟⧫◆❖⬩⌧⮹⌘🏵🏶🙶🙷▯"
        "🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟∙•⬝⭘🞆🞈🞊🞋🔿▪🞎🟁🟅★🟋🟏🟓🟑"
        "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨"
        "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭🗶✓🗷🗹"
    ),
    "Wingdings 2": (
        " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑🗴"
        "🗸🗵☑⮽☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�"
        "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇"
        "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺"
        "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒✹🟃🟇✯🟍🟔⯌⯍※⁂"
    ),
    "Wingdings 3": (
        " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌"
        "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁�"
        "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟"
        "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷"
        "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕🢗"
    ),
}
"""The characters of each font, from the space on."""


def symbol_text(font: str, text: str) -> str:
    """Return what text in a font shows: in a symbol font its symbols, in any other the text."""
    symbols = _FONTS.get(font)
    return "".join(_shown(one, symbols) for one in text) if symbols else text


def _shown(character: str, symbols: str) -> str:
    code = ord(character)
    place = (code - _PRIVATE if code >= _PRIVATE else code) - _FIRST
    symbol = symbols[place] if 0 <= place < len(symbols) else _UNKNOWN
    return character if symbol == _UNKNOWN else symbol
