"""Import from the workbench: the files, how far it has come, what came of each."""

import asyncio
import os
import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.style import Style
from rich.text import Text, TextType
from textual import events, work
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import DirectoryTree, Input, Label, Static
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from ofsted_tui.importing.batch import Batch, FileReading, ImportOutcome, ImportSummary, not_kept
from ofsted_tui.importing.file_search import SUFFIXES, documents_in, natural_key
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreBusyError, StoreError, UserError, kind_and_place
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.store import Store
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.dialog import Dialog, bar_text

Result = TypeVar("Result")


class ImportProgress(Dialog[ImportSummary]):
    """Imports, and answers what came of it. Escape stops it and leaves what is done."""

    TITLE_TEXT = "Importing"

    def __init__(
        self, store: Store, codebook: Codebook, names: Sequence[str], kept: Callable[[ImportOutcome], None]
    ) -> None:
        """Take files, folders and patterns, and what is to be done with each file that is in the store."""
        super().__init__()
        self._store = store
        self._names = names
        self._kept = kept
        self._batch = Batch(codebook)
        self._stop_waiting: Callable[[], None] = lambda: None
        self.summary = ImportSummary()
        self.is_done = False
        self._total = 0
        """How many files were found."""

    def content(self) -> ComposeResult:
        """Make the bar, the name of the file, the counts, and the room for what came of it."""
        yield Label("", id="bar", markup=False)
        yield Label("Looking for files …", id="file", markup=False)
        yield Label("", id="counts", markup=False)
        with VerticalScroll(id="outcomes"):
            yield Static("", markup=False)
        yield Label("esc stops; what is done stays", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#outcomes").display = False
        self._import()

    def on_unmount(self) -> None:
        """Read no more, whatever took the dialog away."""
        self._batch.close()

    @work
    async def _import(self) -> None:
        try:
            await self._import_all()
        except Exception as error:  # what is done is done, and has to be said
            fault = kind_and_place(error)
            self.summary.problems.append(f"The import stopped: a fault of the program ({fault}).")
            self._finish(self._total)

    async def _import_all(self) -> None:
        found = await self._wait_for(lambda: documents_in(self._names))
        files = found.files if found else []
        self.summary.problems += found.problems if found else []
        self._total = len(files)
        for done, path in enumerate(files):
            self._show(done, self._total, path)
            reading = await self._wait_for(partial(self._batch.read, path))
            if reading is None:
                break
            await self._take(reading)
        self._finish(self._total)

    async def _wait_for(self, work: Callable[[], Result | None]) -> Result | None:
        """Wait for work in a thread; None where escape ended the waiting."""
        if self._batch.is_cancelled:
            return None
        future = in_background(work)
        self._stop_waiting = lambda: None if future.done() else future.set_result(None)
        return await future

    async def _take(self, reading: FileReading) -> None:
        try:
            outcome = await _patiently(lambda: self._batch.keep(self._store, reading))
        except StoreBusyError as error:
            outcome = not_kept(reading, error)
        self.summary.outcomes.append(outcome)
        if outcome.imported is None:
            return
        try:
            await _patiently(lambda: self._kept(outcome))
        except UserError as error:
            self.summary.problems.append(f"{outcome.path.name}: {error}")

    def _show(self, done: int, total: int, path: Path) -> None:
        self.query_one("#bar", Label).update(bar_text(done, total))
        self.query_one("#file", Label).update(visible_summary(path.name))
        self.query_one("#counts", Label).update(self.summary.text if done else "")

    def _finish(self, total: int) -> None:
        self.is_done = True
        self.query_one(".heading", Label).update(self._verdict(total))
        for name in ("#bar", "#file", "#counts"):
            self.query_one(name).display = False
        outcomes = self.query_one("#outcomes", VerticalScroll)
        outcomes.query_one(Static).update(summary_text(self.summary))
        outcomes.display = True
        outcomes.focus()
        self.query_one(".hint", Label).update("enter closes")

    def _verdict(self, total: int) -> str:
        left = total - len(self.summary.outcomes)
        if left:
            return f"Stopped: {left:,} of {total:,} files were not looked at"
        return "Stopped" if self._batch.is_cancelled else "Done"

    def on_key(self, event: events.Key) -> None:
        """Close the summary."""
        if event.key == "enter" and self.is_done:
            event.stop()
            self.dismiss(self.summary)

    def action_cancel(self) -> None:
        """Stop and say what is done; with that said already, close."""
        if self.is_done:
            self.dismiss(self.summary)
            return
        self._batch.cancel()
        self._stop_waiting()


def summary_text(summary: ImportSummary) -> Text:
    """Return the counts, what was refused and why, what was imported, and what was there already."""
    text = Text(summary.text, style="bold")
    refused = [one for one in summary.outcomes if one.imported is None]
    _add(text, "Refused", [*summary.problems, *map(_short, refused)])
    _add(text, "Imported", [_line(one) for one in summary.imported])
    _add(text, "Already there", [_line(one) for one in summary.already_there])
    return text


def _add(text: Text, heading: str, lines: Sequence[str]) -> None:
    if lines:
        text.append(f"\n\n{heading}", style="bold")
        for line in lines:
            text.append(f"\n{visible_summary(line)}", style="not bold")


def _short(outcome: ImportOutcome) -> str:
    """Return why a file was refused, with its name for the whole path."""
    return outcome.refusal.replace(str(outcome.path), outcome.path.name, 1)


def _line(outcome: ImportOutcome) -> str:
    imported = outcome.imported
    if imported is None:
        return outcome.refusal
    details = imported.details
    day = details.event_start or details.letter_date
    facts = [details.kind.label, details.local_authority, day.isoformat() if day else "no date"]
    facts.append(counted(outcome.paragraphs, "paragraph"))
    facts += [counted(outcome.grades, "grade")] if outcome.grades else []
    facts += imported.remarks
    if imported.former is not None and not details.replaces:
        former = imported.former.source or imported.former.title
        facts.append(f"seems to be a new version of {former}: P in a session can place its tags")
    return f"{outcome.path.name}: {details.title} ({'; '.join(fact for fact in facts if fact)})"


_ATTEMPTS = 20
_PAUSE = 0.2
"""Seconds before the next attempt where another program writes."""


async def _patiently(work: Callable[[], Result]) -> Result:
    """Do something in the store, again and again while another program writes; raise StoreBusyError."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return work()
        except StoreBusyError:
            await asyncio.sleep(_PAUSE)
    return work()


class FileTree(DirectoryTree):
    """Folders and the files that can be imported; several can be marked."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    class Marked(Message):
        """A file or folder was marked or unmarked."""

    class Chosen(Message):
        """Enter was pressed: what is marked, or what is under the cursor, is to be taken."""

    class Typed(Message):
        """A letter was typed, which belongs in the line for a path."""

        def __init__(self, character: str) -> None:
            """Take the letter."""
            super().__init__()
            self.character = character

    def __init__(self, folder: Path) -> None:
        """Begin in a folder."""
        super().__init__(folder)
        self.marked: dict[Path, None] = {}
        """What is marked, in the order of marking."""

    def on_mount(self) -> None:
        """Put the cursor on the folder itself."""
        self.move_cursor(self.root)

    @property
    def here(self) -> Path | None:
        """The file or folder under the cursor."""
        node = self.cursor_node
        return node.data.path if node is not None and node.data is not None else None

    @property
    def is_at_root(self) -> bool:
        """Whether the cursor is on the folder that the tree shows."""
        return self.cursor_node is self.root

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out what is hidden and what cannot be imported."""
        return [path for path in paths if is_offered(path)]

    def process_label(self, label: TextType) -> Text:
        """Return a name as it may be shown."""
        return Text(visible_line(str(label)) or os.sep, no_wrap=True)

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """Draw the mark and the name, of the topmost folder the whole path."""
        path = node.data.path if node.data is not None else Path()
        mark = "✓ " if path in self.marked else "  "
        icon = self.ICON_FILE
        if node.allow_expand:
            icon = self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE
        name = visible_line(str(path)) if node is self.root else str(node.label)
        bold = Style(bold=path in self.marked)
        return Text.assemble(
            (mark, base_style + bold), (icon, base_style), (name, style + bold), no_wrap=True
        )

    def action_toggle_node(self) -> None:
        """Mark what is under the cursor, or unmark it, and go on to the next."""
        path = self.here
        if path is None:
            return
        if path in self.marked:
            del self.marked[path]
        else:
            self.marked[path] = None
        if self.cursor_node is not None:
            self.cursor_node.refresh()
        self.action_cursor_down()
        self.post_message(self.Marked())

    def action_select_cursor(self) -> None:
        """Take what is marked, or what is under the cursor."""
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Open or close the folder that was clicked, mark the file; a click alone imports nothing."""
        event.prevent_default()
        line = event.style.meta.get("line")
        node = self.get_node_at_line(line) if isinstance(line, int) else None
        if node is None:
            return
        self.move_cursor(node)
        if node.allow_expand:
            node.toggle()
        else:
            self.action_toggle_node()

    def on_key(self, event: events.Key) -> None:
        """Go into folders and out of them; letters belong to the line above."""
        moves = {"right": self._open, "left": self._close, "backspace": self._above}
        move = moves.get(event.key)
        if move is not None:
            move()
        elif event.character and event.is_printable and event.character != " ":
            self.post_message(self.Typed(event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def _open(self) -> None:
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        else:
            self.action_cursor_down()

    def _close(self) -> None:
        node = self.cursor_node
        if node is None or node is self.root:
            self._above()
        elif node.allow_expand and node.is_expanded:
            node.collapse()
        else:
            self.action_cursor_parent()

    def _above(self) -> None:
        self.path = Path(self.path).parent


def is_offered(path: Path) -> bool:
    """Tell whether a path is to be shown: not hidden, and a folder or a file that can be imported."""
    if path.name.startswith((".", "~$")):
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        return path.is_dir()
    except OSError:
        return False


class PathSuggester(Suggester):
    """Completes a path while it is typed."""

    def __init__(self) -> None:
        """Keep nothing: folders change."""
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first path that begins as what was typed."""
        return await in_background(lambda: completion(value))


def completion(typed: str) -> str | None:
    """Return the first path that begins with what was typed, folders with a separator at the end, or None."""
    head, name = os.path.split(typed)
    try:
        folder = Path(head).expanduser() if head else Path()
        found = [one for one in folder.iterdir() if one.name.startswith(name) and one.name.isprintable()]
        found = sorted(filter(is_offered, found), key=natural_key)
    except (OSError, RuntimeError, ValueError):
        return None
    if not name or not found:
        return None
    end = os.sep if found[0].is_dir() else ""
    whole = f"{typed}{found[0].name[len(name) :]}{end}"
    return whole if whole != typed else None


_HINT = "space marks · enter imports · → ← unfold, fold, go up · or type a path"


class ImportDialog(Dialog[list[str]]):
    """A line for a path above a tree of files; answers names of files and folders, and patterns."""

    TITLE_TEXT = "Import documents"

    def __init__(self, folder: Path) -> None:
        """Begin in a folder."""
        super().__init__()
        self._warned = False
        self.folder = folder
        """The folder that the tree shows."""

    def content(self) -> ComposeResult:
        """Make the line, the tree and what the keys do."""
        yield Input(
            placeholder="a file, a folder, or a pattern: ~/reports/*.pdf",
            suggester=PathSuggester(),
            select_on_focus=False,
        )
        yield FileTree(self.folder)
        yield Label("", id="marked", markup=False)
        yield Label(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin in the tree; a letter typed there goes to the line."""
        self.query_one(FileTree).focus()

    def on_file_tree_typed(self, event: FileTree.Typed) -> None:
        """Type on in the line."""
        line = self.query_one(Input)
        line.focus()
        line.insert_text_at_cursor(event.character)

    def on_file_tree_marked(self) -> None:
        """Say how much is marked."""
        count = len(self.query_one(FileTree).marked)
        self.query_one("#marked", Label).update(f"{count:,} marked" if count else "")

    def on_key(self, event: events.Key) -> None:
        """Let tab take the completion that is shown, and ↓ go to the tree."""
        line = self.query_one(Input)
        if self.focused is not line:
            return
        if event.key == "down":
            self.query_one(FileTree).focus()
        elif event.key == "tab" and line.cursor_position == len(line.value):
            before = line.value
            line.action_cursor_right()
            if line.value == before:
                return
        else:
            return
        event.stop()
        event.prevent_default()

    def on_input_changed(self) -> None:
        """Forget what was wrong with what was typed before."""
        self.say_fault("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer what was typed, or what the tree has."""
        typed = event.value.strip()
        if not typed:
            self.on_file_tree_chosen()
            return
        names = names_in(typed)
        if names:
            self._answer(names, Path(names[0]).expanduser().absolute().parent)
        else:
            self.say_fault(f"{typed} does not exist: check the name and the folder.")

    def on_file_tree_chosen(self) -> None:
        """Answer what is marked, or what is under the cursor; the topmost folder only when asked twice."""
        tree = self.query_one(FileTree)
        chosen = list(tree.marked) or ([tree.here] if tree.here is not None else [])
        if not tree.marked and tree.is_at_root and not self._warned:
            self._warned = True
            self.say_fault(f"Enter again imports every document in {tree.here} and the folders below it.")
        elif chosen:
            self._answer([str(path) for path in chosen], Path(tree.path))

    def on_tree_node_highlighted(self) -> None:
        """Forget that enter was pressed on the topmost folder."""
        self._warned = False
        self.say_fault("")

    def _answer(self, names: list[str], folder: Path) -> None:
        self.folder = folder.absolute()
        self.dismiss(names)


_MAGIC = re.compile(r"[*?\[]")


def names_in(typed: str) -> list[str]:
    """Return the names in a typed or dropped line: as a whole if that exists, else as a shell parts it."""
    if _is_there(typed) or _MAGIC.search(typed):
        return [typed]
    try:
        parts = shlex.split(typed) if os.name != "nt" else [typed.strip('"')]
    except ValueError:
        return []
    return parts if parts and all(map(_is_there, parts)) else []


def _is_there(name: str) -> bool:
    try:
        return os.path.lexists(Path(name).expanduser())
    except (OSError, RuntimeError, ValueError):
        return False


FOLDER = "import_folder"
"""The setting that holds the folder in which files were chosen last."""


def start_folder(store: Store) -> Path:
    """Return the folder in which files were chosen last, or else the user's documents or home."""
    with suppress(StoreError):
        last = store.settings.get(FOLDER)
        if last and _is_folder(Path(last)):
            return Path(last)
    try:
        home = Path.home()
    except RuntimeError:
        return Path(os.sep)
    return home / "Documents" if _is_folder(home / "Documents") else home


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def import_files(
    app: App[None],
    store: Store,
    codebook: Codebook,
    kept: Callable[[ImportOutcome], None],
    done: Callable[[ImportSummary], None],
) -> None:
    """Ask for files and import them; `kept` is called for each that is in the store, `done` at the end."""
    dialog = ImportDialog(start_folder(store))

    def begin(names: Sequence[str] | None) -> None:
        if not names:
            return
        with suppress(StoreError, UnicodeError):  # the folder is a convenience, nothing to fail for
            store.settings.set(FOLDER, str(dialog.folder))
        app.push_screen(
            ImportProgress(store, codebook, names, kept), lambda summary: done(summary or ImportSummary())
        )

    app.push_screen(dialog, begin)
