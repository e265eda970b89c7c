"""The annotation pane: areas with their counts, the annotations, and the marked one in full."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.review import Change, Review
from ofsted_tui.tui.widgets.annotation_list import AnnotationList
from ofsted_tui.tui.widgets.area_list import AreaList
from ofsted_tui.tui.widgets.status_line import StatusLine
from ofsted_tui.tui.widgets.wrapped_text import DetailView

if TYPE_CHECKING:
    from ofsted_tui.tui.widgets.annotation_filter import AnnotationFilter


class AnnotationPane(Vertical):
    """What the reviewer has made of the open document."""

    def __init__(
        self,
        codebook: Codebook,
        place_of: Callable[[Annotation], str],
        facts_of: Callable[[Annotation], str],
    ) -> None:
        """Take the codebook for titles, and what to say of an annotation's place and of what it says."""
        super().__init__()
        self._facts_of = facts_of
        self._codebook = codebook
        self._areas = AreaList()
        self._heading = StatusLine(id="list-heading")
        self.list = AnnotationList(codebook, place_of)
        self._detail = DetailView()
        self._counts: Counter[str] = Counter()
        self._shown: Annotation | None = None
        self._review: Review | None = None
        self.filter: AnnotationFilter | None = None
        """What is listed only; None for all."""

    def compose(self) -> ComposeResult:
        """Put the parts one below the other."""
        yield self._areas
        yield self._heading
        yield self.list
        yield self._detail

    def show(self, review: Review) -> None:
        """Show the annotations of the open document, all of them anew."""
        self._review = review
        self._counts = Counter(annotation.area for annotation in review.annotations)
        self._refill()

    def set_filter(self, chosen: "AnnotationFilter | None") -> None:
        """List only what the filter lets through; None lists all."""
        self.filter = chosen or None
        self._refill()

    def _refill(self) -> None:
        assert self._review is not None
        annotations = self._review.annotations
        shown = filter(self.filter.lets_through, annotations) if self.filter else annotations
        self.list.list_all(shown)
        self._say_counts()

    def take_in(self, change: Change) -> None:
        """Show one annotation more, less or otherwise."""
        before, after = change.before, change.after
        if before is not None:
            self._counts[before.area] -= 1
        if after is not None:
            self._counts[after.area] += 1
        self.list.replace(before, after if after and self._lists(after) else None)
        self._say_counts()

    def _lists(self, annotation: Annotation) -> bool:
        return self.filter is None or self.filter.lets_through(annotation)

    def _say_counts(self) -> None:
        assert self._review is not None
        self._areas.show(self._codebook, self._review.edition, self._counts)
        total = len(self._review.annotations)
        if self.filter:
            self._heading.say(f"{len(self.list)} of {total} annotations", "esc: all")
        else:
            self._heading.say(f"{total} annotation{'' if total == 1 else 's'}")

    def mark(self, annotation: Annotation | None) -> None:
        """Mark the annotation under the document's cursor and show it in full."""
        self.list.mark(annotation)
        if annotation != self._shown:
            self._shown = annotation
            self._detail.show(*self._detail_of(annotation))

    def _detail_of(self, annotation: Annotation | None) -> tuple[str, str, str]:
        if annotation is None:
            return "", "", ""
        area = self._codebook.area_or_unknown(annotation.area)
        words = visible_line(self._facts_of(annotation) or "no direction, no topic")
        return f"{area.letter} {area.short_title}", words, annotation.note or "no note"
