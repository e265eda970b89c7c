"""A thread as a picture: its places on a line of time, the months between, and their relations."""

from collections.abc import Iterator, Sequence

from ofsted_tui.evidence.threads import Step, ThreadInTime
from ofsted_tui.export.report.page_parts import shortened, svg, svg_text

_LEFT, _LINE, _HEIGHT = 70, 92, 176
_ARCS = 60
"""The room above for relations."""
_LEAST = 150
"""Pixels between two places, however near they are in time."""
_A_MONTH = 2.2
_MOST = 260


def thread_picture(found: ThreadInTime) -> str:
    """Return the picture of a thread that has places."""
    places = _places(found.steps)
    width = round(places[-1] + _LEFT + 40)
    described = "; ".join(_described(found, step) for step in found.steps)
    title = f"The thread “{shortened(found.thread.title, 60)}” in time"
    if any(step.place.relation for step in found.steps):
        return svg(width, _HEIGHT, title, described, _parts(found, places))
    lower = (f'<g transform="translate(0,-{_ARCS})">', *_parts(found, places), "</g>")
    return svg(width, _HEIGHT - _ARCS, title, described, lower)


def status_of(step: Step) -> str:
    """Return the status of a place in words."""
    return step.place.status.label if step.place.status else "no status"


def when_of(step: Step) -> str:
    """Return the day of a place in few words."""
    return f"{step.day.day} {step.day:%b %Y}" if step.day else "no date"


def _described(found: ThreadInTime, step: Step) -> str:
    months = f", {step.months} months later" if step.months else ""
    claim = ", a claim and no finding" if step.is_claim else ""
    other = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    relation = (
        f", {step.place.relation.value} that of {when_of(other)}" if step.place.relation and other else ""
    )
    return f"{when_of(step)}{months}: {step.details.kind.label}, {status_of(step)}{claim}{relation}"


def _places(steps: Sequence[Step]) -> list[float]:
    """Return where each place stands: by the months between, but never too near or too far."""
    x = float(_LEFT)
    found = [x]
    for step in steps[1:]:
        x += max(_LEAST, min(_MOST, _A_MONTH * (step.months or 0)))
        found.append(x)
    return found


def _parts(found: ThreadInTime, places: Sequence[float]) -> Iterator[str]:
    yield f'<path class="edge" d="M{places[0]:g} {_LINE}H{places[-1]:g}"/>'
    for at, (step, x) in enumerate(zip(found.steps, places, strict=True)):
        if at and step.months:
            yield svg_text(
                (places[at - 1] + x) / 2, _LINE - 8, f"{step.months} months", "small soft", "middle"
            )
        yield _mark(step, x)
        yield svg_text(x, _LINE + 28, when_of(step), "strong", "middle")
        yield svg_text(x, _LINE + 45, step.details.kind.label, "soft small", "middle")
        yield svg_text(
            x, _LINE + 62, f"{status_of(step)}{' · claim' if step.is_claim else ''}", "small", "middle"
        )
    yield from _relations(found, places)


def _mark(step: Step, x: float) -> str:
    if step.place.passage is None:
        return f'<path class="edge" d="M{x - 6:g} {_LINE - 6}l12 12m0 -12l-12 12"/>'
    if step.is_claim:
        place = f'x="{x - 7:g}" y="{_LINE - 7}" width="14" height="14"'
        return f'<rect class="mark" {place} stroke-dasharray="3 2"/>'
    return f'<circle class="mark" cx="{x:g}" cy="{_LINE}" r="8"/>'


def _relations(found: ThreadInTime, places: Sequence[float]) -> Iterator[str]:
    at = {step.place.id: x for step, x in zip(found.steps, places, strict=True)}
    for step in found.steps:
        place = step.place
        if place.relation is None or place.related_id not in at:
            continue
        start, end = at[place.id], at[place.related_id]
        middle = (start + end) / 2
        yield f'<path class="edge" d="M{start:g} {_LINE - 12}Q{middle:g} 12 {end:g} {_LINE - 12}"/>'
        tip = 5 if start > end else -5
        yield f'<path class="edge" d="M{end:g} {_LINE - 12}l{tip} -8m{-tip} 8l{2 * tip} -3"/>'
        yield svg_text(middle, 34, place.relation.value, "strong", "middle")
