"""Put the paragraphs of documents into the search index, long ones in parts."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from ofsted_tui.model.document import Document, text_sha256
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Section
from ofsted_tui.reading.segmentation import sentences
from ofsted_tui.store import Store
from ofsted_tui.store.search_index import AROUND, BOILERPLATE, FINDING, IMPROVEMENT, FullText, IndexedPassage

_LONGEST = 2_000
"""The most characters of one passage in the index: a longer paragraph is cut between sentences."""
_WEIGHTS = {Role.IMPROVEMENT: IMPROVEMENT, Role.BOILERPLATE: BOILERPLATE}
_NAME = 24
"""How many characters of the hash make the file's name."""


def index_path(database: Path | None) -> Path | None:
    """Return the path of the search index of a database; None for a database in memory."""
    if database is None:
        return None
    from platformdirs import user_cache_path

    name = text_sha256(str(database.resolve()))[:_NAME]
    return user_cache_path("ofsted-tui", appauthor=False) / "search" / f"{name}.db"


class Indexing:
    """Brings a search index up to date with a store, one document at a time."""

    def __init__(self, store: Store, index: FullText) -> None:
        """Find out what is to be indexed; raise StoreError."""
        self._store = store
        self._index = index
        self._digests = store.documents.digests()
        self._waiting = index.missing(self._digests)
        self.total = len(self._waiting)

    @property
    def left(self) -> int:
        """How many documents are still to be indexed."""
        return len(self._waiting)

    def prepare(self) -> Callable[[], None] | None:
        """Read the next document and return what indexes it, in any thread; None where none is left.

        Raises StoreError; what is returned does too.
        """
        while self._waiting:
            document_id = self._waiting.pop()
            document = self._store.documents.get(document_id)
            if document is not None:
                found = _IndexedDocument(self._store, document)
                return partial(self._index.put, document_id, self._digests[document_id], found.passages())
        return None

    def step(self) -> bool:
        """Index one document; False where none is left. Raises StoreError."""
        work = self.prepare()
        if work is not None:
            work()
        return bool(self._waiting)

    def finish(self) -> None:
        """Index all that is left; raise StoreError."""
        while self.step():
            pass


class _IndexedDocument:
    """What is read of a document in the store's thread, so that any thread can index it."""

    def __init__(self, store: Store, document: Document) -> None:
        structures = store.documents.structures
        self._document = document
        self._sections = structures.sections(document.id)
        self._paragraphs = structures.table(document.id).paragraphs
        self._cuts = structures.cuts(document.id)

    def passages(self) -> Iterator[IndexedPassage]:
        """Yield the passages to index."""
        text = _without_cuts(self._document.text, self._cuts)
        for paragraph in self._paragraphs:
            for chunk in _chunks(text, paragraph.passage):
                yield _passage(self._document, text, self._sections, paragraph, chunk)


def _without_cuts(text: str, cuts: tuple[Passage, ...]) -> str:
    """Return the text with spaces in place of the page breaks within paragraphs; its length stays."""
    parts: list[str] = []
    start = 0
    for cut in cuts:
        parts += [text[start : cut.start], " " * len(cut)]
        start = cut.end
    return "".join([*parts, text[start:]])


def _chunks(text: str, paragraph: Passage) -> Iterator[Passage]:
    if len(paragraph) <= _LONGEST:
        yield paragraph
        return
    start = paragraph.start
    end = start
    for sentence in sentences(text, paragraph):
        if sentence.end - start > _LONGEST and end > start:
            yield from _equal_chunks(Passage(start, end))
            start = sentence.start
        end = sentence.end
    yield from _equal_chunks(Passage(start, paragraph.end))


def _equal_chunks(passage: Passage) -> Iterator[Passage]:
    """Cut a passage by length alone where a "sentence" is far too long to be one."""
    for start in range(passage.start, passage.end, 10 * _LONGEST):
        yield Passage(start, min(passage.end, start + 10 * _LONGEST))


def _passage(
    document: Document, text: str, sections: tuple[Section, ...], paragraph: Paragraph, chunk: Passage
) -> IndexedPassage:
    position = paragraph.section
    section = sections[position] if position is not None and position < len(sections) else None
    area = section.area if section else ""
    if not area and document.details.kind.is_visit:
        area = document.details.focus_area
    around = FINDING if paragraph.carries_findings else AROUND
    return IndexedPassage(
        chunk.start,
        text[chunk.start : chunk.end],
        _WEIGHTS.get(paragraph.role, around),
        paragraph.number,
        paragraph.role.value,
        area,
        paragraph.page,
    )
