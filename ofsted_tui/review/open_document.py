"""The open document of a session: its text, structure, annotations and what is accounted for."""

from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ofsted_tui.model.annotation import Annotation, AnnotationIndex
from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea
from ofsted_tui.model.document import Document, DocumentDetails
from ofsted_tui.model.paragraph import Accounting, Role
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.structure import Section
from ofsted_tui.store import Store
from ofsted_tui.store.journal import State

if TYPE_CHECKING:
    from ofsted_tui.reading.language.cues import DirectionSuggestion

_KEPT_SUGGESTIONS = 1_000


class AreaSuggestion(NamedTuple):
    """The area that belongs to a place; None where there is none."""

    area: JudgementArea | None
    because: str
    """Why this area, or why none, in words."""


class OpenDocument:
    """A document with its structure, and the annotations and read marks of one session.

    It holds what was read from the store. After a verb of this session `replace` and `set_read_mark` update
    it; `reload` reads what other programs have changed.
    """

    annotations: AnnotationIndex
    read_marks: dict[Passage, State]
    """The rows of the read marks by passage."""

    def __init__(self, store: Store, codebook: Codebook, session_id: str, document: Document) -> None:
        """Read structure, annotations and read marks of a document; raise StoreError."""
        structures = store.documents.structures
        self.document = document
        self.edition = codebook.edition_or_newest(document.details.framework)
        """The edition of the codebook that the document belongs to."""
        self.last_change = store.documents.last_change(document.id)
        """The number of the last journal entry about the document that is reflected here."""
        self.paragraphs = structures.table(document.id)
        self.cuts = Cuts(structures.cuts(document.id))
        self.sections: tuple[Section, ...] = structures.sections(document.id)
        self._store, self._codebook, self._session_id = store, codebook, session_id
        self._direction = lru_cache(_KEPT_SUGGESTIONS)(partial(direction_in, document))
        self.reload()

    def reload(self) -> None:
        """Read annotations and read marks anew; raise StoreError."""
        annotations = AnnotationIndex(self._store.annotations.of(self._session_id, self.document.id))
        self.read_marks = self._store.read_marks.of(self._session_id, self.document.id)
        self.annotations = annotations
        self._accounting: Accounting | None = None
        # Marks on what was a paragraph of its own before a page break in it was healed.
        self._odd_marks = [mark for mark in self.read_marks if not self._is_paragraph(mark)]

    def _is_paragraph(self, passage: Passage) -> bool:
        found = self.paragraphs.at(passage.start)
        return found is not None and found.passage == passage

    def replace(self, before: Annotation | None, after: Annotation | None) -> None:
        """Replace an annotation (None: new) by its new state (None: removed), if it is of this document."""
        here = [one for one in (before, after) if one is not None and one.document_id == self.document.id]
        if after in here:
            self.annotations.add(after)
        elif here:
            self.annotations.remove(here[0].id)
        for one in here:
            self._account(one.passage)

    def set_read_mark(self, passage: Passage, row: State | None) -> None:
        """Set the row of the read mark on a passage; None removes it."""
        self.read_marks.pop(passage, None)
        self._odd_marks = [mark for mark in self._odd_marks if mark != passage]
        if row is not None:
            self.read_marks[passage] = row
            self._odd_marks += [] if self._is_paragraph(passage) else [passage]
        self._account(passage)

    def mark_over(self, passage: Passage) -> Passage:
        """Return the passage whose mark makes a paragraph read: an older one over it, else itself."""
        return next((mark for mark in self._odd_marks if mark.overlaps(passage)), passage)

    def is_read(self, passage: Passage) -> bool:
        """Tell whether the paragraph was marked read with nothing to tag."""
        return passage in self.read_marks or any(mark.overlaps(passage) for mark in self._odd_marks)

    @property
    def accounting(self) -> Accounting:
        """Which paragraphs are accounted for; worked out when it is first asked for."""
        if self._accounting is None:
            touched = chain((one.passage for one in self.annotations), self.read_marks)
            self._accounting = Accounting(self.paragraphs, touched)
        return self._accounting

    def _account(self, passage: Passage) -> None:
        if self._accounting is not None:
            self._accounting.update(passage, self._is_accounted)

    def _is_accounted(self, passage: Passage) -> bool:
        return self.is_read(passage) or self.annotations.touches(passage)

    def next_open(self, offset: int, step: int = 1) -> Passage | None:
        """Return the next (step 1) or previous (-1) paragraph from `offset` that is not accounted for."""
        found = self.accounting.next_open(offset) if step > 0 else self.accounting.previous_open(offset)
        return None if found is None else found.passage

    def next_section(self, offset: int, step: int = 1) -> int | None:
        """Return where the findings of the next (step 1) or previous (-1) section from `offset` begin."""
        paragraph = self.paragraphs.at(offset)
        here = paragraph.start if paragraph else offset
        starts = [self._start_of_findings(section) for section in self.sections]
        if step > 0:
            return min((at for at in starts if at > here), default=None)
        return max((at for at in starts if at < here), default=None)

    def _start_of_findings(self, section: Section) -> int:
        following = self.paragraphs.starting_after(section.end)
        return following.start if following and following.start < section.until else section.start

    def tags_at(self, passage: Passage) -> list[Annotation]:
        """Return the annotations that touch the passage, the closest in size and place first."""
        start, end = passage.start, passage.end
        in_reading_order = self.annotations.touching(passage)
        return sorted(in_reading_order, key=lambda one: abs(one.start - start) + abs(one.end - end))

    def section_at(self, offset: int) -> Section | None:
        """Return the section that the paragraph at `offset` belongs to, or None."""
        position = self.paragraphs.section_at(offset)
        return None if position is None or position >= len(self.sections) else self.sections[position]

    def suggestion_at(self, offset: int) -> AreaSuggestion:
        """Return the area that belongs to a place, and why."""
        section = self.section_at(offset)
        return suggested_area(self._codebook, self.edition, self.document.details, section)

    def suggested_direction(self, annotation: Annotation) -> "DirectionSuggestion | None":
        """Return the direction that the wording of an annotation's passage suggests; None: not clear."""
        paragraph = self.paragraphs.at(annotation.start)
        in_improvement = paragraph is not None and paragraph.role is Role.IMPROVEMENT
        return self._direction(annotation.passage, in_improvement)

    def is_against_section(self, annotation: Annotation) -> bool:
        """Tell whether an annotation's area is another than that of the section it stands in."""
        section = self.section_at(annotation.start)
        if section is None or not section.area:
            return False
        area = in_edition(self._codebook, self.edition, section.area)
        return area is not None and area.code != annotation.area

    def quote(self, passage: Passage) -> str:
        """Return the text of a passage with a space for each page break in it."""
        return self.cuts.quote(self.document.text, passage)


def suggested_area(
    codebook: Codebook, edition: Edition, details: DocumentDetails, section: Section | None
) -> AreaSuggestion:
    """Return the area of the section, or else the one that a letter's scope names.

    A visit's letter has no graded sections: only where what the visit looked at names one single area does
    it suggest that, under the edition then in force (until 2022 care leavers were judged with children in
    care).
    """
    if not details.kind.is_ilacs:
        return AreaSuggestion(None, f"this {details.kind.label} is no ILACS document: tag with a digit")
    if section is not None and section.area:
        area = in_edition(codebook, edition, section.area)
        if area is not None:
            return AreaSuggestion(area, f"the section “{section.title}”")
    if details.focus_area and details.kind.is_visit:
        area = in_edition(codebook, edition, details.focus_area)
        if area is not None:
            return AreaSuggestion(area, f"the visit looked at {details.focus}")
    return AreaSuggestion(None, _why_none(codebook, details, section))


def in_edition(codebook: Codebook, edition: Edition, code: str) -> JudgementArea | None:
    """Return the area as an edition judged it: itself, or the one that it was part of then; None: neither."""
    for area in codebook.areas_of(edition):
        if code == area.code or code in area.successors:
            return area
    return None


def _why_none(codebook: Codebook, details: DocumentDetails, section: Section | None) -> str:
    if section is not None and section.area:
        title = codebook.area_or_unknown(section.area).short_title
        return f"“{title}” is no single judgement in the edition {details.framework}: tag with a digit"
    if not details.kind.is_graded:
        return "this document has no sections by area, and its scope names none: tag with a digit"
    if section is None:
        return "this part of the report belongs to no area: tag with a digit"
    return f"“{section.title}” belongs to no area: tag with a digit"


def direction_in(document: Document, passage: Passage, in_improvement: bool) -> "DirectionSuggestion | None":
    """Return the direction that the wording of a passage suggests, in an improvement point or not."""
    from ofsted_tui.reading.language.cues import suggested_direction

    is_claim = document.details.kind.is_claim
    return suggested_direction(document.text, passage, is_claim=is_claim, in_improvement=in_improvement)
