"""An error at every statement of every verb: nothing changes, what is shown stays true."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Accounting
from ofsted_tui.review import Review
from tests.faults.figures import Figure
from tests.faults.verbs import Verb
from tests.faults.worlds import World, copied, dump_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a statement fails."""

    name: str
    code: int = 0
    """SQLite's error code; 0 where Python raises `error` instead."""
    error: type[BaseException] = sqlite3.OperationalError
    is_after: bool = False
    """True where the statement has been carried out."""
    rolls_back: bool = False
    """True where SQLite takes the transaction back by itself."""
    lasts: bool = False
    """True where every later statement fails as well."""

    def raised(self) -> BaseException:
        """Return the error as Python's sqlite3 would raise it."""
        error = self.error(self.name)
        if self.code:
            error.sqlite_errorcode = self.code
        return error


REFUSALS = (
    Refusal("disk I/O error", sqlite3.SQLITE_IOERR, rolls_back=True),
    Refusal("interrupted", error=KeyboardInterrupt, is_after=True),
    Refusal("database or disk is full", sqlite3.SQLITE_FULL, rolls_back=True),
    Refusal("out of memory", error=MemoryError),
    Refusal("database is locked", sqlite3.SQLITE_BUSY),
    Refusal("disk I/O error, lasting", sqlite3.SQLITE_IOERR, lasts=True, rolls_back=True),
    Refusal("interrupted before", error=KeyboardInterrupt),
    Refusal("out of memory after", error=MemoryError, is_after=True),
)


@dataclass(slots=True)
class Plan:
    """Which statement fails, and what was done so far; `at` None: none fails."""

    refusal: Refusal
    at: int | None = None
    done: int = 0
    commits: int = 0
    is_at_work: bool = False

    def fails(self, number: int) -> bool:
        """Tell whether a statement is to fail, by its number in the verb."""
        if self.at is None or not self.is_at_work:
            return False
        return number > self.at if self.refusal.lasts else number == self.at + 1


def failing(plan: Plan) -> type[sqlite3.Connection]:
    """Return a kind of connection whose statements fail as planned."""

    class Failing(sqlite3.Connection):
        def _do(self, method: str, sql: str, *arguments: object) -> sqlite3.Cursor:
            plan.done += plan.is_at_work
            number = plan.done  # rows may be read by other statements while this one is at work
            if plan.fails(number) and not plan.refusal.is_after:
                if plan.refusal.rolls_back and self.in_transaction:
                    super().execute("ROLLBACK")
                raise plan.refusal.raised()
            answer = getattr(super(), method)(sql, *arguments)
            plan.commits += plan.is_at_work and sql.startswith("COMMIT")
            if plan.fails(number):
                del answer  # the traceback would keep a statement at work, and so the lock
                raise plan.refusal.raised()
            return answer

        def execute(self, sql: str, *arguments: object) -> sqlite3.Cursor:
            return self._do("execute", sql, *arguments)

        def executemany(self, sql: str, *arguments: object) -> sqlite3.Cursor:
            return self._do("executemany", sql, *arguments)

    return Failing


@contextmanager
def planned(folder: Path, plan: Plan) -> Iterator[None]:
    """Let the statements on databases in a folder fail as planned."""
    real, kind = sqlite3.connect, failing(plan)

    def connect(target: object, **options: object) -> sqlite3.Connection:
        return (
            real(target, factory=kind, **options) if str(folder) in str(target) else real(target, **options)
        )

    with patch.object(sqlite3, "connect", connect):
        yield


@dataclass(slots=True)
class Refused:
    """What came of the refusals so far."""

    times: int = 0
    tracebacks: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)
    """Where it happened, by what was not as it is to be."""

    @property
    def in_words(self) -> tuple[str, ...]:
        """The faults, each once with the first place and the number of places."""
        return tuple(f"{fault}: {at[0]} ({len(at)} such)" for fault, at in self.faults.items())


def refuse(templates: Path, verb: Verb, scratch: Path, plan: Plan, found: Refused) -> bool:
    """Do a verb in which one statement fails; False where it has no such statement."""
    folder = copied(templates / verb.template, scratch / "refused")
    name = f"{verb.name}, {plan.refusal.name} at {plan.at}"
    with planned(folder, plan):
        world = World(folder)
        try:
            verb.prepare(world)
            before = dump_of(world.path)
            error = _attempt(verb, world, plan)
            if plan.done <= (plan.at or 0):
                return False
            found.times += 1
            found.tracebacks += isinstance(error, Exception) and not isinstance(
                error, UserError | MemoryError
            )
            for fault in _judged(verb, world, plan, before, error):
                found.faults.setdefault(fault.replace(str(folder), ""), []).append(name)
            return True
        finally:
            world.close()


def _attempt(verb: Verb, world: World, plan: Plan) -> BaseException | None:
    plan.is_at_work = True
    try:
        verb.do(world)
    except (Exception, KeyboardInterrupt) as error:
        return error
    finally:
        plan.is_at_work = False
    return None


def _judged(verb: Verb, world: World, plan: Plan, before: str, error: BaseException | None) -> Iterator[str]:
    """Yield what is not as it is to be after a refusal."""
    if error is None and not (world.is_open and world.store.warnings):
        yield "the error was swallowed"
    elif isinstance(error, Exception) and not isinstance(error, UserError | MemoryError):
        yield f"raised {error!r}"
    if _is_within_action(world):
        yield "left inside a transaction"
        return
    if not plan.commits and dump_of(world.path) != before:
        yield "something was changed"
    if plan.commits and "review" in vars(world):
        world.review.refresh()
    yield from _untrue(world)
    if not plan.commits:
        yield from _repeated(verb, world)


def _is_within_action(world: World) -> bool:
    return world.is_open and world.store.connection.raw.in_transaction


def _repeated(verb: Verb, world: World) -> Iterator[str]:
    try:
        verb.do(world)
    except UserError as error:
        yield f"could not be done again: {error}"
        return
    if "review" in vars(world):
        world.review.refresh()
    yield from _untrue(world)


def _untrue(world: World) -> Iterator[str]:
    """Yield what a review shows although the store holds something else."""
    if "review" not in vars(world):
        return
    review, store = world.review, world.store
    key = review.session.id, review.document.id
    if list(review.annotations) != store.annotations.of(*key):
        yield "shows other annotations than the store holds"
    if review.opened.read_marks != store.read_marks.of(*key):
        yield "shows other read marks than the store holds"
    if review.opened.accounting.accounted != _accounted(review):
        yield "counts otherwise than the store"


def _accounted(review: Review) -> int:
    passages = [*(one.passage for one in review.annotations), *review.opened.read_marks]
    return Accounting(review.paragraphs, passages).accounted


def refusals(templates: Path, verbs: Iterable[Verb], scratch: Path, ways: int) -> Figure:
    """Let every statement of these verbs fail in so many ways each, all of them by turns."""
    found = Refused()
    turn = 0
    for verb in verbs:
        at, goes_on = 0, True
        while goes_on:
            chosen = [REFUSALS[(turn + way) % len(REFUSALS)] for way in range(ways)]
            done = [refuse(templates, verb, scratch, Plan(one, at), found) for one in chosen]
            goes_on = all(done)
            at, turn = at + 1, turn + ways
    return Figure(
        "an error at every statement",
        "R5",
        times=found.times,
        acknowledged=0,
        lost=0,
        integrity=0,
        terminals=0,
        tracebacks=found.tracebacks,
        failures=found.in_words,
    )
