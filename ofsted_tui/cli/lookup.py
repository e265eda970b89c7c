"""Documents, sessions, annotations, areas and topics found by what a user calls them."""

from ofsted_tui.export.csv_file import Scope
from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import CodebookError, NotFoundError
from ofsted_tui.review.naming import Named, file_names, pick, session_named
from ofsted_tui.store import Store


def document_named(store: Store, wanted: str) -> DocumentDetails:
    """Return the document that is meant; raise NotFoundError, StoreError."""
    documents = store.documents.all()
    names = [Named(one.id, one.title, file_names(one.source)) for one in documents]
    found = pick("document", wanted, names)
    return next(one for one in documents if one.id == found.id)


def annotation_with(store: Store, prefix: str) -> Annotation:
    """Return the annotation whose id begins so; raise NotFoundError, StoreError."""
    annotation = store.annotations.get(annotation_id(store, prefix))
    if annotation is None:
        raise _no_annotation(prefix)
    return annotation


def annotation_id(store: Store, prefix: str, *, or_removed: bool = False) -> str:
    """Return the id of an annotation that begins so; raise NotFoundError, StoreError."""
    wanted = prefix.strip().lower()
    found = store.annotations.ids_beginning(wanted, or_removed=or_removed) if wanted else []
    if len(found) > 1:
        raise NotFoundError(f"Several annotations begin with {prefix!r}: give more of the id.")
    if not found:
        raise _no_annotation(prefix)
    return found[0]


def _no_annotation(prefix: str) -> NotFoundError:
    return NotFoundError(f"There is no annotation {prefix!r}; see ofsted-tui annotations.")


def area_for(codebook: Codebook, document: DocumentDetails, wanted: str) -> JudgementArea:
    """Return the area that a code or a digit means for a document; raise CodebookError."""
    edition = codebook.edition(document.framework)
    if _is_digit(wanted):
        return codebook.area_for_digit(edition, int(wanted))
    # Where the edition is only a guess, an area of another edition may well be right.
    return codebook.area(wanted) if document.framework_assumed else codebook.area_in(edition, wanted)


def area_anywhere(codebook: Codebook, wanted: str) -> JudgementArea:
    """Return the area that a code or a digit means, whatever the edition; raise CodebookError."""
    if not _is_digit(wanted):
        return codebook.area(wanted)
    found = [area for area in codebook.areas if area.digit == int(wanted)]
    if len(found) == 1:
        return found[0]
    codes = " or ".join(area.code for area in found)
    raise CodebookError(
        f"{wanted} means {codes}, by the edition: name one." if found else f"There is no area {wanted}."
    )


def topic_for(codebook: Codebook, area: JudgementArea, wanted: str) -> str:
    """Return the code of the area's topic that is meant; raise NotFoundError."""
    topics = codebook.topics_of(area.code)
    names = [Named("", one.title, (one.code, one.code.rpartition(".")[2])) for one in topics]
    found = pick("topic", wanted, names)
    return topics[names.index(found)].code


def scope_of(
    store: Store, codebook: Codebook, session: str | None, document: str | None, area: str | None
) -> Scope:
    """Return the scope that the options of a command name; raise NotFoundError, CodebookError."""
    return Scope(
        None if session is None else session_named(store, session).id,
        None if document is None else document_named(store, document).id,
        None if area is None else area_anywhere(codebook, area).code,
    )


def _is_digit(text: str) -> bool:
    return len(text) == 1 and text in "123456789"
