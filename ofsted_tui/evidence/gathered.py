"""What the matrix needs of a document: its details, its grades, how many annotations of which kind it has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ofsted_tui.evidence.columns import Column
from ofsted_tui.evidence.events import day_of, in_time
from ofsted_tui.evidence.tally import Tally, tally_of
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.section import Grade
from ofsted_tui.store import Store
from ofsted_tui.store.tallies import Count, counts_of


@dataclass(frozen=True, slots=True)
class Gathered:
    """One document, counted."""

    details: DocumentDetails
    grades: dict[str, Grade]
    """The grades of its judgement table by the codes of the areas."""
    counts: tuple[Count, ...]

    def tally(self, column: Column) -> Tally:
        """Count what stands under a column."""
        found = Tally()
        for one in self.counts:
            if column.holds(one.area, one.topic):
                found = found.plus(tally_of(one.direction, one.number, is_claim=self.details.kind.is_claim))
        return found


def documents_of(store: Store, session_id: str | None) -> list[DocumentDetails]:
    """Return the documents of a session, or all (None), in time order; raise NotFoundError, StoreError."""
    every = store.documents.all()
    if session_id is None:
        return in_time(every)
    session = store.sessions.get(session_id)
    if session is None:
        raise NotFoundError("That session is no longer there; it was deleted.")
    held = frozenset(session.document_ids)
    return in_time(one for one in every if one.id in held)


def gather(store: Store, documents: Iterable[DocumentDetails], session_id: str | None) -> Iterator[Gathered]:
    """Yield the documents counted, one query each, in their order; None counts every session."""
    grades = store.documents.structures.grades()
    for details in documents:
        counts = tuple(counts_of(store.connection, details.id, session_id))
        yield Gathered(details, grades.get(details.id, {}), counts)


def tagged_areas(found: Iterable[Gathered]) -> set[str]:
    """Return the codes of the areas that are tagged anywhere."""
    return {count.area for one in found for count in one.counts}


def tagged_topics(found: Iterable[Gathered]) -> set[tuple[str, str]]:
    """Return the pairs of area and topic that are tagged anywhere."""
    return {(count.area, count.topic) for one in found for count in one.counts}


def by_document(found: Sequence[Gathered]) -> list[tuple[str, list[Gathered]]]:
    """Return each document as a group of its own, in the given order."""
    return [(one.details.title, [one]) for one in found]


def by_authority(found: Sequence[Gathered]) -> list[tuple[str, list[Gathered]]]:
    """Return the documents by authority, in alphabetical order; those without one come last."""
    return _grouped(found, lambda one: one.details.local_authority, "no authority known")


def by_year(found: Sequence[Gathered]) -> list[tuple[str, list[Gathered]]]:
    """Return the documents by the year of their event, in order; those without a day come last."""
    return _grouped(found, _year, "no date known")


def _year(one: Gathered) -> str:
    day = day_of(one.details)
    return "" if day is None else str(day.year)


def _grouped(
    found: Sequence[Gathered], key: Callable[[Gathered], str], unknown: str
) -> list[tuple[str, list[Gathered]]]:
    groups: dict[str, list[Gathered]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return [(name or unknown, groups[name]) for name in sorted(groups, key=lambda name: (not name, name))]
