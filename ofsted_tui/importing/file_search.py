"""Find the documents in files, folders and patterns."""

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ofsted_tui.model import limits
from ofsted_tui.model.safe_text import visible_line

SUFFIXES = frozenset({".pdf", ".docx", ".html", ".htm", ".txt", ".md", ".markdown"})
"""What is taken from a folder, in lower case; a file that is named itself is taken whatever its suffix."""

_MOST_STARS = 2
"""Each further ** in a pattern multiplies the time that it takes."""
_DIGITS = re.compile(r"(\d{1,18})")
_MAGIC = re.compile(r"[*?\[]")


@dataclass(slots=True)
class FoundFiles:
    """What names on a command line stand for."""

    files: list[Path] = field(default_factory=list)
    """Each file once, in the order of the names, and within a name in natural order."""
    problems: list[str] = field(default_factory=list)
    """In one line each: which name stands for nothing, and the way out."""


def documents_in(names: Sequence[str]) -> FoundFiles:
    """Return the files that names stand for: files, folders with all that is below them, and patterns.

    Hidden files and folders, the lock files of Word and links that lead round in a circle are left out.
    A file or folder whose name holds `[` or `*` is meant before the pattern. At most 10,000 files.
    """
    found = FoundFiles()
    seen: set[Path] = set()
    for name in names:
        if not _take(name, found, seen):
            found.problems.append(
                f"There are more than {limits.FILES:,} files: the others were left out; name fewer at a time."
            )
            break
    return found


def _take(name: str, found: FoundFiles, seen: set[Path]) -> bool:
    """Add what one name stands for; return False where there are too many files."""
    files, problem = _meant_by(name)
    for path in files:
        real = _resolved(path)
        if real in seen:
            continue
        if len(found.files) == limits.FILES:
            return False
        seen.add(real)
        found.files.append(path)
    if problem:
        found.problems.append(visible_line(f"{name} {problem}.".strip()))
    return True


def _meant_by(name: str) -> tuple[list[Path], str]:
    if not name.strip():
        return [], "“” is no name: say a file, a folder or a pattern"
    path = _expanded(name)
    if _is_folder(path):
        return _from_folder(path)
    if _exists(path) or not _MAGIC.search(name):
        # A name without a file is refused where it is read, in the words for that.
        return [path], ""
    return _matching(path)


def _matching(pattern: Path) -> tuple[list[Path], str]:
    if str(pattern).count("**") > _MOST_STARS:
        return [], "has ** more than twice, which would go through every folder over and over: name a folder"
    try:
        # Path.glob takes no absolute patterns.
        every = glob.iglob(str(pattern), recursive=True)  # noqa: PTH207 - as said above
        matches = islice(every, 10 * limits.FILES)
        paths = sorted(map(Path, matches), key=natural_key)
    except (OSError, ValueError, re.error, RecursionError):
        return [], "is no pattern that can be used: name the files"
    files = [path for path in paths if not _is_left_out(path) and not _is_folder(path)]
    if not files:
        return [], "matches no file: check the pattern and the folder"
    return files, ""


def _from_folder(folder: Path) -> tuple[list[Path], str]:
    files = list(islice(_below(folder), limits.FILES + 1))
    if not files:
        return [], "holds no documents: name a folder with .pdf, .docx, .html, .txt or .md files"
    return files, ""


def _below(folder: Path) -> Iterator[Path]:
    """Yield the documents in a folder, then those in the folders within it."""
    waiting = [folder]
    seen = {_resolved(folder)}
    while waiting:
        entries = _entries(waiting.pop())
        yield from (one for one in entries if one.suffix.lower() in SUFFIXES and not _is_folder(one))
        inner = []
        for one in filter(_is_folder, entries):
            if (real := _resolved(one)) not in seen:
                seen.add(real)
                inner.append(one)
        waiting += reversed(inner)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted((one for one in folder.iterdir() if not _is_left_out(one)), key=natural_key)
    except OSError:
        return []


def natural_key(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Return what sorts names as people do: "report 9" before "Report 10"."""
    pieces = _DIGITS.split(str(path).casefold())
    key = [(int(piece), "") if at % 2 else (0, piece) for at, piece in enumerate(pieces)]
    return key, str(path)


def _is_left_out(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path.absolute()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False
