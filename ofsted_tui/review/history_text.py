"""The history of one annotation, as it is shown."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo

from ofsted_tui.model.annotation import Direction, Quantifier
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import visible, visible_line, visible_summary
from ofsted_tui.store import Store
from ofsted_tui.store.journal import HistoryStep, State

_DONE = {
    "tag": "tag",
    "untag": "removal",
    "place": "placing in the new version",
    "place all": "placing in the new version",
    "leave": "leaving with the former version",
}
"""What undo and redo call a verb; any other by its own name."""
_KINDS = {"undo": "undone", "redo": "done again"}
_SHORT = 60
"""Notes up to this length are told in one line."""
_EMPTY: State = {"topic": "", "direction": "", "quantifier": "", "note": ""}


def step_lines(step: HistoryStep, codebook: Codebook, title_of: Callable[[str], str]) -> list[str]:
    """Return the lines that show what a step did, fit for a terminal; `title_of` names a document by its id.

    Lines that belong to the one above are indented.
    """
    lines = list(_lines(step, codebook, title_of))
    if step.kind == "do":
        return lines or [visible_line(step.verb)]
    head = f"{_KINDS.get(step.kind, step.kind)}: {_DONE.get(step.verb, step.verb)}"
    return [visible_line(head), *(f"  {line}" for line in lines)]


def _lines(step: HistoryStep, codebook: Codebook, title_of: Callable[[str], str]) -> Iterator[str]:
    before, after = step.before, step.after
    if after is None:
        yield from _decision_lines(step, title_of)
    elif after["removed_at"] is not None:
        yield "removed"
    elif before is None or before["removed_at"] is not None:
        verb = "tagged with" if step.kind == "do" else "there again, tagged with"
        yield f"{verb} {_area(codebook, after)}"
        yield from _differences(_EMPTY, after, codebook)
    else:
        yield from _move(before, after, title_of)
        yield from _differences(before, after, codebook)


def _decision_lines(step: HistoryStep, title_of: Callable[[str], str]) -> Iterator[str]:
    if step.decision is None or step.decision["removed_at"] is not None:
        return
    yield f"left with the former version: {_title(step.decision['former_document_id'], title_of)}"


def _move(before: State, after: State, title_of: Callable[[str], str]) -> Iterator[str]:
    if before["document_id"] != after["document_id"]:
        yield f"placed in another version: {_title(after['document_id'], title_of)}"
    elif (before["start"], before["end"]) == (after["start"], after["end"]):
        return
    yield f"characters: {before['start']}-{before['end']} → {after['start']}-{after['end']}"
    if before["quote"] != after["quote"]:
        yield from _before_and_after("quote", before["quote"], after["quote"])


def _differences(before: State, after: State, codebook: Codebook) -> Iterator[str]:
    """Yield the differences between two states of a tag, a line for each but for a long note."""
    if "area" in before and before["area"] != after["area"]:
        yield f"area: {_area(codebook, before)} → {_area(codebook, after)}"
    for name, label, words in (
        ("topic", "topic", codebook.topic_title),
        ("direction", "direction", _direction),
        ("quantifier", "how many", _quantifier),
    ):
        if before[name] != after[name]:
            shown = (visible_summary(words(one[name])) if one[name] else "none" for one in (before, after))
            yield f"{label}: {' → '.join(shown)}"
    if before["note"] != after["note"]:
        yield from _before_and_after("note", before["note"], after["note"])


def _before_and_after(what: str, before: str, after: str) -> Iterator[str]:
    if all(len(one) <= _SHORT and "\n" not in one for one in (before, after)):
        yield f"{what}: {visible_line(before) or 'none'} → {visible_line(after) or 'none'}"
        return
    yield f"{what} changed"
    for label, text in (("before: ", before), ("after:  ", after)):
        for number, line in enumerate((visible(text) or "none").split("\n")):
            yield f"  {label if number == 0 else ' ' * len(label)}{visible_line(line)}"


def _area(codebook: Codebook, state: State) -> str:
    area = codebook.area_or_unknown(state["area"])
    return visible_line(f"{area.letter} {area.short_title}")


def _direction(value: str) -> str:
    return Direction(value).label if value in set(Direction) else value


def _quantifier(value: str) -> str:
    return Quantifier(value).label if value in set(Quantifier) else value


def _title(document_id: str, title_of: Callable[[str], str]) -> str:
    return f"“{visible_summary(title_of(document_id))}”"


def title_in(store: Store, document_id: str) -> str:
    """Return file and title of a document, by which two versions are told apart; raise StoreError."""
    details = store.documents.details(document_id)
    return f"{details.source or document_id[:8]}: {details.title}" if details else document_id


def moment_text(at: str, zone: tzinfo | None = None) -> str:
    """Return a time in UTC as local date and time (`zone` None: the machine's), with the date in UTC."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:  # a file from someone else
        return visible_summary(at)
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S} ({moment.astimezone(UTC):%Y-%m-%d} UTC)"


def who_text(step: HistoryStep, former: HistoryStep | None) -> str:
    """Return the reviewer, and the session where it is another one than in the step before."""
    is_other = former is not None and former.session != step.session
    return visible_summary(f"{step.reviewer} · in {step.session}" if is_other else step.reviewer)
