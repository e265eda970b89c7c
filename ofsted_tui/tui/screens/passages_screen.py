"""The passages behind a cell of the matrix."""

from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget

from ofsted_tui.evidence.search import DocumentPassage
from ofsted_tui.export.rows import Places
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.safe_text import counted
from ofsted_tui.review import Review
from ofsted_tui.store.annotations import AnnotationInContext
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.search_words import document_heading
from ofsted_tui.tui.widgets.row_list import ListItem, RowList, StyledText
from ofsted_tui.tui.widgets.status_line import StatusLine
from ofsted_tui.tui.widgets.wrapped_text import DetailView


class PassageList(RowList[AnnotationInContext], inherit_bindings=False):
    """Annotations of several documents."""

    HELP = (
        "The passages behind a cell. Enter opens the document there."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


class PassagesScreen(ReviewScreen[DocumentPassage]):
    """Answers the place that is to be opened; None: none."""

    BINDINGS = keys.PASSAGES
    CSS_PATH = "evidence.tcss"

    def __init__(
        self, review: Review, title: str, found: Sequence[AnnotationInContext], more: int = 0
    ) -> None:
        """Take the annotations by document and place; `more` there are that are not listed."""
        super().__init__(review)
        self._title = title
        self._found = found
        self._more = more
        self._places: dict[str, Places] = {}
        self.list = PassageList(review.codebook, self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()

    def content(self) -> Iterator[Widget]:
        """Put the marked passage in full below the list."""
        yield self.list
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """List the annotations by document."""
        self.title_line.say(self._title, counted(len(self._found) + self._more, "passage"))
        self.set_focus(self.list)
        with self.guarded():
            self.list.fill(self._items())
            self._moved()
        if self._more:
            self.say(f"The first {len(self._found):,} are listed; {self._more:,} more are in the export.")

    def _items(self) -> list[ListItem]:
        items: list[ListItem] = []
        document = ""
        for one in self._found:
            if one.document.id != document:
                document = one.document.id
                items.append(ListItem(None, document_heading(one.document)))
            items.append(ListItem(one, _row(one, self.review.codebook, self._place_of(one))))
        return items

    def _place_of(self, found: AnnotationInContext) -> str:
        places = self._places.get(found.document.id)
        if places is None:
            places = self._places[found.document.id] = Places.of(self.review.store, found.document.id)
        number = places.names_at(found.annotation.start)[1]
        return f"¶{number}" if number else ""

    def _moved(self) -> None:
        found = self.list.marked
        if found is None:
            self.detail.show("", "", "Nothing is tagged here.")
            return
        annotation, codebook = found.annotation, self.review.codebook
        direction = annotation.direction.label if annotation.direction else "no direction"
        topic = codebook.topic_title(annotation.topic)
        area = codebook.area_or_unknown(annotation.area).short_title
        claim = "a claim, no finding" if _is_claim(found) else direction
        known = (self._place_of(found), area, topic, claim, annotation.reviewer)
        facts = " · ".join(one for one in known if one)
        note = f"* {annotation.note}\n" if annotation.note else ""
        self.detail.show(found.document.title, facts, note + " ".join(annotation.quote.split()))
        self.facts_line.say(f"session {found.session}")

    def action_open(self) -> None:
        """Open the document at the marked passage."""
        found = self.list.marked
        if found is not None:
            self.dismiss(DocumentPassage(found.document.id, found.annotation.passage))


def _is_claim(found: AnnotationInContext) -> bool:
    return found.document.kind.is_claim or found.annotation.direction is Direction.CLAIM


def _row(found: AnnotationInContext, codebook: Codebook, place: str) -> Callable[[int], Sequence[StyledText]]:
    annotation = found.annotation
    area = codebook.area_or_unknown(annotation.area)
    sign = annotation.direction.sign if annotation.direction else " "
    sign = Direction.CLAIM.sign if _is_claim(found) else sign
    quote = " ".join(annotation.quote[:400].split())

    def draw(_width: int) -> Sequence[StyledText]:
        return [
            StyledText(f" {area.letter}", digit=area.digit),
            StyledText(f"{sign} ", "strong"),
            StyledText(f"{place:<5} ", "faint"),
            StyledText(quote),
        ]

    return draw
