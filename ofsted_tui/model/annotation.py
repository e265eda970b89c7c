"""An annotation: a passage tagged with a judgement area; and the annotations of a document by place."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ofsted_tui.model.passage import Passage

CONTEXT = 32
"""How many characters either side of the quote are kept, as Hypothesis does."""


class Direction(StrEnum):
    """What the passage says of the practice it describes."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"
    NEUTRAL = "neutral"
    CLAIM = "claim"
    """The authority's or a third party's own statement: not a finding."""

    @property
    def sign(self) -> str:
        """One character for lists and gutters."""
        return {"strength": "+", "improvement": "-", "neutral": "=", "claim": "~"}[self.value]

    @property
    def label(self) -> str:
        """The direction in words."""
        return "needs improvement" if self is Direction.IMPROVEMENT else self.value


class Quantifier(StrEnum):
    """The scale from all to none; the values are those of files and exports."""

    ALL = "all"
    MOST = "most"
    MANY = "many"
    SOME = "some"
    FEW = "few"
    TOO_MANY = "too_many"
    """A share that the inspectors call too large, whatever its size."""
    NONE = "none"

    @property
    def label(self) -> str:
        """The quantifier in words."""
        return {"few": "a few / small number", "too_many": "too many"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage of one document, tagged by one reviewer with one judgement area."""

    id: str
    session_id: str
    document_id: str
    start: int
    end: int
    quote: str
    """Exactly `text[start:end]`."""
    prefix: str
    suffix: str
    area: str
    """The code of the judgement area."""
    reviewer: str
    """The reviewer's name."""
    created_at: str
    updated_at: str
    topic: str = ""
    """The code of the topic; empty where none is set."""
    direction: Direction | None = None
    quantifier: str = ""
    note: str = ""

    @property
    def passage(self) -> Passage:
        """The annotated span."""
        return Passage(self.start, self.end)

    @property
    def reading_order(self) -> tuple[int, int, str, str]:
        """A key that sorts annotations of one document as they are read."""
        return self.start, self.end, self.area, self.id


_SHIFT = 8
"""Buckets of 256 characters: a query costs its hits, whatever the document holds."""

_Held = tuple[tuple[int, int, str, str], Annotation]
"""An annotation behind its reading order, which no two share."""


def _order(annotation: Annotation) -> tuple[int, int, str, str]:
    return annotation.reading_order


class AnnotationIndex:
    """The annotations of one document, by id, by place and in reading order."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        """Take the annotations of one document, in any order."""
        self._by_id: dict[str, Annotation] = {}
        self._buckets: defaultdict[int, dict[str, _Held]] = defaultdict(dict)
        self._ordered: list[Annotation] = sorted(annotations, key=_order)
        for annotation in self._ordered:
            self._place(annotation)

    def __len__(self) -> int:
        """Count the annotations."""
        return len(self._by_id)

    def __iter__(self) -> Iterator[Annotation]:
        """Go through the annotations in reading order."""
        return iter(self._ordered)

    def __contains__(self, annotation_id: str) -> bool:
        """Tell whether an annotation with this id is in the index."""
        return annotation_id in self._by_id

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the annotation with this id, or None."""
        return self._by_id.get(annotation_id)

    def add(self, annotation: Annotation) -> None:
        """Add an annotation, or put it in the place of the one with the same id."""
        self.remove(annotation.id)
        self._place(annotation)
        insort(self._ordered, annotation, key=_order)

    def remove(self, annotation_id: str) -> Annotation | None:
        """Take out the annotation with this id and return it; None where there is none."""
        annotation = self._by_id.pop(annotation_id, None)
        if annotation is not None:
            for bucket in self._bucket_numbers(annotation.start, annotation.end):
                del self._buckets[bucket][annotation.id]
            del self._ordered[bisect_left(self._ordered, _order(annotation), key=_order)]
        return annotation

    def touching(self, passage: Passage) -> list[Annotation]:
        """Return the annotations that share a character with the passage, in reading order."""
        return [annotation for _, annotation in sorted(self._over(passage))]

    def touches(self, passage: Passage) -> bool:
        """Tell whether an annotation shares a character with the passage."""
        return bool(self._over(passage))

    def _over(self, passage: Passage) -> list[_Held]:
        """Return what shares a character with the passage, in no order."""
        start, end = passage.start, passage.end
        near: dict[str, _Held] = {}
        for bucket in self._bucket_numbers(start, end):
            near |= self._buckets.get(bucket, {})
        return [held for held in near.values() if held[1].start < end and start < held[1].end]

    def exact(self, passage: Passage, area: str) -> Annotation | None:
        """Return the annotation of just this passage with this area, or None."""
        for annotation in self.touching(passage):
            if annotation.passage == passage and annotation.area == area:
                return annotation
        return None

    def position(self, annotation: Annotation) -> int:
        """Return how many annotations come before this one in reading order."""
        return bisect_left(self._ordered, _order(annotation), key=_order)

    def _place(self, annotation: Annotation) -> None:
        self._by_id[annotation.id] = annotation
        held = _order(annotation), annotation
        for bucket in self._bucket_numbers(annotation.start, annotation.end):
            self._buckets[bucket][annotation.id] = held

    @staticmethod
    def _bucket_numbers(start: int, end: int) -> range:
        return range(start >> _SHIFT, (max(start, end - 1) >> _SHIFT) + 1)
