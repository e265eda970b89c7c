"""The commands `tag`, `untag`, `place`, `threads` and `thread`: the verbs of the workbench, for a shell."""

from collections.abc import Callable
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    annotation_with,
    answer,
    area_for,
    csv_option,
    database_option,
    document_named,
    force_option,
    json_option,
    open_store,
    session_meant,
    session_option,
    text,
    topic_for,
)
from ofsted_tui.cli.output import complain, say, say_json, say_table
from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep, threads_in_time
from ofsted_tui.export.rows import THREAD_COLUMNS, RowMaker, thread_rows
from ofsted_tui.model.annotation import Annotation, Direction, Quantifier
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.safe_text import counted
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import default_reviewer, session_named
from ofsted_tui.review.placing import Placing, QueueEntry
from ofsted_tui.review.review import check_tag
from ofsted_tui.review.threads import Point, begin_thread, link, relate, remove_thread, set_status, unlink
from ofsted_tui.store import Store

_FIRST_SESSION = "Review"
_STATUSES = [one.value for one in ThreadStatus if one is not ThreadStatus.NOT_MENTIONED]


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
    _tell_tag(annotation_id, status, as_json)


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


@click.command()
@click.argument("annotation_id", metavar="ID", type=text)
@database_option
@json_option
def untag(annotation_id: str, database: Path, as_json: bool) -> None:
    """Remove the annotation whose id is ID, or begins so."""
    with open_store(database) as store:
        annotation = annotation_with(store, annotation_id)
        Review(store, ilacs_codebook(), annotation.session_id).untag(annotation.id)
    _tell_tag(annotation.id, "untagged", as_json)


def _tell_tag(annotation_id: str, status: str, as_json: bool) -> None:
    if as_json:
        say_json({"annotation_id": annotation_id, "status": status})
    else:
        say(annotation_id if status == "tagged" else f"{annotation_id} {status}")


_PLACING_HEADINGS = ("ANNOTATION", "AREA", "STATE", "AGREES", "DECISION", "FORMER", "NEW", "QUOTE")


@click.command()
@click.argument("document", type=text)
@click.argument("annotation", type=text, required=False)
@click.option("--certain", is_flag=True, help="Accept all that are there word for word without a doubt.")
@click.option("--at", nargs=2, type=int, metavar="START END", help="Place ANNOTATION there in the new text.")
@click.option("--leave", is_flag=True, help="Leave ANNOTATION with the former version.")
@session_option
@database_option
@json_option
def place(
    document: str,
    annotation: str | None,
    certain: bool,
    at: tuple[int, int] | None,
    leave: bool,
    session: str | None,
    database: Path,
    as_json: bool,
) -> None:
    """Place a session's annotations of a former version in DOCUMENT, its new version.

    Without ANNOTATION and options it lists where each belongs: same, moved, reworded or gone. With
    ANNOTATION (the beginning of its id) the one is accepted as listed, placed --at, or left.
    """
    if (at or leave) and annotation is None:
        raise click.UsageError("--at and --leave go with one ANNOTATION.")
    if certain + bool(at) + leave + (annotation is not None and not (at or leave)) > 1:
        raise click.UsageError("--certain, --at and --leave do not go together.")
    with open_store(database) as store:
        review = Review(store, ilacs_codebook(), session_meant(store, session).id)
        details = document_named(store, document)
        if details.replaces is None:
            raise UserError(
                f"{details.title!r} [{details.id[:8]}] replaces no document: import it with --replaces."
            )
        review.open_document(details.id)
        placing = Placing(review)
        placing.place()
        if certain:
            complain(f"{placing.accept_certain()} placed")
        elif annotation is not None:
            _decide(placing, _queue_entry(placing, annotation), Passage(*at) if at else None, leave)
        _tell_placing(placing, as_json)


def _decide(placing: Placing, item: QueueEntry, passage: Passage | None, leave: bool) -> None:
    if leave:
        placing.leave(item)
    else:
        placing.accept(item, passage)


def _queue_entry(placing: Placing, prefix: str) -> QueueEntry:
    wanted = prefix.strip().lower()
    found = [item for item in placing.items if wanted and item.annotation.id.startswith(wanted)]
    if len(found) != 1:
        what = "Several annotations begin" if found else "No annotation of the former version begins"
        raise NotFoundError(f"{what} with {prefix!r}.")
    return found[0]


def _tell_placing(placing: Placing, as_json: bool) -> None:
    if as_json:
        say_json([_placing_facts(placing, item) for item in placing.items])
        return
    say_table(_PLACING_HEADINGS, (_placing_row(placing, item) for item in placing.items), long=(7,))
    complain(f"{len(placing.items) - len(placing.undecided)} of {len(placing.items)} decided")


def _placing_facts(placing: Placing, item: QueueEntry) -> dict[str, object]:
    former, passage = item.former, item.passage
    return {
        "annotation_id": item.annotation.id,
        "area_code": item.annotation.area,
        "state": item.placement.state.value,
        "agreement": round(item.placement.agreement, 4),
        "doubt": item.placement.doubt,
        "decision": item.decision.value if item.decision else None,
        "former_start": former.start,
        "former_end": former.end,
        "former_quote": placing.former.text[former.start : former.end],
        "start": passage.start if passage else None,
        "end": passage.end if passage else None,
        "quote": placing.document.text[passage.start : passage.end] if passage else None,
    }


def _placing_row(placing: Placing, item: QueueEntry) -> tuple[object, ...]:
    placement, former, passage = item.placement, item.former, item.passage
    return (
        item.annotation.id[:8],
        item.annotation.area,
        f"{placement.state.value}{'?' if placement.doubt else ''}",
        f"{placement.agreement:.0%}",
        item.decision.value if item.decision else "",
        f"{former.start}-{former.end}",
        f"{passage.start}-{passage.end}" if passage else "",
        placing.former.text[former.start : former.end],
    )


@click.command()
@session_option
@csv_option
@force_option
@database_option
@json_option
def threads(session: str | None, csv_file: Path | None, force: bool, database: Path, as_json: bool) -> None:
    """List the threads, each place in time order with the months between.

    Of a session; without --session, of all.
    """
    with open_store(database) as store:
        session_id = None if session is None else session_named(store, session).id
        found = threads_in_time(store.threads.of(session_id), store.documents.all())
        rows = [
            tuple(row[name] for name in THREAD_COLUMNS)
            for row in thread_rows(found, RowMaker(store, ilacs_codebook()))
        ]
    answer(
        THREAD_COLUMNS,
        rows,
        lambda: _tell_threads(found),
        as_json=as_json,
        csv_file=csv_file,
        force=force,
    )


def _tell_threads(found: list[ThreadInTime]) -> None:
    if not found:
        say("There are no threads yet: f in the workbench begins one.")
    for one in found:
        status = f" · {one.status.label}" if one.status else ""
        say(f"{one.thread.id[:8]}  {one.thread.title}{status}")
        for step in one.steps:
            say(f"  {_when_text(step)}  {step.details.title}: {_step_text(step)}")
            facts = " · ".join(_step_facts(one, step))
            if facts:
                say(f"      {facts}")


def _when_text(step: ThreadStep) -> str:
    months = f" (+{counted(step.months, 'month')})" if step.months else ""
    return f"{step.day.isoformat() if step.day else 'no date   '}{months}"


def _step_text(step: ThreadStep) -> str:
    return " ".join(step.place.quote.split()) if step.place.passage else "does not mention it"


def _step_facts(found: ThreadInTime, step: ThreadStep) -> list[str]:
    facts = [step.place.status.label] if step.place.status else []
    if step.is_claim:
        facts.append("a claim, no finding")
    related = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    if step.place.relation and related is not None:
        facts.append(f"{step.place.relation.value} {related.details.title}: {_step_text(related)[:60]}")
    return [*facts, *([f"note: {step.place.note}"] if step.place.note else [])]


@click.group("thread")
def thread_command() -> None:
    """Begin a thread, link passages to it, say what each says of the point.

    Threads and places are named by the beginning of their id: see ofsted-tui threads --json.
    """


@thread_command.command()
@click.argument("document", type=text)
@click.argument("start", type=int)
@click.argument("end", type=int)
@click.option("--title", type=text, default="", help="What the thread is called.")
@session_option
@database_option
def begin(document: str, start: int, end: int, title: str, session: str | None, database: Path) -> None:
    """Begin a thread with the characters START to END of DOCUMENT; say its id."""
    with open_store(database) as store:
        review = Review(store, ilacs_codebook(), session_meant(store, session).id)
        found = review.get_document(document_named(store, document).id)
        passage = Passage(start, end)
        points = store.documents.structures.improvement_points(found.id)
        is_improvement = any(Passage(one.start, one.end).overlaps(passage) for one in points)
        say(begin_thread(review, Point(found, passage, title, is_improvement=is_improvement)).id)


@thread_command.command("link")
@click.argument("thread", type=text)
@click.argument("document", type=text)
@click.argument("start", type=int, required=False)
@click.argument("end", type=int, required=False)
@click.option("--status", type=click.Choice(_STATUSES), help="What it says of the point.")
@database_option
def link_command(
    thread: str, document: str, start: int | None, end: int | None, status: str | None, database: Path
) -> None:
    """Link the characters START to END of DOCUMENT; without them: the document does not mention the point."""
    if (start is None) != (end is None):
        raise click.UsageError("Give START and END, or neither.")
    passage = None if start is None or end is None else Passage(start, end)
    with open_store(database) as store:
        found = _thread(store, thread)
        review = _review(store, found)
        known = {one.id for one in found.passages}
        details = document_named(store, document)
        wanted = ThreadStatus(status) if status else None
        linked = link(review, found.id, review.get_document(details.id), passage, wanted)
        new = [one.id for one in linked.passages if one.id not in known]
        say(new[0] if new else "already there")


@thread_command.command("status")
@click.argument("place", type=text)
@click.argument("status", type=click.Choice([*_STATUSES, "none"]))
@database_option
def status_command(place: str, status: str, database: Path) -> None:
    """Say what the document says of the point at PLACE."""
    wanted = None if status == "none" else ThreadStatus(status)
    _on_place(database, place, lambda review, found: set_status(review, found.id, wanted))


@thread_command.command("relate")
@click.argument("place", type=text)
@click.argument("relation", type=click.Choice([*(one.value for one in Relation), "none"]))
@click.argument("other", type=text, default="")
@database_option
def relate_command(place: str, relation: str, other: str, database: Path) -> None:
    """Say how PLACE stands to OTHER: supports, contradicts, overstates, omits; or none."""

    def verb(review: Review, found: ThreadPassage) -> object:
        if relation == "none":
            return relate(review, found.id, None)
        return relate(review, found.id, Relation(relation), _thread_place(review.store, other)[1].id)

    _on_place(database, place, verb)


@thread_command.command("unlink")
@click.argument("place", type=text)
@database_option
def unlink_command(place: str, database: Path) -> None:
    """Take PLACE out of its thread; with the last one the thread is gone."""
    _on_place(database, place, lambda review, found: unlink(review, found.id))


@thread_command.command("remove")
@click.argument("thread", type=text)
@database_option
def remove_command(thread: str, database: Path) -> None:
    """Remove a thread with its places."""
    with open_store(database) as store:
        found = _thread(store, thread)
        remove_thread(_review(store, found), found.id)
        say(f"{found.id} removed")


def _on_place(database: Path, place: str, verb: Callable[[Review, ThreadPassage], object]) -> None:
    with open_store(database) as store:
        thread, found = _thread_place(store, place)
        verb(_review(store, thread), found)
        say(f"{found.id} changed")


def _review(store: Store, thread: Thread) -> Review:
    return Review(store, ilacs_codebook(), thread.session_id)


def _thread(store: Store, prefix: str) -> Thread:
    found = [one for one in store.threads.of() if prefix and one.id.startswith(prefix.strip().lower())]
    if len(found) != 1:
        raise NotFoundError(_no_such_text("thread", prefix, len(found)))
    return found[0]


def _thread_place(store: Store, prefix: str) -> tuple[Thread, ThreadPassage]:
    wanted = prefix.strip().lower()
    found = [
        (thread, place)
        for thread in store.threads.of()
        for place in thread.passages
        if wanted and place.id.startswith(wanted)
    ]
    if len(found) != 1:
        raise NotFoundError(_no_such_text("place of a thread", prefix, len(found)))
    return found[0]


def _no_such_text(what: str, prefix: str, number: int) -> str:
    if number:
        return f"Several begin with {prefix!r}: give more of the id."
    return f"There is no {what} {prefix!r}; see ofsted-tui threads --json."
