"""Share a clock, a store in memory, documents and sessions among tests, away from the user's files."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import settings

from ofsted_tui.importing import opening
from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.review import Review
from ofsted_tui.store import Store

settings.register_profile("here", deadline=None, database=None, derandomize=True)
settings.load_profile("here")

LONGEST = (
    *("test_faults.py", "test_app_faults.py", "test_store_faults.py", "test_key_queue.py", "test_hostile.py"),
    *("test_end_to_end.py", "test_workbench.py", "test_review_machine.py"),
)
"""The files that take the longest: begun first, so that the others fill the time beside them."""


def pytest_collection_modifyitems(items):
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(LONGEST)))


@pytest.fixture(autouse=True)
def _away_from_the_users_files(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("OFSTED_TUI_DB", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OFSTED_TUI_REVIEWER", "Rae")
    monkeypatch.chdir(home)


@pytest.fixture(scope="session", autouse=True)
def _samples_are_read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_samples", cache(opening._samples))
        yield


@pytest.fixture
def clock():
    """Tick one second at each look, from 2026-01-05T09:00:00.000Z."""
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)

    def tick() -> str:
        nonlocal now
        shown, now = now, now + timedelta(seconds=1)
        return shown.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    return tick


@pytest.fixture(scope="session")
def codebook():
    return ilacs_codebook()


@pytest.fixture
def store(clock):
    with Store(None, clock=clock) as opened:
        yield opened


@pytest.fixture
def add_document(store):
    """Keep a text as a document of the store."""

    def add(text: str, title: str = "Letter", framework: str = "2023", **details) -> Document:
        sha256 = text_sha256(text)
        known = DocumentDetails(document_id(sha256), sha256, title, len(text), framework=framework, **details)
        document = Document(known, text)
        with store.action():
            store.documents.add(document, Structure(paragraphs=tuple(paragraphs(text))))
        return document

    return add


@pytest.fixture
def add_session(store):
    """Keep a session on documents; return its id."""

    def add(*documents: Document, name: str = "Review", reviewer: str = "Rae") -> str:
        with store.action():
            return store.sessions.add(name, reviewer, [document.id for document in documents])

    return add


@pytest.fixture
def open_review(store, codebook, add_session):
    """Open a new session on documents."""

    def open_new(*documents: Document, name: str = "Review") -> Review:
        return Review(store, codebook, add_session(*documents, name=name))

    return open_new
