"""The command `structure`: what reading finds in a file or in a document of the database."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from ofsted_tui.cli.common import database_option, json_option, open_store
from ofsted_tui.cli.lookup import document_named
from ofsted_tui.cli.output import complain, say, say_json
from ofsted_tui.cli.structure_facts import Understood, facts
from ofsted_tui.cli.structure_words import outline
from ofsted_tui.importing.batch import Batch
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.formats.file_search import documents_in
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one file or document, or why it was refused."""

    name: str
    understood: Understood | None = None
    refusal: str = ""


@click.command()
@click.argument("names", nargs=-1, required=True, type=click.Path(), metavar="NAME_OR_FILE...")
@database_option
@json_option
def structure(names: tuple[str, ...], database: Path, as_json: bool) -> int:
    """Show what is recognised: kind, days, grades, sections, paragraphs, improvement points.

    A file or folder is read as it is, without any database; any other name means a document of the
    database. With --json one name gives one object, several names or a folder a list in their order. Exit
    code 2: something was refused.
    """
    found: list[Found] = []
    for one in _all_found(names, database):
        found.append(one)
        if one.refusal:
            complain(one.refusal)
        elif not as_json and one.understood is not None:
            _tell(one.understood, is_first=len(found) == 1)
    if as_json:
        answers = [_for_program(one) for one in found]
        say_json(answers[0] if len(answers) == len(names) == 1 else answers)
    return 2 if any(one.refusal for one in found) else 0


def _tell(understood: Understood, *, is_first: bool) -> None:
    if not is_first:
        say("")
    for line in outline(understood, ilacs_codebook()):
        say(line)


def _for_program(found: Found) -> dict[str, object]:
    if found.understood is None:
        return {"file": found.name, "refused": found.refusal}
    return facts(found.understood)


def _all_found(names: tuple[str, ...], database: Path) -> Iterator[Found]:
    with ExitStack() as stack:
        batch = stack.enter_context(Batch(ilacs_codebook()))
        store: Store | None = None
        for name in names:
            if os.path.lexists(name):
                yield from _in_files(batch, name)
                continue
            try:
                store = store or stack.enter_context(open_store(database))
                yield Found(name, _in_store(store, name))
            except UserError as error:
                yield Found(name, refusal=_no_file(name, error))


def _in_files(batch: Batch, name: str) -> Iterator[Found]:
    given = documents_in([name])
    for problem in given.problems:
        yield Found(name, refusal=problem)
    for path in given.files:
        reading = batch.read(path)
        if reading is None or reading.prepared is None:
            yield Found(str(path), refusal=reading.refusal if reading else f"{path} was not read.")
            continue
        prepared = reading.prepared
        details, source = prepared.document.details, prepared.source
        yield Found(str(path), Understood(details, source, prepared.structure, str(path)))


def _in_store(store: Store, name: str) -> Understood:
    details = document_named(store, name)
    source = store.documents.source(details.id)
    if source is None:
        raise NotFoundError(f"The text of {name!r} is not in this database.")
    return Understood(details, source, store.documents.structures.get(details.id))


def _no_file(name: str, error: UserError) -> str:
    return f"{name}: there is no such file, and no such document: {error}"
