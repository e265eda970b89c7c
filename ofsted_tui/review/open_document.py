"""The document that is open: what stands at a place of it, and what belongs there."""

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.annotation_index import AnnotationIndex
from ofsted_tui.model.codebook import Codebook, Edition
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.document import Document
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.section import Section
from ofsted_tui.review.suggestion import Suggestion, in_edition, suggested_area


class OpenDocument:
    """A document with what reading found in it and what a session has made of it."""

    codebook: Codebook
    document: Document
    annotations: AnnotationIndex
    paragraphs: ParagraphTable
    sections: tuple[Section, ...]
    cuts: Cuts

    @property
    def edition(self) -> Edition:
        """The edition of the codebook that the open document belongs to."""
        return self.codebook.edition_or_newest(self.document.details.framework)

    def tags_at(self, passage: Passage) -> list[Annotation]:
        """Return the annotations that touch the passage, the closest in size and place first."""
        start, end = passage.start, passage.end
        in_reading_order = self.annotations.touching(passage)
        return sorted(in_reading_order, key=lambda one: abs(one.start - start) + abs(one.end - end))

    def section_at(self, offset: int) -> Section | None:
        """Return the section that the paragraph at `offset` belongs to, or None."""
        position = self.paragraphs.section_at(offset)
        return None if position is None or position >= len(self.sections) else self.sections[position]

    def suggestion_at(self, offset: int) -> Suggestion:
        """Return the area that belongs to a place, and why."""
        section = self.section_at(offset)
        return suggested_area(self.codebook, self.edition, self.document.details, section)

    def is_against_section(self, annotation: Annotation) -> bool:
        """Tell whether an annotation's area is another than that of the section it stands in."""
        section = self.section_at(annotation.start)
        if section is None or not section.area:
            return False
        area = in_edition(self.codebook, self.edition, section.area)
        return area is not None and area.code != annotation.area

    def quote(self, passage: Passage) -> str:
        """Return the words of a passage of the open document, with no page break in them."""
        return self.cuts.quote(self.document.text, passage)
