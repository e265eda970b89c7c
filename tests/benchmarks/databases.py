"""Large databases, made as the program itself makes them: every row by way of the journal."""

import argparse
import getpass
import hashlib
import os
import random
import shutil
import sys
import tempfile
import tomllib
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from ofsted_tui.importing.batch import Prepared, import_file, prepare  # noqa: E402
from ofsted_tui.importing.details import sample_documents  # noqa: E402
from ofsted_tui.model.codebook import Codebook, Edition  # noqa: E402
from ofsted_tui.model.document import Document, document_id, text_sha256  # noqa: E402
from ofsted_tui.model.passage import Passage  # noqa: E402
from ofsted_tui.reading import READING  # noqa: E402
from ofsted_tui.reading.codebook_file import ilacs_codebook  # noqa: E402
from ofsted_tui.reading.formats.sandbox import Extractor  # noqa: E402
from ofsted_tui.resources import data_file  # noqa: E402
from ofsted_tui.review.change import new_annotation  # noqa: E402
from ofsted_tui.store import Store  # noqa: E402
from ofsted_tui.store.journal import RowChange, State  # noqa: E402
from ofsted_tui.store.schema import VERSION  # noqa: E402
from tests.benchmarks.texts import write_text  # noqa: E402 - after the path is set

SESSION = "Bench"
_BATCH = 20_000
"""Annotations in one transaction."""
_AT_ONCE = 3_000_000_000
"""Bytes that have to be free for the largest."""
_ON_TOP = 12
"""Annotations that stand near the beginning of a document, so that its first screen shows some."""
_TOP = 4_000
_AUTHORITY = "Portsmouth"
"""The authority of the samples."""
_SMALLEST, _LARGEST = 8_000, 60_000
"""Characters of the documents of a country."""


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file of this name; it is made where it is missing, and kept for the next run."""
    sources = b"".join(path.read_bytes() for path in (HERE / "texts.py", HERE / "databases.py"))
    mark = hashlib.sha256(sources).hexdigest()[:8]
    name_of_folder = f"ofsted-tui-benchmarks-{getpass.getuser()}-{VERSION}-{mark}"
    folder = Path(tempfile.gettempdir(), name_of_folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    if not path.exists():
        print(f"making {path} ...", file=sys.stderr, flush=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        make(unfinished)
        unfinished.rename(path)
    return path


def session_database(path: Path, size: int, annotations: int, seed: int = 1) -> None:
    """Make a database of one document of so many characters and a session with so many annotations."""
    codebook = ilacs_codebook()
    with tempfile.TemporaryDirectory() as folder, Store(path, create=True) as store:
        details = import_file(store, codebook, write_text(Path(folder), size)).details
        with store.action():
            session_id = store.sessions.add(SESSION, "Rae", [details.id])
        _tag(store, session_id, [details.id], annotations, random.Random(seed))


def country_database(path: Path, documents: int = 2_000, annotations: int = 1_000_000, seed: int = 1) -> None:
    """Make a database of all that is published, with the work of three reviewers in twelve sessions.

    "Bench" opens at the report of `session_database(path, 34_000, 100)`, with as many annotations.
    """
    if shutil.disk_usage(path.parent).free < _AT_ONCE * annotations // 1_000_000:
        raise SystemExit(f"{path.parent}: too little room for the large database")
    chance = random.Random(seed)
    with Store(path, create=True) as store:
        ids = list(_kept(store, documents))
        with store.action():
            sessions = [
                store.sessions.add(f"Review {number}", f"Reviewer {number % 3}", chance.sample(ids, len(ids)))
                for number in range(11)
            ]
            bench = store.sessions.add(SESSION, "Reviewer 0", ids[:5])
        for session_id in sessions:
            _tag(store, session_id, ids, annotations // 11, chance)
        _tag(store, bench, ids[:1], 100, chance)
        _tag(store, bench, ids[1:5], 100, chance)


def reports_database(path: Path, documents: int = 321) -> None:
    """Make a database of as many reports as there are, and a session on one of them."""
    with Store(path, create=True) as store:
        ids = list(_kept(store, documents))
        with store.action():
            store.sessions.add(SESSION, "Rae", ids[:1])


def _kept(store: Store, number: int) -> Iterator[str]:
    """Keep so many documents, each of another authority or with other words at its end; yield their ids."""
    bases, names = _bases(), _names()
    with store.action():
        for index in range(number):
            yield _keep(store, bases[index % len(bases)], names[index % len(names)], index)


def _bases() -> list[Prepared]:
    """Return what documents are made of: the sample report first, a longer one, the longer samples."""
    codebook = ilacs_codebook()
    with tempfile.TemporaryDirectory() as folder, Extractor() as extractor:
        paths = [write_text(Path(folder), size) for size in (1, _LARGEST)]
        paths += [one.path for one in sample_documents()]
        found = [prepare(codebook, path, extractor) for path in paths]
    return list({one.document.id: one for one in found if one.document.details.length >= _SMALLEST}.values())


def _names() -> list[str]:
    """Return the authorities whose names are as long as the samples', so that every offset stays."""
    known = tomllib.loads(data_file("local_authorities.toml").read_text(encoding="utf-8"))["names"]
    return [name for name in known if len(name) == len(_AUTHORITY) and name.isalpha()]


def _keep(store: Store, one: Prepared, name: str, index: int) -> str:
    text = one.document.text[:-8].replace(_AUTHORITY, name) + f"{index:08}"
    sha256 = text_sha256(text)
    former = one.document.details
    details = replace(
        former,
        id=document_id(sha256),
        sha256=sha256,
        title=f"{former.title.replace(_AUTHORITY, name)} {index}",
        local_authority=former.local_authority.replace(_AUTHORITY, name),
        source=f"{index}.txt",
    )
    document = Document(details, text)
    store.documents.add(document, one.structure, replace(one.source, text=text), READING)
    return details.id


def _tag(store: Store, session_id: str, ids: Sequence[str], number: int, chance: random.Random) -> None:
    """Tag so many passages, in batches of one transaction each."""
    states = islice(_states(store, session_id, ids, max(1, -(-number // len(ids))), chance), number)
    session = store.sessions.get(session_id)
    assert session is not None
    while batch := list(islice(states, _BATCH)):
        with store.action():
            for state in batch:
                change = RowChange("annotations", state["id"], None, state)
                store.journal.do("tag", session_id, session.reviewer.id, state["document_id"], [change])


def _states(
    store: Store, session_id: str, ids: Sequence[str], each: int, chance: random.Random
) -> Iterator[State]:
    session, codebook = store.sessions.get(session_id), ilacs_codebook()
    assert session is not None
    for one in ids:
        document = store.documents.get(one)
        assert document is not None
        areas = _areas(codebook, codebook.edition_or_newest(document.details.framework))
        taken: set[tuple[int, str]] = set()
        while len(taken) < each:
            last = _TOP if len(taken) < _ON_TOP else len(document.text)
            start = chance.randrange(last - 300)
            area, topics = chance.choice(areas)
            if (start, area) in taken:
                continue
            taken.add((start, area))
            passage = Passage(start, start + chance.randrange(20, 300))
            now = f"2026-01-05T09:00:00.{len(taken) % 1000:03}Z"
            state = new_annotation(
                document, session, passage, now, area=area, topic="", direction=None, note=""
            )
            yield {
                **state,
                "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                "topic": chance.choice(topics) if topics and chance.random() < 0.3 else "",
                "direction": chance.choice(("", "strength", "improvement", "neutral")),
                "note": "A note on what is said here." if chance.random() < 0.1 else "",
            }


def _areas(codebook: Codebook, edition: Edition) -> list[tuple[str, tuple[str, ...]]]:
    """Return the areas of an edition, each with its topics."""
    topics = ((code, codebook.topics_of(code)) for code in edition.area_codes)
    return [(code, tuple(topic.code for topic in found)) for code, found in topics]


def main() -> None:
    """Make a database by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--annotations", type=int, default=1_000_000)
    chosen = parser.parse_args()
    country_database(chosen.path, chosen.documents, chosen.annotations)


if __name__ == "__main__":
    main()
