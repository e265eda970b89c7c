"""Which annotations the list shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ofsted_tui.model.annotation import Annotation


@dataclass(frozen=True, slots=True)
class AnnotationFilter:
    """What an annotation must be to be listed; an empty part asks for nothing."""

    area: str = ""
    direction: str = ""
    """A direction's value, or "none" for annotations without one."""
    topic: str = ""
    text: str = ""
    """Words that must all stand in the quote or the note, whatever their case."""
    against_section: bool = False
    """Whether to list only annotations with another area than that of the section they stand in."""
    is_against: Callable[[Annotation], bool] = field(default=lambda _one: False, compare=False, repr=False)
    """What tells which annotations those are; it is asked anew for each, as documents come and go."""

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return self != AnnotationFilter()

    def lets_through(self, annotation: Annotation) -> bool:
        """Tell whether an annotation is to be listed."""
        direction = annotation.direction.value if annotation.direction else "none"
        return (
            self.area in ("", annotation.area)
            and self.direction in ("", direction)
            and self.topic in ("", annotation.topic)
            and self._has_words(annotation)
            and (not self.against_section or self.is_against(annotation))
        )

    def _has_words(self, annotation: Annotation) -> bool:
        where = f"{annotation.quote}\n{annotation.note}".casefold()
        return all(word in where for word in self.text.casefold().split())
