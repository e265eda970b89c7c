"""A tree whose lines lead to places in documents; branches are filled when they are unfolded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ofsted_tui.tui import keys

_GUIDE = 2
"""Columns that each level is set in by."""
_ARROW = 2
"""Columns of the sign before a line that can be unfolded."""


@dataclass(frozen=True, slots=True)
class TreePlace:
    """Where a line of a tree leads to."""

    document_id: str = ""
    offset: int = 0
    section: int | None = None
    """The position of the section that the line stands for; None where it stands for no section."""

    @property
    def is_place(self) -> bool:
        """Whether the line leads anywhere."""
        return bool(self.document_id)


Node = TreeNode[TreePlace]


class PlaceTree(Tree[TreePlace]):
    """Lines to move through, to fold and to unfold."""

    BINDINGS: ClassVar[list[BindingType]] = keys.OUTLINE

    def __init__(self, title: Text, data: TreePlace, fill: Callable[[Node], None]) -> None:
        """Take the words of the root, and what puts the lines below a branch that has none yet."""
        super().__init__(title, data)
        self._fill = fill
        self.auto_expand = False
        self.guide_depth = _GUIDE

    def unfold(self, node: Node) -> None:
        """Show what stands below a branch."""
        self._fill_once(node)
        if not node.is_expanded:
            node.expand()

    def _fill_once(self, node: Node) -> None:
        if node.allow_expand and not node.children:
            self._fill(node)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[TreePlace]) -> None:
        """Fill a branch that the mouse has unfolded."""
        self._fill_once(event.node)

    def action_unfold(self) -> None:
        """Unfold the branch at the cursor; one that is unfolded is gone into."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_expanded and node.children:
            self.action_cursor_down()
        else:
            self.unfold(node)

    def action_fold(self) -> None:
        """Fold the branch at the cursor; from a line that has nothing to fold go to what it stands under."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.allow_expand and not node.is_root:
            node.collapse()
        elif node.parent is not None and (self.show_root or not node.parent.is_root):
            self.put_cursor(node.parent)

    def put_cursor(self, node: Node) -> None:
        """Put the cursor on a line and bring it into view."""
        _ = self.last_line  # lays the lines out: before that a new one has no number
        self.move_cursor(node)
        self.call_after_refresh(self.scroll_to_node, node, animate=False)

    def render_label(self, node: Node, base_style: Style, style: Style) -> Text:
        """Draw the words of a line, with … where there is no room for all."""
        label = super().render_label(node, base_style, style)
        room = self.scrollable_content_region.width - self._indent(node)
        if room > 0:
            label.truncate(room, overflow="ellipsis")
        return label

    def _indent(self, node: Node) -> int:
        depth = 0 if self.show_root else -1
        above = node.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        return max(0, depth) * _GUIDE
