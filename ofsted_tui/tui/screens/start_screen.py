"""The start screen: the saved sessions, newest first, with what share of each is accounted for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Label

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Share
from ofsted_tui.model.safe_text import counted, visible_line
from ofsted_tui.model.session import Session
from ofsted_tui.review import Review
from ofsted_tui.review.naming import default_reviewer
from ofsted_tui.store import Store
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import ConfirmDialog, Field, FormDialog
from ofsted_tui.tui.screens.review_text import error_text
from ofsted_tui.tui.screens.workbench import Workbench
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.bars import KeyBar, StatusLine

if TYPE_CHECKING:
    from ofsted_tui.importing.batch import ImportSummary


class SessionTable(DataTable[Text]):
    """The sessions, one a row."""

    BINDINGS = keys.SESSION_TABLE


_RETRY_SECONDS = 1.0
_COLUMNS = ("Session", "Reviewer", "Documents", "Accounted for", "Last opened", "Signed off")


class StartScreen(Screen[None]):
    """Opens, makes, renames and deletes sessions."""

    BINDINGS = keys.START
    DEFAULT_CSS = """
    StartScreen #start-title { padding: 1 2; text-style: bold; }
    #start { height: 1fr; padding: 0 2; }
    StartScreen #start DataTable { height: auto; max-height: 1fr; background: $background; }
    StartScreen #empty { color: $text-muted; padding: 1 0; }
    """

    def __init__(self, store: Store, codebook: Codebook, deleted: list[Session]) -> None:
        """Take the store that holds the sessions, and those deleted since the program was started."""
        super().__init__()
        self._store = store
        self._codebook = codebook
        self._deleted = deleted
        self._sessions: list[Session] = []

    def compose(self) -> ComposeResult:
        """Put the sessions under a title."""
        yield Label("ofsted-tui · reviews of inspection documents", id="start-title")
        with Vertical(id="start"):
            yield SessionTable(cursor_type="row")
            yield Label("", id="empty")
        yield StatusLine(id="status-line")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the sessions, then what share of each is accounted for."""
        table = self.query_one(SessionTable)
        for column in _COLUMNS:
            table.add_column(column, key=column)
        table.focus()
        self._fill()

    def show_kept(self) -> None:
        """Show the sessions that the store holds, the same one marked."""
        marked = self._marked
        self._fill(marked.id if marked else None)

    def _fill(self, marked: str | None = None) -> None:
        table = self.query_one(SessionTable)
        with self._guarded(lambda: self._fill(marked)):
            self._sessions = self._store.sessions.all()
        table.clear()
        for session in self._sessions:
            table.add_row(*(Text(cell) for cell in _cells(session)), key=session.id)
        if marked is not None and any(one.id == marked for one in self._sessions):
            table.move_cursor(row=table.get_row_index(marked))
        empty = "" if self._sessions else "No sessions. n makes a new one on all documents of this database."
        self.query_one("#empty", Label).update(empty)
        self.call_after_refresh(self._fill_shares)

    @work(exclusive=True)
    async def _fill_shares(self) -> None:
        table = self.query_one(SessionTable)
        with self._guarded(self._fill_shares):
            async for session_id, share in shares_of(self._store, self._sessions):
                if session_id in table.rows:
                    table.update_cell(session_id, _COLUMNS[3], Text(f"{share.percent} %", justify="right"))

    @property
    def _marked(self) -> Session | None:
        row = self.query_one(SessionTable).cursor_row
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something in the status line."""
        self.query_one(StatusLine).say(message, is_alarm=is_alarm)

    @contextmanager
    def _guarded(self, again: Callable[[], object] | None = None) -> Iterator[None]:
        """Say what went wrong inside; what only reads is tried `again` in a while."""
        try:
            yield
        except UserError as error:
            self.say(error_text(error, self._store.path), is_alarm=True)
            if again is not None:
                self.set_timer(_RETRY_SECONDS, lambda: self._try(again))

    def _try(self, again: Callable[[], object]) -> None:
        self.say("")
        again()

    def on_data_table_row_selected(self) -> None:
        """Open the session that was clicked."""
        self.action_open()

    def action_open(self) -> None:
        """Open the marked session where it was left."""
        session = self._marked
        if session is not None:
            self._open(session.id)

    def _open(self, session_id: str | None) -> None:
        if session_id is None:
            return
        with self._guarded():
            workbench = Workbench(Review(self._store, self._codebook, session_id))
            self.app.switch_screen(workbench)

    def action_new(self) -> None:
        """Ask for the name and the reviewer of a new session on all documents."""
        latest = self._sessions[0].reviewer.name if self._sessions else default_reviewer()
        fields = [Field("name", "Name of the session"), Field("reviewer", "Reviewer", latest)]
        with self._guarded():
            count = len(self._store.documents.all())
            documents = counted(count, "document")
            title = f"New session on {f'all {documents}' if count else 'the sample documents'}"
            self.app.push_screen(FormDialog(title, fields, self._make), self._open)

    def _check(self, answer: dict[str, str], renamed: Session | None = None) -> None:
        if not answer["name"] or not answer.get("reviewer", "-"):
            raise UserError("Fill in every line.")
        others = [one for one in self._store.sessions.all() if renamed is None or one.id != renamed.id]
        if any(one.name == answer["name"] for one in others):
            raise UserError(f"There is a session “{answer['name']}” already; choose another name.")

    def _make(self, answer: dict[str, str]) -> str:
        """Make a session and return its id; raise UserError."""
        from ofsted_tui.importing.opening import begin

        self._check(answer)
        return begin(self._store, self._codebook, answer["reviewer"], answer["name"])

    def action_import_files(self) -> None:
        """Ask for files to import; a session takes them in when it is made, or from within."""
        from ofsted_tui.tui.screens.import_dialog import import_files

        import_files(self.app, self._store, self._codebook, lambda _outcome: None, self._imported)

    def _imported(self, summary: "ImportSummary") -> None:
        marked = self._marked
        self._fill(marked.id if marked else None)
        if summary.outcomes:
            self.say(f"{summary.text}. n makes a session on all documents; o in a session adds one.")

    def action_rename(self) -> None:
        """Ask for another name for the marked session."""
        session = self._marked
        if session is None:
            return
        field = Field("name", "New name of the session", session.name)
        dialog = FormDialog(f"Rename “{session.name}”", [field], lambda answer: self._rename(session, answer))
        self.app.push_screen(dialog, lambda renamed: self._fill(renamed) if renamed else None)

    def _rename(self, session: Session, answer: dict[str, str]) -> str:
        """Rename a session and return its id; raise UserError."""
        self._check(answer, session)
        with self._store.action():
            self._store.sessions.rename(session.id, answer["name"])
        return session.id

    def action_delete(self) -> None:
        """Ask whether to delete the marked session."""
        session = self._marked
        if session is None:
            return
        with self._guarded():
            count = self._store.annotations.count(session.id)
            annotations = counted(count, "annotation goes", "annotations go")
            dialog = ConfirmDialog(
                f"Delete the session “{session.name}”?",
                f"Its {annotations} with it. u brings it back until the program closes.",
            )
            self.app.push_screen(dialog, lambda answer: self._delete(session, answer))

    def _delete(self, session: Session, answer: bool | None) -> None:
        if answer and self._write(lambda: self._store.sessions.remove(session.id)):
            self._deleted.append(session)
            self.say(f"Deleted “{session.name}”: u brings it back.")

    def action_restore(self) -> None:
        """Bring back the session that was deleted last."""
        if not self._deleted:
            self.say("No session was deleted since the program was started.")
            return
        session = self._deleted[-1]
        if self._write(lambda: self._store.sessions.restore(session.id), session.id):
            self._deleted.pop()
            self.say(f"“{session.name}” is back.")

    def _write(self, work: Callable[[], None], marked: str | None = None) -> bool:
        """Do something to the sessions as one action and show them anew; False where that failed."""
        with self._guarded():
            with self._store.action():
                work()
            self._fill(marked)
            return True
        return False


_SLICE_SECONDS = 0.004


async def shares_of(store: Store, sessions: Iterable[Session]) -> AsyncIterator[tuple[str, Share]]:
    """Yield the id and the share of each session, in slices that no key has to wait for; raise StoreError.

    A session on all that is published takes a quarter of a second.
    """
    started = perf_counter()
    for session in sessions:
        accounted = total = 0
        for document_id in store.read_marks.counted(session.id):
            share = store.read_marks.share_in(session.id, document_id)
            accounted, total = accounted + share.accounted, total + share.total
            if perf_counter() - started > _SLICE_SECONDS:
                await asyncio.sleep(0.001)
                started = perf_counter()
        yield session.id, Share(accounted, total)


def _cells(session: Session) -> tuple[str, ...]:
    opened = f"{_local(session.opened_at):%Y-%m-%d %H:%M}"
    signed = f"signed off {_local(session.signed_off_at):%Y-%m-%d}" if session.signed_off_at else ""
    documents = str(len(session.document_ids))
    name, reviewer = fitted(visible_line(session.name), 40), fitted(visible_line(session.reviewer.name), 20)
    return name, reviewer, documents, "…", opened, signed


def _local(time: str) -> datetime:
    return datetime.fromisoformat(time).astimezone()
