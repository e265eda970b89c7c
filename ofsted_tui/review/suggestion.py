"""What a passage suggests: an area by its place, a direction by its wording. Neither tags by itself."""

from typing import TYPE_CHECKING, NamedTuple

from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea
from ofsted_tui.model.document import Document, DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Section

if TYPE_CHECKING:
    from ofsted_tui.reading.language.cues import DirectionSuggestion


class AreaSuggestion(NamedTuple):
    """The area that belongs to a place; None where there is none."""

    area: JudgementArea | None
    because: str
    """Why this area, or why none, in words."""


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
