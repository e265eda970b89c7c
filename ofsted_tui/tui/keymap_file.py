"""The user's own keys, from a TOML file, checked before Textual sees them.

Textual takes unknown names and unknown keys without a word, and lets one key silently take another's
place, so everything is checked here and each fault is a warning that names the file's line.
"""

import os
import re
import tomllib
from pathlib import Path

import platformdirs
from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui import keys

_LARGEST = 100_000
_MODIFIERS = {"ctrl", "shift", "alt"}
_NAMED = {key.value for key in Keys}


def keymap_path() -> Path:
    """Return the file: keys.toml in OFSTED_TUI_CONFIG, else in the platform's folder for settings."""
    folder = os.environ.get("OFSTED_TUI_CONFIG")
    return (
        Path(folder) if folder else platformdirs.user_config_path("ofsted-tui", appauthor=False)
    ) / "keys.toml"


def read_keymap(path: Path | None = None) -> tuple[dict[str, str], list[str]]:
    """Return the keys by binding id, and a warning for each line that was left out."""
    path = path or keymap_path()
    try:
        text = path.read_bytes()[:_LARGEST].decode("utf-8-sig")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [visible_line(f"{path}: {error}; the usual keys are in force.")]
    return _checked(path, text, table.get("keys", table))


def _checked(path: Path, text: str, table: object) -> tuple[dict[str, str], list[str]]:
    keymap: dict[str, str] = {}
    warnings: list[str] = []
    known = keys.bindings()
    for name, value in table.items() if isinstance(table, dict) else ():
        fault = _fault(name, value, known, keymap)
        if fault:
            warnings.append(visible_line(f"{path}, line {_line(text, name)}: {fault}"))
        else:
            keymap[name] = ",".join(_long(one.strip()) for one in value.split(",") if one.strip())
    clashes = [name for name in keymap if _clash(name, keymap, known)]
    for name in clashes:
        other = _clash(name, keymap, known)
        if other and name in keymap:
            warnings.append(
                visible_line(
                    f"{path}, line {_line(text, name)}: {keymap[name]!r} is the key of {other} already"
                )
            )
            del keymap[name]
    return keymap, warnings


def _fault(name: str, value: object, known: dict[str, Binding], keymap: dict[str, str]) -> str:
    if name not in known:
        return f"there is no key named {name!r}; the README lists the names"
    if not isinstance(value, str) or not value.strip():
        return f'{name} must be a key in quotes, as "ctrl+t"'
    bad = [one for one in value.split(",") if not _is_key(one.strip())]
    return f"{bad[0].strip()!r} is no key" if bad else ""


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not set(modifiers) <= _MODIFIERS or not last:
        return False
    return (len(last) == 1 and last.isprintable()) or key in _NAMED or last in _NAMED or _is_symbol(last)


def _is_symbol(name: str) -> bool:
    return any(_character_to_key(chr(code)) == name for code in range(33, 127))


def _long(key: str) -> str:
    return _character_to_key(key) if len(key) == 1 else key


def _clash(name: str, keymap: dict[str, str], known: dict[str, Binding]) -> str:
    """Return the id of a binding in force at the same time that has one of the keys, or nothing."""
    groups = {
        one.id: group for group, held in keys.GROUPS.items() for one in held if isinstance(one, Binding)
    }
    near = {group for together in keys.TOGETHER if groups[name] in together for group in together}
    mine = set(keymap[name].split(","))
    for other, binding in known.items():
        if other == name or groups[other] not in near:
            continue
        theirs = keymap.get(other) or ",".join(_long(one) for one in binding.key.split(","))
        if mine & set(theirs.split(",")):
            return other
    return ""


def _line(text: str, name: str) -> int:
    pattern = re.compile(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=", re.MULTILINE)
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
