"""The annotation pane: areas with their counts, the annotations, their filter, the marked one in full."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.codebook import Codebook, Edition, JudgementArea
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.review import Change, Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.themes import Palette
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.rows import (
    DetailView,
    RowList,
    StyledText,
    palette_of,
    scroll_to_row,
    set_row_count,
)


class AnnotationList(RowList[Annotation], inherit_bindings=False):
    """Annotations in reading order, one of them marked."""

    HELP = (
        "The annotations of this document in reading order. Enter goes to the passage."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.LIST
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
        count = self.count
        self.annotations, self._marked = list(annotations), None
        self._draw_from(0, count)

    def replace(self, before: Annotation | None, after: Annotation | None) -> None:
        """Take out one annotation and put in another; only the rows from there on are drawn again."""
        marked, count = self.marked, self.count
        first = count
        if before is not None and (found := self._index_of(before)) is not None:
            del self.annotations[found]
            first = found
        if after is not None and self._index_of(after) is None:
            found = bisect_left(self.annotations, after.reading_order, key=_order)
            self.annotations.insert(found, after)
            first = min(first, found)
        self._marked = None if marked is None else self._index_of(marked)
        self._draw_from(first, count)

    def _draw_from(self, index: int, count_before: int) -> None:
        """Draw the list again from an annotation on, with no room left below the last one."""
        rows = self.count * self.ROWS
        set_row_count(self, rows)
        lowest_top = max(0, rows - self.size.height)
        if self.scroll_offset.y > lowest_top:
            scroll_to_row(self, lowest_top)
        top = self.scroll_offset.y
        first = max(top, index * self.ROWS)
        end = min(top + self.size.height, max(count_before, self.count) * self.ROWS)
        self.refresh_lines(first, max(0, end - first))

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


class AreaList(Widget):
    """One row for each digit: an area, or why the digit is none in this edition."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "AreaList { height: 5; }"

    class Chosen(Message):
        """An area was clicked."""

        def __init__(self, digit: int) -> None:
            """Take the area's digit."""
            super().__init__()
            self.digit = digit

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self._rows: list[tuple[int, str, str, int | None]] = []
        self._palette: Palette | None = None
        self._areas: tuple[JudgementArea, ...] = ()

    def show(self, codebook: Codebook, edition: Edition, counts: Mapping[str, int]) -> None:
        """Show the areas of an edition with the number of annotations of each, by code."""
        if self._areas != codebook.areas_of(edition):
            self._areas, self._palette = codebook.areas_of(edition), None
        areas = {area.digit: area for area in self._areas}
        rows: list[tuple[int, str, str, int | None]] = []
        for digit in range(1, 6):
            area = areas.get(digit)
            if area is None:
                rows.append((digit, " ", f"not a judgement in {edition.code}", None))
            else:
                rows.append((digit, area.letter, area.short_title, counts.get(area.code, 0)))
        changed = [y for y, row in enumerate(rows) if self._rows[y : y + 1] != [row]]
        if changed:
            self._rows = rows
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def notify_style_update(self) -> None:
        """Forget the styles of another theme."""
        super().notify_style_update()
        self._palette = None

    def render_line(self, y: int) -> Strip:
        """Draw one area."""
        if self._palette is None:
            self._palette = palette_of(self, self._areas)
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self._palette.base)
        digit, letter, title, count = self._rows[y]
        number = "" if count is None else str(count)
        style = self._palette.base if count is not None else self._palette.faint
        room = max(0, self.size.width - 7 - len(number))
        segments = [
            Segment(f" {digit} ", style),
            Segment(letter, self._palette.letter(digit)),
            Segment(" " + fitted(title, room).ljust(room), style),
            Segment(f" {number} ", style),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, self._palette.base)

    def on_click(self, event: events.Click) -> None:
        """Tell which area was clicked."""
        if 0 <= event.y < len(self._rows):
            self.post_message(self.Chosen(self._rows[event.y][0]))


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


@dataclass(frozen=True, slots=True)
class AnnotationFilter:
    """What an annotation must be to be listed; an empty part asks for nothing."""

    area: str = ""
    direction: str = ""
    """A direction's value, or "none" for annotations without one."""
    topic: str = ""
    text: str = ""
    """Words that must all stand in the quote or the note, whatever their case."""
    against_section: bool = False
    """Whether to list only annotations with another area than that of the section they stand in."""
    is_against: Callable[[Annotation], bool] = field(default=lambda _one: False, compare=False, repr=False)
    """What tells which annotations those are; it is asked anew for each, as documents come and go."""

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return self != AnnotationFilter()

    def lets_through(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is to be listed."""
        direction = annotation.direction.value if annotation.direction else "none"
        return (
            self.area in ("", annotation.area)
            and self.direction in ("", direction)
            and self.topic in ("", annotation.topic)
            and self._has_words(annotation)
            and (not self.against_section or self.is_against(annotation))
        )

    def _has_words(self, annotation: Annotation) -> bool:
        where = f"{annotation.quote}\n{annotation.note}".casefold()
        return all(word in where for word in self.text.casefold().split())
