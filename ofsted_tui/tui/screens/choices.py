"""What the choice dialogs offer: topics, quantifiers and documents."""

from ofsted_tui.model.annotation import Annotation, Quantifier
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.choice_dialog import Choice, ChoiceDialog

NO_TOPIC = "-"
"""What the dialog answers for no topic."""
NO_QUANTIFIER = "-"
"""What the dialog answers for no quantifier."""
_ADDS = "not in this session yet: enter adds it"


def quantifier_dialog(tag: Annotation) -> ChoiceDialog:
    """Return the dialog that asks how many a tagged passage speaks of."""
    present = tag.quantifier or NO_QUANTIFIER
    return ChoiceDialog("How many does the passage speak of?", quantifier_choices(), present)


def quantifier_in(answer: str) -> Quantifier | None:
    """Return the quantifier that the dialog has answered."""
    return None if answer == NO_QUANTIFIER else Quantifier(answer)


def topic_dialog(codebook: Codebook, tag: Annotation) -> ChoiceDialog:
    """Return the dialog that asks for the topic of a tag."""
    quote = visible_summary(tag.quote[:240])[:60]
    heading = f"Topic: {codebook.area_or_unknown(tag.area).letter} “{quote}…”"
    return ChoiceDialog(heading, topic_choices(codebook, tag.area), tag.topic)


def topic_in(answer: str) -> str:
    """Return the code of the topic that the dialog has answered; empty for none."""
    return "" if answer == NO_TOPIC else answer


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


def document_dialog(review: Review) -> ChoiceDialog:
    """Return the dialog that asks which document to open; raise StoreError."""
    return ChoiceDialog("Open a document", document_choices(review), review.document.id)


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
