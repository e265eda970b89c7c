"""The two views of the placing screen: the former version to read, the new one to choose passages in."""

from collections.abc import Callable

from ofsted_tui.model.annotation_index import AnnotationIndex
from ofsted_tui.model.cursor import Unit
from ofsted_tui.model.cuts import Cuts
from ofsted_tui.model.paragraph_table import ParagraphTable
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading import cursor_moves
from ofsted_tui.review.placing import Placing
from ofsted_tui.tui import keys
from ofsted_tui.tui.widgets.document_pane import DocumentPane
from ofsted_tui.tui.widgets.text_view import Shown, TextView

_ABOVE = 0.3
"""The share of the height above the passage: alike in both views, so that the eye finds it."""


def align(view: TextView, passage: Passage) -> None:
    """Scroll so that a passage begins at the same height in every view, seen as far as there is room."""
    height = view.size.height
    if not view.wrap.width or not height:
        return
    first = view.wrap.row_of(min(passage.start, len(view.wrap.text)))
    last = view.wrap.row_of(max(passage.start, passage.end - 1))
    above = min(int(height * _ABOVE), max(0, height - 1 - (last - first)))
    view.set_row_count(view.wrap.total)
    view.scroll_to_row(first - above)


class FormerView(TextView):
    """The former version, with the passage of one tag marked; it never has the focus."""

    can_focus = False

    def look_at(self, passage: Passage) -> None:
        """Mark a passage and bring it into view."""
        self.set_passage(passage)
        align(self, passage)

    def laid_out(self) -> None:
        """Keep the passage in view when the screen has another size."""
        align(self, self.passage)


class PlacingPane(DocumentPane, can_focus=True, inherit_bindings=False):
    """The new version: all keys that choose a passage, and none that tags."""

    HELP = (
        "The new version. The marked passage is where enter places the tag; choose another one where it is "
        "wrong. esc shows again what is proposed, and then goes back to the workbench."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.PLACING_PANE

    def __init__(self, moved: Callable[[], None], dropped: Callable[[], None]) -> None:
        """Call `moved` whenever the cursor has moved, and `dropped` when the passage is to be dropped."""
        super().__init__(moved)
        self._dropped = dropped
        self._proposed: Passage | None = None

    def propose(self, passage: Passage) -> None:
        """Choose the passage where a tag is proposed to be, or is."""
        self._proposed = passage
        self.choose(passage)
        align(self, passage)

    def propose_nothing_after(self, offset: int) -> None:
        """Be at the first sentence from an offset on, with no passage chosen: moving chooses one."""
        start = self._ruler.at(offset, Unit.SENTENCE).start
        self.put(cursor_moves.chosen(Passage(start, start), Unit.SENTENCE))
        self._proposed = self.cursor.passage
        align(self, self.cursor.passage)

    @property
    def is_as_proposed(self) -> bool:
        """Tell whether the passage is the one that was proposed."""
        return self.cursor.passage == self._proposed

    def action_drop(self) -> None:
        """Drop the hits that were marked, then the passage that was drawn; then leave."""
        if self.pattern is not None:
            self.set_pattern(None, 0)
        else:
            self._dropped()

    def laid_out(self) -> None:
        """Keep the proposal in view when the screen has another size."""
        if self.is_as_proposed:
            align(self, self.cursor.passage)
        else:
            super().laid_out()


def shown_former(placing: Placing) -> Shown:
    """Return the former version with what is still tagged in it; raise StoreError."""
    review, former = placing.review, placing.former
    paragraphs = ParagraphTable(review.store.documents.structures.paragraphs(former.id))
    areas = {area.code: area for area in review.codebook.areas}
    drawn, tags = cuts_of(paragraphs).drawn(former.text), tags_of_former(placing)
    return Shown(former.text, drawn, tags, areas, lambda _start, _end: False, paragraphs)


def cuts_of(paragraphs: ParagraphTable) -> Cuts:
    """Return the page breaks within paragraphs."""
    return Cuts([cut for paragraph in paragraphs.paragraphs for cut in paragraph.cuts])


def tags_of_former(placing: Placing) -> AnnotationIndex:
    """Return what is still tagged in the former version; raise StoreError."""
    review = placing.review
    return AnnotationIndex(review.store.annotations.of(review.session.id, placing.former.id))
