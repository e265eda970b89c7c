"""Link a new version of a document to the one that it replaces."""

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import NotFoundError, UserError
from ofsted_tui.store import Store


def former_of(store: Store, details: DocumentDetails) -> DocumentDetails | None:
    """Return the document that this one seems to be a new version of; None where there is none, or several.

    Title, kind, authority and dates have to agree, and a date has to be known. A document that is replaced
    already, or that replaces this one, does not count.
    """
    if details.replaces or not details.local_authority or _days(details) == (None, None, None):
        return None
    documents = store.documents.all()
    replaced = {one.replaces for one in documents}
    found = [one for one in documents if one.id not in replaced and _agree(one, details)]
    return found[0] if len(found) == 1 and not _is_former(documents, details, found[0]) else None


def replace(store: Store, document_id: str, former_id: str) -> None:
    """Note that a document is the new version of another; raise NotFoundError, StoreError.

    Both stay as they are: annotations are placed in the new version when their reviewer says so.
    """
    with store.action():
        note_replacement(store, document_id, former_id)


def note_replacement(store: Store, document_id: str, former_id: str) -> None:
    """Note it as `replace` does, in the caller's transaction."""
    details = store.documents.details(document_id)
    if details is None or store.documents.details(former_id) is None:
        raise NotFoundError("That document is not in this database.")
    if details.replaces != former_id:
        _check_free(store, details)
        store.documents.replace(document_id, former_id)


def _check_free(store: Store, details: DocumentDetails) -> None:
    """Raise UserError where tags of another former version were placed in a document already."""
    if details.replaces and store.placements.has_any(details.id):
        raise UserError(
            f"Tags of another document were placed in {details.title!r} already: take that back with u first."
        )


def _agree(one: DocumentDetails, other: DocumentDetails) -> bool:
    names = [
        (_letters_and_digits(each.title), each.kind, _letters_and_digits(each.local_authority))
        for each in (one, other)
    ]
    return one.id != other.id and names[0] == names[1] and _days(one) == _days(other)


def _days(details: DocumentDetails) -> tuple[object, ...]:
    return details.event_start, details.event_end, details.letter_date


def _letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text without case: two readings of a file differ in the rest."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_former(documents: list[DocumentDetails], details: DocumentDetails, other: DocumentDetails) -> bool:
    """Tell whether `details` is a former version of the other document."""
    by_id = {one.id: one for one in documents}
    before = by_id.get(other.replaces or "")
    while before is not None:
        if before.id == details.id:
            return True
        before = by_id.get(before.replaces or "")
    return False
