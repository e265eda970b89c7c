"""What the places in one document are called (paragraph, section, page), its quotes without page breaks."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.section import Section
from ofsted_tui.model.structure import Structure
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
        section, paragraph = self.names_at(annotation.start)
        return {
            "section": section,
            "paragraph": paragraph,
            "page": self.page_at(annotation.start),
            "quote": self.quote(annotation),
        }

    def names_at(self, offset: int) -> tuple[str, str]:
        """Return the title of the section at an offset and the number of the paragraph, each "" for none."""
        index = self.paragraphs.index_at(offset)
        if index is None:
            return "", ""
        paragraph = self.paragraphs.paragraphs[index]
        section = self._section(paragraph)
        number = None if paragraph.end <= offset else paragraph.number
        return section.title if section else "", "" if number is None else str(number)

    def page_at(self, offset: int) -> str:
        """Return the number of the page at an offset, counted from 1; "" where pages are not known."""
        return str(bisect_right(self.pages, offset) or 1) if self.pages else ""

    def section_at(self, offset: int) -> Section | None:
        """Return the section that the paragraph at an offset belongs to, or None."""
        index = self.paragraphs.index_at(offset)
        return None if index is None else self._section(self.paragraphs.paragraphs[index])

    def _section(self, paragraph: Paragraph) -> Section | None:
        position = paragraph.section
        return None if position is None or position >= len(self.sections) else self.sections[position]

    def quote(self, annotation: Annotation) -> str:
        """Return the quote with one space where a page break stands in it."""
        return self.quote_of(annotation.quote, annotation.passage)

    def quote_of(self, quote: str, passage: Passage) -> str:
        """Return the words of a passage with one space where a page break stands in them."""
        return self.cuts.quote(quote, passage, passage.start) if self.cuts else quote
