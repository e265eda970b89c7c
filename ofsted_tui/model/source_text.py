"""The text of a file as a reader returns it, whatever the format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file with what its format tells of it."""

    text: str
    """The text that is kept, with plain line ends; it is never changed after this."""
    format: str
    """The format in words: "text", "Markdown", "PDF", "Word" or "HTML"."""
    title: str = ""
    """What the file itself gives as its title; empty where it gives none."""
    encoding: str = ""
    """The encoding in words, as "UTF-8"; empty where the format has no choice of encodings."""
    lines_are_paragraphs: bool = False
    """True where every line of the text is one whole paragraph."""
    pages: tuple[int, ...] = ()
    """The offset at which each page begins, the first page first; empty where pages are not known."""
    headings: tuple[tuple[int, int, int], ...] = ()
    """Start, end and level (from 1) of what the format marks as headings."""
    remarks: tuple[str, ...] = ()
    """What the user should know of the reading, as "2 of 12 pages hold no text"."""
    file_sha256: str = ""
    """SHA-256 of the file as it was."""
