"""The annotations of a document, two rows each."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from textual.message import Message

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.tui import keys
from ofsted_tui.tui.text.cells import fitted
from ofsted_tui.tui.widgets.drawn_rows import scroll_to_row, set_row_count
from ofsted_tui.tui.widgets.row_list import RowList, StyledText


class AnnotationList(RowList[Annotation], inherit_bindings=False):
    """Annotations in reading order, one of them marked."""

    HELP = (
        "The annotations of this document in reading order. Enter goes to the passage."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ANNOTATION_PANE
    ROWS = 2

    class Marked(Message):
        """Another annotation is marked, by key or mouse."""

        def __init__(self, annotation: Annotation) -> None:
            """Take the annotation."""
            super().__init__()
            self.annotation = annotation

    class Chosen(Message):
        """An annotation was double-clicked."""

    def __init__(self, codebook: Codebook, place_of: Callable[[Annotation], str]) -> None:
        """Take the codebook for titles, and what to say of an annotation's place."""
        super().__init__(codebook, self._tell_marked)
        self._place_of = place_of
        self.annotations: list[Annotation] = []
        """What is listed."""

    def __len__(self) -> int:
        """Count the annotations that are listed."""
        return len(self.annotations)

    @property
    def count(self) -> int:
        """The number of annotations."""
        return len(self.annotations)

    def value_at(self, index: int) -> Annotation:
        """Return an annotation by its place in the list."""
        return self.annotations[index]

    def list_all(self, annotations: Iterable[Annotation]) -> None:
        """List other annotations, given in reading order; none is marked."""
        self.annotations, self._marked = list(annotations), None
        self._draw_from(0)

    def replace(self, before: Annotation | None, after: Annotation | None) -> None:
        """Take out one annotation and put in another; only the rows from there on are drawn again."""
        marked, first = self.marked, self.count
        if before is not None and (found := self._index_of(before)) is not None:
            del self.annotations[found]
            first = found
        if after is not None and self._index_of(after) is None:
            found = bisect_left(self.annotations, after.reading_order, key=_order)
            self.annotations.insert(found, after)
            first = min(first, found)
        self._marked = None if marked is None else self._index_of(marked)
        self._draw_from(first)

    def _draw_from(self, index: int) -> None:
        """Draw the list again from an annotation on, with no room left below the last one."""
        rows = self.count * self.ROWS
        set_row_count(self, rows)
        lowest_top = max(0, rows - self.size.height)
        if self.scroll_offset.y > lowest_top:
            scroll_to_row(self, lowest_top)
        top = self.scroll_offset.y
        first = max(top, index * self.ROWS)
        self.refresh_lines(first, max(0, top + self.size.height - first))

    def _index_of(self, annotation: Annotation) -> int | None:
        found = bisect_left(self.annotations, annotation.reading_order, key=_order)
        same = found < self.count and self.annotations[found].id == annotation.id
        return found if same else None

    def mark(self, annotation: Annotation | None) -> None:
        """Mark an annotation and bring it into view; None, or one that is not listed, marks none."""
        self.mark_index(None if annotation is None else self._index_of(annotation))

    def _bring_into_view(self, index: int) -> None:
        """Scroll only where the annotation is not in view, to a third of the height from the edge."""
        top, height, row = self.scroll_offset.y, self.size.height, index * self.ROWS
        if not top <= row <= top + height - self.ROWS:
            scroll_to_row(self, row - height // 3 if row < top else row + self.ROWS - height + height // 3)

    def _tell_marked(self) -> None:
        if self.marked is not None:
            self.post_message(self.Marked(self.marked))

    def clicked(self, index: int, times: int) -> None:
        """Mark an annotation; a double click chooses it."""
        super().clicked(index, times)
        if times == 2:
            self.post_message(self.Chosen())

    # drawing

    def parts_of(self, index: int, row: int, width: int) -> Sequence[StyledText]:
        """Return an annotation's letter, place and quote, or its direction, topic and note."""
        annotation = self.annotations[index]
        return self._about(annotation, width) if row else self._quote(annotation, width)

    def _quote(self, annotation: Annotation, width: int) -> list[StyledText]:
        area = self._codebook.area_or_unknown(annotation.area)
        sign = annotation.direction.sign if annotation.direction else " "
        head = f"{self._place_of(annotation)} "
        room = max(0, width - 4 - len(head))
        quote = fitted(visible_summary(annotation.quote[: room * 4]), room)
        return [
            StyledText(area.letter, "strong", area.digit),
            StyledText(f"{sign} ", "strong"),
            StyledText(head, "faint"),
            StyledText(quote),
        ]

    def _about(self, annotation: Annotation, width: int) -> list[StyledText]:
        topic = visible_summary(self._codebook.topic_title(annotation.topic))
        note = visible_summary(annotation.note[:400])
        about = " · ".join(part for part in (topic, note and f"* {note}") if part)
        return [StyledText("   " + fitted(about, max(0, width - 4)), "faint")]


def _order(annotation: Annotation) -> tuple[int, int, str, str]:
    return annotation.reading_order
