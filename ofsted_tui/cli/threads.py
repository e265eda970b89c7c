"""The command `threads`: the points that are followed through the documents."""

from pathlib import Path

import click

from ofsted_tui.cli.answers import answer, csv_option, force_option
from ofsted_tui.cli.common import database_option, json_option, open_store, session_option
from ofsted_tui.cli.output import say
from ofsted_tui.evidence.threads import Step, ThreadInTime, threads_in_time
from ofsted_tui.export.rows import THREAD_COLUMNS, RowMaker, thread_rows
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named


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
        lambda: _tell(found),
        as_json=as_json,
        csv_file=csv_file,
        force=force,
    )


def _tell(found: list[ThreadInTime]) -> None:
    if not found:
        say("There are no threads yet: f in the workbench begins one.")
    for one in found:
        status = f" · {one.status.label}" if one.status else ""
        say(f"{one.thread.id[:8]}  {one.thread.title}{status}")
        for step in one.steps:
            say(f"  {_when(step)}  {step.details.title}: {_words(step)}")
            facts = " · ".join(_facts(one, step))
            if facts:
                say(f"      {facts}")


def _when(step: Step) -> str:
    months = f" (+{step.months} months)" if step.months else ""
    return f"{step.day.isoformat() if step.day else 'no date   '}{months}"


def _words(step: Step) -> str:
    return " ".join(step.place.quote.split()) if step.place.passage else "does not mention it"


def _facts(found: ThreadInTime, step: Step) -> list[str]:
    facts = [step.place.status.label] if step.place.status else []
    if step.is_claim:
        facts.append("a claim, no finding")
    related = next((one for one in found.steps if one.place.id == step.place.related_id), None)
    if step.place.relation and related is not None:
        facts.append(f"{step.place.relation.value} {related.details.title}: {_words(related)[:60]}")
    return [*facts, *([f"note: {step.place.note}"] if step.place.note else [])]
