"""Inject faults: in the n-th statement of a connection, or in the n-th call of what the screens call."""

import functools
import inspect
import sqlite3
from dataclasses import dataclass

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import Annotations
from ofsted_tui.store.documents import Documents
from ofsted_tui.store.sessions import ReadMarks, Sessions, Settings
from ofsted_tui.store.structures import Structures

SECRET = "SECRET words of a document"
HOSTILE = f"{SECRET} \x1b[31m [/nope]"
CODES = {
    "locked": sqlite3.SQLITE_BUSY,
    "full": sqlite3.SQLITE_FULL,
    "ioerr": sqlite3.SQLITE_IOERR,
    "corrupt": sqlite3.SQLITE_CORRUPT,
    "moved": sqlite3.SQLITE_READONLY_DBMOVED,
    "readonly": sqlite3.SQLITE_READONLY,
}


def sqlite_fault(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(HOSTILE if name == "corrupt" else name)
    error.sqlite_errorcode = CODES[name]
    return error


def unforeseen(_name: str = "") -> Exception:
    return RuntimeError(HOSTILE)


@dataclass
class Trap:
    """Goes off at the n-th passage once it is set; `lasting`: at every passage from then on."""

    countdown: int = 0
    fault: Exception | None = None
    lasting: bool = False
    went_off: int = 0

    def set(self, number: int, fault: Exception, *, lasting: bool = False) -> None:
        self.countdown, self.fault, self.lasting, self.went_off = number, fault, lasting, 0

    def lift(self) -> None:
        self.fault = None

    def pass_by(self) -> None:
        if self.fault is None:
            return
        self.countdown -= 1
        if self.countdown == 0 or (self.countdown < 0 and self.lasting):
            self.went_off += 1
            raise self.fault


def in_statements(monkeypatch) -> Trap:
    """Set the trap in every statement that touches the file, of connections opened from now on.

    A rollback goes through: SQLite does it in memory where it can do nothing else.
    """
    trap = Trap()

    class Trapped(sqlite3.Connection):
        def execute(self, sql, *parameters):
            if sql != "ROLLBACK" and not sql.startswith("PRAGMA busy_timeout"):
                trap.pass_by()
            return super().execute(sql, *parameters)

    monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Trapped))
    return trap


def in_actions(monkeypatch) -> Trap:
    """Set the trap in the beginning of every action of a store."""
    trap = Trap()
    action = Store.action

    def trapped(self):
        trap.pass_by()
        return action(self)

    monkeypatch.setattr(Store, "action", trapped)
    return trap


def in_calls(monkeypatch) -> Trap:
    """Set the trap in everything public of the review, the codebook and the parts of the store."""
    trap = Trap()

    def trapped(function):
        @functools.wraps(function)
        def call(*arguments, **named):
            trap.pass_by()
            return function(*arguments, **named)

        return call

    kinds = (
        *Review.__mro__[:-1],
        Codebook,
        Annotations,
        Documents,
        ReadMarks,
        Sessions,
        Settings,
        Structures,
    )
    for kind in kinds:
        for name, member in list(vars(kind).items()):
            if name.startswith("_"):
                continue
            if inspect.isfunction(member):
                monkeypatch.setattr(kind, name, trapped(member))
            elif isinstance(member, property):
                monkeypatch.setattr(kind, name, property(trapped(member.fget)))
    return trap


REFUSALS = (StoreError("The disk is full."), StoreBusyError("Another program is writing."))
