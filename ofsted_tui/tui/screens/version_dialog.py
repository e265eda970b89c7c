"""Whether a document is a new version of another one."""

from textual import events
from textual.app import ComposeResult
from textual.widgets import Label

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.safe_text import counted, visible_summary
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.versions import VersionPair


class VersionDialog(Dialog[VersionPair]):
    """Answers the two for y, the two the other way round for o; everything else leaves them as they are."""

    TITLE_TEXT = "Is this a new version of a document that you have?"

    def __init__(self, versions: VersionPair) -> None:
        """Take the two documents."""
        super().__init__()
        self._versions = versions

    def content(self) -> ComposeResult:
        """Name both, say what yes would do, and the keys."""
        yield from _named("New", self._versions.later, self._versions.later_tags)
        yield from _named("Former", self._versions.former, self._versions.former_tags)
        yield Label("Both are kept; nothing moves before you say so. P asks again later.", markup=False)
        yield Label("y  yes      n  no      o  the other way round", classes="answers", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the answer; the key goes no further, for the screen below has its own use for it."""
        key = event.key.lower()
        if key in ("y", "n", "o"):
            event.stop()
            answers = {"y": self._versions, "o": self._versions.turned}
            self.dismiss(answers.get(key))


def _named(what: str, details: DocumentDetails, tags: int) -> ComposeResult:
    count = counted(tags, "tag") if tags else "no tag of this session"
    facts = " · ".join(fact for fact in (details.format, details.source, count) if fact)
    yield Label(f"{what}: {visible_summary(details.title)}", markup=False)
    yield Label(f"  {visible_summary(facts)}", classes="facts", markup=False)
