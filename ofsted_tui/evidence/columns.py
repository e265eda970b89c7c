"""The columns of the matrix: areas as judged, areas joined across editions, or topics of one area."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ofsted_tui.model.codebook import Codebook, JudgementArea


@dataclass(frozen=True, slots=True)
class Column:
    """What is counted under one heading."""

    code: str
    """The code of the area, or of the topic; empty for annotations without a topic."""
    title: str
    short_title: str
    area_codes: tuple[str, ...]
    """The areas whose annotations are counted here."""
    is_topic: bool = False


def area_columns(
    codebook: Codebook, frameworks: Iterable[str], tagged: Iterable[str], *, together: bool = False
) -> list[Column]:
    """Return a column for each area of the editions that are in use, and for each area that is tagged.

    `together`: areas that were one judgement before share its column, so that the years before and after
    the division can be compared (children in care and care leavers, divided in 2023).
    """
    used = set(tagged) | {
        code for one in codebook.editions if one.code in set(frameworks) for code in one.area_codes
    }
    known = [area for area in codebook.areas if area.code in used]
    columns = [_column(area) for area in sorted(known, key=_order(codebook))]
    columns += [Column(code, code, code, (code,)) for code in sorted(used - {one.code for one in known})]
    return _merged(codebook, columns) if together else columns


def _order(codebook: Codebook) -> Callable[[JudgementArea], tuple[int, str]]:
    starts = {
        code: min(one.starts for one in codebook.editions if code in one.area_codes)
        for code in {code for one in codebook.editions for code in one.area_codes}
    }
    return lambda area: (area.digit, str(starts.get(area.code, "")))


def _column(area: JudgementArea) -> Column:
    return Column(area.code, area.title, area.short_title, (area.code,))


def _merged(codebook: Codebook, columns: list[Column]) -> list[Column]:
    """Join each area that was divided, and its successors, into one column."""
    former = {
        code: area for area in codebook.areas for code in (area.code, *area.successors) if area.successors
    }
    merged: dict[str, Column] = {}
    for column in columns:
        area = former.get(column.code)
        if area is None:
            merged[column.code] = column
        else:
            merged[area.code] = Column(area.code, area.title, area.short_title, (area.code, *area.successors))
    return list(merged.values())


def topic_columns(codebook: Codebook, area: Column, tagged: Iterable[tuple[str, str]]) -> list[Column]:
    """Return a column for each topic that is tagged within an area's column, and one for those without.

    `tagged` are the pairs of area and topic of all annotations.
    """
    used = {topic for code, topic in tagged if code in area.area_codes}
    order = {topic.code: at for at, topic in enumerate(codebook.topics)}
    topics = sorted(used - {""}, key=lambda code: (order.get(code, len(order)), code))
    columns = [
        Column(code, codebook.topic_title(code), codebook.topic_title(code), area.area_codes, is_topic=True)
        for code in topics
    ]
    return [*columns, Column("", "no topic", "no topic", area.area_codes, is_topic=True)]
