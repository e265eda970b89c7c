"""What was measured, beside its floor, and the table of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_HEADS = ("benchmark", "program", "p95", "floor", "p95", "ratio", "p95", "goal")


def p95(values: Sequence[float]) -> float:
    """Return the value below which 95 of 100 lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark: what the program took and what its floor took in the same run, in `unit`."""

    name: str
    program: Sequence[float]
    floor: Sequence[float]
    unit: str = "ms"
    goal: str = ""
    """What the ratio is to be, in words; empty where nothing is asked."""

    @property
    def ratio(self) -> float:
        """How many times the floor the program takes, by medians."""
        return _divided(median(self.program), median(self.floor))

    @property
    def ratio_p95(self) -> float:
        """How many times the floor the program takes, by 95th percentiles."""
        return _divided(p95(self.program), p95(self.floor))

    def cells(self) -> tuple[str, ...]:
        """Return the cells of its row in the table."""
        numbers = [f(values) for values in (self.program, self.floor) for f in (median, p95)]
        shown = [_shown(number, self.unit) for number in numbers]
        return self.name, *shown, f"{self.ratio:.2f}", f"{self.ratio_p95:.2f}", self.goal


def _divided(one: float, other: float) -> float:
    return one / other if other else 0.0


def _shown(number: float, unit: str) -> str:
    return f"{number:.1f} {unit}" if number < 100 else f"{number:,.0f} {unit}"


def heading(*, markdown: bool = False) -> str:
    """Return the heading of the table."""
    if not markdown:
        return _line(_HEADS)
    return f"| {' | '.join(_HEADS)} |\n|{'---|' * len(_HEADS)}"


def line(figure: Figure, *, markdown: bool = False) -> str:
    """Return a figure as a row of the table."""
    return f"| {' | '.join(figure.cells())} |" if markdown else _line(figure.cells())


def table(figures: Iterable[Figure], *, markdown: bool = False) -> str:
    """Return all figures as a table."""
    return "\n".join([heading(markdown=markdown), *(line(one, markdown=markdown) for one in figures)])


def _line(cells: Sequence[str]) -> str:
    first, *numbers, goal = cells
    return f"{first:46} " + " ".join(f"{one:>10}" for one in numbers) + f"  {goal}"
