"""Large databases, made as the program itself makes them: every row by way of the journal."""

import argparse
import getpass
import hashlib
import os
import random
import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.texts import write_text  # noqa: E402 - after the path is set
from ofsted_tui.importing import import_file  # noqa: E402
from ofsted_tui.importing.files import Prepared, prepare  # noqa: E402
from ofsted_tui.model.document import Document, document_id, text_sha256  # noqa: E402
from ofsted_tui.model.passage import Passage  # noqa: E402
from ofsted_tui.reading.codebook_file import ilacs_codebook  # noqa: E402
from ofsted_tui.reading.formats.extraction import Extractor  # noqa: E402
from ofsted_tui.reading.samples import sample_documents  # noqa: E402
from ofsted_tui.reading.version import READING  # noqa: E402
from ofsted_tui.review.rows import new_annotation  # noqa: E402
from ofsted_tui.store import Store  # noqa: E402
from ofsted_tui.store.changes import RowChange, State  # noqa: E402

SESSION = "Bench"
_BATCH = 20_000
"""Annotations in one transaction."""
_AT_ONCE = 2_000_000_000
"""Bytes that have to be free for the largest."""


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """Return a file of this name; it is made where it is missing, and kept for the next run."""
    sources = b"".join(path.read_bytes() for path in (HERE / "texts.py", HERE / "databases.py"))
    mark = hashlib.sha256(sources).hexdigest()[:8]
    folder = Path(tempfile.gettempdir(), f"ofsted-tui-benchmarks-{getpass.getuser()}-{mark}")
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
    """Make a database of all that is published, with the work of three reviewers in twelve sessions."""
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
        _tag(store, bench, ids[:5], 200, chance)


def _kept(store: Store, number: int) -> Iterator[str]:
    """Keep so many documents, each a sample with other words at its end; yield their ids."""
    with Extractor() as extractor:
        samples = [prepare(ilacs_codebook(), one.path, extractor) for one in sample_documents()]
    with store.action():
        for index in range(number):
            yield _keep(store, samples[index % len(samples)], index)


def _keep(store: Store, one: Prepared, index: int) -> str:
    text = one.document.text[:-8] + f"{index:08}"
    sha256 = text_sha256(text)
    details = replace(
        one.document.details,
        id=document_id(sha256),
        sha256=sha256,
        title=f"{one.document.details.title} {index}",
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
    session = store.sessions.get(session_id)
    assert session is not None
    for one in ids:
        document = store.documents.get(one)
        assert document is not None
        edition = ilacs_codebook().edition_or_newest(document.details.framework)
        taken: set[tuple[int, str]] = set()
        while len(taken) < each:
            start = chance.randrange(len(document.text) - 300)
            area = chance.choice(edition.area_codes)
            if (start, area) in taken:
                continue
            taken.add((start, area))
            passage = Passage(start, start + chance.randrange(20, 300))
            state = new_annotation(
                document, session, passage, area, f"2026-01-05T09:00:00.{len(taken) % 1000:03}Z"
            )
            yield {
                **state,
                "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                "direction": chance.choice(("", "strength", "improvement", "neutral")),
                "note": "A note on what is said here." if chance.random() < 0.1 else "",
            }


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
