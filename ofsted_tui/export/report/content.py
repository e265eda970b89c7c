"""Gather what a report says, whatever its format, and say it in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ofsted_tui.evidence.grades import GradeHistory, grade_histories
from ofsted_tui.evidence.matrix import (
    Column,
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
from ofsted_tui.export.rows import RowMaker
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind, day_of
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
    found = list(count_annotations(store, documents, session_id))
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


def _matrix(codebook: Codebook, found: list[CountedDocument], *, together: bool) -> Matrix:
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


def scope_words(report: Report) -> str:
    """Say what the report covers: the session, how many documents of which kind."""
    kinds = Counter(one.kind.label for one in report.documents)
    named = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    number = len(report.documents)
    documents = f"{number} {'document' if number == 1 else 'documents'}"
    return f"{report.title}: {documents}{f' ({named})' if named else ''}."


_NAMES = (
    ("strength", "strengths"),
    ("needs improvement", "need improvement"),
    ("neutral", "neutral"),
    ("without a direction", "without a direction"),
    ("claim", "claims"),
)


def tally_parts(tally: Tally) -> list[str]:
    """Return the counts in words, each with its name; none that is 0."""
    pairs = zip(tally, _NAMES, strict=True)
    return [f"{number:,} {one if number == 1 else many}" for number, (one, many) in pairs if number]


def tally_words(tally: Tally) -> str:
    """Say the counts in one line."""
    return ", ".join(tally_parts(tally)) or "nothing tagged"


def count_words(tally: Tally) -> str:
    """Say how many findings there are, and how many claims."""
    said = ", ".join(tally_parts(tally._replace(claims=0)))
    findings = f"{tally.findings:,} {'finding' if tally.findings == 1 else 'findings'}"
    claims = f"{tally.claims:,} {'claim' if tally.claims == 1 else 'claims'}"
    return f"{findings}{f' ({said})' if said else ''} and {claims}."


def as_of_words(report: Report) -> str:
    """Say when something was last changed."""
    return f"As of {report.as_of[:16].replace('T', ' ')} UTC." if report.as_of else "Nothing is tagged yet."


def is_of_claims(row: CsvRow) -> bool:
    """Tell whether the document of a row holds claims of the authority or the press, no findings."""
    return any(row["document_kind"] == one.value and one.is_claim for one in DocumentKind)


def tally_of_row(row: CsvRow) -> Tally:
    """Return what the row of one annotation counts as."""
    direction = next((one for one in Direction if one.value == row["direction"]), None)
    return tally_of(direction, 1, is_claim=is_of_claims(row))


def day_words(details: DocumentDetails) -> str:
    """Return the day of a document's event in words."""
    day = day_of(details)
    return f"{day.day} {day:%B %Y}" if day else "no date"


def step_words(step: ThreadStep) -> str:
    """Say where a place of a thread stands."""
    return f"{day_words(step.details)}, {step.details.kind.label}: {step.details.title}"


def months_words(step: ThreadStep) -> str:
    """Say how many months have passed since the place before; empty for the first, and for the same time."""
    return "" if not step.months else f"{step.months} {'month' if step.months == 1 else 'months'} later"


def status_words(row: PlanRow) -> str:
    """Say where a point of the plan stands."""
    return row.status.label if row.status else "not judged"


def quotes(steps: Iterable[ThreadStep]) -> list[str]:
    """Return what places say, each with its day and with what the reviewer says of it."""
    return [f"{day_words(one.details)}{facts(one)}: {said(one)}" for one in steps]


def facts(step: ThreadStep) -> str:
    """Return in brackets the status of a place, and that it is a claim; empty for neither."""
    # A document that does not mention the point says so in the place of a quote.
    status = step.place.status.label if step.place.status and step.place.passage else ""
    known = [one for one in (status, "a claim, no finding" if step.is_claim else "") if one]
    return f" ({', '.join(known)})" if known else ""


def said(step: ThreadStep) -> str:
    """Return the words of a place in one line, or that it is not mentioned."""
    return " ".join(step.place.quote.split()) if step.place.passage else "not mentioned"


def columns_words() -> str:
    """Say what the signs of the counts mean."""
    return "+ strengths, − needs improvement, = neutral, · no direction, ~ claims (never findings)"
