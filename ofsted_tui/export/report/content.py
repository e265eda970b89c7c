"""What an evidence report holds, gathered from the store; the formats write it each in their way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ofsted_tui.evidence.columns import Column, area_columns
from ofsted_tui.evidence.gathered import (
    Gathered,
    by_document,
    documents_of,
    gather,
    tagged_areas,
)
from ofsted_tui.evidence.grades import GradeHistory, grade_histories
from ofsted_tui.evidence.matrix import Matrix, matrix
from ofsted_tui.evidence.plan import PlanRow, improvement_plan
from ofsted_tui.evidence.threads import ThreadInTime, threads_in_time
from ofsted_tui.export.csv_rows import RowMaker
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext

DIRECTIONS = ("strengths", "needs improvement", "neutral", "no direction set", "claims, not findings")
"""The parts of a topic, in their order."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Annotations that share area, topic and direction, by document in time order and by place."""

    area: str
    """The code of the area."""
    area_title: str
    topic_title: str
    """Empty where no topic is set."""
    direction: str
    """One of DIRECTIONS."""
    found: tuple[AnnotationInContext, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says but the evidence, which is read area by area when it is written."""

    store: Store
    codebook: Codebook
    session_id: str | None
    title: str
    as_of: str
    """The time of the last change in what is reported (UTC, ISO 8601); empty where there is nothing."""
    documents: tuple[DocumentDetails, ...]
    """In time order."""
    matrix: Matrix
    """Documents in time order by areas as they were judged."""
    together: Matrix
    """The same over the crosswalk: areas that were one judgement before share a column."""
    histories: tuple[GradeHistory, ...]
    threads: tuple[ThreadInTime, ...]
    plan: tuple[PlanRow, ...]
    rows: RowMaker
    """Makes of an annotation the row that an export has of it."""

    def evidence(self) -> Iterator[Evidence]:
        """Yield the annotations by area, topic and direction; one area is held at a time."""
        for column in self.matrix.columns:
            yield from _evidence_of(self, column)


def report_of(store: Store, codebook: Codebook, session_id: str | None) -> Report:
    """Return the report of a session, or of all (None); raise NotFoundError, StoreError."""
    session = None if session_id is None else store.sessions.get(session_id)
    documents = documents_of(store, session_id)
    found = list(gather(store, documents, session_id))
    threads = threads_in_time(store.threads.of(session_id), store.documents.all())
    histories = grade_histories(codebook, documents, store.documents.structures.grades())
    return Report(
        store,
        codebook,
        session_id,
        session.name if session else "All sessions",
        store.annotations.last_change(session_id),
        tuple(documents),
        _matrix(codebook, found, together=False),
        _matrix(codebook, found, together=True),
        tuple(histories),
        tuple(threads),
        tuple(improvement_plan(threads)),
        RowMaker(store, codebook),
    )


def _matrix(codebook: Codebook, found: list[Gathered], *, together: bool) -> Matrix:
    frameworks = [one.details.framework for one in found]
    columns = area_columns(codebook, frameworks, tagged_areas(found), together=together)
    return matrix(codebook, columns, by_document(found))


def _evidence_of(report: Report, column: Column) -> Iterator[Evidence]:
    order = {details.id: at for at, details in enumerate(report.documents)}
    topics = {topic.code: at for at, topic in enumerate(report.codebook.topics)}

    def key(one: AnnotationInContext) -> tuple[int, str, int]:
        topic = one.annotation.topic
        # Without a topic comes last; codes that the codebook no longer holds come before that.
        return topics.get(topic, len(topics) + (not topic)), topic, direction_of(one)

    def full_key(one: AnnotationInContext) -> tuple[object, ...]:
        return *key(one), order.get(one.document.id, len(order)), one.annotation.reading_order

    for code in column.area_codes:
        every = sorted(report.store.annotations.in_context(report.session_id, None, code), key=full_key)
        for (_, topic, direction), group in groupby(every, key):
            title = report.codebook.topic_title(topic)
            yield Evidence(code, column.title, title, DIRECTIONS[direction], tuple(group))


def direction_of(found: AnnotationInContext) -> int:
    """Return which of DIRECTIONS an annotation belongs to; what a document of claims says is a claim."""
    direction = found.annotation.direction
    if found.document.kind.is_claim or direction is Direction.CLAIM:
        return 4
    known = (Direction.STRENGTH, Direction.IMPROVEMENT, Direction.NEUTRAL, None)
    return known.index(direction)


def number_of(evidence: Iterable[Evidence]) -> int:
    """Count the annotations."""
    return sum(len(one.found) for one in evidence)
