"""The command `place`: annotations of a former version of a document placed in its new version."""

from pathlib import Path

import click

from ofsted_tui.cli.common import (
    database_option,
    json_option,
    open_store,
    session_meant,
    session_option,
    text,
)
from ofsted_tui.cli.lookup import document_named
from ofsted_tui.cli.output import complain, say_json, say_table
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.placing import Item, Placing

_HEADINGS = ("ANNOTATION", "AREA", "STATE", "AGREES", "DECISION", "FORMER", "NEW", "QUOTE")


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
            _decide(placing, _item(placing, annotation), Passage(*at) if at else None, leave)
        _show(placing, as_json)


def _decide(placing: Placing, item: Item, passage: Passage | None, leave: bool) -> None:
    if leave:
        placing.leave(item)
    else:
        placing.accept(item, passage)


def _item(placing: Placing, prefix: str) -> Item:
    wanted = prefix.strip().lower()
    found = [item for item in placing.items if wanted and item.annotation.id.startswith(wanted)]
    if len(found) != 1:
        what = "Several annotations begin" if found else "No annotation of the former version begins"
        raise NotFoundError(f"{what} with {prefix!r}.")
    return found[0]


def _show(placing: Placing, as_json: bool) -> None:
    if as_json:
        say_json([_facts(placing, item) for item in placing.items])
        return
    say_table(_HEADINGS, (_row(placing, item) for item in placing.items), long=(7,))
    complain(f"{len(placing.items) - len(placing.undecided)} of {len(placing.items)} decided")


def _facts(placing: Placing, item: Item) -> dict[str, object]:
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


def _row(placing: Placing, item: Item) -> tuple[object, ...]:
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
