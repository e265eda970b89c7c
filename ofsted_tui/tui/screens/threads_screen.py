"""The threads of a session, and the improvement points that no thread follows yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from ofsted_tui.evidence.search import DocumentPassage
from ofsted_tui.evidence.threads import ThreadInTime, threads_in_time
from ofsted_tui.model.document import DocumentDetails, time_key
from ofsted_tui.model.passage import Cuts, Passage
from ofsted_tui.model.safe_text import counted, visible_line
from ofsted_tui.model.thread import Thread
from ofsted_tui.review import Change, Review
from ofsted_tui.review.threads import Point, begin_thread, link, remove_thread, rename_thread
from ofsted_tui.tui import keys
from ofsted_tui.tui.screens.review_screen import ReviewScreen
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.screens.search_screen import SearchIndex
from ofsted_tui.tui.text.wrapping import fitted
from ofsted_tui.tui.widgets.bars import StatusLine
from ofsted_tui.tui.widgets.rows import DetailView, ListItem, RowList, StyledText


@dataclass(frozen=True, slots=True)
class Beginning:
    """A passage that a thread can begin with."""

    details: DocumentDetails
    passage: Passage
    quote: str
    """Its words, with no page break in them."""
    is_improvement: bool


ThreadsEntry = ThreadInTime | Beginning


class ThreadList(RowList[ThreadsEntry], inherit_bindings=False):
    """The threads, then the points that none of them follows."""

    HELP = (
        "A thread follows a point through the documents: where it was raised, repeated, closed. Enter opens"
        " one, or begins one with an improvement point or with the passage you came from."
        "\n\nPgDn and PgUp turn these pages, ? closes them."
    )
    BINDINGS = keys.ROWS


_HINT = "enter opens a thread, or begins one with the marked point · a adds the passage you came from"


class ThreadsScreen(ReviewScreen[DocumentPassage]):
    """Lists the threads and what may begin one; answers the place to open, or None."""

    BINDINGS = keys.THREADS
    CSS_PATH = "evidence.tcss"

    def __init__(self, review: Review, index: SearchIndex, here: Passage) -> None:
        """Take the passage of the workbench."""
        super().__init__(review)
        self._index = index
        self._here = here
        self.list = ThreadList(review.codebook, self._moved)
        self.facts_line = StatusLine(id="facts-line")
        self.detail = DetailView()

    def content(self) -> Iterator[Widget]:
        """Put what is marked in full below the list."""
        yield self.list
        yield self.facts_line
        yield self.detail

    def on_mount(self) -> None:
        """List the threads and points; the one that stands at the passage of the workbench is marked."""
        self.set_focus(self.list)
        self.say(_HINT)
        self._fill(at_here=True)

    def _fill(self, marked: str = "", *, at_here: bool = False) -> None:
        with self.guarded():
            threads, points = self._threads(), beginnings(self.review, self._here)
            self.list.fill(_items(threads, points))
            wanted = self._row_here(threads, points) if at_here else None
            rows: list[ThreadsEntry] = [*threads, *points]
            ids = [one.thread.id if isinstance(one, ThreadInTime) else "" for one in rows]
            if wanted is not None:
                self.list.mark_at(rows.index(wanted))
            elif marked in ids and marked:
                self.list.mark_at(ids.index(marked))
            said = counted(len(threads), "thread")
            self.title_line.say(f"Threads · {self.review.session.name}", said)
            self._moved()

    def _threads(self) -> list[ThreadInTime]:
        store = self.review.store
        return threads_in_time(store.threads.of(self.review.session.id), store.documents.all())

    def _row_here(self, threads: Sequence[ThreadInTime], points: Sequence[Beginning]) -> ThreadsEntry | None:
        """Return the point or thread that stands at the passage of the workbench."""
        own, here = self.review.document.id, self._here
        for point in points:
            if point.details.id == own and point.passage.overlaps(here):
                return point
        for thread in threads:
            for place in thread.thread.passages:
                if place.document_id == own and place.passage and place.passage.overlaps(here):
                    return thread
        return None

    def _moved(self) -> None:
        marked = self.list.marked
        if isinstance(marked, Beginning):
            what = "improvement point" if marked.is_improvement else "the passage you came from"
            facts = f"{day_text(marked.details)} · {marked.details.kind.label} · {what}"
            self.detail.show(marked.details.title, facts, marked.quote)
        elif marked is not None:
            places = ", ".join(day_text(step.details) for step in marked.steps)
            begun = marked.first.place.quote if marked.first else ""
            self.detail.show(marked.thread.title, places, begun)
        else:
            self.detail.show("", "", "")

    # keys

    @property
    def _thread(self) -> Thread | None:
        marked = self.list.marked
        if isinstance(marked, ThreadInTime):
            return marked.thread
        self.say("Mark a thread first.")
        return None

    def action_open(self) -> None:
        """Open the marked thread, or begin one."""
        marked = self.list.marked
        if marked is None:
            return
        with self.guarded():
            self._open(self._begun(marked) if isinstance(marked, Beginning) else marked.thread)

    def _begun(self, marked: Beginning) -> Thread:
        review = self.review
        tags = review.opened.tags_at(marked.passage) if marked.details.id == review.document.id else []
        point = Point(
            review.get_document(marked.details.id),
            marked.passage,
            area=tags[0].area if tags else marked.details.focus_area,
            topic=tags[0].topic if tags else "",
            is_improvement=marked.is_improvement,
        )
        return begin_thread(review, point)

    def _open(self, thread: Thread) -> None:
        from ofsted_tui.tui.screens.thread_screen import ThreadScreen

        def back(place: DocumentPassage | None) -> None:
            if place is not None:
                self.dismiss(place)
            else:
                self._fill(thread.id)

        self.app.push_screen(ThreadScreen(self.review, self._index, thread), back)

    def action_add(self) -> None:
        """Add the passage of the workbench to the marked thread, and open that."""
        thread = self._thread
        if thread is not None:
            with self.guarded():
                self._open(link(self.review, thread.id, self.review.document, self._here))

    def action_name(self) -> None:
        """Ask for the title of the marked thread."""
        from ofsted_tui.tui.screens.dialog import Field, FormDialog

        thread = self._thread
        if thread is None:
            return

        def keep(answer: dict[str, str]) -> str:
            return rename_thread(self.review, thread.id, answer["title"]).id

        dialog = FormDialog("Title of the thread", [Field("title", "Title", thread.title)], keep)
        self.app.push_screen(dialog, lambda done: self._fill(done) if done else None)

    def action_remove(self) -> None:
        """Remove the marked thread."""
        thread = self._thread
        if thread is not None:
            with self.guarded():
                remove_thread(self.review, thread.id)
                self._fill()
                self.say(f"Removed: {thread.title}. u puts it back.")

    def show_travelled(self, did: str, change: Change | None) -> bool:
        """List the threads as they are now."""
        self._fill()
        return True


def beginnings(review: Review, here: Passage) -> list[Beginning]:
    """Return the passage of the workbench, then the points of its document, then the others in time order.

    Points that a thread holds already are left out, and so is the passage where it touches a point. Raises
    StoreError.
    """
    points = [point for details in _documents(review) for point in _points_of(review, details)]
    followed = {
        (place.document_id, place.passage)
        for thread in review.store.threads.of(review.session.id)
        for place in thread.passages
    }
    points = [one for one in points if (one.details.id, one.passage) not in followed]
    own = review.document.details
    is_point = any(one.details.id == own.id and one.passage.overlaps(here) for one in points)
    if is_point or not here or (own.id, here) in followed:
        return points
    return [Beginning(own, here, review.opened.quote(here), False), *points]


def _documents(review: Review) -> list[DocumentDetails]:
    """Return the session's documents without former versions, the open one first."""
    store, session = review.store, review.session
    held = frozenset(session.document_ids) - store.documents.replaced_in(session.id)
    found = [one for one in store.documents.all() if one.id in held]
    return sorted(found, key=lambda one: (one.id != review.document.id, time_key(one)))


def _points_of(review: Review, details: DocumentDetails) -> Iterator[Beginning]:
    structures = review.store.documents.structures
    found = structures.improvement_points(details.id)
    if not found:
        return
    document, cuts = review.get_document(details.id), Cuts(structures.cuts(details.id))
    for one in found:
        passage = Passage(one.start, one.end)
        yield Beginning(details, passage, cuts.quote(document.text, passage), True)


def _items(threads: Sequence[ThreadInTime], points: Sequence[Beginning]) -> list[ListItem]:
    items: list[ListItem] = []
    if threads:
        items.append(ListItem(None, _heading("Threads")))
        items += [ListItem(one, _thread_row(one)) for one in threads]
    if points:
        items.append(ListItem(None, _heading("Not followed yet")))
        items += [ListItem(one, _point_row(one)) for one in points]
    return items


def _heading(words: str) -> Callable[[int], Sequence[StyledText]]:
    return lambda _width: [StyledText(words, "strong")]


def _thread_row(found: ThreadInTime) -> Callable[[int], Sequence[StyledText]]:
    status = found.status.label if found.status else "–"
    years = " ".join(dict.fromkeys(str(step.day.year) if step.day else "?" for step in found.steps))

    def draw(width: int) -> Sequence[StyledText]:
        shown = fitted(visible_line(found.thread.title), max(8, width - 18 - len(years)))
        return [StyledText(f" {status:<13} ", "faint"), StyledText(f"{shown}  "), StyledText(years, "faint")]

    return draw


def _point_row(point: Beginning) -> Callable[[int], Sequence[StyledText]]:
    what = day_text(point.details) if point.is_improvement else "this passage"
    quote = " ".join(point.quote[:400].split()).lstrip("-–−•◼▪ ")
    return lambda _width: [StyledText(f" {what:<13} ", "faint"), StyledText(quote)]
