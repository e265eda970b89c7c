"""The command `history`: what became of one annotation."""

from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store, text
from ofsted_tui.cli.output import say, say_json
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.history_words import words_of_moment, words_of_step, words_of_who
from ofsted_tui.store import Store
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
        steps = store.history.of(_id_meant(store, annotation))
        told = [words_of_step(step, ilacs_codebook(), lambda one: _title(store, one)) for step in steps]
    if as_json:
        say_json([_facts(step, lines) for step, lines in zip(steps, told, strict=True)])
        return
    for former, step, lines in zip([None, *steps], steps, told, strict=False):
        say(f"{words_of_moment(step.at)}  {words_of_who(step, former)}")
        for line in lines:
            say(f"  {line}")


def _id_meant(store: Store, prefix: str) -> str:
    wanted = prefix.strip().lower()
    found = store.history.ids_beginning(wanted) if wanted else []
    if len(found) > 1:
        raise NotFoundError(f"Several annotations begin with {prefix!r}: give more of the id.")
    if not found:
        raise NotFoundError(f"There is no annotation {prefix!r}; see ofsted-tui annotations.")
    return found[0]


def _title(store: Store, document_id: str) -> str:
    details = store.documents.details(document_id)
    return f"{details.source or document_id[:8]}: {details.title}" if details else document_id


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
