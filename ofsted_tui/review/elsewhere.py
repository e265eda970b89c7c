"""Tagging in a document that is not open."""

from ofsted_tui.model.codebook import JudgementArea
from ofsted_tui.model.document import Document
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review.change import Change
from ofsted_tui.review.review import Review


def toggle_elsewhere(review: Review, document_id: str, passage: Passage, area: JudgementArea) -> Change:
    """Tag a passage of any document with an area, or untag it where just that is tagged already.

    The document joins the session. Raises NotFoundError, and what `Review.tag` raises.
    """
    existing = review.store.annotations.find(review.session.id, document_id, passage, area.code)
    if existing is not None:
        return review.untag(existing.id)
    return review.tag(passage, area, document=document_of(review, document_id))


def document_of(review: Review, document_id: str) -> Document:
    """Return the open document where it is that one, else the one of the store; raise NotFoundError."""
    if document_id == review.document.id:
        return review.document
    document = review.store.documents.get(document_id)
    if document is None:
        raise NotFoundError("That document is not in this database.")
    return document
