"""What a fault left behind, in figures, and the table of all of them against the goals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GOALS: dict[str, str] = {
    "R1": "acknowledged tags survive kill -9",
    "R2": "whole actions only",
    "R3": "power cut",
    "R4": "disk full",
    "R5": "I/O errors",
    "R6": "terminal closed, signals",
    "R7": "two and more programs on one file",
    "R8": "file moved, replaced, read-only",
    "R9": "damaged file",
    "R10": "migration, newer, foreign file",
    "R11": "undo and redo against a model",
    "R12": "merge of two databases",
    "R13": "export gives the same bytes",
    "R14": "latency of an action",
    "S1": "control bytes on the terminal",
    "S2": "markup in texts",
    "S3": "hostile documents",
    "S4": "formulas in CSV",
    "S5": "hostile database",
    "S6": "privacy",
}
"""What is to hold, by its number in the table of goals."""

ELSEWHERE: dict[str, str] = {
    "R12": "two databases cannot be merged yet",
}
"""Goals that no fault here is about, and what holds them instead."""

_COLUMNS = ("times", "acknowledged", "lost", "integrity", "terminals", "tracebacks")
_HEADS = ("fault", "goal", "times", "ack'd", "lost", "integrity", "terminal", "traceback", "ok")
_NAME_WIDTH = 52


@dataclass(frozen=True, slots=True)
class Figure:
    """One fault, how often it was done, and what it left.

    `lost` counts acknowledged actions that were not in the file afterwards, `integrity` files that were not
    whole, `terminals` those not put back, `tracebacks` those shown to the user. `said` is the message that
    the user saw, or what was measured; `failures` is whatever else was not as it is to be.
    """

    fault: str
    goal: str
    times: int
    acknowledged: int
    lost: int
    integrity: int
    terminals: int
    tracebacks: int
    said: str = ""
    failures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a goal that there is not."""
        if self.goal not in GOALS:
            raise ValueError(self.goal)

    @property
    def ok(self) -> bool:
        """Whether the fault did no harm, and was done at all."""
        harm = self.lost or self.integrity or self.terminals or self.tracebacks or self.failures
        return bool(self.times) and not harm


def line(figure: Figure) -> str:
    """Return one figure as a line of the table."""
    numbers = [f"{getattr(figure, name):,}" for name in _COLUMNS]
    return _aligned([figure.fault, figure.goal, *numbers, "yes" if figure.ok else "NO"])


def heading() -> str:
    """Return the head of the table."""
    return _aligned(_HEADS)


def _aligned(cells: Sequence[str]) -> str:
    name, goal, *numbers = cells
    return f"{name:<{_NAME_WIDTH}} {goal:<4} " + " ".join(f"{number:>9}" for number in numbers)


def _total(figures: Sequence[Figure]) -> str:
    sums = [f"{sum(getattr(figure, name) for figure in figures):,}" for name in _COLUMNS]
    return _aligned(["all", "", *sums, "yes" if all(figure.ok for figure in figures) else "NO"])


def _proof(goal: str, figures: Sequence[Figure]) -> str:
    """Say in one line which faults prove a goal, or why none does."""
    about = [figure for figure in figures if figure.goal == goal]
    if not about:
        return f"not measured here: {ELSEWHERE.get(goal, 'no fault was done')}"
    failed = [figure.fault for figure in about if not figure.ok]
    names = "; ".join(figure.fault for figure in about)
    return f"FAILS at {'; '.join(failed)}" if failed else f"holds: {names}"


def notes(figure: Figure) -> list[str]:
    """Return what was said and what failed at one fault, a line each."""
    said = [f"    said: {figure.said}"] if figure.said else []
    return said + [f"    FAILED: {failure}" for failure in figure.failures]


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as aligned plain text, their totals, and what they prove of each goal."""
    every = list(figures)
    rows = [text for figure in every for text in (line(figure), *notes(figure))]
    rule = "-" * len(heading())
    goals = [f"{goal:<4} {what:<36} {_proof(goal, every)}" for goal, what in GOALS.items()]
    return "\n".join([heading(), rule, *rows, rule, _total(every), "", *goals])
