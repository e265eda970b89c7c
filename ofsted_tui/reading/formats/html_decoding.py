"""The bytes of a web page, decoded as a browser would do it."""

import re

from ofsted_tui.model.errors import ReadingError

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 2_048
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_KNOWN = re.compile(r"(?:windows-|cp)125\d|iso-8859-1[0-6]?|iso-8859-[2-9]|utf-?8|macintosh")
"""Only plain encodings: some that Python has besides take very long, or run on what is no text."""
_LATIN = frozenset({"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"})
"""What browsers read as Windows-1252 (WHATWG Encoding Standard, section 4.2)."""
_WORDS = {"utf-8-sig": "UTF-8 with BOM", "utf-16": "UTF-16", "utf-8": "UTF-8", "cp1252": "Windows-1252"}


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding in words: by BOM, by declaration, as UTF-8, as Windows-1252.

    Raises ReadingError, without the file's name, where the bytes are no text.
    """
    for bom, codec in _BOMS.items():
        if data.startswith(bom):
            return data.decode(codec, "replace"), _WORDS[codec]
    if b"\0" in data[:_HEAD]:
        raise ReadingError("is binary, not HTML (it holds NUL bytes): save it as a web page again")
    for codec in (_declared(data[:_HEAD]), "utf-8"):
        try:
            return data.decode(codec), _WORDS.get(codec, codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace"), _WORDS["cp1252"]


def _declared(head: bytes) -> str:
    found = _DECLARED.search(head)
    name = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
    if name in _LATIN:
        return "cp1252"
    if name in {"utf8", "utf-8"} or not _KNOWN.fullmatch(name):
        return "utf-8"
    return "cp1252" if name in {"windows-1252", "cp1252"} else name
