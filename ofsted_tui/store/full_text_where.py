"""Which passages of the index a search takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

DOCUMENT_BITS = 28
"""The number of a passage holds, above so many bits, that of its document."""


@dataclass(frozen=True, slots=True)
class IndexFilter:
    """What is wanted of the index; as it stands, everything."""

    documents: frozenset[str] | None = None
    """The documents that are looked into; None: all."""
    area: str = ""
    """Only passages of this area; empty: of all."""
    of_any_area: frozenset[str] = frozenset()
    """Documents whose passages are taken whatever their area."""
    without: tuple[str, int, int] | None = None
    """A document and offsets in it, half open: passages that share a character with these are left out."""

    @property
    def names(self) -> frozenset[str]:
        """The documents that are named."""
        without = {self.without[0]} if self.without else set()
        return (self.documents or frozenset()) | self.of_any_area | without

    def sql(self, numbers: Mapping[str, int]) -> tuple[str, list[object]]:
        """Return the conditions behind a MATCH, and their parameters; `numbers` are those of documents."""
        conditions: list[str] = []
        given: list[object] = []
        if self.documents is not None:
            conditions.append(_of(self.documents, numbers))
        if self.area:
            conditions.append(f"(area = ? OR {_of(self.of_any_area, numbers)})")
            given.append(self.area)
        if self.without is not None:
            document, start, end = self.without
            conditions.append(
                f"NOT ({_of({document}, numbers)} AND start < ? AND start + length(words) > ?)",
            )
            given += [end, start]
        return "".join(f" AND {one}" for one in conditions), given


def _of(documents: Collection[str], numbers: Mapping[str, int]) -> str:
    known = sorted(numbers[one] for one in documents if one in numbers)
    return f"rowid >> {DOCUMENT_BITS} IN ({','.join(map(str, known))})"
