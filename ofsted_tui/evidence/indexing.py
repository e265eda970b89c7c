"""What of a document goes into the index for searching: its paragraphs, long ones in parts."""

from collections.abc import Iterator

from ofsted_tui.model.document import Document
from ofsted_tui.model.paragraph import Paragraph, Role
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.section import Section
from ofsted_tui.reading.sentences import sentences
from ofsted_tui.store import Store
from ofsted_tui.store.full_text import AROUND, BOILERPLATE, FINDING, IMPROVEMENT, FullText, IndexedPassage

_LONGEST = 2_000
"""Characters of a passage in the index: a longer paragraph goes in by its sentences."""
_WEIGHTS = {Role.IMPROVEMENT: IMPROVEMENT, Role.BOILERPLATE: BOILERPLATE}


class Indexing:
    """Brings an index up to the documents of a store, one document at a time."""

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

    def step(self) -> bool:
        """Index one document; False where none is left. Raises StoreError."""
        if not self._waiting:
            return False
        document_id = self._waiting.pop()
        document = self._store.documents.get(document_id)
        if document is not None:
            found = indexed_passages(self._store, document)
            self._index.put(document_id, self._digests[document_id], found)
        return bool(self._waiting)

    def finish(self) -> None:
        """Index all that is left; raise StoreError."""
        while self.step():
            pass


def indexed_passages(store: Store, document: Document) -> Iterator[IndexedPassage]:
    """Yield the passages of a document as they are indexed; raise StoreError."""
    structures = store.documents.structures
    sections = structures.sections(document.id)
    text = _without_cuts(document.text, structures.cuts(document.id))
    for paragraph in structures.paragraphs(document.id):
        for part in _parts(text, paragraph.passage):
            yield _passage(document, text, sections, paragraph, part)


def _without_cuts(text: str, cuts: tuple[Passage, ...]) -> str:
    """Return the text, as long as it is, with plain spaces where pages are cut."""
    parts: list[str] = []
    start = 0
    for cut in cuts:
        parts += [text[start : cut.start], " " * len(cut)]
        start = cut.end
    return "".join([*parts, text[start:]])


def _parts(text: str, paragraph: Passage) -> Iterator[Passage]:
    if len(paragraph) <= _LONGEST:
        yield paragraph
        return
    start = paragraph.start
    end = start
    for sentence in sentences(text, paragraph):
        if sentence.end - start > _LONGEST and end > start:
            yield from _cut(Passage(start, end))
            start = sentence.start
        end = sentence.end
    yield from _cut(Passage(start, paragraph.end))


def _cut(passage: Passage) -> Iterator[Passage]:
    """Cut what is no sentence anybody wrote: it would fill the screen and the memory."""
    for start in range(passage.start, passage.end, 10 * _LONGEST):
        yield Passage(start, min(passage.end, start + 10 * _LONGEST))


def _passage(
    document: Document, text: str, sections: tuple[Section, ...], paragraph: Paragraph, part: Passage
) -> IndexedPassage:
    position = paragraph.section
    section = sections[position] if position is not None and position < len(sections) else None
    area = section.area if section else ""
    if not area and document.details.kind.is_visit:
        area = document.details.focus_area
    around = FINDING if paragraph.carries_findings else AROUND
    return IndexedPassage(
        part.start,
        text[part.start : part.end],
        _WEIGHTS.get(paragraph.role, around),
        paragraph.number,
        paragraph.role.value,
        area,
        paragraph.page,
    )
