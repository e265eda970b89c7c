"""What the places in one document are called (paragraph, section, page), its quotes without page breaks."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.structure import Section, Structure
from ofsted_tui.store import Store
from ofsted_tui.store.past import Past


@dataclass(frozen=True, slots=True)
class Places:
    """The paragraphs, sections and pages of one document."""

    paragraphs: ParagraphTable
    sections: tuple[Section, ...]
    pages: tuple[int, ...]
    cuts: Cuts

    @classmethod
    def none(cls) -> Self:
        """Return the places of a document without any."""
        return cls(ParagraphTable(()), (), (), Cuts())

    @classmethod
    def of(cls, store: Store, document_id: str, past: Past | None = None) -> Self:
        """Read the places of a document of the store, as they are called or were called in the past."""
        former = past.structure(document_id) if past else None
        if former is not None:
            return cls.in_structure(former, store.documents.pages(document_id))
        structures = store.documents.structures
        paragraphs = structures.paragraphs(document_id)
        cuts = Cuts([cut for paragraph in paragraphs for cut in paragraph.cuts])
        pages = store.documents.pages(document_id)
        return cls(ParagraphTable(paragraphs), structures.sections(document_id), pages, cuts)

    @classmethod
    def in_structure(cls, structure: Structure, pages: tuple[int, ...]) -> Self:
        """Return the places as a structure has them."""
        cuts = Cuts([cut for paragraph in structure.paragraphs for cut in paragraph.cuts])
        return cls(ParagraphTable(structure.paragraphs), structure.sections, pages, cuts)

    def cells(self, annotation: Annotation) -> dict[str, str]:
        """Return the cells that say where an annotation is, and its quote as a reader sees it."""
        section = self.section_at(annotation.start)
        return {
            "section": section.title if section else "",
            "paragraph": self._number(annotation.start),
            "page": str(bisect_right(self.pages, annotation.start) or 1) if self.pages else "",
            "quote": self.quote(annotation),
        }

    def section_at(self, offset: int) -> Section | None:
        """Return the section that the paragraph at an offset belongs to, or None."""
        index = self.paragraphs.index_at(offset)
        position = None if index is None else self.paragraphs.paragraphs[index].section
        return None if position is None or position >= len(self.sections) else self.sections[position]

    def _number(self, offset: int) -> str:
        paragraph = self.paragraphs.at(offset)
        return "" if paragraph is None or paragraph.number is None else str(paragraph.number)

    def quote(self, annotation: Annotation) -> str:
        """Return the quote with one space where a page break stands in it."""
        return self.cuts.quote(annotation.quote, annotation.passage, annotation.start)
