"""The outline of the open document: sections with grades and progress, and ways to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label, Tree

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Paragraph, Role, Share
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.safe_text import visible_line, visible_summary
from ofsted_tui.model.structure import Section
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import Dialog
from ofsted_tui.tui.widgets.place_tree import Node, PlaceTree, TreePlace


@dataclass(frozen=True, slots=True)
class Branch:
    """A section with the paragraphs that carry findings in it, or what stands before the first one."""

    position: int | None
    """The section's position among the document's; None for what stands before the first one."""
    section: Section | None
    share: Share
    start: int
    """Where its findings begin; for a section without any, its heading."""


DONE = "✓"
OPEN = "○"


_HINTS = (
    "enter go there · l h unfold, fold · 1-9 area of a section, 0 none · esc\n"
    f"{OPEN} open · letters: tagged · {DONE} read, or all accounted for"
)


class OutlineDialog(Dialog[int]):
    """Shows the sections; answers the offset to go to. A digit sets the area of the section at the cursor."""

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


def branches(review: Review) -> list[Branch]:
    """Return what stands before the first section, if it carries findings, and every section."""
    firsts: dict[int | None, int] = {}
    for paragraph in review.paragraphs.paragraphs:
        if paragraph.carries_findings:
            firsts.setdefault(paragraph.section, paragraph.start)
    share = review.opened.accounting.of_section
    before = [Branch(None, None, share(None), firsts[None])] if None in firsts else []
    return before + [
        Branch(position, section, share(position), firsts.get(position, section.start))
        for position, section in enumerate(review.opened.sections)
    ]


def paragraphs_of(review: Review, position: int | None) -> list[int]:
    """Return the positions of the paragraphs that carry findings in a section (None: before the first)."""
    every = enumerate(review.paragraphs.paragraphs)
    return [index for index, one in every if one.carries_findings and one.section == position]


def section_text(codebook: Codebook, section: Section | None, others: Sequence[Paragraph] = ()) -> Text:
    """Name a section: its area by letter and in words with the grade, or else its title.

    `others` are the paragraphs before the first section, which are named by what they are.
    """
    if section is None:
        is_summary = bool(others) and all(one.role is Role.SUMMARY for one in others)
        return Text("Summary" if is_summary else "Before the first section")
    title = visible_summary(section.title)
    if not section.area:
        return Text(title)
    area = codebook.area_or_unknown(section.area)
    named = Text.assemble((visible_line(area.letter), "bold"), f" {visible_line(area.short_title)}")
    return named.append(f": {section.grade.lower()}") if section.grade else named.append(f" · {title}")


def share_column(share: Share) -> str:
    """Say how much is accounted for, as "✓ 14/14", in a column of its own."""
    if not share.total:
        return f"  {'–':<6}"
    return f"{' ' if share.open else DONE} {f'{share.accounted}/{share.total}':<6}"


HERE = "← here"


def branch_text(review: Review, branch: Branch, is_here: bool) -> Text:
    """Say of a section how much is accounted for, what it is, and whether the cursor is in it."""
    before = () if branch.section else _before_sections(review)
    label = Text(f"{share_column(branch.share)} ")
    label.append_text(section_text(review.codebook, branch.section, before))
    return label.append(f"  {HERE}", "bold") if is_here else label


def _before_sections(review: Review) -> list[Paragraph]:
    every = review.paragraphs.paragraphs
    return [one for one in every if one.carries_findings and one.section is None]


_SIGN = 3
"""Columns for the letters of the tags in a paragraph."""


def paragraph_text(review: Review, index: int) -> Text:
    """Say of a paragraph whether it is open, tagged (with what) or read, its number and first words."""
    paragraph = review.paragraphs.paragraphs[index]
    first = first_words(review.document.text, review.opened.cuts, paragraph)
    return Text.assemble((f"{_sign(review, paragraph):<{_SIGN}} ", "bold"), first)


def _sign(review: Review, paragraph: Paragraph) -> str:
    areas = {one.area for one in review.annotations.touching(paragraph.passage)}
    known = sorted((review.codebook.area_or_unknown(code) for code in areas), key=lambda one: one.digit)
    untagged = DONE if review.opened.is_read(paragraph.passage) else OPEN
    return "".join(one.letter for one in known) or untagged


_WORDS = 160
"""How many characters of a paragraph are looked at for its first words."""


def first_words(text: str, cuts: Cuts, paragraph: Paragraph) -> str:
    """Return the number of a paragraph as "¶30" and its first words, in one line that may be cut."""
    start = Passage(paragraph.start, min(paragraph.end, paragraph.start + _WORDS))
    words = visible_summary(cuts.quote(text, start))
    if paragraph.number is None:
        return words
    number = str(paragraph.number)
    return f"¶{number} {words.removeprefix(number).lstrip('. )')}"


def _holds(branch: Branch) -> bool:
    return bool(branch.share.total)
