"""What the matrix counts: the annotations and grades of each document, and the documents in groups."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce

from ofsted_tui.evidence.columns import Column
from ofsted_tui.evidence.tally import Tally, tally_of
from ofsted_tui.model.document import DocumentDetails, day_of, in_time
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.structure import Grade
from ofsted_tui.store import Store
from ofsted_tui.store.tallies import AnnotationCount, counts_of


class CountedDocument:
    """The annotations of one document, counted by area and by area and topic."""

    def __init__(
        self, details: DocumentDetails, grades: Mapping[str, Grade], counts: Iterable[AnnotationCount]
    ) -> None:
        """Take the grades of its judgement table by the codes of the areas, and its annotations counted."""
        self.details = details
        self.grades = grades
        self.by_topic: dict[tuple[str, str], Tally] = {}
        """The counts by area and topic."""
        self._by_area: dict[str, Tally] = {}
        is_claim = details.kind.is_claim
        for one in counts:
            tally = tally_of(one.direction, one.number, is_claim=is_claim)
            key = one.area, one.topic
            self.by_topic[key] = self.by_topic.get(key, _NONE).plus(tally)
            self._by_area[one.area] = self._by_area.get(one.area, _NONE).plus(tally)

    def tally(self, column: Column) -> Tally:
        """Return the count under a column."""
        if column.is_topic:
            found = [self.by_topic.get((area, column.code), _NONE) for area in column.area_codes]
        else:
            found = [self._by_area.get(area, _NONE) for area in column.area_codes]
        return found[0] if len(found) == 1 else reduce(Tally.plus, found, _NONE)


_NONE = Tally()


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


def count_annotations(
    store: Store, documents: Iterable[DocumentDetails], session_id: str | None
) -> Iterator[CountedDocument]:
    """Count the annotations of each document, one query each, in order; None counts every session."""
    grades = store.documents.structures.grades()
    for details in documents:
        counts = counts_of(store.connection, details.id, session_id)
        yield CountedDocument(details, grades.get(details.id, {}), counts)


def tagged_areas(found: Iterable[CountedDocument]) -> set[str]:
    """Return the codes of the areas that are tagged anywhere."""
    return {area for one in found for area, _ in one.by_topic}


def tagged_topics(found: Iterable[CountedDocument]) -> set[tuple[str, str]]:
    """Return the pairs of area and topic that are tagged anywhere."""
    return {pair for one in found for pair in one.by_topic}


def by_document(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return each document as a group of its own, in the given order."""
    return [(one.details.title, [one]) for one in found]


def by_authority(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return the documents by authority, in alphabetical order; those without one come last."""
    return _grouped(found, lambda one: one.details.local_authority, "no authority known")


def by_year(found: Sequence[CountedDocument]) -> list[tuple[str, list[CountedDocument]]]:
    """Return the documents by the year of their event, in order; those without a day come last."""
    return _grouped(found, _year, "no date known")


def _year(one: CountedDocument) -> str:
    day = day_of(one.details)
    return "" if day is None else str(day.year)


def _grouped(
    found: Sequence[CountedDocument], key: Callable[[CountedDocument], str], unknown: str
) -> list[tuple[str, list[CountedDocument]]]:
    groups: dict[str, list[CountedDocument]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return [(name or unknown, groups[name]) for name in sorted(groups, key=lambda name: (not name, name))]
