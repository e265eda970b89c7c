"""Which tag of the queue the placing screen shows."""

from ofsted_tui.review import Change
from ofsted_tui.review.placing import Placing, QueueEntry


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
