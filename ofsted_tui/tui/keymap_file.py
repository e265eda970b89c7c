"""Read the user's own keys from keys.toml, checked before Textual sees them."""

import os
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import platformdirs
from textual.binding import Binding
from textual.keys import KEY_ALIASES, Keys

from ofsted_tui.model import limits
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui import keys

_SHOWN = 100
"""The longest name or key, in characters."""
_MODIFIERS = {"ctrl", "shift", "alt"}
_NAMED = {key.value for key in Keys}
_SAME = {same: key for key, others in KEY_ALIASES.items() for same in others}
"""Keys that a terminal cannot tell from others, as ctrl+i from tab."""
_TAKEN = {"ctrl+q": "the key to leave with", "ctrl+p": "the key of the command palette"}
"""Textual's own keys that go before all others."""
_TYPING = ("note.save", "cancel")
"""The keys that count while text is typed."""

Table = Mapping[str, object]


def keymap_path() -> Path:
    """Return the file: keys.toml in OFSTED_TUI_CONFIG, else in the platform's folder for settings."""
    folder = os.environ.get("OFSTED_TUI_CONFIG")
    return (
        Path(folder) if folder else platformdirs.user_config_path("ofsted-tui", appauthor=False)
    ) / "keys.toml"


def read_keymap(path: Path | None = None) -> tuple[dict[str, str], list[str]]:
    """Return the keys by binding id, and a warning for each line that was left out."""
    path = path or keymap_path()
    if not path.exists():
        return {}, []
    from ofsted_tui.reading.codebook_file import parsed_toml, toml_content

    try:
        content = toml_content(path, limits.KEYMAP_BYTES)
        table = parsed_toml(content)
    except (UserError, ValueError) as error:
        named = str(error) if isinstance(error, UserError) else f"{path}: {error}"
        return {}, [visible_line(f"{named}; the usual keys are in force.")]
    return _checked(path, content.decode("utf-8-sig"), table)


def _checked(path: Path, text: str, table: Table) -> tuple[dict[str, str], list[str]]:
    keymap: dict[str, str] = {}
    warnings: list[str] = []
    named: dict[str, str] = {}
    """The name that stands in the file, by the id that it means."""
    known, lines = set(keys.bindings()), _lines(text)

    def warn(name: str, fault: str) -> None:
        warnings.append(visible_line(f"{path}, line {lines.get(name, 1)}: {fault}"))

    # Former names come last: where today's name stands in the file as well, that one counts.
    for name, value in sorted(_entries(table), key=lambda entry: entry[0] in keys.RENAMED):
        meant = keys.RENAMED.get(name, name)
        if fault := _fault(meant, value, known):
            warn(name, fault)
        elif not isinstance(value, str):
            continue
        elif meant in keymap:
            warn(name, f"{name} is now {meant}, which has a key in this file already")
        else:
            keymap[meant], named[meant] = ",".join(_long(one.strip()) for one in value.split(",")), name
            if meant != name:
                warn(name, f"{name} is now {meant}, one key on all screens; it counts as that")
    # A line that is left out gives its command the usual key back, which another line may have taken.
    while clash := _first_clash(keymap):
        name, other = clash
        warn(named[name], f"{keymap[name]!r} is the key of {other} already")
        del keymap[name]
    return keymap, _first_of(path, warnings)


def _first_of(path: Path, warnings: list[str]) -> list[str]:
    more = len(warnings) - limits.KEYMAP_WARNINGS
    if more <= 0:
        return warnings
    rest = visible_line(f"{path}: {more:,} more lines were left out; correct the others first.")
    return [*warnings[: limits.KEYMAP_WARNINGS], rest]


def _entries(table: Table, above: str = "") -> Iterator[tuple[str, object]]:
    """Yield names and values; `annotation.note` may stand in quotes, without, or as a table with an entry."""
    for part, value in table.items():
        name = f"{above}{part}"
        if isinstance(value, dict) and value:
            yield from _entries(value, f"{name}.")
        else:
            yield name.removeprefix("keys."), value


def _lines(text: str) -> dict[str, int]:
    """Return the line that each name stands on; one whose value goes over several lines is left out."""
    from ofsted_tui.reading.codebook_file import parsed_toml

    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found = [name for name, _ in _entries(parsed_toml(line.encode()))]
        except ValueError:
            continue
        if line.lstrip().startswith("["):
            table = f"{found[0]}.".removeprefix("keys.")
        lines |= {f"{table}{name}": number for name in found}
    return lines


def _fault(name: str, value: object, known: Set[str]) -> str:
    if value == {}:
        return ""
    if name not in known:
        return f"there is no key named {name[:_SHOWN]!r}; docs/keys.md lists the names"
    if not isinstance(value, str) or not value.strip():
        return f'{name} must be a key in quotes, as "ctrl+t"'
    if len(value) > _SHOWN:
        return f"{name} must be at most {_SHOWN} characters"
    parts = [one.strip() for one in value.split(",")]
    for one in parts:
        if not _is_key(one):
            return f"{one!r} is no key"
        if one in _TAKEN:
            return f"{one} is {_TAKEN[one]}, whatever this file says"
        if name in _TYPING and _types(_long(one)):
            return f'{name} must be a key that types nothing, as "f2": text is typed there'
    return ""


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not set(modifiers) <= _MODIFIERS or not last:
        return False
    return (len(last) == 1 and last.isprintable()) or key in _NAMED or last in _NAMED or _is_symbol(last)


def _is_symbol(name: str) -> bool:
    return any(_key_of(chr(code)) == name for code in range(33, 127))


def _key_of(character: str) -> str:
    """Return the name of the key that types a character."""
    if character == ",":  # between keys it would be none
        return "comma"
    (binding,) = Binding.make_bindings([(character, "")])
    return binding.key


def _types(key: str) -> bool:
    return len(key) == 1 or key == "space" or _is_symbol(key)


def _long(key: str) -> str:
    """Return the name that Textual knows a key by."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if modifiers == ["shift"] and len(last) == 1 and last.isalpha():
        return last.upper()
    name = "+".join([*modifiers, _key_of(last) if len(last) == 1 else last])
    return _SAME.get(name, name)


def _first_clash(keymap: Mapping[str, str]) -> tuple[str, str] | None:
    return next(((name, other) for name in keymap if (other := _clash(name, keymap))), None)


def _clash(name: str, keymap: Mapping[str, str]) -> str:
    """Return the id of a binding in force at the same time that has one of the keys, or nothing."""
    mine = set(keymap[name].split(","))
    for together in keys.in_force_together():
        if any(one.id == name for one in together):
            for other in together:
                theirs = keymap.get(other.id or "") or ",".join(_long(one) for one in other.key.split(","))
                if other.id != name and mine & set(theirs.split(",")):
                    return other.id or ""
    return ""
