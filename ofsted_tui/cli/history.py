"""The command `history`: what became of one annotation."""

from functools import partial
from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store, text
from ofsted_tui.cli.lookup import annotation_id
from ofsted_tui.cli.output import say, say_json
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.history_text import moment_text, step_lines, title_in, who_text
from ofsted_tui.store.changes import State
from ofsted_tui.store.history import Step

_TOLD = (
    "document_id",
    "start",
    "end",
    "quote",
    "area",
    "topic",
    "direction",
    "quantifier",
    "note",
    "removed_at",
)


@click.command()
@click.argument("annotation", type=text)
@database_option
@json_option
def history(annotation: str, database: Path, as_json: bool) -> None:
    """Show all that was done to ANNOTATION (the beginning of its id), oldest first; also to a removed one."""
    with open_store(database) as store:
        steps = store.history.of(annotation_id(store, annotation, or_removed=True))
        told = [step_lines(step, ilacs_codebook(), partial(title_in, store)) for step in steps]
    if as_json:
        say_json([_facts(step, lines) for step, lines in zip(steps, told, strict=True)])
        return
    for former, step, lines in zip([None, *steps], steps, told, strict=False):
        say(f"{moment_text(step.at)}  {who_text(step, former)}")
        for line in lines:
            say(f"  {line}")


def _facts(step: Step, lines: list[str]) -> dict[str, object]:
    return {
        "at": step.at,
        "reviewer": step.reviewer,
        "session": step.session,
        "kind": step.kind,
        "verb": step.verb,
        "words": lines,
        "before": _told(step.before),
        "after": _told(step.after),
        "decision": step.decision and step.decision["decision"],
    }


def _told(state: State | None) -> dict[str, object] | None:
    return None if state is None else {name: state[name] for name in _TOLD}
