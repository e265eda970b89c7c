"""Filters: which annotations to list, and where to search."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Checkbox, Input, Label, Select

from ofsted_tui.evidence.search import Filters
from ofsted_tui.model.annotation import Annotation, Direction
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.widgets.annotation_pane import AnnotationFilter


class _Mark(Checkbox):
    """A box that space ticks, told by more than its colour; enter answers the dialog from here as well."""

    BUTTON_LEFT = BUTTON_INNER = BUTTON_RIGHT = ""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.answer", "Done", show=False)]


class FilterDialog(Dialog[AnnotationFilter]):
    """Asks for area, direction, topic and words; enter in the line of words, or below it, answers."""

    TITLE_TEXT = "List only annotations with …   (tab: next, enter in the last two: done)"

    def __init__(
        self,
        present: AnnotationFilter,
        areas: Iterable[JudgementArea],
        topics: dict[str, str],
        is_against: Callable[[Annotation], bool],
    ) -> None:
        """Take the filter in force, the areas, the topics in use with their titles, and what is against."""
        super().__init__()
        self._present = present
        self._is_against = is_against
        self._areas = {area.code: area.short_title for area in areas}
        self._topics = topics

    def content(self) -> ComposeResult:
        """Make a field for each part of the filter."""
        directions = {one.value: one.label for one in Direction} | {"none": "none set"}
        yield from _select("area", "Area", self._areas, self._present.area)
        yield from _select("direction", "Direction", directions, self._present.direction)
        yield from _select("topic", "Topic", self._topics, self._present.topic)
        yield Label("Words in the quote or the note")
        yield Input(self._present.text, id="text")
        chosen = self._present.against_section
        yield _Mark(_ticked(chosen), chosen, id="against", compact=True)

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.query_one("#area", Select).focus()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """Show whether the box is ticked."""
        event.checkbox.label = _ticked(event.value)

    def on_input_submitted(self) -> None:
        """Answer the filter."""
        self.action_answer()

    def action_answer(self) -> None:
        """Answer the filter."""
        self.dismiss(
            AnnotationFilter(
                self._value("area"),
                self._value("direction"),
                self._value("topic"),
                self.query_one("#text", Input).value.strip(),
                self.query_one(_Mark).value,
                self._is_against,
            )
        )

    def _value(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""


def _ticked(value: bool) -> Content:
    return Content(f"[{'x' if value else ' '}] Only tags against their section's area (space)")


def _select(name: str, label: str, options: dict[str, str], chosen: str) -> ComposeResult:
    yield Label(label)
    titles = [(Text(visible_line(title)), value) for value, title in options.items()]
    any_one = [(Text("any"), ""), *titles]
    yield Select(any_one, value=chosen if chosen in options else "", allow_blank=False, id=name, compact=True)


def filter_dialog(review: Review, present: AnnotationFilter | None) -> FilterDialog:
    """Return the dialog that asks which annotations of the open document to list."""
    codebook = review.codebook
    used = {one.topic: codebook.topic_title(one.topic) for one in review.annotations if one.topic}
    areas = codebook.areas_of(review.edition)
    return FilterDialog(present or AnnotationFilter(), areas, used, review.opened.is_against_section)


_TAGGED = {"yes": True, "no": False}


class SearchFilterDialog(Dialog[Filters]):
    """Asks for authority, kind, years, area, tagged or not; enter in the years answers."""

    TITLE_TEXT = "Search only …   (tab: next, enter in the years: done)"

    def __init__(self, present: Filters, codebook: Codebook, documents: Iterable[DocumentDetails]) -> None:
        """Take the filters in force, and the documents that are searched."""
        super().__init__()
        self._present = present
        known = list(documents)
        authorities = sorted({one.local_authority for one in known if one.local_authority})
        self._authorities = {name: name for name in authorities}
        self._kinds = {
            kind.value: kind.label for kind in DocumentKind if any(one.kind is kind for one in known)
        }
        self._areas = {area.code: area.short_title for area in codebook.areas}

    def content(self) -> ComposeResult:
        """Make a field for each part."""
        present = self._present
        tagged = {True: "yes", False: "no", None: ""}[present.is_tagged]
        yield from _select("authority", "Authority", self._authorities, present.authority)
        yield from _select("kind", "Kind of document", self._kinds, present.kind)
        yield from _select("area", "Area (of the section, the visit, or a tag)", self._areas, present.area)
        yield from _select("tagged", "Tagged in this session", {"yes": "yes", "no": "no"}, tagged)
        yield Label("Years: 2018, 2018-2023, 2018- or -2023")
        yield Input(_years_text(present), id="years")

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.query_one("#authority", Select).focus()

    def on_input_submitted(self) -> None:
        """Answer."""
        try:
            first, last = years_of(self.query_one("#years", Input).value)
        except ValueError:
            self.say_fault("A year has four figures: 2018, 2018-2023, 2018- or -2023; or leave it empty.")
            return
        tagged = _TAGGED.get(self._value("tagged"))
        self.dismiss(
            Filters(self._value("authority"), self._value("kind"), first, last, self._value("area"), tagged)
        )

    def _value(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""


def years_of(typed: str) -> tuple[int | None, int | None]:
    """Return the first and the last year of what was typed, None where open; raise ValueError."""
    words = "".join(typed.split()).replace("–", "-")
    first, dash, last = words.partition("-")
    years = [_year(first), _year(last if dash else first)]
    if years[0] is not None and years[1] is not None and years[0] > years[1]:
        raise ValueError("the years are the wrong way round")
    return years[0], years[1]


def _year(word: str) -> int | None:
    if not word:
        return None
    if len(word) != 4 or not word.isascii() or not word.isdecimal():
        raise ValueError("that is no year")
    return int(word)


def _years_text(present: Filters) -> str:
    first, last = present.first_year, present.last_year
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or ''}-{last or ''}"
