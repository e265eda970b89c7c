"""The outline of the open document: sections with grades and progress, paragraphs, and ways to them."""

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label, Tree

from ofsted_tui.model.errors import UserError
from ofsted_tui.model.safe_text import visible_summary
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.screens.outline_tree import (
    DONE,
    OPEN,
    Branch,
    branch_text,
    branches,
    paragraph_text,
    paragraphs_of,
)
from ofsted_tui.tui.screens.place_tree import Node, PlaceTree, TreePlace

_HINTS = (
    "enter go there · l h unfold, fold · 1-9 area of a section, 0 none · esc\n"
    f"{OPEN} open · letters: tagged · {DONE} read, or all accounted for"
)


class OutlineDialog(Dialog[int]):
    """Answers the offset to go to; a digit sets the area of the section at the cursor, at once."""

    BINDINGS: ClassVar[list[BindingType]] = keys.AREAS
    TITLE_TEXT = "Outline"

    def __init__(self, review: Review, here: int, set_area: Callable[[int, str], None]) -> None:
        """Take the review, the offset of its cursor, and what sets a section's area or raises UserError."""
        super().__init__()
        self._review = review
        self._set_area = set_area
        self._branches = branches(review)
        paragraphs = review.paragraphs
        self._index = paragraphs.index_at(here)
        self._section = None if self._index is None else paragraphs.paragraphs[self._index].section
        self._section_nodes: dict[int | None, Node] = {}

    def content(self) -> ComposeResult:
        """Make the tree and the keys."""
        title = Text(visible_summary(self._review.document.title), "bold")
        yield PlaceTree(title, self._spot(0), self._fill)
        yield Label(_HINTS, classes="hints", markup=False)

    def _spot(self, offset: int, section: int | None = None) -> TreePlace:
        return TreePlace(self._review.document.id, offset, section)

    def on_mount(self) -> None:
        """Show all sections folded, but for the one with the cursor."""
        tree = self.query_one(PlaceTree)
        for branch in self._branches:
            self._section_nodes[branch.position] = tree.root.add(
                self._words(branch), self._spot(branch.start, branch.position), allow_expand=_holds(branch)
            )
        tree.root.expand()
        tree.focus()
        node = self._section_nodes.get(self._section)
        tree.put_cursor(tree.root if node is None else self._unfolded(tree, node))

    def _words(self, branch: Branch) -> Text:
        return branch_text(self._review, branch, branch.position == self._section)

    def _unfolded(self, tree: PlaceTree, node: Node) -> Node:
        """Unfold the section with the cursor; return the line of the paragraph there, or its own."""
        tree.unfold(node)
        found = self._review.paragraphs.paragraphs[self._index or 0].start
        lines = (line for line in node.children if line.data and line.data.offset == found)
        return next(lines, node)

    def _fill(self, node: Node) -> None:
        position = node.data.section if node.data else None
        for index in paragraphs_of(self._review, position):
            start = self._review.paragraphs.paragraphs[index].start
            node.add_leaf(paragraph_text(self._review, index), self._spot(start))

    def on_tree_node_selected(self, event: Tree.NodeSelected[TreePlace]) -> None:
        """Answer where the line leads to."""
        if event.node.data is not None:
            self.dismiss(event.node.data.offset)

    def action_area(self, digit: int) -> None:
        """Set the area of the section at the cursor; 0 for none."""
        node = self.query_one(PlaceTree).cursor_node
        position = node.data.section if node and node.data else None
        if position is None:
            self._say("Only a section has an area: go to its line with h.", is_fault=True)
            return
        try:
            code = self._code(digit)
            self._set_area(position, code)
        except UserError as error:
            self._say(str(error), is_fault=True)
        else:
            self._show_sections()
            self._say(self._done(position, code))

    def _code(self, digit: int) -> str:
        review = self._review
        return review.codebook.area_for_digit(review.edition, digit).code if digit else ""

    def _done(self, position: int, code: str) -> str:
        title = visible_summary(self._review.opened.sections[position].title)
        area = self._review.codebook.area_or_unknown(code).short_title if code else "no area"
        return f"Kept: “{title}” belongs to {area}."

    def _show_sections(self) -> None:
        self._branches = branches(self._review)
        for branch in self._branches:
            if branch.position in self._section_nodes:
                self._section_nodes[branch.position].set_label(self._words(branch))

    def _say(self, words: str, *, is_fault: bool = False) -> None:
        self.query_one(".fault").set_class(not is_fault, "done")
        self.say_fault(words)


def _holds(branch: Branch) -> bool:
    return bool(branch.share.total)
