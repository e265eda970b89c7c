"""What a check of a database finds, in words."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store.faults import NONSENSE
from ofsted_tui.store.long_work import was_stopped

KEPT_FINDINGS = 1000
"""How many findings are kept; of the others only their number is known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    what: str
    """In words, such as `the quote differs from the text`."""
    where: str
    """Such as `annotation 7c0e...`."""


@dataclass(slots=True)
class Counts:
    """How much was looked at."""

    documents: int = 0
    annotations: int = 0
    """Live ones."""
    read_marks: int = 0
    """Live ones."""
    entries: int = 0
    """Of the journal."""
    former_states: int = 0
    """Of annotations, in the journal."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check has found, and how much it has looked at."""

    findings: tuple[Finding, ...]
    """KEPT_FINDINGS at most."""
    more: int
    """The number of findings that were not kept."""
    version: int
    """The version of the file; 0 where it could not be read."""
    counts: Counts

    @property
    def ok(self) -> bool:
        """Whether all is as it should be."""
        return not self.findings


@dataclass(slots=True)
class Findings:
    """Findings as they come in; however many there are, they take little room."""

    kept: list[Finding] = field(default_factory=list)
    more: int = 0

    def add(self, what: str, where: str) -> None:
        """Note one finding."""
        if len(self.kept) < KEPT_FINDINGS:
            self.kept.append(Finding(what, where))
        else:
            self.more += 1

    @contextmanager
    def unreadable(self, where: str) -> Iterator[None]:
        """Note what cannot be read inside, and go on; raise StoreBusyError, and what was stopped."""
        try:
            yield
        except StoreBusyError:
            raise
        except StoreError as error:
            if was_stopped(error):
                raise
            cause = error.__cause__
            self.add(f"cannot be read: {_told(cause or error)}", where)
        except (sqlite3.Error, *NONSENSE) as error:
            if was_stopped(error):
                raise
            # Whatever stands there in place of what was written: no number, no JSON, no text.
            self.add(f"cannot be read: {_told(error)}", where)


def _told(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "it is no JSON"
    return str(error) or type(error).__name__
