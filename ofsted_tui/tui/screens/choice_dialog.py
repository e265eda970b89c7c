"""Choose one of many lines by typing: a document, a topic, a quantifier."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ofsted_tui.model.annotation import Annotation, Quantifier
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.text.wrapping import fitted


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: str
    """What the dialog answers."""
    title: str
    remark: str = ""
    """What stands beside the title, less loud."""
    also: str = ""
    """Other words by which it can be found."""

    def distance(self, words: Sequence[str]) -> int:
        """Return 0 where the words begin words of the title, 1 where they stand in it, 2 elsewhere."""
        title = self.title.casefold()
        begun = all(f" {word}" in f" {title}" for word in words)
        return 0 if begun else 1 if all(word in title for word in words) else 2

    def is_found_by(self, words: Sequence[str]) -> bool:
        """Tell whether every word stands somewhere in the choice."""
        where = f"{self.title} {self.remark} {self.also}".casefold()
        return all(word in where for word in words)


_LIST_KEYS = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}


class ChoiceDialog(Dialog[str]):
    """Lists the choices that fit what is typed; answers the value of the chosen one."""

    def __init__(self, title: str, choices: Sequence[Choice], chosen: str = "") -> None:
        """Take the choices and the value that is chosen now."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = chosen

    def heading(self) -> str:
        """Return the title."""
        return self._title

    def content(self) -> ComposeResult:
        """Make the line and the list."""
        yield Input(placeholder="type to filter, ↑ ↓ to choose, enter")
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Show all choices, the present one marked."""
        self._list("")
        values = [choice.value for choice in self._choices]
        if self._chosen in values:
            self.query_one(OptionList).highlighted = values.index(self._chosen)
        self.query_one(Input).focus()

    def _list(self, typed: str) -> None:
        words = typed.casefold().split()
        options = self.query_one(OptionList)
        found = [choice for choice in self._choices if choice.is_found_by(words)]
        found.sort(key=lambda choice: choice.distance(words))
        options.set_options(Option(_shown(choice), id=choice.value) for choice in found)
        options.highlighted = 0 if found else None
        self.say_fault("" if found else "Nothing fits what you typed.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the choices that fit."""
        self._list(event.value)

    def on_input_submitted(self) -> None:
        """Answer the choice that is marked."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer the choice that was clicked."""
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """Let the arrow keys move in the list while the line keeps the focus."""
        action = _LIST_KEYS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            getattr(self.query_one(OptionList), f"action_{action}")()


def _shown(choice: Choice) -> Text:
    title = Text(visible_line(choice.title))
    if choice.remark:
        title.append("  " + visible_line(choice.remark), style="dim")
    return title


NO_QUANTIFIER = "-"
"""What the dialog answers for no quantifier."""


def quantifier_dialog(tag: Annotation) -> ChoiceDialog:
    """Return the dialog that asks how many a tagged passage speaks of."""
    present = tag.quantifier or NO_QUANTIFIER
    return ChoiceDialog("How many does the passage speak of?", quantifier_choices(), present)


def quantifier_in(answer: str) -> Quantifier | None:
    """Return the quantifier that the dialog has answered."""
    return None if answer == NO_QUANTIFIER else Quantifier(answer)


_QUOTE = 61
"""How many columns of a quote stand above its topics."""


def topic_dialog(codebook: Codebook, tag: Annotation) -> ChoiceDialog:
    """Return the dialog that asks for the topic of a tag."""
    quote = fitted(visible_summary(tag.quote[:240]), _QUOTE)
    heading = f"Topic: {codebook.area_or_unknown(tag.area).letter} “{quote}”"
    return ChoiceDialog(heading, topic_choices(codebook, tag.area), tag.topic)


NO_TOPIC = "-"
"""What the dialog answers for no topic."""


def topic_in(answer: str) -> str:
    """Return the code of the topic that the dialog has answered; empty for none."""
    return "" if answer == NO_TOPIC else answer


def quantifier_choices() -> list[Choice]:
    """Return Ofsted's scale, and the choice of none."""
    return [*(Choice(one.value, one.label) for one in Quantifier), Choice(NO_QUANTIFIER, "not said")]


def topic_choices(codebook: Codebook, area: str) -> list[Choice]:
    """Return the topics of an area, each found by its group and synonyms as well, and the choice of none."""
    known = any(one.code == area for one in codebook.areas)
    topics = [
        Choice(topic.code, topic.title, topic.group, " ".join(topic.synonyms))
        for topic in (codebook.topics_of(area) if known else ())
    ]
    return [*topics, Choice(NO_TOPIC, "no topic")]


def document_dialog(review: Review) -> ChoiceDialog:
    """Return the dialog that asks which document to open; raise StoreError."""
    return ChoiceDialog("Open a document", document_choices(review), review.document.id)


_ADDS = "not in this session yet: enter adds it"


def document_choices(review: Review) -> list[Choice]:
    """Return the documents of the session in its order, then the others of the store."""
    known = {details.id: details for details in review.store.documents.all()}
    mine = [known[one] for one in review.session.document_ids if one in known]
    others = [details for details in known.values() if details.id not in review.session.document_ids]
    replaced = {details.replaces for details in known.values()}
    return [
        *(_choice(details, _version(details, replaced)) for details in mine),
        *(_choice(details, _version(details, replaced), _ADDS) for details in others),
    ]


def _version(details: DocumentDetails, replaced: set[str | None]) -> str:
    return "former version" if details.id in replaced else "new version" if details.replaces else ""


def _choice(details: DocumentDetails, *remarks: str) -> Choice:
    day = details.event_start.isoformat() if details.event_start else "no date"
    facts = [details.kind.label, day, details.source, *remarks]
    return Choice(
        details.id, details.title, " · ".join(fact for fact in facts if fact), details.local_authority
    )
