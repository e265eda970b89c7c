"""One line of the table of all that changes the database."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.worlds import World

Step = Callable[[World], object]


@dataclass(frozen=True, slots=True)
class Verb:
    """A thing that a user does, in a world that is ready for it."""

    name: str
    do: Step
    covers: str = ""
    """The method of `Review` or the functions of the program with an action of their own, by spaces."""
    prepare: Step = lambda world: world.review
    template: str = "world"
    """The folder that it begins with: see `templates`."""
    actions: int = 1
    """How many actions, each whole by itself, it consists of."""
    changes: bool = True
    """Whether the database is another afterwards."""
