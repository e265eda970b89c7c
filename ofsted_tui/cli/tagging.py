"""The commands `tag` and `untag`: the verbs of the workbench, for a shell."""

from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store, session_option, text
from ofsted_tui.cli.lookup import annotation_with, area_for, document_named, topic_for
from ofsted_tui.cli.output import say, say_json
from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.quantifier import Quantifier
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import default_reviewer, session_named
from ofsted_tui.review.review import check_tag
from ofsted_tui.store import Store

_FIRST_SESSION = "Review"


@click.command()
@click.argument("document", type=text)
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.argument("area", type=text)
@click.option("--topic", type=text, default="", help="A topic of the area, by title or code.")
@click.option("--direction", type=click.Choice([one.value for one in Direction]), help="What it says.")
@click.option(
    "--quantifier",
    type=click.Choice([one.value for one in Quantifier]),
    help="How many it speaks of; without it, as the words say.",
)
@click.option("--note", type=text, default="", help="A comment.")
@session_option
@database_option
@json_option
def tag(
    document: str,
    start: int,
    end: int,
    area: str,
    topic: str,
    direction: str | None,
    quantifier: str | None,
    note: str,
    session: str | None,
    database: Path,
    as_json: bool,
) -> None:
    """Tag the characters START to END of DOCUMENT with AREA (a code or a digit).

    Offsets count characters from 0, END not included, as the CSV gives them. Without --session the tag
    goes to the session opened last that holds the document.
    """
    codebook = ilacs_codebook()
    with open_store(database) as store:
        details = document_named(store, document)
        found_area = area_for(codebook, details, area)
        topic_code = topic_for(codebook, found_area, topic) if topic else ""
        passage = Passage(start, end)
        # All is checked before a session is touched: a refused tag leaves nothing behind.
        check_tag(codebook, details, passage, found_area, topic_code)
        review = Review(store, codebook, _session_for(store, details.id, session))
        review.open_document(details.id)
        change = review.tag(
            passage,
            found_area,
            topic=topic_code,
            direction=Direction(direction) if direction else None,
            note=note,
        )
        status = "tagged"
        if change.before is not None:
            status = _changed(review, change.before, topic_code, direction, note)
        annotation_id = change.after.id if change.after else ""
        if quantifier and change.after and change.after.quantifier != quantifier:
            review.set_quantifier(annotation_id, Quantifier(quantifier))
            status = "tagged" if change.before is None else "already there, changed"
    _answer(annotation_id, status, as_json)


@click.command()
@click.argument("annotation_id", metavar="ID", type=text)
@database_option
@json_option
def untag(annotation_id: str, database: Path, as_json: bool) -> None:
    """Remove the annotation whose id is ID, or begins so."""
    with open_store(database) as store:
        annotation = annotation_with(store, annotation_id)
        Review(store, ilacs_codebook(), annotation.session_id).untag(annotation.id)
    _answer(annotation.id, "untagged", as_json)


def _changed(review: Review, there: Annotation, topic: str, direction: str | None, note: str) -> str:
    """Give an annotation that is there already what was said this time; return what came of it."""
    changes = []
    if topic:
        changes.append(review.set_topic(there.id, topic))
    if direction:
        changes.append(review.set_direction(there.id, Direction(direction)))
    if note:
        changes.append(review.set_note(there.id, note))
    return "already there, changed" if any(one.before != one.after for one in changes) else "already there"


def _session_for(store: Store, document_id: str, wanted: str | None) -> str:
    """Return the session to tag in, with the document in it; made where there is none."""
    sessions = [session_named(store, wanted)] if wanted is not None else store.sessions.all()
    if not sessions:
        with store.action():
            return store.sessions.add(_FIRST_SESSION, default_reviewer(), [document_id])
    session = next((one for one in sessions if document_id in one.document_ids), sessions[0])
    if document_id not in session.document_ids:
        with store.action():
            store.sessions.add_document(session.id, document_id)
    return session.id


def _answer(annotation_id: str, status: str, as_json: bool) -> None:
    if as_json:
        say_json({"annotation_id": annotation_id, "status": status})
    else:
        say(annotation_id if status == "tagged" else f"{annotation_id} {status}")
