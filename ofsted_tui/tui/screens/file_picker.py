"""Files and folders to choose from: a tree, and the completion of a path that is typed."""

import os
from collections.abc import Iterable
from pathlib import Path

from rich.style import Style
from rich.text import Text, TextType
from textual import events
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import DirectoryTree
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from ofsted_tui.importing.file_search import SUFFIXES, natural_key
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.tui.background import in_background


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
