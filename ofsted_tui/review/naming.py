"""Names: which thing a user means by one, and what the reviewer is called."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.session import Session
from ofsted_tui.store import Store

_SHORTEST_ID = 4
"""Fewer characters of an id would be met by chance."""
_MOST_SHOWN = 5
_REVIEWER = "Reviewer"
"""What a reviewer is called where the computer does not know the user's name."""
_LEADING_NUMBER = re.compile(r"(\d+)(?!\d)")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with the names that it may be called by."""

    id: str
    title: str
    other_names: tuple[str, ...] = ()
    """Names that count only as a whole."""

    @property
    def label(self) -> str:
        """The title with enough of the id to tell it from others of the same title."""
        return f"{self.title} ({self.id[:8]})" if self.id else self.title


def file_names(source: str) -> tuple[str, ...]:
    """Return what a document may be called after its source file: the name, its stem, its leading number."""
    stem = source.rpartition(".")[0] or source
    number = _LEADING_NUMBER.match(stem)
    return tuple(name for name in (source, stem, number.group(1) if number else "") if name)


def pick(kind: str, wanted: str, things: Sequence[Named]) -> Named:
    """Return the one thing that is meant; raise NotFoundError, listing what there is.

    A name as a whole comes first, then the beginning of an id, of a title, then any part of a title.
    """
    for fits in _rules(wanted.strip().casefold()):
        found = [thing for thing in things if fits(thing)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(
                f"{wanted!r} could be any of {len(found)} {kind}s: {_listed(found)}; name one by its id."
            )
    if not things:
        raise NotFoundError(f"There is no {kind} {wanted!r}; there is none at all yet.")
    raise NotFoundError(f"There is no {kind} {wanted!r}; there are: {_listed(things)}.")


def session_named(store: Store, wanted: str) -> Session:
    """Return the session that is meant; raise NotFoundError, StoreError."""
    found = pick("session", wanted, [Named(*one) for one in store.sessions.names().items()])
    session = store.sessions.get(found.id)
    if session is None:
        raise NotFoundError(f"The session {found.title!r} was deleted meanwhile.")
    return session


def _rules(wanted: str) -> Iterator[Callable[[Named], bool]]:
    if not wanted:
        return
    yield lambda thing: wanted in _names(thing)
    if len(wanted) >= _SHORTEST_ID:
        yield lambda thing: thing.id.casefold().startswith(wanted)
    yield lambda thing: thing.title.casefold().startswith(wanted)
    yield lambda thing: wanted in thing.title.casefold()


def _names(thing: Named) -> set[str]:
    return {name.strip().casefold() for name in (thing.id, thing.title, *thing.other_names)}


def _listed(things: Sequence[Named]) -> str:
    shown = ", ".join(thing.label for thing in things[:_MOST_SHOWN])
    left = len(things) - _MOST_SHOWN
    return f"{shown} and {left} more" if left > 0 else shown


def default_reviewer() -> str:
    """Return the name in OFSTED_TUI_REVIEWER, else the user's name on this computer, else "Reviewer"."""
    name = os.environ.get("OFSTED_TUI_REVIEWER") or _user_name()
    # A name may hold bytes that are no UTF-8, which no database keeps.
    return name.encode("utf-8", "replace").decode().strip() or _REVIEWER


def _user_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _REVIEWER
