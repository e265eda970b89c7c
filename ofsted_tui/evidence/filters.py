"""Which documents and passages a search looks into."""

from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_tui.model.document import DocumentDetails, day_of


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on documents and passages; empty or None means any."""

    authority: str = ""
    kind: str = ""
    first_year: int | None = None
    last_year: int | None = None
    area: str = ""
    """The code of an area: of the section, of what a visit looked at, or of a tag."""
    is_tagged: bool | None = None
    """True: only what is tagged; False: only what is not."""

    def __bool__(self) -> bool:
        """Tell whether there is any condition."""
        return self != Filters()

    def takes_document(self, details: DocumentDetails) -> bool:
        """Tell whether a document meets the conditions; one without a date is in no year."""
        if self.authority and details.local_authority != self.authority:
            return False
        if self.kind and details.kind.value != self.kind:
            return False
        day = day_of(details)
        if self.first_year is None and self.last_year is None:
            return True
        return day is not None and (self.first_year or 0) <= day.year <= (self.last_year or 9999)

    def takes_passage(self, area: str, tagged: Iterable[str]) -> bool:
        """Tell whether a passage meets them, by the area of its section and the areas it is tagged with."""
        areas = set(tagged)
        if self.is_tagged is not None and self.is_tagged != bool(areas):
            return False
        return not self.area or self.area == area or self.area in areas
