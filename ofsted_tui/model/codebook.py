"""The codebook: judgement areas, the editions of the framework that judge them, and topics."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.errors import CodebookError


@dataclass(frozen=True, slots=True)
class JudgementArea:
    """One of the areas that an inspection judges, under the code used in every file."""

    code: str
    title: str
    """Ofsted's exact title."""
    short_title: str
    digit: int
    """The key that tags with it; the same in every edition."""
    letter: str
    """The capital letter that stands for it in gutters and lists."""
    colour: str
    """Its colour, as `#rrggbb`; never the only sign of it."""
    successors: tuple[str, ...] = ()
    """The codes of the areas that it became in a later edition."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A second-level subject that reports cover; not Ofsted's own wording."""

    code: str
    area: str
    title: str
    group: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The framework as it was in force for inspections that started within its days."""

    code: str
    title: str
    starts: date
    ends: date | None
    area_codes: tuple[str, ...]
    absent: tuple[tuple[int, str], ...] = ()
    """Digits that are no judgement in this edition, each with the reason in words."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """All editions, areas and topics of one framework."""

    title: str
    areas: tuple[JudgementArea, ...]
    editions: tuple[Edition, ...]
    topics: Sequence[Topic]

    def edition(self, code: str) -> Edition:
        """Return the edition with this code; raise CodebookError where there is none."""
        for edition in self.editions:
            if edition.code == code:
                return edition
        known = ", ".join(edition.code for edition in self.editions)
        raise CodebookError(f"There is no {self.title} edition {code!r}; there are {known}.")

    def edition_or_newest(self, code: str) -> Edition:
        """Return the edition with this code; the newest where the codebook no longer holds it."""
        found = (edition for edition in self.editions if edition.code == code)
        return next(found, self.newest_edition)

    def edition_on(self, day: date) -> Edition | None:
        """Return the edition for an event that started on `day`; None before the first one."""
        for edition in self.editions:
            if edition.starts <= day and (edition.ends is None or day <= edition.ends):
                return edition
        return None

    @property
    def newest_edition(self) -> Edition:
        """The edition that started last."""
        return max(self.editions, key=lambda edition: edition.starts)

    def area(self, code: str) -> JudgementArea:
        """Return the area with this code; raise CodebookError where there is none."""
        for area in self.areas:
            if area.code == code:
                return area
        known = ", ".join(area.code for area in self.areas)
        raise CodebookError(f"There is no judgement area {code!r}; there are {known}.")

    def area_or_unknown(self, code: str) -> JudgementArea:
        """Return the area with this code; one without a digit where the codebook no longer holds it."""
        known = (area for area in self.areas if area.code == code)
        return next(known, JudgementArea(code, code, code, 0, "?", "#808080"))

    def areas_of(self, edition: Edition) -> tuple[JudgementArea, ...]:
        """Return the areas judged in an edition, by digit."""
        areas = (self.area(code) for code in edition.area_codes)
        return tuple(sorted(areas, key=lambda area: area.digit))

    def area_for_digit(self, edition: Edition, digit: int) -> JudgementArea:
        """Return the area that a digit tags with; raise CodebookError, saying why, if there is none."""
        for area in self.areas_of(edition):
            if area.digit == digit:
                return area
        for absent, reason in edition.absent:
            if absent == digit:
                raise CodebookError(reason)
        raise CodebookError(f"{edition.title} has no judgement area {digit}.")

    def area_in(self, edition: Edition, code: str) -> JudgementArea:
        """Return an area by its code if the edition judges it; raise CodebookError otherwise."""
        area = self.area(code)
        if code in edition.area_codes:
            return area
        reason = dict(edition.absent).get(area.digit)
        known = ", ".join(edition.area_codes)
        raise CodebookError(
            f"{code} is not a judgement of {edition.title} (its areas: {known})."
            if reason is None
            else f"{code}: {reason}"
        )

    def topics_of(self, area_code: str) -> tuple[Topic, ...]:
        """Return the topics of an area; for one that was later divided, those of its successors."""
        codes = {area_code, *self.area(area_code).successors}
        return tuple(topic for topic in self.topics if topic.area in codes)

    def topic(self, code: str) -> Topic:
        """Return the topic with this code; raise CodebookError where there is none."""
        for topic in self.topics:
            if topic.code == code:
                return topic
        raise CodebookError(f"There is no topic {code!r}.")

    def topic_title(self, code: str) -> str:
        """Return a topic's title; the code itself where the codebook no longer holds it."""
        found = (topic.title for topic in self.topics if topic.code == code)
        return next(found, code) if code else ""


NOT_THEN = "not a judgement then"
"""Shown where the edition in force had no such judgement; never a blank, never 0."""
NO_GRADE = "no grade known"
"""Shown where there could be a grade, or where the edition is not known."""


def areas_by_edition(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Return the codes of the areas that each edition judges, by the code of the edition."""
    return {one.code: frozenset(one.area_codes) for one in codebook.editions}


def was_judged(
    judged: Mapping[str, frozenset[str]], details: DocumentDetails, area_codes: Collection[str]
) -> bool:
    """Tell whether any of these areas was judged in the edition of a document.

    True where the edition is only assumed: a guess must not rule an area out. `judged` is what
    `areas_by_edition` returns.
    """
    codes = judged.get(details.framework)
    if codes is None or details.framework_assumed or not details.kind.is_ilacs:
        return True
    return not codes.isdisjoint(area_codes)
