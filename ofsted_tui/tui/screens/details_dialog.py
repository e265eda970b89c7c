"""What is known of a document: to read, and to correct."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Label, Select

from ofsted_tui.importing.details import Given
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.model.structure import Grade, Section
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.review_text import days_text


@dataclass(frozen=True, slots=True)
class Filled:
    """The form's fields as they are filled in."""

    title: str
    kind: str
    """The value of a DocumentKind."""
    local_authority: str
    event_start: str
    event_end: str
    letter_date: str
    inspectors: str
    """Names between commas, the lead inspector first."""
    edition: str
    """The code of an edition that a user has chosen; BY_DATE where none has."""


class Form(VerticalScroll, can_focus=False):
    """The fields below each other, which may be more than fit the screen."""

    BINDINGS: ClassVar[list[BindingType]] = keys.DETAILS


Keep = Callable[[Given, dict[str, Grade] | None], None]
"""Keeps what was said, and all grades where one was changed; raises UserError."""
Options = Iterable[tuple[str, str]]
"""Values with their words."""


BY_DATE = ""
"""The value of the edition that goes by the day of the event."""


_HINT = "tab next field · enter or ctrl+s keep · PgDn PgUp · esc back"
_MINE = "corrected by you"
_GRADE = "grade-"


class DetailsDialog(Dialog[bool]):
    """Corrects details and grades of the open document; answers True when something was kept."""

    TITLE_TEXT = "This document"
    BINDINGS: ClassVar[list[BindingType]] = keys.NOTE

    def __init__(self, review: Review, keep: Keep) -> None:
        """Take the review whose document is meant, and what keeps an answer."""
        super().__init__()
        self._review = review
        self._details = review.document.details
        self._before = filled(self._details)
        self._keep = keep
        self._facts = facts_of(review)
        known = review.store.documents.structures.judgements(review.document.id)
        self._grades = {one.area: one.grade for one in known}

    def content(self) -> ComposeResult:
        """Make a line for each field, then what can only be read."""
        before = self._before
        with Form():
            yield self._line("Title", "title", before.title)
            kinds = [(kind.value, kind.label) for kind in DocumentKind]
            yield self._choice("Kind", "kind", kinds, before.kind)
            yield self._line("Authority", "local_authority", before.local_authority)
            yield self._line("First day", "event_start", before.event_start, "event")
            yield self._line("Last day", "event_end", before.event_end, "event")
            if self._details.later_parts:
                yield Label(f"{days_text(self._details)}. New days replace both parts.", classes="parts")
            yield self._line("Letter of", "letter_date", before.letter_date)
            yield self._line("Inspectors", "inspectors", before.inspectors)
            yield self._choice("Edition", "edition", self._editions(), before.edition, "framework")
            yield from self._grade_choices()
            yield Label(self._fact_lines(), classes="facts", markup=False)
        yield Label(_HINT, classes="hints", markup=False)

    def _line(self, label: str, name: str, value: str, noted: str = "") -> Horizontal:
        return self._row(label, Input(value, id=name), noted or name)

    def _choice(self, label: str, name: str, options: Options, value: str, noted: str = "") -> Horizontal:
        pairs = [(Text(visible_line(words)), code) for code, words in options]
        select: Select[str] = Select(pairs, value=value, allow_blank=False, id=name, compact=True)
        return self._row(label, select, noted or name)

    def _row(self, label: str, field: Input | Select[str], noted: str) -> Horizontal:
        mine = _MINE if noted in self._details.corrected else ""
        return Horizontal(
            Label(label, classes="name", markup=False), field, Label(mine, classes="mine"), classes="row"
        )

    def _editions(self) -> Options:
        """Return the editions, and that the day decides."""
        editions = [(one.code, one.title) for one in self._review.codebook.editions]
        chosen = self._before.edition
        if chosen != BY_DATE:
            is_known = any(code == chosen for code, _ in editions)
            return [(BY_DATE, "by the date"), *([] if is_known else [(chosen, chosen)]), *editions]
        assumed = " (assumed)" if self._details.framework_assumed else ""
        return [(BY_DATE, f"by the date: {self._review.edition.title}{assumed}"), *editions]

    def _grade_choices(self) -> ComposeResult:
        options = [("", "not known"), *((grade.value, grade.value) for grade in Grade)]
        for area in self._review.codebook.areas_of(self._review.edition):
            known = self._grades.get(area.code)
            row = self._choice(
                area.short_title.capitalize(), _GRADE + area.code, options, known or "", "grades"
            )
            yield row.add_class("grade")

    def _fact_lines(self) -> Text:
        return Text("\n").join(
            Text(f"{name:<21} ", "dim").append(words, "not dim") for name, words in self._facts
        )

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.query_one("#title", Input).focus()

    def on_select_changed(self) -> None:
        """Ask for grades where documents of the kind have them."""
        is_graded = DocumentKind(self._value("kind")).is_graded
        for row in self.query(".grade"):
            row.display = is_graded

    def _value(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return value if isinstance(value, str) else ""

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _filled(self) -> Filled:
        return Filled(
            self._typed("title"),
            self._value("kind"),
            self._typed("local_authority"),
            self._typed("event_start"),
            self._typed("event_end"),
            self._typed("letter_date"),
            self._typed("inspectors"),
            self._value("edition"),
        )

    def _graded(self) -> dict[str, Grade] | None:
        """Return all grades, those of areas that are not asked for as they were; None: none was changed."""
        if not DocumentKind(self._value("kind")).is_graded:
            return None
        grades = dict(self._grades)
        for area in self._review.codebook.areas_of(self._review.edition):
            value = self._value(_GRADE + area.code)
            grades.pop(area.code, None)
            if value:
                grades[area.code] = Grade(value)
        return None if grades == self._grades else grades

    def on_input_submitted(self) -> None:
        """Keep what was filled in."""
        self.action_save()

    def action_save(self) -> None:
        """Keep what was changed; where something will not do, keep nothing and say so."""
        try:
            given, grades = given_in(self._before, self._filled()), self._graded()
            if given != Given() or grades is not None:
                self._keep(given, grades)
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(given != Given() or grades is not None)


_SHA = 16
"""How many digits of a SHA-256 are shown."""


def facts_of(review: Review) -> list[tuple[str, str]]:
    """Return what can only be read, as pairs of name and text, each fit for a line; raise StoreError."""
    details, documents = review.document.details, review.store.documents
    structure = documents.structures.get(details.id)
    pages = len(documents.pages(details.id))
    facts = [
        ("Format", details.format),
        ("Source", details.source),
        ("Pages", f"{pages:,}" if pages else "not known"),
        ("Characters", f"{details.length:,}"),
        ("SHA-256", f"{details.sha256[:_SHA]}… of the text"),
        ("", f"{details.file_sha256[:_SHA]}… of the file" if details.file_sha256 else ""),
        ("Corrected", corrected_text(details, review.opened.sections) or "nothing by hand"),
        ("Looked at", details.focus),
        ("To improve", _counted(len(structure.improvement_points), "improvement point")),
        ("Earlier", _counted(len(structure.earlier_mentions), "mention") + " of earlier inspections"),
    ]
    return [(name, visible_summary(words)) for name, words in facts if words]


_CORRECTED = {
    "title": "title",
    "kind": "kind",
    "local_authority": "authority",
    "event": "days",
    "letter_date": "letter date",
    "inspectors": "inspectors",
    "framework": "edition",
    "grades": "grades",
}


def corrected_text(details: DocumentDetails, sections: tuple[Section, ...]) -> str:
    """Say what a user has corrected by hand; return an empty text for nothing."""
    named = [words for name, words in _CORRECTED.items() if name in details.corrected]
    titles = {f"section:{section.start}": section.title for section in sections}
    notes = sorted(note.partition("=")[0] for note in details.corrected if ":" in note)
    areas = [f"area of “{titles.get(note, '…')}”" for note in notes]
    return ", ".join(named + areas)


def _counted(count: int, thing: str) -> str:
    return counted(count, thing) if count else f"no {thing}s"


def filled(details: DocumentDetails) -> Filled:
    """Return the form as it is before anything is corrected."""
    return Filled(
        details.title,
        details.kind.value,
        details.local_authority,
        _written(details.event_start),
        _written(details.event_end),
        _written(details.letter_date),
        ", ".join(details.inspectors),
        details.framework if "framework" in details.corrected else BY_DATE,
    )


def given_in(before: Filled, after: Filled) -> Given:
    """Return the corrections that the changes to a form mean; raise UserError for an invalid one."""
    if not after.title:
        raise UserError("A document needs a title.")
    start, end = _event(before, after)
    unknown = {
        "event": before.event_start and not after.event_start,
        "letter_date": before.letter_date and not after.letter_date,
        "framework": before.edition != BY_DATE and after.edition == BY_DATE,
    }
    return Given(
        title=_other(before.title, after.title),
        kind=DocumentKind(after.kind) if after.kind != before.kind else None,
        local_authority=_other(before.local_authority, after.local_authority),
        event_start=start,
        event_end=end,
        edition=_other(before.edition, after.edition) or None,
        letter_date=day_in(after.letter_date) if after.letter_date != before.letter_date else None,
        inspectors=names_in(after.inspectors) if after.inspectors != before.inspectors else None,
        unknown=frozenset(name for name, is_unknown in unknown.items() if is_unknown),
    )


def _event(before: Filled, after: Filled) -> tuple[date | None, date | None]:
    """Return first and last day where one of them was changed: they are kept together."""
    if (before.event_start, before.event_end) == (after.event_start, after.event_end):
        return None, None
    start, end = day_in(after.event_start), day_in(after.event_end)
    if start is None and end is None:
        return None, None
    if start is None:
        raise UserError("Say on which day it began as well.")
    if end is not None and end < start:
        raise UserError(f"The last day, {end}, is before the first, {start}.")
    return start, end or start


def _other(before: str, after: str) -> str | None:
    return None if after == before else after


_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


def day_in(words: str) -> date | None:
    """Return the day written as "2023-05-15" or "15 May 2023", None for nothing; raise UserError."""
    written = " ".join(words.split())
    if not written:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    raise UserError(f"“{words}” is no date: write it as 2023-05-15 or 15 May 2023.")


def names_in(words: str) -> tuple[str, ...]:
    """Return the names between commas, without empty ones."""
    names = (" ".join(name.split()) for name in words.split(","))
    return tuple(name for name in names if name)


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()
