"""The commands `threads` and `thread`: the points that are followed through the documents."""

from collections.abc import Callable
from pathlib import Path

import click

from ofsted_tui.cli.options import (
    answer,
    csv_option,
    database_option,
    document_named,
    force_option,
    json_option,
    open_store,
    session_meant,
    session_option,
    text,
)
from ofsted_tui.cli.output import say
from ofsted_tui.evidence.threads import ThreadInTime, ThreadStep, threads_in_time
from ofsted_tui.export.rows import THREAD_COLUMNS, RowMaker, thread_rows
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.thread import Relation, Thread, ThreadPassage, ThreadStatus
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import session_named
from ofsted_tui.review.thread_verbs import (
    Point,
    begin_thread,
    link,
    relate,
    remove_thread,
    set_status,
    unlink,
)
from ofsted_tui.store import Store


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
            say(f"  {_when(step)}  {step.details.title}: {_step_text(step)}")
            facts = " · ".join(_step_facts(one, step))
            if facts:
                say(f"      {facts}")


def _when(step: ThreadStep) -> str:
    months = f" (+{step.months} months)" if step.months else ""
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


_STATUSES = [one.value for one in ThreadStatus if one is not ThreadStatus.NOT_MENTIONED]


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
        return relate(review, found.id, Relation(relation), _place(review.store, other)[1].id)

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
        thread, found = _place(store, place)
        verb(_review(store, thread), found)
        say(f"{found.id} changed")


def _review(store: Store, thread: Thread) -> Review:
    return Review(store, ilacs_codebook(), thread.session_id)


def _thread(store: Store, prefix: str) -> Thread:
    found = [one for one in store.threads.of() if prefix and one.id.startswith(prefix.strip().lower())]
    if len(found) != 1:
        raise NotFoundError(_no_such_text("thread", prefix, len(found)))
    return found[0]


def _place(store: Store, prefix: str) -> tuple[Thread, ThreadPassage]:
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
