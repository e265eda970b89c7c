"""What the choice dialogs offer: topics and documents."""

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.quantifier import Quantifier
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.choice_dialog import Choice

NO_TOPIC = "-"
"""What the dialog answers for no topic."""
NO_QUANTIFIER = "-"
"""What the dialog answers for no quantifier."""
_ADDS = "not in this session yet: enter adds it"


def quantifier_choices() -> list[Choice]:
    """Return Ofsted's scale, and the choice of none."""
    return [*(Choice(one.value, one.label) for one in Quantifier), Choice(NO_QUANTIFIER, "not said")]


def topic_choices(codebook: Codebook, area: str) -> list[Choice]:
    """Return the topics of an area, each found by its group and synonyms as well, and the choice of none."""
    known = any(one.code == area for one in codebook.areas)
    topics = [
        Choice(topic.code, topic.title, topic.group, " ".join(topic.synonyms))
        for topic in (codebook.topics_of(area) if known else ())
    ]
    return [*topics, Choice(NO_TOPIC, "no topic")]


def document_choices(review: Review) -> list[Choice]:
    """Return the documents of the session in its order, then the others of the store."""
    known = {details.id: details for details in review.store.documents.all()}
    mine = [known[one] for one in review.session.document_ids if one in known]
    others = [details for details in known.values() if details.id not in review.session.document_ids]
    replaced = {details.replaces for details in known.values()}
    return [
        *(_choice(details, _version(details, replaced)) for details in mine),
        *(_choice(details, _version(details, replaced), _ADDS) for details in others),
    ]


def _version(details: DocumentDetails, replaced: set[str | None]) -> str:
    return "former version" if details.id in replaced else "new version" if details.replaces else ""


def _choice(details: DocumentDetails, *remarks: str) -> Choice:
    day = details.event_start.isoformat() if details.event_start else "no date"
    facts = [details.kind.label, day, details.source, *remarks]
    return Choice(
        details.id, details.title, " · ".join(fact for fact in facts if fact), details.local_authority
    )
