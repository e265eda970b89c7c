"""Where to search."""

from collections.abc import Iterable

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input, Label, Select

from ofsted_tui.evidence.search import Filters
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.screens.dialog import Dialog

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


def _select(name: str, label: str, options: dict[str, str], chosen: str) -> ComposeResult:
    yield Label(label)
    titles = [(Text(visible_line(title)), value) for value, title in options.items()]
    any_one = [(Text("any"), ""), *titles]
    yield Select(any_one, value=chosen if chosen in options else "", allow_blank=False, id=name, compact=True)
