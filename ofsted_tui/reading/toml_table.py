"""TOML files that people edit: every value is checked before anything is made of it."""

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_line

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
