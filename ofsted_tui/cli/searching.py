"""The command `search`: words found in all documents."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from ofsted_tui.cli.answers import answer, csv_option, force_option
from ofsted_tui.cli.common import database_option, json_option, open_store, session_option, text
from ofsted_tui.cli.lookup import annotation_with, area_anywhere
from ofsted_tui.cli.output import say
from ofsted_tui.cli.progress import ProgressBar
from ofsted_tui.evidence.filters import Filters
from ofsted_tui.evidence.index_place import index_path
from ofsted_tui.evidence.indexing import Indexing
from ofsted_tui.evidence.query import Query, query_like, query_of, topics_in, with_synonyms
from ofsted_tui.evidence.search import Hit, Place, Results, Search
from ofsted_tui.export.csv_file import HIT_COLUMNS, hit_rows
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review.naming import session_named
from ofsted_tui.store import Store
from ofsted_tui.store.full_text import FullText


@click.command()
@click.argument("words", type=text, nargs=-1)
@click.option("--synonyms", is_flag=True, help="Let other words for the topic count as much as yours.")
@click.option("--like", type=text, metavar="ID", help="Find passages like that of this annotation.")
@click.option("--authority", type=text, default="", metavar="NAME", help="Only documents of this authority.")
@click.option("--kind", type=click.Choice([one.value for one in DocumentKind]), help="Only this kind.")
@click.option("--from", "first_year", type=int, metavar="YEAR", help="Only events of this year or later.")
@click.option("--to", "last_year", type=int, metavar="YEAR", help="Only events of this year or earlier.")
@click.option("--area", type=text, metavar="AREA", help="Only places of this area: its code or digit.")
@click.option("--tagged/--untagged", default=None, help="Only what the session has tagged, or has not.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most.")
@session_option
@csv_option
@force_option
@database_option
@json_option
def search(
    words: tuple[str, ...],
    synonyms: bool,
    like: str | None,
    authority: str,
    kind: str | None,
    first_year: int | None,
    last_year: int | None,
    area: str | None,
    tagged: bool | None,
    limit: int,
    session: str | None,
    csv_file: Path | None,
    force: bool,
    database: Path,
    as_json: bool,
) -> int:
    """Search in all documents; a phrase stands in quotes.

    Passages with all words come first, then those with other words for the topic that they name, then those
    with some of the words. Exit code 1: nothing was found.
    """
    codebook = ilacs_codebook()
    if bool(words) == bool(like):
        raise click.UsageError("Give words to search for, or --like with the id of an annotation.")
    with open_store(database) as store, _search(store, session, tagged) as searching:
        filters = Filters(
            _authority(searching, authority),
            kind or "",
            first_year,
            last_year,
            area_anywhere(codebook, area).code if area else "",
            tagged,
        )
        if like:
            annotation = annotation_with(store, like)
            without = Place(annotation.document_id, annotation.passage)
            found = searching.find(query_like(annotation.quote), filters, limit, without)
        else:
            found = searching.find(_query(codebook, words, synonyms), filters, limit)
        answer(
            HIT_COLUMNS,
            hit_rows(found.hits),
            lambda: _tell(found),
            as_json=as_json,
            csv_file=csv_file,
            force=force,
        )
    return 0 if found.hits else 1


@contextmanager
def _search(store: Store, session: str | None, tagged: bool | None) -> Iterator[Search]:
    """Open the index, brought up to the documents that are there."""
    if tagged is not None and session is None:
        raise click.UsageError("--tagged and --untagged go with --session: whose tags?")
    session_id = None if session is None else session_named(store, session).id
    with closing(FullText(index_path(store.path))) as index:
        with ProgressBar() as bar:
            indexing = Indexing(store, index)
            while indexing.step():
                bar.show("indexing documents", indexing.total - indexing.left, indexing.total)
        yield Search(store, index, session_id)


def _query(codebook: Codebook, words: tuple[str, ...], synonyms: bool) -> Query:
    # The shell takes the quotes: several words in one argument were a phrase.
    typed = " ".join(f'"{word}"' if len(words) > 1 and " " in word else word for word in words)
    return with_synonyms(query_of(typed), topics_in(typed, codebook), is_mixed=synonyms)


def _authority(searching: Search, wanted: str) -> str:
    """Return the authority as it is written in the documents; what none bears stays as it is."""
    names = {one.local_authority for one in searching.documents.values()}
    return next((name for name in sorted(names) if name.casefold() == wanted.casefold()), wanted)


def _tell(found: Results) -> None:
    for _, details, hits in found.groups():
        say(f"{details.title}{_when(details)}")
        for hit in hits:
            say(f"  {_where(hit)}  {' '.join(hit.words.split())}")
            say(f"      {_facts(hit)}")
    shown = len(found.hits)
    there = f"; {found.total:,} with {found.by}" if found.total is not None else ", and there are more"
    say(f"{shown} {'passage' if shown == 1 else 'passages'} shown{there}")


def _when(details: DocumentDetails) -> str:
    day = details.event_start or details.letter_date
    return f" · {day.isoformat()}" if day else ""


def _where(hit: Hit) -> str:
    return (
        f"¶{hit.place.number}" if hit.place.number is not None else f"{hit.passage.start}-{hit.passage.end}"
    )


def _facts(hit: Hit) -> str:
    tags = f"tagged {', '.join(tag.area for tag in hit.tags)}" if hit.tags else ""
    return " · ".join(one for one in (hit.by, hit.place.role, hit.place.area, tags) if one)
