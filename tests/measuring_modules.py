"""Select and load the modules of a long measurement: of the faults, or of the benchmarks."""

import importlib
from types import ModuleType

_NOT_ON_WINDOWS = ("fcntl", "pty", "resource", "termios")


def selected(names: list[str], wanted: list[str]) -> list[str]:
    """Return the names, or those with one of the wanted words in them."""
    return [name for name in names if not wanted or any(word in name for word in wanted)]


def load(package: str, name: str) -> ModuleType | None:
    """Load a module; None, and a line that says so, where this machine lacks what it needs."""
    try:
        return importlib.import_module(f"{package}.{name}")
    except ModuleNotFoundError as error:
        if error.name not in _NOT_ON_WINDOWS:
            raise
        print(f"{name}: left out, this machine has no {error.name}", flush=True)
        return None
