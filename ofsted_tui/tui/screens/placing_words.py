"""What the placing screen says."""

from difflib import SequenceMatcher

from ofsted_tui.model.paragraph import ParagraphTable
from ofsted_tui.model.passage import Decision, PlacementState
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.review import Change, Review
from ofsted_tui.review.placing import Placing, QueueEntry
from ofsted_tui.tui.screens.review_text import undo_text

_COMPARED = 400
"""Words of a quote that are compared: a longer one is not read in one line anyway."""
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "—": "-"})
PLACINGS = ("place", "place all", "leave")
"""The verbs of the placing screen."""
_DECISIONS = {
    None: "waits for you",
    Decision.ACCEPTED: "✓ placed",
    Decision.REDRAWN: "✓ placed by hand",
    Decision.LEFT: "✓ left with the former version",
}


def queue_text(placing: Placing) -> str:
    """Say how many are decided and what the program found, as "3 of 41 decided · 30 same · 1 gone"."""
    counts = [(placing.count(state), state.value) for state in PlacementState]
    found = [f"{count:,} {name}" for count, name in counts if count]
    total = len(placing.items)
    return " · ".join([f"{total - len(placing.undecided):,} of {total:,} decided", *found])


def end_text(placing: Placing) -> str:
    """Say that everything is decided, and what stays with the former version."""
    left = sum(item.decision is Decision.LEFT for item in placing.items)
    placed = len(placing.items) - left
    stays = "none stays" if not left else "1 stays" if left == 1 else f"{left:,} stay"
    return f"All is decided: {placed:,} placed, {stays} with the former version. esc goes back."


def item_text(review: Review, item: QueueEntry, number: int, total: int) -> str:
    """Say which tag of how many it is, and what it says."""
    tag = item.annotation
    area = review.codebook.area_or_unknown(tag.area)
    parts = [f"{number:,} of {total:,}", f"{area.letter} {area.short_title}"]
    parts += [tag.direction.label] if tag.direction else []
    parts += [review.codebook.topic_title(tag.topic)] if tag.topic else []
    parts += [f"* {visible_summary(tag.note[:400])}"] if tag.note else []
    return visible_line(" · ".join(parts))


def decision_text(item: QueueEntry) -> str:
    """Say what was decided of a tag."""
    return _DECISIONS[item.decision]


def state_text(item: QueueEntry) -> str:
    """Say what became of the passage, how sure that is, and why a look is needed."""
    placement, doubt = item.placement, item.placement.doubt
    percent = int(placement.agreement * 100)
    if placement.state is PlacementState.GONE:
        return "gone: less than half of its words are there. Choose a passage for it, or x leaves it"
    if placement.state is PlacementState.REWORDED:
        words = f"reworded: {percent} % of the words are there" if percent < 100 else "reworded or in doubt"
    elif placement.state is PlacementState.MOVED:
        words = "moved: the same words, in another place"
    else:
        words = "same: word for word"
    return visible_line(f"{words}, but {doubt}: look" if doubt else words)


def difference_text(former: str, later: str) -> str:
    """Say which words differ, as "−has not +had no"; empty where none do.

    How quotation marks and dashes are set is no difference, nor is white space. What differs several
    times is said once.
    """
    old, new = former.split()[:_COMPARED], later.split()[:_COMPARED]
    matcher = SequenceMatcher(None, [_plain(one) for one in old], [_plain(one) for one in new], False)
    parts = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            gone, come = " ".join(old[start:end]), " ".join(new[other_start:other_end])
            parts.append(" ".join(part for part in (gone and f"−{gone}", come and f"+{come}") if part))
    return visible_line(" · ".join(dict.fromkeys(parts)))


def _plain(word: str) -> str:
    return word.translate(_TYPOGRAPHY)


def spot_text(paragraphs: ParagraphTable, offset: int) -> str:
    """Say number and page of the paragraph at an offset, as "¶30 · p. 8"."""
    paragraph = paragraphs.at(offset)
    if paragraph is None:
        return ""
    parts = [f"¶{paragraph.number}"] if paragraph.number else []
    return " · ".join([*parts, *([f"p. {paragraph.page}"] if paragraph.page else [])])


def is_placing(placing: Placing, change: Change) -> bool:
    """Tell whether a change that was undone or redone is a decision of this queue."""
    here = (placing.document.id, placing.former.id)
    return change.verb in PLACINGS and change.document_id in here


def travel_text(placing: Placing, did: str, change: Change) -> str:
    """Say what undo or redo has done; of what is no placing here, where it was too."""
    words = undo_text(did, change)
    if is_placing(placing, change):
        return words
    details = placing.review.store.documents.details(change.document_id)
    where = visible_summary(details.title) if details else "another document"
    back = "ctrl+r does it again" if did == "Undone" else "u takes it back"
    return f"{words}, in “{where}” (an older change, no placing: {back})."
