"""Two and eight programs writing to one file, twenty tags a second together: none refused, none lost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

from tests.faults.figures import Figure
from tests.faults.terminal import LIMIT, Terminal
from tests.faults.workshop import Tally, Workshop, tags

SECONDS, SECONDS_SHORT = 20.0, 1.0
TOGETHER = 20.0
"""Tags a second, of all programs together."""
_APART = 7
"""Numbered paragraphs that each program has for itself."""
_AREAS = (("1", "H "), ("2", "C "))
"""Digits in turn, and how the status line begins when such a tag is kept."""


class Reviewer:
    """One program, in which somebody tags word by word, in paragraphs of their own."""

    def __init__(self, terminal: Terminal, session: str, index: int, pause: float) -> None:
        """Go to the first paragraph of one's own."""
        self.terminal = terminal
        self.session = session
        self.acknowledged = self.refused = 0
        self.took: list[float] = []
        self._pause, self._due = pause, monotonic() + pause * index / 8
        self._sent: float | None = None
        self._is_moving = False
        terminal.send(f":{1 + index * _APART}\rw")
        terminal.until(lambda: terminal.screen.lines[-2].endswith("word"))

    @property
    def is_idle(self) -> bool:
        """Whether no answer is waited for."""
        return self._sent is None and not self._is_moving

    def go_on(self, may_begin: bool) -> None:
        """Take in what is on the screen; type the next key when it is time."""
        while self.terminal.read(0):
            pass
        if self.is_idle and may_begin and monotonic() >= self._due:
            self._due += self._pause
            self.terminal.send("l")
            self._is_moving = True
        elif self._is_moving and ("Database" not in self.terminal.status or monotonic() > self._due):
            self._is_moving = False
            self.terminal.send(self._area[0])
            self._sent = monotonic()
        elif self._sent is not None:
            self._look_for_answer(self._sent)

    @property
    def _area(self) -> tuple[str, str]:
        return _AREAS[(self.acknowledged + self.refused) % len(_AREAS)]

    def _look_for_answer(self, sent: float) -> None:
        status = self.terminal.status
        if status.startswith(self._area[1]):
            self.took.append(monotonic() - sent)
            self.acknowledged += 1
        elif "Database" in status:
            self.refused += 1
        else:
            return
        self._sent = None


def figures(short: bool) -> Iterator[Figure]:
    """Yield a figure for two and for eight programs, in one session and in one each."""
    seconds = SECONDS_SHORT if short else SECONDS
    for programs in (2,) if short else (2, 8):
        for is_shared in (True,) if short else (True, False):
            yield _together(programs, is_shared, seconds)


def _together(programs: int, is_shared: bool, seconds: float) -> Figure:
    tally, said = Tally(), [""]
    names = ["Review"] if is_shared else [f"Review {number}" for number in range(programs)]
    with Workshop() as workshop:
        database = workshop.database(*names)
        sessions = [names[number % len(names)] for number in range(programs)]
        tally.attempt(lambda: said.append(_write(workshop, database, sessions, seconds, tally)))
    where = "one session" if is_shared else "a session each"
    return tally.figure(f"{programs} programs writing, {where}", "R7", said[-1])


def _write(workshop: Workshop, database: Path, sessions: Sequence[str], seconds: float, tally: Tally) -> str:
    with ExitStack() as stack:
        reviewers = [
            Reviewer(
                stack.enter_context(workshop.session(database, session)),
                session,
                index,
                len(sessions) / TOGETHER,
            )
            for index, session in enumerate(sessions)
        ]
        _type(reviewers, seconds, tally)
        for one in reviewers:
            one.terminal.send("q")
            tally.check(one.terminal.ended() == 0, f"exit code {one.terminal.process.returncode}")
            tally.look_at(one.terminal)
    _compare(reviewers, database, tally)
    return _in_words(reviewers)


def _type(reviewers: Sequence[Reviewer], seconds: float, tally: Tally) -> None:
    begun = monotonic()
    while (now := monotonic() - begun) < seconds or not all(one.is_idle for one in reviewers):
        if now > seconds + LIMIT:
            tally.check(False, "a key got no answer")
            return
        reviewers[0].terminal.read(0.005)
        for one in reviewers:
            one.go_on(now < seconds)


def _compare(reviewers: Sequence[Reviewer], database: Path, tally: Tally) -> None:
    """Look for the tags of each session: as many as the screens have shown."""
    shown: Counter[str] = Counter()
    for one in reviewers:
        shown[one.session] += one.acknowledged
    kept = Counter(session for _, session, _ in tags(database))
    tally.look_into(database, shown.total())
    tally.lost += sum((shown - kept).values()) - max(0, shown.total() - kept.total())


def _in_words(reviewers: Sequence[Reviewer]) -> str:
    took = sorted(second for one in reviewers for second in one.took) or [0.0]
    middle, most = took[len(took) // 2], took[len(took) * 95 // 100]
    refused = sum(one.refused for one in reviewers)
    return f"refused {refused}; key to screen p50 {middle * 1000:.0f} ms, p95 {most * 1000:.0f} ms"
