"""The open document of a review as every view draws it."""

from ofsted_tui.review import Review
from ofsted_tui.tui.widgets.text_view import Shown


def shown_document(review: Review) -> Shown:
    """Return the open document with its annotations, and what of it is marked read."""
    text = review.document.text

    def is_read(start: int, end: int) -> bool:
        index = review.paragraphs.index_at(end - 1)
        found = None if index is None else review.paragraphs.paragraphs[index]
        return found is not None and found.start >= start and review.opened.is_read(found.passage)

    areas = {area.code: area for area in review.codebook.areas}
    return Shown(text, review.opened.cuts.drawn(text), review.annotations, areas, is_read, review.paragraphs)
