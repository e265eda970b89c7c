"""What the screens of threads show and say."""

from collections.abc import Callable, Sequence

from ofsted_tui.evidence.search import kwic
from ofsted_tui.evidence.threads import DocumentProposals, Proposal, ThreadInTime, ThreadStep
from ofsted_tui.model.thread import Relation, ThreadPassage
from ofsted_tui.tui.screens.choice_dialog import Choice
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.widgets.row_list import ListItem, StyledText
from ofsted_tui.tui.widgets.side_by_side import Panel

NO_RELATION = "-"
"""What the dialog answers for no relation."""
Draw = Callable[[int], Sequence[StyledText]]


def panels_of(found: ThreadInTime) -> list[Panel]:
    """Return the places of a thread in time order, each as a panel."""
    return [_panel(found, step) for step in found.steps]


def _panel(found: ThreadInTime, step: ThreadStep) -> Panel:
    place = step.place
    months = "" if step.months is None else f"  +{step.months} months"
    status = place.status.label if place.status else "no status"
    facts = " · ".join(one for one in (status, relation_text(found, place), place.note and "*") if one)
    kind = f"{step.details.kind.label}{' · a claim' if step.is_claim else ''}"
    text = place.quote if place.passage else "The document does not mention it."
    return Panel(f"{day_text(step.details)}{months}", kind, facts, text)


def relation_text(found: ThreadInTime, place: ThreadPassage) -> str:
    """Say how a place stands to another, as "overstates 15 May 2023"; nothing where it does not."""
    other = next((one for one in found.steps if one.place.id == place.related_id), None)
    return f"{place.relation.value} {day_text(other.details)}" if place.relation and other else ""


def marked_place_text(found: ThreadInTime, index: int) -> tuple[str, str]:
    """Say which place is marked and where it stands, and its note."""
    if not found.steps:
        return "", ""
    step = found.steps[index]
    where = f"place {index + 1} of {len(found.steps)}: {step.details.title}"
    return where, f"* {step.place.note}" if step.place.note else ""


def proposal_items(proposed: Sequence[DocumentProposals]) -> list[ListItem]:
    """Return the rows of the proposals, by document in time order; one without any has a row as well."""
    items: list[ListItem] = []
    for one in proposed:
        items.append(ListItem(None, _document_heading(one)))
        items += [ListItem(proposal, _proposal_row(proposal)) for proposal in one.proposals]
        if not one.proposals:
            items.append(ListItem(one, _nothing))
    return items


def _document_heading(proposed: DocumentProposals) -> Draw:
    months = proposed.months
    when = "" if months is None else "the same time" if not months else _months(months)
    details = proposed.details
    parts = (day_text(details), details.kind.label, details.local_authority, when)
    facts = " · ".join(part for part in parts if part)

    def draw(_width: int) -> Sequence[StyledText]:
        return [StyledText(facts, "strong")]

    return draw


def _months(months: int) -> str:
    return f"{abs(months)} months {'later' if months > 0 else 'earlier'}"


def _proposal_row(proposal: Proposal) -> Draw:
    hit = proposal.hit
    place = f"¶{hit.place.number}" if hit.place.number is not None else ""
    back = "↶ " if proposal.looks_back else "  "

    def draw(width: int) -> Sequence[StyledText]:
        words = hit.words.replace("\n", " ").replace("\t", " ")
        stretches = kwic(words, hit.marks, max(0, width - 9))
        found = (StyledText(one.text, "hit" if one.is_found else "base") for one in stretches)
        return [StyledText(f" {back}{place:<5} ", "faint"), *found]

    return draw


def _nothing(_width: int) -> Sequence[StyledText]:
    return [StyledText("   nothing here reads like it (5: not mentioned)", "faint")]


def proposal_text(proposal: Proposal) -> str:
    """Say where a proposal stands, and why it is one."""
    hit = proposal.hit
    number = f"¶{hit.place.number}" if hit.place.number is not None else hit.place.role
    back = "looks back to an earlier inspection" if proposal.looks_back else ""
    claim = "a claim, no finding" if hit.details.kind.is_claim else ""
    because = ", ".join(proposal.because[:8])
    return " · ".join(one for one in (number, claim, back, f"for: {because}" if because else "") if one)


def relation_choices(found: ThreadInTime, index: int) -> list[Choice]:
    """Return each relation to each other place of a thread, and the choice of none."""
    own = found.steps[index]
    others = [step for step in found.steps if step is not own]
    choices = [
        Choice(
            f"{relation.value} {other.place.id}", _relation_title(relation, other), day_text(other.details)
        )
        for relation in Relation
        for other in others
    ]
    return [*choices, Choice(NO_RELATION, "no relation")]


def _relation_title(relation: Relation, other: ThreadStep) -> str:
    quote = " ".join(other.place.quote.split())[:44] or other.details.title[:44]
    return f"{relation.value}: “{quote}…”"
