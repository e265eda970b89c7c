"""Place the tags of a former version in the new one, one key a tag."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from difflib import SequenceMatcher
from functools import partial

from textual import on, work
from textual.containers import Container, Vertical
from textual.widget import Widget

from ofsted_tui.model.annotation import AnnotationIndex
from ofsted_tui.model.errors import UserError
from ofsted_tui.model.paragraph import ParagraphTable
from ofsted_tui.model.passage import Cuts, Decision, Passage, PlacementState
from ofsted_tui.model.safe_text import counted, visible_line, visible_summary
from ofsted_tui.review import Change, Review
from ofsted_tui.review.placing import PlacementsByPassage, Placing, QueueEntry, place_all
from ofsted_tui.tui import keys
from ofsted_tui.tui.background import in_background
from ofsted_tui.tui.screens.find import Find
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.review_text import undo_text, unit_text
from ofsted_tui.tui.widgets.bars import PromptBar, StatusLine
from ofsted_tui.tui.widgets.document_pane import DocumentPane, shown_document
from ofsted_tui.tui.widgets.document_view import DocumentView, ShownDocument


class QueueCursor:
    """The tag that is shown; it stays shown while the queue is built anew."""

    def __init__(self, placing: Placing) -> None:
        """Take the queue; no tag is shown yet."""
        self._placing = placing
        self._id = ""

    @property
    def item(self) -> QueueEntry | None:
        """The tag that is shown; None where there is none."""
        return next((one for one in self._placing.items if one.annotation.id == self._id), None)

    @property
    def index(self) -> int:
        """Which of the queue it is."""
        item = self.item
        return 0 if item is None else self._placing.items.index(item)

    def go_to(self, item: QueueEntry) -> None:
        """Show a tag."""
        self._id = item.annotation.id

    def neighbour(self, step: int) -> QueueEntry:
        """Return the next or previous tag, round the ends of the queue, which must hold one."""
        items = self._placing.items
        return items[(self.index + step) % len(items)]

    def next_open(self, step: int) -> QueueEntry | None:
        """Return the next or previous tag that waits, round the ends of the queue; None: none waits."""
        items, index = self._placing.items, self.index
        order = (items[(index + step * more) % len(items)] for more in range(1, len(items) + 1))
        return next((item for item in order if item.decision is None), None)

    def end_before(self, item: QueueEntry) -> int:
        """Return where the nearest earlier tag ends in the new version."""
        before = self._placing.items[: self._placing.items.index(item)]
        return next((one.passage.end for one in reversed(before) if one.passage is not None), 0)

    def item_of(self, change: Change) -> QueueEntry | None:
        """Return the tag that a change is about; None where it is not in the queue."""
        known = change.after or change.before
        for item in self._placing.items:
            if known.id == item.annotation.id if known else item.former == change.passage:
                return item
        return None


class PlacementProposal:
    """Shows where a tag is proposed to be or is, and tells whether the reviewer has moved since."""

    def __init__(self, pane: DocumentPane) -> None:
        """Take the pane of the new version."""
        self._pane = pane
        self._passage: Passage | None = None

    def show(self, passage: Passage) -> None:
        """Choose the passage."""
        self._pane.choose(passage)
        self._keep()

    def show_nothing_after(self, offset: int) -> None:
        """Be at the first sentence from an offset on, with no passage chosen: moving chooses one."""
        self._pane.choose_nothing_at(offset)
        self._keep()

    def _keep(self) -> None:
        self._passage = self._pane.cursor.passage
        self._pane.align(self._passage)

    @property
    def is_chosen(self) -> bool:
        """Tell whether the passage of the pane is still the one that was proposed."""
        return self._pane.cursor.passage == self._passage


PLACINGS = ("place", "place all", "leave")
"""The verbs of the placing screen."""


_PLACED = (Decision.ACCEPTED, Decision.REDRAWN)


class PlacingScreen(ReviewScreen[Passage]):
    """Places the tags of a former version, one key a tag; answers the passage that was shown last."""

    HELP = (
        "The new version. The marked passage is where enter places the tag; choose another one where it is "
        "wrong. esc shows again what is proposed, and then goes back to the workbench."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.PLACING
    CSS_PATH = "screens.tcss"

    def __init__(self, placing: Placing) -> None:
        """Take the queue of the document that is open in its review."""
        super().__init__(placing.review)
        self.placing = placing
        self.queue = QueueCursor(placing)
        self.pane = DocumentPane(self._moved)
        self.proposal = PlacementProposal(self.pane)
        self.former_view = DocumentView()
        self.prompt_bar = PromptBar()
        self.find = Find(self.pane, self.prompt_bar, self.say, self.idle_work(), "the new version")
        self._lines = {
            name: StatusLine(id=f"{name}-line") for name in ("former", "later", "item", "state", "difference")
        }
        self._former_paragraphs = ParagraphTable([])
        self._former_cuts = Cuts()
        self._is_placing = False

    def content(self) -> Iterator[Widget]:
        """Put the two versions beside or above each other, above what is said of the tag."""
        lines = self._lines
        with Container(id="versions"):
            with Vertical():
                yield lines["former"]
                yield self.former_view
            with Vertical():
                yield lines["later"]
                yield self.pane
        yield lines["item"]
        yield lines["state"]
        yield lines["difference"]
        yield self.prompt_bar

    def on_mount(self) -> None:
        """Show the two versions, and begin to place."""
        with self.guarded():
            self._show_documents()
            self._begin(self._show_first)

    def on_screen_suspend(self) -> None:
        """End a look through the document with the screen that it was for."""
        self.find.stop()

    # what is shown

    def _show_documents(self) -> None:
        """Show the two texts, at no tag yet; raise StoreError."""
        former = shown_former(self.placing)
        self._former_paragraphs = former.paragraphs or self._former_paragraphs
        self._former_cuts = cuts_of(self._former_paragraphs)
        self.former_view.show(former, 0)
        self.pane.open(shown_document(self.review), None)
        self.pane.focus()
        self._say_title()

    def _say_title(self) -> None:
        counts = queue_text(self.placing) if self.placing.items else ""
        self.title_line.say(f"New version of {self.placing.former.title}", counts)

    @property
    def item(self) -> QueueEntry | None:
        """The tag that is shown; None where there is none."""
        return self.queue.item

    def show_item(self, item: QueueEntry) -> None:
        """Show a tag in both versions, where it is proposed to be or is."""
        self.queue.go_to(item)
        self.former_view.look_at(item.former)
        if item.passage is not None:
            self.proposal.show(item.passage)
        else:
            self.proposal.show_nothing_after(self.queue.end_before(item))
        self._moved()

    def show_kept(self) -> None:
        """Show what the store holds; raise UserError."""
        self.placing.refresh()
        self.repaint()

    def repaint(self) -> None:
        """Show in both texts what the store holds now; raise StoreError."""
        self.pane.replace_annotations(self.review.annotations)
        self.former_view.replace_annotations(tags_of_former(self.placing))
        self._say_title()
        self._moved()

    def _moved(self) -> None:
        """Say what is shown: the lines of the tag, and below what enter would do."""
        self.find.stop()
        item = self.item
        if item is None:
            for name in ("item", "state", "difference"):
                self._lines[name].say("")
            self.say(self.pane.hint)
        else:
            self._say_item(item)
            self._say_spots(item)
            self.status_line.say(self.pane.hint or self._here_text(item), unit_text(self.pane.cursor))

    def _say_item(self, item: QueueEntry) -> None:
        text = item_text(self.review, item, self.queue.index + 1, len(self.placing.items))
        self._lines["item"].say(text, decision_text(item))
        self._lines["state"].say(state_text(item))
        old = self._former_cuts.quote(self.placing.former.text, item.former)
        new = self.review.opened.quote(self.pane.cursor.passage)
        self._lines["difference"].say(difference_text(old, new) if new else "")

    def _say_spots(self, item: QueueEntry) -> None:
        former, later = self.placing.former.details, self.placing.document.details
        spot = spot_text(self._former_paragraphs, item.former.start)
        self._lines["former"].say(" · ".join(filter(None, ("Former version", spot))), former.source)
        spot = spot_text(self.review.paragraphs, self.pane.cursor.passage.start)
        self._lines["later"].say(" · ".join(filter(None, ("New version", spot))), later.source)

    def _here_text(self, item: QueueEntry) -> str:
        if not self.pane.cursor.passage:
            return "No passage is chosen: j k move, / finds, a chooses by labels"
        if not self.proposal.is_chosen:
            return "Your passage: enter places the tag here · esc shows again what was proposed"
        if item.decision is None:
            return "enter places it here · x leaves it · choose another passage where it is wrong"
        return "] next that waits · u undo · another passage and enter change it"

    def say(self, message: str, *, is_alarm: bool = False) -> None:
        """Say something until the next key; a look under way would say something else: it ends."""
        self.find.stop()
        super().say(message, is_alarm=is_alarm)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Say what went wrong inside, with what the store holds shown, and go on."""
        with super().guarded():
            try:
                yield
            except UserError:
                with suppress(UserError):
                    self.show_kept()
                raise

    # placing, off the key path

    @work(exclusive=True)
    async def _begin(self, then: Callable[[], None]) -> None:
        """Place what is not placed yet in a thread of its own, then take it in and do what comes then."""
        with self.guarded():
            wanted = self.placing.wanted
            self._is_placing = True
            try:
                placements = await in_background(self._work(wanted)) if wanted else {}
            finally:
                self._is_placing = False
            self.placing.take(placements)
            self.repaint()
            then()

    def _work(self, wanted: list[Passage]) -> Callable[[], PlacementsByPassage]:
        self.say(f"Looking for {counted(len(wanted), 'passage')} in the new version …")
        return partial(place_all, self.placing.former.text, self.placing.document.text, wanted)

    def _show_first(self) -> None:
        items, waiting = self.placing.items, self.placing.undecided
        if items:
            self.show_item(next(iter(waiting or items)))
        if not items:
            self.say("No tag of this session stands in the former version. esc goes back.")
        elif not waiting:
            self.say(end_text(self.placing))

    # going from tag to tag

    def action_next(self, step: int) -> None:
        """Go to the next or previous tag, round the ends of the queue."""
        self._follow_others()
        if self._has_item():
            self.show_item(self.queue.neighbour(step))

    def action_next_open(self, step: int) -> None:
        """Go to the next or previous tag that waits, round the ends of the queue."""
        self._follow_others()
        if self._has_item():
            self._go_on(step)

    def _follow_others(self) -> None:
        """Take in what another window has decided meanwhile."""
        with self.guarded():
            if self.review.refresh():
                self.show_kept()

    def _go_on(self, step: int = 1) -> None:
        found = self.queue.next_open(step)
        if found is not None:
            self.show_item(found)
        else:
            self.show_item(self.placing.items[self.queue.index])
            self.say(end_text(self.placing))

    def _has_item(self) -> bool:
        if self.item is not None:
            return True
        if self.placing.items:
            self._show_first()
        else:
            self.say("Still looking …" if self._is_placing else "There is nothing to place. esc goes back.")
        return False

    # deciding

    def _decide(self, verb: Callable[[QueueEntry], object]) -> None:
        item = self.item
        if item is None or self._is_placing:
            self._has_item()
            return
        with self.guarded():
            verb(item)
            self.repaint()
            self._go_on()

    def action_accept(self) -> None:
        """Place the tag where it is shown, and go to the next one that waits."""
        item, passage = self.item, self.pane.cursor.passage
        if item is not None and not passage:
            self.say("It is gone: choose a passage for it first (j k / a), or x leaves it.", is_alarm=True)
        elif item is not None and item.passage == passage and item.decision in _PLACED:
            self._go_on()
        else:
            self._decide(lambda item: self.placing.accept(item, passage))

    def action_leave(self) -> None:
        """Leave the tag with the former version."""
        self._decide(lambda item: None if item.decision is Decision.LEFT else self.placing.leave(item))

    def action_accept_certain(self) -> None:
        """Place all that are word for word there without a doubt."""
        if self._is_placing or not self._has_item():
            return
        with self.guarded():
            count = self.placing.accept_certain()
            self.repaint()
            self._go_on()
            left = len(self.placing.undecided)
            placed = f"{count:,} placed: word for word there" if count else "Nothing more is certain"
            if left or not count:
                self.say(f"{placed}. {left:,} left to look at.")

    # undo

    def travel(self, did: str, verb: Callable[[], Change | None]) -> None:
        """Undo or redo the last verb of the session where that was a placing."""
        if self._is_placing:
            self.say("Still looking …")
            return
        with self.guarded():
            if did == "Undone" and self.review.next_undo not in (None, *PLACINGS):
                self.say("The last step of this session was no placing: in the workbench, u takes it back.")
            else:
                super().travel(did, verb)

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """Show the tag that the change was about, once it is known where it belongs; say it then."""
        if change is None:
            return True
        self.placing.refresh()
        self._begin(partial(self._show_travelled, did, change))
        return False

    def _show_travelled(self, did: str, change: Change) -> None:
        found = self.queue.item_of(change) or self.item
        if found is not None:
            self.show_item(found)
        self.say(travel_text(self.placing, did, change))

    # finding, the former version, and back

    async def action_find(self) -> None:
        """Ask what to find in the new version; the hit becomes the passage."""
        await self.find.ask()

    @on(PromptBar.Answered)
    def _find_next(self, event: PromptBar.Answered) -> None:
        self.pane.focus()
        self.find.go_to(event.text or "")

    def action_history(self) -> None:
        """Show what became of the tag since it was made."""
        from ofsted_tui.tui.screens.annotation_dialogs import HistoryDialog

        item = self.item
        if item is not None:
            with self.guarded():
                self.app.push_screen(HistoryDialog(self.review, item.annotation))

    def action_scroll_former(self, step: int) -> None:
        """Scroll the former version, where a passage is longer than its room."""
        view = self.former_view
        view.scroll_to_row(view.scroll_offset.y + step * max(1, view.size.height // 2))

    def action_drop(self) -> None:
        """Drop the hits that were marked, then the passage that was drawn; then leave."""
        item = self.item
        if self.pane.pattern is not None:
            self.pane.set_pattern(None, 0)
        elif item is None or (self.proposal.is_chosen and not self.pane.cursor.held):
            self.action_back()
        else:
            self.show_item(item)

    def action_back(self) -> None:
        """Go back to the workbench: whatever was decided is kept."""
        self.dismiss(self.pane.cursor.passage)


def queue_text(placing: Placing) -> str:
    """Say how many are decided and what the program found, as "3 of 41 decided · 30 same · 1 gone"."""
    counts = [(placing.count(state), state.value) for state in PlacementState]
    found = [f"{count:,} {name}" for count, name in counts if count]
    total = len(placing.items)
    return " · ".join([f"{total - len(placing.undecided):,} of {total:,} decided", *found])


def end_text(placing: Placing) -> str:
    """Say that everything is decided, and what stays with the former version."""
    left = sum(item.decision is Decision.LEFT for item in placing.items)
    placed = len(placing.items) - left
    stays = counted(left, "stays", "stay") if left else "none stays"
    return f"All is decided: {placed:,} placed, {stays} with the former version. esc goes back."


def item_text(review: Review, item: QueueEntry, number: int, total: int) -> str:
    """Say which tag of how many it is, and what it says."""
    tag = item.annotation
    area = review.codebook.area_or_unknown(tag.area)
    parts = [f"{number:,} of {total:,}", f"{area.letter} {area.short_title}"]
    parts += [tag.direction.label] if tag.direction else []
    parts += [review.codebook.topic_title(tag.topic)] if tag.topic else []
    parts += [f"* {visible_summary(tag.note[:400])}"] if tag.note else []
    return visible_line(" · ".join(parts))


_DECISIONS = {
    None: "waits for you",
    Decision.ACCEPTED: "✓ placed",
    Decision.REDRAWN: "✓ placed by hand",
    Decision.LEFT: "✓ left with the former version",
}


def decision_text(item: QueueEntry) -> str:
    """Say what was decided of a tag."""
    return _DECISIONS[item.decision]


def state_text(item: QueueEntry) -> str:
    """Say what became of the passage, how sure that is, and why a look is needed."""
    placement, doubt = item.placement, item.placement.doubt
    percent = int(placement.agreement * 100)
    if placement.state is PlacementState.GONE:
        return "gone: less than half of its words are there. Choose a passage for it, or x leaves it"
    if placement.state is PlacementState.REWORDED:
        words = f"reworded: {percent} % of the words are there" if percent < 100 else "reworded or in doubt"
    elif placement.state is PlacementState.MOVED:
        words = "moved: the same words, in another place"
    else:
        words = "same: word for word"
    return visible_line(f"{words}, but {doubt}: look" if doubt else words)


_COMPARED = 400
"""Words of a quote that are compared: a longer one is not read in one line anyway."""


def difference_text(former: str, later: str) -> str:
    """Say which words differ, as "−has not +had no"; empty where none do.

    How quotation marks and dashes are set is no difference, nor is white space. What differs several
    times is said once.
    """
    old, new = former.split()[:_COMPARED], later.split()[:_COMPARED]
    matcher = SequenceMatcher(None, [_plain(one) for one in old], [_plain(one) for one in new], False)
    parts = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            gone, come = " ".join(old[start:end]), " ".join(new[other_start:other_end])
            parts.append(" ".join(part for part in (gone and f"−{gone}", come and f"+{come}") if part))
    return visible_line(" · ".join(dict.fromkeys(parts)))


_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-", "—": "-"})


def _plain(word: str) -> str:
    return word.translate(_TYPOGRAPHY)


def spot_text(paragraphs: ParagraphTable, offset: int) -> str:
    """Say number and page of the paragraph at an offset, as "¶30 · p. 8"."""
    paragraph = paragraphs.at(offset)
    if paragraph is None:
        return ""
    parts = [f"¶{paragraph.number}"] if paragraph.number else []
    return " · ".join([*parts, *([f"p. {paragraph.page}"] if paragraph.page else [])])


def is_placing(placing: Placing, change: Change) -> bool:
    """Tell whether a change that was undone or redone is a decision of this queue."""
    here = (placing.document.id, placing.former.id)
    return change.verb in PLACINGS and change.document_id in here


def travel_text(placing: Placing, did: str, change: Change) -> str:
    """Say what undo or redo has done; of what is no placing here, where it was too."""
    words = undo_text(did, change)
    if is_placing(placing, change):
        return words
    details = placing.review.store.documents.details(change.document_id)
    where = visible_summary(details.title) if details else "another document"
    back = "ctrl+r does it again" if did == "Undone" else "u takes it back"
    return f"{words}, in “{where}” (an older change, no placing: {back})."


def shown_former(placing: Placing) -> ShownDocument:
    """Return the former version with what is still tagged in it; raise StoreError."""
    review, former = placing.review, placing.former
    paragraphs = ParagraphTable(review.store.documents.structures.paragraphs(former.id))
    areas = {area.code: area for area in review.codebook.areas}
    drawn, tags = cuts_of(paragraphs).drawn(former.text), tags_of_former(placing)
    return ShownDocument(former.text, drawn, tags, areas, lambda _start, _end: False, paragraphs)


def cuts_of(paragraphs: ParagraphTable) -> Cuts:
    """Return the page breaks within paragraphs."""
    return Cuts([cut for paragraph in paragraphs.paragraphs for cut in paragraph.cuts])


def tags_of_former(placing: Placing) -> AnnotationIndex:
    """Return what is still tagged in the former version; raise StoreError."""
    review = placing.review
    return AnnotationIndex(review.store.annotations.of(review.session.id, placing.former.id))
