"""What came of a verb."""

from dataclasses import dataclass

from ofsted_tui.model.annotation import Annotation
from ofsted_tui.model.passage import Passage


@dataclass(frozen=True, slots=True)
class Change:
    """What a verb did to the annotations or read marks of one document."""

    verb: str
    document_id: str
    passage: Passage
    """The span whose look has changed."""
    before: Annotation | None = None
    """The annotation as it was; None where it is new, or where a read mark changed."""
    after: Annotation | None = None
    """The annotation as it is; None where it is gone, or where a read mark changed."""
    is_many: bool = False
    """Whether other annotations changed too; the passage is that of the first."""
    is_thread: bool = False
    """Whether a thread changed: nothing of the document looks otherwise."""
