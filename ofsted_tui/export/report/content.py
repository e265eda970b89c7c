"""Gather what a report says, whatever its format, and say it in words."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby

from ofsted_tui.evidence.grades import GradeHistory, grade_histories
from ofsted_tui.evidence.matrix import (
    CountedDocument,
    Matrix,
    Tally,
    area_columns,
    by_document,
    count_annotations,
    documents_of,
    matrix,
    tagged_areas,
    tally_of,
)
from ofsted_tui.evidence.threads import PlanRow, ThreadInTime, ThreadStep, improvement_plan, threads_in_time
from ofsted_tui.export.csv_format import CsvRow
from ofsted_tui.export.rows import RowMaker, thread_row
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind, day_of
from ofsted_tui.model.errors import Progress, silent
from ofsted_tui.model.safe_text import counted
from ofsted_tui.store import Store
from ofsted_tui.store.annotations import AnnotationInContext

WRITING = "writing the report"
"""What the writing of a report tells of itself."""
NO_REPORT = "no such report of ofsted-tui"
"""What a file is that no report may replace."""
DIRECTIONS = ("strengths", "needs improvement", "neutral", "no direction set", "claims, not findings")
"""The parts of a topic, in their order."""
CLAIMS = (
    "Claims by the authority or the press are listed apart and are never counted as findings. Topics are the"
    " subjects that reports cover, not Ofsted's own wording."
)
CHECK = (
    "Every quote stands word for word in its document: ofsted-tui verify checks this file against the"
    " documents, quote by quote."
)
LICENCE = (
    "Ofsted's documents are Crown copyright, reusable under the Open Government Licence v3.0 with"
    " attribution."
)
_NAMES = (
    ("strength", "strengths"),
    ("needs improvement", "need improvement"),
    ("neutral", "neutral"),
    ("without a direction", "without a direction"),
    ("claim", "claims"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Annotations that share area, topic and direction."""

    area: str
    """The code of the area."""
    area_title: str
    topic_title: str
    """Empty where no topic is set."""
    direction: str
    """One of DIRECTIONS."""
    rows: Iterator[CsvRow]
    """The rows of the annotations, by document in time order and by place, each made when it is taken."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says; the annotations are read while it is written, the rest is here."""

    codebook: Codebook
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
    annotations: Callable[[str | None], Iterable[AnnotationInContext]]
    """Reads the annotations of an area by its code, or of all (None), in the order of an export."""

    @property
    def number(self) -> int:
        """The number of annotations."""
        return self.matrix.total.total

    def annotation_rows(self) -> Iterator[CsvRow]:
        """Yield the row of each annotation, in the order of an export."""
        return map(self.rows.row, self.annotations(None))

    def thread_rows(self, thread: ThreadInTime) -> Iterator[CsvRow]:
        """Yield the row of each place of a thread."""
        return (thread_row(thread, step, self.rows) for step in thread.steps)

    def evidence(self, progress: Progress = silent) -> Iterator[Evidence]:
        """Yield the annotations by area, topic and direction; one area is held at a time.

        `progress` is told of each annotation when the next one is taken.
        """
        written = count(1)

        def rows(group: Iterable[AnnotationInContext]) -> Iterator[CsvRow]:
            for found in group:
                yield self.rows.row(found)
                progress(WRITING, next(written), self.number)

        order = _EvidenceOrder(self)
        for column in self.matrix.columns:
            for code in column.area_codes:
                for (_, topic, direction), group in order.grouped(self.annotations(code)):
                    title = self.codebook.topic_title(topic)
                    yield Evidence(code, column.title, title, DIRECTIONS[direction], rows(group))


class _EvidenceOrder:
    """The order of an area's evidence: by topic as the codebook has them, direction, document and place."""

    def __init__(self, report: Report) -> None:
        self._topics = {topic.code: at for at, topic in enumerate(report.codebook.topics)}
        self._documents = {details.id: at for at, details in enumerate(report.documents)}

    def grouped(
        self, found: Iterable[AnnotationInContext]
    ) -> Iterator[tuple[tuple[int, str, int], list[AnnotationInContext]]]:
        """Yield the annotations by topic and direction, each group with its key."""
        for key, group in groupby(sorted(found, key=self._full_key), self._key):
            yield key, list(group)

    def _key(self, one: AnnotationInContext) -> tuple[int, str, int]:
        topic = one.annotation.topic
        # Without a topic comes last; codes that the codebook no longer holds come before that.
        return self._topics.get(topic, len(self._topics) + (not topic)), topic, _direction_at(one)

    def _full_key(self, one: AnnotationInContext) -> tuple[object, ...]:
        document = self._documents.get(one.document.id, len(self._documents))
        return *self._key(one), document, one.annotation.reading_order


def _direction_at(found: AnnotationInContext) -> int:
    """Return the index in DIRECTIONS of an annotation's; all that a document of claims says is a claim."""
    direction = found.annotation.direction
    if found.document.kind.is_claim or direction is Direction.CLAIM:
        return 4
    known = (Direction.STRENGTH, Direction.IMPROVEMENT, Direction.NEUTRAL, None)
    return known.index(direction)


def report_of(store: Store, codebook: Codebook, session_id: str | None) -> Report:
    """Return the report of a session, or of all (None); raise NotFoundError, StoreError."""
    session = None if session_id is None else store.sessions.get(session_id)
    documents = documents_of(store, session_id)
    found = list(count_annotations(store, documents, session_id))
    threads = threads_in_time(store.threads.of(session_id), store.documents.all())
    histories = grade_histories(codebook, documents, store.documents.structures.grades())
    return Report(
        codebook,
        session.name if session else "All sessions",
        store.annotations.last_change(session_id),
        tuple(documents),
        _matrix(codebook, found, together=False),
        _matrix(codebook, found, together=True),
        tuple(histories),
        tuple(threads),
        tuple(improvement_plan(threads)),
        RowMaker(store, codebook),
        partial(store.annotations.in_context, session_id, None),
    )


def _matrix(codebook: Codebook, found: list[CountedDocument], *, together: bool) -> Matrix:
    frameworks = [one.details.framework for one in found]
    columns = area_columns(codebook, frameworks, tagged_areas(found), together=together)
    return matrix(codebook, columns, by_document(found))


def scope_text(report: Report) -> str:
    """Say what the report covers: the session, how many documents of which kind."""
    kinds = Counter(one.kind.label for one in report.documents)
    named = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    documents = counted(len(report.documents), "document")
    return f"{report.title}: {documents}{f' ({named})' if named else ''}."


def count_text(tally: Tally) -> str:
    """Say how many findings there are, and how many claims."""
    said = ", ".join(tally_parts(tally._replace(claims=0)))
    findings, claims = counted(tally.findings, "finding"), counted(tally.claims, "claim")
    return f"{findings}{f' ({said})' if said else ''} and {claims}."


def tally_text(tally: Tally) -> str:
    """Say the counts in one line."""
    return ", ".join(tally_parts(tally)) or "nothing tagged"


def tally_parts(tally: Tally) -> list[str]:
    """Return the counts in words, each with its name; none that is 0."""
    pairs = zip(tally, _NAMES, strict=True)
    return [counted(number, one, many) for number, (one, many) in pairs if number]


def as_of_text(report: Report) -> str:
    """Say when something was last changed."""
    return f"As of {report.as_of[:16].replace('T', ' ')} UTC." if report.as_of else "Nothing is tagged yet."


def day_text(details: DocumentDetails) -> str:
    """Return the day of a document's event in words."""
    day = day_of(details)
    return f"{day.day} {day:%B %Y}" if day else "no date"


def step_text(step: ThreadStep) -> str:
    """Say where a place of a thread stands."""
    return f"{day_text(step.details)}, {step.details.kind.label}: {step.details.title}"


def months_text(step: ThreadStep) -> str:
    """Say how many months have passed since the place before; empty for the first, and for the same time."""
    return f"{counted(step.months, 'month')} later" if step.months else ""


def status_text(row: PlanRow) -> str:
    """Say where a point of the plan stands."""
    return row.status.label if row.status else "not judged"


def quotes(steps: Iterable[ThreadStep]) -> list[str]:
    """Return what places say, each with its day and with what the reviewer says of it."""
    return [f"{day_text(one.details)}{facts(one)}: {said(one)}" for one in steps]


def facts(step: ThreadStep) -> str:
    """Return in brackets the status of a place, and that it is a claim; empty for neither."""
    # A document that does not mention the point says so in the place of a quote.
    status = step.place.status.label if step.place.status and step.place.passage else ""
    known = [one for one in (status, "a claim, no finding" if step.is_claim else "") if one]
    return f" ({', '.join(known)})" if known else ""


def said(step: ThreadStep) -> str:
    """Return the words of a place in one line, or that it is not mentioned."""
    return " ".join(step.place.quote.split()) if step.place.passage else "not mentioned"


def columns_text() -> str:
    """Say what the signs of the counts mean."""
    return "+ strengths, − needs improvement, = neutral, · no direction, ~ claims (never findings)"


def is_of_claims(row: CsvRow) -> bool:
    """Tell whether the document of a row holds claims of the authority or the press, no findings."""
    return any(row["document_kind"] == one.value and one.is_claim for one in DocumentKind)


def tally_of_row(row: CsvRow) -> Tally:
    """Return what the row of one annotation counts as."""
    direction = next((one for one in Direction if one.value == row["direction"]), None)
    return tally_of(direction, 1, is_claim=is_of_claims(row))
