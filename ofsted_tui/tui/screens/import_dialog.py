"""Which files to import."""

import os
import re
import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, Label

from ofsted_tui.importing.batch import ImportOutcome, ImportSummary
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreError
from ofsted_tui.store import Store
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.file_picker import FileTree, PathSuggester
from ofsted_tui.tui.screens.import_progress import ImportProgress

FOLDER = "import_folder"
"""The setting that holds the folder in which files were chosen last."""
_MAGIC = re.compile(r"[*?\[]")
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
