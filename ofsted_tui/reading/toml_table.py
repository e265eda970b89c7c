"""TOML files that people edit: every value is checked before anything is made of it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_line

_MOST_BYTES = 1_000_000
_LONGEST_TEXT = 300
_ANY_TEXT = "(?s:.+)"
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class TomlTable:
    """One table of a TOML file; each method hands out a value, or raises UserError naming its place."""

    file: Path
    name: str
    """The table's full name in the file, as `areas.leaders`; empty for the whole file."""
    values: Mapping[str, object]

    def fault(self, message: str) -> UserError:
        """Return the error that says what is wrong here, in one line."""
        return UserError(visible_line(": ".join(filter(None, (str(self.file), self.name, message)))))

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
        if len(value) > _LONGEST_TEXT or not value.isprintable():
            raise self.fault(f"{key} must be at most {_LONGEST_TEXT} visible characters.")
        return value


def read_toml(path: Path) -> TomlTable:
    """Return a TOML file as a table; raise UserError, naming the file, if it cannot be read."""
    whole = TomlTable(path, "", {})
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise whole.fault(f"it has more than {_MOST_BYTES:,} bytes.")
        # Editors on Windows put a byte order mark first, which TOML has no place for.
        return TomlTable(path, "", tomllib.loads(content.decode("utf-8-sig")))
    except OSError as error:
        raise whole.fault(f"{error.strerror or error}.") from None
    except ValueError as error:
        raise whole.fault(f"it is not TOML: {error}.") from None
    except RecursionError:
        raise whole.fault("it is not TOML that can be read: it is nested too deep.") from None
