"""The two versions on the placing screen: the former one, the pane of the new one, and the proposal."""

from ofsted_tui.model.annotation import AnnotationIndex
from ofsted_tui.model.paragraph import ParagraphTable
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.review.placing import Placing
from ofsted_tui.tui import keys
from ofsted_tui.tui.widgets.document_pane import DocumentPane
from ofsted_tui.tui.widgets.document_view import ShownDocument


class PlacingPane(DocumentPane, inherit_bindings=False):
    """The document pane with all keys that choose a passage, and none that tags."""

    HELP = (
        "The new version. The marked passage is where enter places the tag; choose another one where it is "
        "wrong. esc shows again what is proposed, and then goes back to the workbench."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.PLACING_PANE


class PlacementProposal:
    """The passage where a tag is proposed to be, or is; chosen in a pane until the reviewer moves."""

    def __init__(self, pane: DocumentPane) -> None:
        """Take the pane of the new version."""
        self._pane = pane
        self._passage: Passage | None = None

    def show(self, passage: Passage) -> None:
        """Choose the passage."""
        self._pane.choose(passage)
        self._keep()

    def show_nothing_after(self, offset: int) -> None:
        """Be at the first sentence from an offset on, with no passage chosen: moving chooses one."""
        self._pane.choose_nothing_at(offset)
        self._keep()

    def _keep(self) -> None:
        self._passage = self._pane.cursor.passage
        self._pane.align(self._passage)

    @property
    def is_chosen(self) -> bool:
        """Tell whether the passage of the pane is still the one that was proposed."""
        return self._pane.cursor.passage == self._passage


def shown_former(placing: Placing) -> ShownDocument:
    """Return the former version with what is still tagged in it; raise StoreError."""
    review, former = placing.review, placing.former
    paragraphs = ParagraphTable(review.store.documents.structures.paragraphs(former.id))
    areas = {area.code: area for area in review.codebook.areas}
    drawn, tags = cuts_of(paragraphs).drawn(former.text), tags_of_former(placing)
    return ShownDocument(former.text, drawn, tags, areas, lambda _start, _end: False, paragraphs)


def cuts_of(paragraphs: ParagraphTable) -> Cuts:
    """Return the page breaks within paragraphs."""
    return Cuts([cut for paragraph in paragraphs.paragraphs for cut in paragraph.cuts])


def tags_of_former(placing: Placing) -> AnnotationIndex:
    """Return what is still tagged in the former version; raise StoreError."""
    review = placing.review
    return AnnotationIndex(review.store.annotations.of(review.session.id, placing.former.id))
