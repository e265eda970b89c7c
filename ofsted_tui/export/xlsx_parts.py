"""The XML parts of an XLSX file, read as they stream by: kept is only what was asked for.

Of hostile XML no tree is made, so what a sheet claims of its size, and elements without end, take no room.
"""

import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from ofsted_tui.model import limits

_CHUNK = 65_536
_LONGEST_TAG = 1_000_000
"""A parser looks at a tag anew with each chunk, until the tag is whole."""
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATION = "{0}/relationships"
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006",
    "http://purl.oclc.org/ooxml/officeDocument",
)
_WANTED = ("sheet", "si", "t", "rPh", "numFmt", "cellXfs", "xf", "row", "c", "v", "f")
_KINDS = {f"{space} {name}": name for space in _NAMESPACES for name in _WANTED}
_KINDS["http://schemas.openxmlformats.org/package/2006/relationships Relationship"] = "Relationship"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_IN_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The numbers of the formats of dates and times that every spreadsheet knows."""


class HostileError(Exception):
    """A part is made to harm; the words say by what."""


class Part:
    """What is taken of one part; a kind of part says which elements it takes."""

    def __init__(self) -> None:
        """Begin outside of every element."""
        self._depth = 0
        self._words: list[str] | None = None
        self._length = 0
        self._is_aside = False
        """Whether the text is only how the text before it is spoken."""

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take the start of an element; raise HostileError."""
        self._depth += 1
        if self._depth > limits.XML_DEPTH:
            raise HostileError("is nested too deeply")
        kind = _KINDS.get(name)
        if kind == "rPh":
            self._is_aside = True
        elif kind is not None:
            self.begins(kind, given)

    def end(self, name: str) -> None:
        """Take the end of an element."""
        self._depth -= 1
        kind = _KINDS.get(name)
        if kind == "rPh":
            self._is_aside = False
        elif kind is not None:
            self.ends(kind)

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take the start of an element of a wanted kind."""

    def ends(self, kind: str) -> None:
        """Take the end of an element of a wanted kind."""

    def begin_cell(self) -> None:
        """Begin to count how long a cell is."""
        self._length = 0

    def listen(self) -> None:
        """Take the text from here."""
        self._words = []

    def heard(self) -> str:
        """Return the text since `listen`, and take no more."""
        words, self._words = self._words or [], None
        return "".join(words)

    def text(self, data: str) -> None:
        """Take some text; raise HostileError."""
        if self._words is None or self._is_aside:
            return
        self._length += len(data)
        if self._length > limits.XLSX_CELL_CHARACTERS:
            raise HostileError("has a cell longer than a spreadsheet takes")
        self._words.append(data)


def stream(archive: zipfile.ZipFile, name: str, part: Part) -> Iterator[None]:
    """Let a part take its XML, and yield after each piece of it; raise HostileError, ExpatError, KeyError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            fed += len(chunk)
            if fed > limits.XLSX_UNPACKED_BYTES:
                raise HostileError("unpacks to far more than a report holds")
            parser.Parse(chunk, False)
            if fed - max(0, parser.CurrentByteIndex) > _LONGEST_TAG:
                raise HostileError("has a tag longer than any report")
            yield
        parser.Parse(b"", True)
    yield


def read(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    """Let a part take all its XML; raise as `stream` does."""
    for _ in stream(archive, name, part):
        pass


def _refuse_doctype(*_: object) -> None:
    raise HostileError("holds a document type, which no report does")


class SheetNames(Part):
    """The names of the sheets, each with the id of the relationship that leads to it."""

    def __init__(self) -> None:
        """Know none yet."""
        super().__init__()
        self.ids: dict[str, str] = {}

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take a sheet."""
        if kind == "sheet" and len(self.ids) < limits.ZIP_ENTRIES:
            keys = (f"{_RELATION.format(one)} id" for one in _RELATIONS)
            self.ids.setdefault(given.get("name", ""), next((given[one] for one in keys if one in given), ""))


class Targets(Part):
    """The parts that relationships of worksheets lead to, by their ids."""

    def __init__(self) -> None:
        """Know none yet."""
        super().__init__()
        self.paths: dict[str, str] = {}

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take a relationship."""
        is_sheet = kind == "Relationship" and given.get("Type", "").endswith("/worksheet")
        if is_sheet and len(self.paths) < limits.ZIP_ENTRIES:
            target = given.get("Target", "")
            self.paths[given.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else f"xl/{target}"


class Strings(Part):
    """The texts that cells share, each as a person reads it."""

    def __init__(self) -> None:
        """Know none yet."""
        super().__init__()
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._characters = 0

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take the beginning of a text, or of a piece of it."""
        if kind == "si":
            self.begin_cell()
            self._pieces = []
        elif kind == "t":
            self.listen()

    def ends(self, kind: str) -> None:
        """Take the end of a text, or of a piece of it; raise HostileError."""
        if kind == "t":
            self._pieces.append(self.heard())
        elif kind == "si":
            self.texts.append(unescaped("".join(self._pieces)))
            self._characters += len(self.texts[-1])
            if len(self.texts) > limits.XLSX_STRINGS or self._characters > limits.XLSX_STRING_CHARACTERS:
                raise HostileError("holds more texts than can be verified")


class Styles(Part):
    """Which styles of cells show a number as a date or a time."""

    def __init__(self) -> None:
        """Know none yet."""
        super().__init__()
        self.dates: set[str] = set()
        self._formats: set[str] = {str(one) for one in _DATES}
        self._is_of_cells = False
        self._count = 0

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take a format or a style."""
        if kind == "cellXfs":
            self._is_of_cells = True
        elif kind == "numFmt" and _IN_DATES.search(_NO_LETTERS.sub("", given.get("formatCode", "")[:300])):
            self._formats.add(given.get("numFmtId", ""))
        elif kind == "xf" and self._is_of_cells:
            if given.get("numFmtId") in self._formats:
                self.dates.add(str(self._count))
            self._count += 1
        if max(len(self._formats), len(self.dates)) > limits.XML_ELEMENTS:
            raise HostileError("has more styles than any report")

    def ends(self, kind: str) -> None:
        """Take the end of the styles of cells."""
        if kind == "cellXfs":
            self._is_of_cells = False


def unescaped(text: str) -> str:
    """Return a text with the characters that stand in it as _xHHHH_, as Excel reads it."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    # Half of a pair is no character, and nothing that is kept holds one.
    return found.group() if 0xD800 <= code < 0xE000 else chr(code)
