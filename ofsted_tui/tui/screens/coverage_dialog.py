"""What is accounted for in a session, what is open or silent, and sign-off."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Label, Tree

from ofsted_tui.model.codebook import Codebook, Topic
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.passage import Cuts
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.model.session import Session
from ofsted_tui.model.structure import Section
from ofsted_tui.review import Review
from ofsted_tui.review.coverage import (
    DocumentCoverage,
    SectionCoverage,
    SignOff,
    Silence,
    before_sign_off,
    sign_off_as_shown,
)
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.dialog import ConfirmDialog, Dialog
from ofsted_tui.tui.screens.outline_dialog import DONE, OPEN, first_words, section_text, share_column
from ofsted_tui.tui.widgets.place_tree import Node, PlaceTree, TreePlace

_HINT = "enter go there · j k move · l h unfold, fold · s sign off · esc back"


class CoverageDialog(Dialog[TreePlace]):
    """Shows what is open and silent; answers the place to go to, and signs the session off on request."""

    BINDINGS: ClassVar[list[BindingType]] = keys.COVERAGE

    def __init__(self, review: Review, known: SignOff, sign: Callable[[], None]) -> None:
        """Take the review, what is open and silent in it, and what signs off or raises UserError."""
        super().__init__()
        self._review = review
        self._known = known
        self._sign = sign
        self._fillers: dict[Node, Callable[[Node], None]] = {}
        self._title = all_text(known, review.store.sessions.get(review.session.id))

    def heading(self) -> str:
        """Return how much is open in all."""
        return self._title

    def content(self) -> ComposeResult:
        """Make the tree and the keys."""
        tree = PlaceTree(Text(""), TreePlace(), self._fill)
        tree.show_root = False
        yield tree
        yield Label(_HINT, classes="hints", markup=False)

    def on_mount(self) -> None:
        """List the documents, the open one unfolded, then the topics without a tag."""
        tree = self.query_one(PlaceTree)
        nodes = {covered.details.id: self._add_document(covered) for covered in self._known.coverage}
        for silence in self._known.silences:
            self._add_silence(silence)
        tree.root.expand()
        tree.focus()
        here = nodes.get(self._review.document.id)
        if here is not None:
            tree.unfold(here)
            tree.put_cursor(here)

    def _add(self, under: Node, words: Text, spot: TreePlace, fill: Callable[[Node], None] | None) -> Node:
        node = under.add(words, spot, allow_expand=fill is not None)
        if fill is not None:
            self._fillers[node] = fill
        return node

    def _fill(self, node: Node) -> None:
        try:
            if node in self._fillers:
                self._fillers[node](node)
        except UserError as error:
            self.say_fault(str(error))

    def _add_document(self, covered: DocumentCoverage) -> Node:
        first = covered.open[0].start if covered.open else 0
        spot = TreePlace(covered.details.id, first)

        def fill(node: Node) -> None:
            self._add_sections(node, covered)

        root = self.query_one(PlaceTree).root
        return self._add(root, document_text(covered), spot, fill if covered.open else None)

    def _add_sections(self, under: Node, covered: DocumentCoverage) -> None:
        sections = self._review.store.documents.structures.sections(covered.details.id)
        for one in covered.sections:
            self._add_section(under, covered, one, sections)

    def _add_section(
        self, under: Node, covered: DocumentCoverage, one: SectionCoverage, sections: Sequence[Section]
    ) -> None:
        opened = opened_in(covered, one.section, sections)
        start = opened[0].start if opened else one.section.start if one.section else 0
        words = open_section_text(self._review.codebook, one, opened)

        def fill(node: Node) -> None:
            document = self._review.store.documents.get(covered.details.id)
            for paragraph in opened:
                cuts = Cuts(paragraph.cuts)
                first = first_words(document.text if document else "", cuts, paragraph)
                node.add_leaf(Text(f"{OPEN} {first}"), TreePlace(covered.details.id, paragraph.start))

        self._add(under, words, TreePlace(covered.details.id, start), fill if opened else None)

    def _add_silence(self, silence: Silence) -> None:
        root = self.query_one(PlaceTree).root
        self._add(root, silence_text(silence), TreePlace(), lambda node: self._add_topics(node, silence))

    def _add_topics(self, under: Node, silence: Silence) -> None:
        for words, topics in (
            ("mentioned in the text", silence.untagged),
            ("silent: not mentioned either", silence.silent),
        ):
            self._add_kind(under, f"{words} ({len(topics)})", topics)

    def _add_kind(self, under: Node, words: str, topics: Sequence[Topic]) -> None:
        def fill(node: Node) -> None:
            for topic in topics:
                node.add_leaf(topic_text(self._review.codebook, topic), TreePlace())

        self._add(under, Text(words), TreePlace(), fill if topics else None)

    def on_tree_node_selected(self, event: Tree.NodeSelected[TreePlace]) -> None:
        """Answer where the line leads to; one that leads nowhere is unfolded or folded."""
        node = event.node
        if node.data is not None and node.data.is_place:
            self.dismiss(node.data)
        elif node.is_expanded:
            node.collapse()
        else:
            self.query_one(PlaceTree).unfold(node)

    def action_sign_off(self) -> None:
        """Sign off; where something is open, only when asked for once more."""
        if not (self._known.open_count or self._known.waiting):
            self._sign_off(True)
            return
        what = open_text(self._known)
        consequence = "What is open and silent now is noted with the sign-off; any change later lifts it."
        self.app.push_screen(ConfirmDialog(f"{what}. Sign off anyway?", consequence), self._sign_off)

    def _sign_off(self, answer: bool | None) -> None:
        if not answer:
            return
        try:
            self._sign()
        except UserError as error:
            self.say_fault(str(error))
        else:
            self.dismiss(None)


def document_text(covered: DocumentCoverage) -> Text:
    """Say how much of a document is accounted for."""
    share = f"{covered.share.percent:>3} %" if covered.share.total else "     "
    title = visible_summary(covered.details.title)
    return Text.assemble(f"{share_column(covered.share)} {share}  ", (title, "bold"))


def open_section_text(codebook: Codebook, one: SectionCoverage, opened: Sequence[Paragraph]) -> Text:
    """Say how much of a section is accounted for; `opened` are its open paragraphs."""
    return Text(f"{share_column(one.share)} ").append_text(section_text(codebook, one.section, opened))


def opened_in(
    covered: DocumentCoverage, section: Section | None, sections: Sequence[Section]
) -> list[Paragraph]:
    """Return the open paragraphs of a section, or of what stands before the first one (None)."""
    if section is None:
        return [one for one in covered.open if one.section is None]
    positions = {position for position, one in enumerate(sections) if one.start == section.start}
    return [one for one in covered.open if one.section in positions]


def silence_text(silence: Silence) -> Text:
    """Name a report that has topics without a tag."""
    count = len(silence.untagged) + len(silence.silent)
    title = visible_summary(silence.details.title)
    return Text(f"No tag on these topics ({count}): ").append(title, "bold")


def topic_text(codebook: Codebook, topic: Topic) -> Text:
    """Name a topic with the letter of its area."""
    letter = visible_line(codebook.area_or_unknown(topic.area).letter)
    return Text.assemble((letter, "bold"), f" {visible_line(topic.title)}")


def all_text(known: SignOff, session: Session | None) -> str:
    """Say how much is open in all, and whether that was signed off."""
    total = sum(one.share.total for one in known.coverage)
    left = (
        f"{known.open_count:,} of {total:,} paragraphs open" if known.open_count else f"{DONE} nothing open"
    )
    left += f" · {_waiting_text(known)}" if known.waiting else ""
    signed = session.signed_off_at if session else None
    return f"Coverage: {left}" + (f" · signed off {signed[:10]}" if signed else "")


def _waiting_text(known: SignOff) -> str:
    return f"{counted(known.waiting, 'tag waits', 'tags wait')} to be placed: P"


def open_text(known: SignOff) -> str:
    """Say what is not done: paragraphs that are open, and tags that wait to be placed."""
    count, waiting = known.open_count, known.waiting
    parts = [counted(count, "paragraph is open", "paragraphs are open")] if count else []
    tags = counted(waiting, "tag of a former version waits", "tags of former versions wait")
    parts += [f"{tags} to be placed (P)"] if waiting else []
    return " and ".join(parts)


def sign_off_text(known: SignOff) -> str:
    """Say what was accounted for, open and silent at the sign-off."""
    total = sum(one.share.total for one in known.coverage)
    silent = sum(len(one.silent) for one in known.silences)
    parts = [f"{total - known.open_count:,} of {total:,} paragraphs accounted for"]
    parts += [f"{known.open_count:,} open"] if known.open_count else []
    parts += [_waiting_text(known)] if known.waiting else []
    parts += [f"{counted(silent, 'topic')} silent"] if silent else []
    return f"Signed off: {', '.join(parts)}."


def coverage_dialog(review: Review, say: Callable[[str], None]) -> CoverageDialog:
    """Return the dialog on what is open in a session; `say` is told of a sign-off. Raises UserError."""
    known = before_sign_off(review.store, review.codebook, review.session.id)

    def sign() -> None:
        sign_off_as_shown(review.store, review.codebook, review.session.id, known)
        say(sign_off_text(known))

    return CoverageDialog(review, known, sign)
