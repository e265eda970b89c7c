"""Read a codebook from TOML, and say what is wrong with it by line."""

import re
import stat
import tomllib
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import overload

from ofsted_tui.model import limits
from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea, Topic
from ofsted_tui.model.errors import CodebookError, UserError
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.resources import data_file

_SHOWN = 250
"""So much of a name or a message is shown."""
_ANY_TEXT = "(?s:.+)"
_CODE = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{limits.TOML_CODE_CHARACTERS - 1}}}")
_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
_LONG_NAME = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{{limits.TOML_PARTS}}}")
"""More parts with dots between them than a name may have; possessive, so in linear time."""


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a TOML file; each method hands out a value, or raises UserError naming its place."""

    file: Path
    name: str
    """The table's full name in the file, as `areas.leaders`; empty for the whole file."""
    values: Mapping[str, object]

    def fault(self, message: str) -> UserError:
        """Return the error that says what is wrong here, in one line."""
        name, said = (f"{one[:_SHOWN]}…" if len(one) > _SHOWN else one for one in (self.name, message))
        return UserError(visible_line(": ".join(filter(None, (str(self.file), name, said)))))

    def allow(self, *keys: str) -> None:
        """Refuse unknown keys, lest a misspelt one be lost in silence."""
        unknown = sorted(self.values.keys() - set(keys))
        if unknown:
            raise self.fault(f"there is no setting {unknown[0]!r}; there are {', '.join(keys)}.")

    def text(self, key: str, pattern: str = _ANY_TEXT, wanted: str = "one line of text") -> str:
        """Return a string: one visible line that the pattern matches as a whole."""
        return self._checked(key, self.values.get(key), pattern, wanted)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, no two the same; empty where the key is missing."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise self.fault(f"{key} must be a list.")
        if len(values) > limits.TOML_ENTRIES:
            raise self.fault(f"{key} must have at most {limits.TOML_ENTRIES:,} entries.")
        texts = tuple(self._checked(key, value, _ANY_TEXT, "a list of lines of text") for value in values)
        if len(set(texts)) < len(texts):
            raise self.fault(f"{key} names the same thing twice.")
        return texts

    def day(self, key: str) -> date:
        """Return a date."""
        value = self.values.get(key)
        # A date with a time passes isinstance, but cannot be compared with a date.
        if type(value) is date:
            return value
        raise self.fault(f"{key} must be a date such as 2023-01-31.")

    def number(self, key: str, lowest: int, highest: int) -> float:
        """Return a number from `lowest` to `highest`."""
        value = self.values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        raise self.fault(f"{key} must be a number from {lowest} to {highest}.")

    def whole_number(self, key: str, lowest: int, highest: int) -> int:
        """Return a whole number from `lowest` to `highest`."""
        value = self.number(key, lowest, highest)
        if isinstance(value, int):
            return value
        raise self.fault(f"{key} must be a whole number.")

    def tables(self, key: str) -> "dict[str, TomlTable]":
        """Return the tables within a table, by their codes; none where the key is missing."""
        outer = self.values.get(key, {})
        if not isinstance(outer, dict):
            raise self.fault(f"{key} must be a table.")
        return TomlTable(self.file, f"{self.name}.{key}".lstrip("."), outer).inner_tables()

    def inner_tables(self) -> "dict[str, TomlTable]":
        """Return the tables that this one is made of, by their codes."""
        inner: dict[str, TomlTable] = {}
        for code, values in self.values.items():
            if not _CODE.fullmatch(code):
                raise self.fault(f"{code!r} is no code: use at most 80 of a-z, 0-9, _ and -.")
            if not isinstance(values, dict):
                raise self.fault(f"{code} must be a table.")
            inner[code] = TomlTable(self.file, f"{self.name}.{code}", values)
        return inner

    def _checked(self, key: str, value: object, pattern: str, wanted: str) -> str:
        if not isinstance(value, str) or not value.strip() or not re.fullmatch(pattern, value):
            raise self.fault(f"{key} must be {wanted}.")
        if len(value) > limits.TOML_TEXT_CHARACTERS or not value.isprintable():
            raise self.fault(f"{key} must be at most {limits.TOML_TEXT_CHARACTERS} visible characters.")
        return value


def read_toml(path: Path) -> TomlTable:
    """Return a TOML file as a table; raise UserError, naming the file, if it cannot be read."""
    whole = TomlTable(path, "", {})
    content = toml_content(path, limits.TOML_BYTES)
    try:
        return TomlTable(path, "", parsed_toml(content))
    except ValueError as error:
        raise whole.fault(f"it is not TOML: {error}.") from None


def toml_content(path: Path, longest: int) -> bytes:
    """Return the bytes of a file of at most `longest` bytes; raise UserError where that cannot be.

    A pipe in its place is refused, as reading it would hold the program for ever.
    """
    whole = TomlTable(path, "", {})
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise whole.fault("it is no file; put a file there.")
        with path.open("rb") as file:
            content = file.read(longest + 1)
    except (OSError, ValueError) as error:
        raise whole.fault(f"{getattr(error, 'strerror', '') or error}.") from error
    if len(content) > longest:
        raise whole.fault(f"it has more than {longest:,} bytes; shorten it.")
    return content


def parsed_toml(content: bytes) -> dict[str, object]:
    """Return the table in a TOML file's bytes; raise ValueError where they are none, or made to harm.

    The standard library's parser takes memory that grows with the square of the parts of a dotted name, so
    that one line of 400 kB would fill any computer; such a name is looked for first.
    """
    # Editors on Windows put a byte order mark first, which TOML has no place for.
    text = content.decode("utf-8-sig")
    if _LONG_NAME.search(text):
        raise ValueError(f"a name has more than {limits.TOML_PARTS} parts")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


@cache
def ilacs_codebook() -> Codebook:
    """Return the ILACS codebook that comes with the program; its topics are read when they are asked for."""
    codebook = read_codebook(data_file("ilacs.toml"))
    codes = {area.code for area in codebook.areas}
    return replace(codebook, topics=_LaterTopics(lambda: read_topics(data_file("ilacs_topics.toml"), codes)))


def read_codebook(path: Path) -> Codebook:
    """Return the codebook in a TOML file; raise CodebookError, naming the file, if it is not one."""
    try:
        return _codebook(read_toml(path))
    except UserError as error:
        raise CodebookError(str(error)) from None


def read_topics(path: Path, areas: Container[str]) -> tuple[Topic, ...]:
    """Return the topics in a TOML file of their own, of areas with these codes; raise CodebookError."""
    try:
        file = read_toml(path)
        file.allow("topics")
        _check_count(file, "topics", _number_of_topics(file), limits.CODEBOOK_TOPICS)
        return _topics(file, areas)
    except UserError as error:
        raise CodebookError(str(error)) from None


class _LaterTopics(Sequence[Topic]):
    """Topics that are read when the first of them is asked for: a start without needs none."""

    def __init__(self, read: Callable[[], tuple[Topic, ...]]) -> None:
        self._read = read

    @cached_property
    def _topics(self) -> tuple[Topic, ...]:
        return self._read()

    def __len__(self) -> int:
        return len(self._topics)

    @overload
    def __getitem__(self, index: int) -> Topic: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Topic, ...]: ...

    def __getitem__(self, index: int | slice) -> Topic | tuple[Topic, ...]:
        return self._topics[index]


def _codebook(file: TomlTable) -> Codebook:
    file.allow("title", "areas", "editions", "topics")
    _check_counts(file)
    areas = {code: _area(code, table) for code, table in file.tables("areas").items()}
    _check_successors(file, areas)
    editions = [_edition(code, table, areas) for code, table in file.tables("editions").items()]
    editions.sort(key=lambda edition: edition.starts)
    _check_days(file, editions)
    topics = _topics(file, areas)
    return Codebook(file.text("title"), tuple(areas.values()), tuple(editions), topics)


def _check_counts(file: TomlTable) -> None:
    _check_count(file, "areas", len(file.tables("areas")), limits.CODEBOOK_AREAS)
    _check_count(file, "editions", len(file.tables("editions")), limits.CODEBOOK_EDITIONS)
    _check_count(file, "topics", _number_of_topics(file), limits.CODEBOOK_TOPICS)


def _check_count(file: TomlTable, name: str, count: int, most: int) -> None:
    if count > most:
        raise file.fault(f"it has {count:,} {name}; {most:,} are the most: leave some out.")


def _number_of_topics(file: TomlTable) -> int:
    return sum(len(group.values) for group in file.tables("topics").values())


def _area(code: str, table: TomlTable) -> JudgementArea:
    table.allow("title", "short_title", "digit", "letter", "colour", "successors")
    return JudgementArea(
        code=code,
        title=table.text("title"),
        short_title=table.text("short_title"),
        digit=table.whole_number("digit", 1, 9),
        letter=table.text("letter", "[A-Z]", "one capital letter"),
        colour=table.text("colour", "#[0-9a-fA-F]{6}", "a colour such as #56b4e9"),
        successors=table.texts("successors"),
    )


def _check_successors(file: TomlTable, areas: dict[str, JudgementArea]) -> None:
    for area in areas.values():
        _check_known(file, area.successors, areas)
        if area.code in area.successors:
            raise file.fault(f"areas.{area.code} is its own successor.")


def _check_known(table: TomlTable, codes: tuple[str, ...], areas: Container[str]) -> None:
    for code in codes:
        if code not in areas:
            raise table.fault(f"there is no area {code!r}.")


def _edition(code: str, table: TomlTable, areas: dict[str, JudgementArea]) -> Edition:
    table.allow("title", "starts", "ends", "areas", "absent")
    codes = table.texts("areas")
    _check_known(table, codes, areas)
    _check_apart(table, [areas[code] for code in codes])
    starts = table.day("starts")
    ends = table.day("ends") if "ends" in table.values else None
    if ends is not None and ends < starts:
        raise table.fault("it ends before it starts.")
    absent = _absent(table, {areas[code].digit for code in codes})
    return Edition(code, table.text("title"), starts, ends, codes, absent)


def _check_apart(table: TomlTable, areas: list[JudgementArea]) -> None:
    if not areas:
        raise table.fault("areas must name at least one area.")
    for sign in ("digit", "letter"):
        if len({getattr(area, sign) for area in areas}) < len(areas):
            raise table.fault(f"two of its areas have the same {sign}.")


def _absent(table: TomlTable, taken: set[int]) -> tuple[tuple[int, str], ...]:
    values = table.values.get("absent", {})
    if not isinstance(values, dict):
        raise table.fault("absent must be a table of digits and reasons.")
    reasons = TomlTable(table.file, f"{table.name}.absent", values)
    reasons.allow(*(str(digit) for digit in range(1, 10) if digit not in taken))
    return tuple((int(digit), reasons.text(digit)) for digit in sorted(values))


def _check_days(file: TomlTable, editions: list[Edition]) -> None:
    if not editions:
        raise file.fault("it has no editions.")
    for earlier, later in pairwise(editions):
        if earlier.ends is None or earlier.ends >= later.starts:
            raise file.fault(f"the editions {earlier.code} and {later.code} overlap.")


def _topics(file: TomlTable, areas: Container[str]) -> tuple[Topic, ...]:
    groups = file.tables("topics")
    _check_known(file, tuple(groups), areas)
    return tuple(
        _topic(area, name, table)
        for area, group in groups.items()
        for name, table in group.inner_tables().items()
    )


def _topic(area: str, name: str, table: TomlTable) -> Topic:
    table.allow("title", "group", "share", "synonyms")
    if "share" in table.values:
        table.number("share", 0, 1)
    return Topic(f"{area}.{name}", area, table.text("title"), table.text("group"), table.texts("synonyms"))
