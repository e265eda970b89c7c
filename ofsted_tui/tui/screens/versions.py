"""Documents that were published anew: which replaces which, and where tags wait to be placed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.review import Review
from ofsted_tui.tui.screens.review_text import versions_text

if TYPE_CHECKING:
    from ofsted_tui.review.placing import Placing


@dataclass(frozen=True, slots=True)
class VersionPair:
    """Two documents that seem to be versions of one, and how many tags the session has in each."""

    later: DocumentDetails
    former: DocumentDetails
    later_tags: int = 0
    former_tags: int = 0

    @property
    def turned(self) -> "VersionPair":
        """The two the other way round."""
        return VersionPair(self.former, self.later, self.former_tags, self.later_tags)


Ask = Callable[[VersionPair, Callable[[VersionPair | None], None]], None]
"""Asks whether two documents are versions of one, and hands on the pair as it is answered, or None."""


class Versions:
    """Tells, asks and links the versions of a review's open document; methods may raise UserError."""

    def __init__(
        self, review: Review, ask: Ask, place: Callable[[str], None], say: Callable[[str], None]
    ) -> None:
        """Take what asks which of two is the later one, what places tags in a document, and what says."""
        self._review, self._ask, self._place, self._say = review, ask, place, say

    def text(self) -> str:
        """Return that tags wait to be placed in the open document, or that it has a newer version."""
        review, details = self._review, self._review.document.details
        placements, session_id = review.store.placements, review.session.id
        waiting = placements.waiting(session_id, details.id) if details.replaces else 0
        newer = self._newer
        in_newer = placements.waiting_of(session_id, details.id, newer) if newer else 0
        return versions_text(waiting, newer is not None, has_waiting=in_newer > 0)

    def tell(self) -> None:
        """Say what is known of the versions of the open document, if anything."""
        if text := self.text():
            self._say(text)

    @property
    def _newer(self) -> str | None:
        """The id of the document that replaces the open one."""
        found = self._review.store.documents.replacing(self._review.document.id)
        return found[0].id if found else None

    def place(self) -> None:
        """Place tags in the document that they wait for, once it is known which version is which."""
        document_id, details = self._to_place(), self._review.document.details
        if document_id is not None:
            self._place(document_id)
        elif (pair := self.pair_with(details)) is not None:
            self._ask_of_each([pair], [])
        else:
            self._say(
                "No other version of this document is known: I imports one, P then places your tags in it."
            )

    def queue(self) -> "Placing | None":
        """Return the tags to place in the open document; None where the former version has none."""
        from ofsted_tui.review.placing import Placing

        review, placing = self._review, Placing(self._review)
        is_decided = review.store.placements.of(review.session.id, review.document.id)
        return placing if placing.wanted or is_decided else None

    def offer(self, documents: Iterable[DocumentDetails]) -> None:
        """Ask of each new document that seems to be a new version whether it is."""
        found = [self.pair_with(details) for details in documents]
        self._ask_of_each([pair for pair in found if pair is not None], [])

    def _ask_of_each(self, pairs: Sequence[VersionPair], linked: list[str]) -> None:
        """Ask of one pair after the other, then go on with those that were linked, by the later ones' ids."""
        if pairs:
            self._ask(pairs[0], lambda answer: self._ask_of_each(pairs[1:], [*linked, *self._link(answer)]))
        elif len(linked) == 1:
            self._place(linked[0])
        elif linked:
            self._say(
                f"{len(linked)} new versions are noted: open one with o, then P places your tags in it."
            )

    def _link(self, answer: VersionPair | None) -> list[str]:
        """Note that the one document replaces the other; raise UserError."""
        from ofsted_tui.importing.versions import replace

        if answer is None:
            return []
        replace(self._review.store, answer.later.id, answer.former.id)
        return [answer.later.id]

    def _to_place(self) -> str | None:
        """Return the id of the document to place tags in: the open one, or the one that replaces it.

        None where no other version of the open document is known.
        """
        review, details = self._review, self._review.document.details
        newer, waiting = self._newer, review.store.placements.waiting(review.session.id, details.id)
        return details.id if details.replaces and (waiting or newer is None) else newer

    def pair_with(self, details: DocumentDetails) -> VersionPair | None:
        """Return a document and the one that agrees with it, as former the one with tags; None: no other.

        Which of the two was published first no text tells: the reviewer can turn them round.
        """
        from ofsted_tui.importing.versions import former_of

        store, session_id = self._review.store, self._review.session.id
        details = store.documents.details(details.id) or details
        other = former_of(store, details)
        if other is None:
            return None
        mine, others = (len(store.annotations.of(session_id, one.id)) for one in (details, other))
        found = VersionPair(details, other, mine, others)
        return found.turned if mine and not others else found
