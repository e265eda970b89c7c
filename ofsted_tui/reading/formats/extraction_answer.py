"""Validate an answer of the reading process: a process that read a hostile file is not trusted."""

import json
from typing import Any

from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import ANSWER_WORDS, TITLE_CHARACTERS
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.sandbox_child import BROKEN


class ExtractionError(ReadingError):
    """A file of an untrusted format gave no text; the words go on after the file's name."""

    def __init__(self, what: str, is_last: bool = False) -> None:
        super().__init__(what)
        self.is_last = is_last
        """Whether the reading process has to be replaced."""


def unpacked(answer: bytes) -> SourceText:
    """Return the text in an answer; raise ExtractionError where it is a refusal, or no proper answer."""
    try:
        value = json.loads(answer)
        if "refusal" in value:
            refused = ExtractionError(_text(value["refusal"]), value.get("last") is not False)
        else:
            return _source(value)
    except (ValueError, TypeError, KeyError, RecursionError, MemoryError):
        refused = ExtractionError(BROKEN, is_last=True)
    raise refused


def _source(value: dict[str, Any]) -> SourceText:
    text = value["text"]
    if not isinstance(text, str):
        raise TypeError
    return SourceText(
        text=text,
        format=_text(value["format"]),
        title=_text(value["title"])[:TITLE_CHARACTERS],
        encoding=_text(value["encoding"]),
        lines_are_paragraphs=value["lines_are_paragraphs"] is True,
        pages=tuple(_number(page, 0, len(text)) for page in value["pages"]),
        headings=tuple(_heading(one, len(text)) for one in value["headings"]),
        remarks=tuple(_text(one) for one in value["remarks"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value[:ANSWER_WORDS]


def _number(value: object, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or not lowest <= value <= highest:
        raise ValueError
    return int(value)


def _heading(value: list[object], length: int) -> tuple[int, int, int]:
    start, end, level = value
    first = _number(start, 0, length)
    return first, _number(end, first, length), _number(level, 1, 9)
