"""Words that all forms of the report share."""

from collections import Counter
from collections.abc import Iterable

from ofsted_tui.evidence.events import day_of
from ofsted_tui.evidence.plan import PlanRow
from ofsted_tui.evidence.tally import Tally, tally_of
from ofsted_tui.evidence.threads import Step
from ofsted_tui.export.csv_columns import Row
from ofsted_tui.export.report.content import Report
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentDetails, DocumentKind

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


def is_of_claims(row: Row) -> bool:
    """Tell whether the document of a row holds claims of the authority or the press, no findings."""
    return any(row["document_kind"] == one.value and one.is_claim for one in DocumentKind)


def tally_of_row(row: Row) -> Tally:
    """Return what the row of one annotation counts as."""
    direction = next((one for one in Direction if one.value == row["direction"]), None)
    return tally_of(direction, 1, is_claim=is_of_claims(row))


def day_words(details: DocumentDetails) -> str:
    """Return the day of a document's event in words."""
    day = day_of(details)
    return f"{day.day} {day:%B %Y}" if day else "no date"


def step_words(step: Step) -> str:
    """Say where a place of a thread stands."""
    return f"{day_words(step.details)}, {step.details.kind.label}: {step.details.title}"


def months_words(step: Step) -> str:
    """Say how many months have passed since the place before; empty for the first, and for the same time."""
    return "" if not step.months else f"{step.months} {'month' if step.months == 1 else 'months'} later"


def status_words(row: PlanRow) -> str:
    """Say where a point of the plan stands."""
    return row.status.label if row.status else "not judged"


def quotes(steps: Iterable[Step]) -> list[str]:
    """Return what places say, each with its day and with what the reviewer says of it."""
    return [f"{day_words(one.details)}{facts(one)}: {said(one)}" for one in steps]


def facts(step: Step) -> str:
    """Return in brackets the status of a place, and that it is a claim; empty for neither."""
    # A document that does not mention the point says so in the place of a quote.
    status = step.place.status.label if step.place.status and step.place.passage else ""
    known = [one for one in (status, "a claim, no finding" if step.is_claim else "") if one]
    return f" ({', '.join(known)})" if known else ""


def said(step: Step) -> str:
    """Return the words of a place in one line, or that it is not mentioned."""
    return " ".join(step.place.quote.split()) if step.place.passage else "not mentioned"


def columns_words() -> str:
    """Say what the signs of the counts mean."""
    return "+ strengths, − needs improvement, = neutral, · no direction, ~ claims (never findings)"
