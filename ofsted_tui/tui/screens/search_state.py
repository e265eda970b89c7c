"""What was searched for last, so that the search opens as it was left, and the index that it uses."""

from dataclasses import dataclass, field

from ofsted_tui.evidence.search import (
    DocumentPassage,
    Filters,
    Query,
    query_like,
    query_of,
    topics_in,
    with_synonyms,
)
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.store import Store
from ofsted_tui.tui.screens.search_index import SearchIndex

FIRST = 50
"""Results that are shown at first."""


@dataclass(frozen=True, slots=True)
class Like:
    """A passage whose like is searched for."""

    place: DocumentPassage
    quote: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Words or a passage, and where to look."""

    typed: str = ""
    like: Like | None = None
    filters: Filters = field(default_factory=Filters)
    is_mixed: bool = False
    """Whether other words for the topic count as much as those that were typed."""
    limit: int = FIRST

    def query(self, codebook: Codebook) -> Query:
        """Return what is searched for."""
        if self.like is not None:
            return query_like(self.like.quote)
        topics = topics_in(self.typed, codebook)
        return with_synonyms(query_of(self.typed), topics, is_mixed=self.is_mixed)


class SearchMemory:
    """What the searches of one workbench have in common."""

    def __init__(self, store: Store) -> None:
        """Take the store that is searched."""
        self._store = store
        self._index: SearchIndex | None = None
        self.asked = Asked()
        """What was asked last."""

    @property
    def index(self) -> SearchIndex:
        """The index of the store, opened once; raises StoreError."""
        if self._index is None:
            self._index = SearchIndex(self._store)
        return self._index

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()
