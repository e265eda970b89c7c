"""Read the sheets of an XLSX file as a stream, within limits."""

import errno
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from xml.parsers import expat

from ofsted_tui.export.csv_format import opened
from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError

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
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{0,20})?(?:[eE][+-]?[0-9]{1,2})?")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_COLUMNS = 16_384
_ODD = {"b": "a truth value", "e": "an error", "d": "a date"}
SheetRow = tuple[int, list[str]]
_WORKBOOK = "xl/workbook.xml"
_TARGETS = "xl/_rels/workbook.xml.rels"
_TEXTS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = "cannot be read as an XLSX file: it is damaged, or of another kind"


class HostileError(Exception):
    """A part is made to harm; the words say by what."""


class XlsxFile:
    """An open XLSX file."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Take what `opened_xlsx` has opened; raise HostileError, ExpatError, KeyError."""
        self._path = path
        self._archive = archive
        found, targets = SheetNames(), Targets()
        _read(archive, _WORKBOOK, found)
        _read(archive, _TARGETS, targets)
        parts = set(archive.namelist())
        paths = {name: targets.paths.get(wanted, "") for name, wanted in found.ids.items()}
        self._sheets = {name: path for name, path in paths.items() if path in parts}
        self._texts: list[str] | None = None
        self._dates: set[str] = set()

    @property
    def names(self) -> list[str]:
        """The names of the sheets."""
        return list(self._sheets)

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the rows of a sheet from the first to the last that holds something, without gaps.

        Each cell is text, a whole number without a point; one that holds a formula, a date, an error or a
        truth value is an OddCell. Raises UserError where the file is damaged or made to harm.
        """
        with _translate_faults(self._path):
            cells = Cells(self._shared(), self._dates)
            next_row = 1
            for _ in _stream(self._archive, self._sheets[name], cells):
                for number, row in cells.taken():
                    _check_row(number)
                    yield from ([] for _ in range(next_row, number))
                    yield row
                    next_row = number + 1

    def _shared(self) -> list[str]:
        """Return the texts that cells share, read once; other programs keep texts apart from the sheets."""
        if self._texts is None:
            texts, styles = Strings(), CellStyles()
            parts = set(self._archive.namelist())
            for name, part in ((_TEXTS, texts), (_STYLES, styles)):
                if name in parts:
                    _read(self._archive, name, part)
            self._texts, self._dates = texts.texts, styles.dates
        return self._texts


@contextmanager
def opened_xlsx(path: Path) -> Iterator[XlsxFile]:
    """Open an XLSX file for reading; raise UserError where it is damaged, too large or made to harm."""
    with opened(path) as file:
        with _translate_faults(path):
            if path.stat().st_size > limits.XLSX_BYTES:
                raise HostileError(f"is larger than {limits.XLSX_BYTES // 1_000_000} MB")
            archive = zipfile.ZipFile(file)
        with archive:
            with _translate_faults(path):
                _check_sizes(archive)
                book = XlsxFile(path, archive)
            yield book


@contextmanager
def _translate_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except HostileError as error:
        raise UserError(f"{path}: {error}; verify a CSV.") from error
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError) as error:
        raise UserError(f"{path}: {_DAMAGED}.") from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file, which the archive names
            raise
        raise UserError(f"{path}: {_DAMAGED}.") from error
    # What zipfile and expat raise for members that are locked or missing, and for unknown encodings.
    except (EOFError, KeyError, ValueError, LookupError, RuntimeError, NotImplementedError) as error:
        raise UserError(f"{path}: {_DAMAGED} ({type(error).__name__}).") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Raise HostileError for sizes that no report has; `zipfile` unpacks no more than the sizes stated."""
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise HostileError(f"has {len(entries):,} parts, more than a report has")
    if sum(entry.file_size for entry in entries) > limits.XLSX_UNPACKED_BYTES:
        raise HostileError("unpacks to far more than a report holds")
    if any(entry.compress_type not in _PACKINGS for entry in entries):
        raise HostileError("is packed as no spreadsheet is")


class WorkbookPart:
    """Takes the XML of one part; a subclass says which elements it wants."""

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
        """Begin to collect text."""
        self._words = []

    def heard(self) -> str:
        """Return the text since `listen`, and stop collecting it."""
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


def _stream(archive: zipfile.ZipFile, name: str, part: WorkbookPart) -> Iterator[None]:
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


def _refuse_doctype(*_: object) -> None:
    raise HostileError("holds a document type, which no report does")


def _read(archive: zipfile.ZipFile, name: str, part: WorkbookPart) -> None:
    """Let a part take all its XML; raise as `_stream` does."""
    for _ in _stream(archive, name, part):
        pass


class SheetNames(WorkbookPart):
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


class Targets(WorkbookPart):
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


class Strings(WorkbookPart):
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
            self.texts.append(_unescaped("".join(self._pieces)))
            self._characters += len(self.texts[-1])
            if len(self.texts) > limits.XLSX_STRINGS or self._characters > limits.XLSX_STRING_CHARACTERS:
                raise HostileError("holds more texts than can be verified")


class CellStyles(WorkbookPart):
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


class OddCell(str):
    """The text of a cell that holds no text and no plain number; `kind` says what, in words."""

    __slots__ = ("kind",)
    kind: str

    @classmethod
    def of(cls, text: str, kind: str) -> Self:
        """Return the text of such a cell."""
        cell = cls(text)
        cell.kind = kind
        return cell


class Cells(WorkbookPart):
    """The rows of a sheet, each with its number; those that were read are taken with `taken`."""

    def __init__(self, texts: Sequence[str], dates: Collection[str]) -> None:
        """Take the texts that cells share, and the styles that show dates."""
        super().__init__()
        self._texts = texts
        self._dates = dates
        self._columns: dict[str, int] = {}
        self._done: list[SheetRow] = []
        self._row = 0
        self._found: dict[int, str] = {}
        self._column = 0
        self._type, self._style = "n", "0"
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []

    def taken(self) -> list[SheetRow]:
        """Return the rows that are whole, once."""
        done, self._done = self._done, []
        return done

    def begins(self, kind: str, given: dict[str, str]) -> None:
        """Take the start of a row, of a cell or of what is in it."""
        if kind == "c":
            self._column = self._column_of(given.get("r"))
            self._begin_cell(given)
        elif kind in {"t", "v", "f"}:
            self.listen()
        elif kind == "row":
            self._begin_row(given.get("r"))

    def ends(self, kind: str) -> None:
        """Take the end of one."""
        if kind == "t":
            self._pieces.append(self.heard())
        elif kind == "v":
            self._value = self.heard()
        elif kind == "f":
            self._formula = self.heard()
        elif kind == "c":
            self._end_cell()
        elif kind == "row":
            self._done.append((self._row, _filled(self._found)))
            self._found = {}

    def _begin_row(self, number: str | None) -> None:
        # Rows stand in their order: in another they are damaged, and could be read in two ways.
        row = self._row + 1 if number is None else int(number) if _ROW.fullmatch(number) else 0
        if row <= self._row:
            raise HostileError("has rows out of their order")
        self._row, self._column, self._found = row, 0, {}

    def _column_of(self, place: str | None) -> int:
        if place is None:
            column = self._column + 1
        else:
            found = _PLACE.fullmatch(place)
            if found is None or int(found.group(2)) != self._row:
                raise HostileError(f"has a cell that is in no place ({place[:20]!r})")
            column = self._number_of(found.group(1))
        if column > _COLUMNS or column in self._found:
            raise HostileError("has a cell twice, or beyond the last column")
        return column

    def _number_of(self, letters: str) -> int:
        number = self._columns.get(letters)
        if number is None:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number
        return number

    def _begin_cell(self, given: dict[str, str]) -> None:
        self.begin_cell()
        self._type = given.get("t", "n")
        self._style = given.get("s", "0")
        self._value = self._formula = None
        self._pieces = []

    def _end_cell(self) -> None:
        text = self._text()
        kind = "a formula" if self._formula is not None else _ODD.get(self._type, "")
        if not kind and self._type == "n" and self._value is not None and self._style in self._dates:
            kind = "a date"
        if text or kind:
            self._found[self._column] = OddCell.of(text, kind) if kind else text

    def _text(self) -> str:
        if self._formula is not None:
            return f"={self._formula}"
        if self._type == "inlineStr":
            return _unescaped("".join(self._pieces))
        value = self._value or ""
        if self._type == "s" and value:
            if not _WHOLE.fullmatch(value) or not 0 <= int(value) < len(self._texts):
                raise HostileError("has a cell whose text is missing")
            return self._texts[int(value)]
        return _number(value) if self._type == "n" else _unescaped(value)


def _number(value: str) -> str:
    """Return a number as it is written in a CSV: a whole one without a point."""
    if _WHOLE.fullmatch(value) or not _NUMBER.fullmatch(value):
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else value


def _filled(found: dict[int, str]) -> list[str]:
    cells = [""] * max(found, default=0)
    for column, text in found.items():
        cells[column - 1] = text
    return cells


def _check_row(number: int) -> None:
    """Raise HostileError where a sheet has more rows than are verified."""
    if number > limits.CSV_ROWS + 1:
        raise HostileError(f"has more than {limits.CSV_ROWS:,} rows")


def _unescaped(text: str) -> str:
    """Return a text with the characters that stand in it as _xHHHH_, as Excel reads it."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    # Half of a pair is no character, and nothing that is kept holds one.
    return found.group() if 0xD800 <= code < 0xE000 else chr(code)
