"""Unpack the parts of a Word file that hold its text, with bounds on every size."""

import io
import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers import expat

from ofsted_tui.model import limits
from ofsted_tui.model.errors import ReadingError

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
