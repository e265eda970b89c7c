"""What the search screen says."""

from collections.abc import Callable, Sequence

from ofsted_tui.evidence.search import SOME_WORDS, WAYS, Filters, Hit, Results, kwic
from ofsted_tui.model.codebook import Codebook, JudgementArea
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.safe_text import visible_line
from ofsted_tui.review.open_document import in_edition
from ofsted_tui.tui.screens.review_text import day_text
from ofsted_tui.tui.text.cells import fitted
from ofsted_tui.tui.widgets.row_list import ListItem, StyledText

_PLACE = 6


def items_of(results: Results, codebook: Codebook) -> list[ListItem]:
    """Return the rows of the list: each document over its hits, that of the best hit first.

    Where not all hits have all words, a row says which have.
    """
    items: list[ListItem] = []
    groups = results.groups()
    told = "" if len({by for by, _, _ in groups}) > 1 else groups[0][0] if groups else ""
    for by, details, hits in groups:
        if by != told:
            told = by
            items.append(ListItem(None, _way(by)))
        items.append(ListItem(None, document_heading(details, str(len(hits)))))
        items += [ListItem(hit, _row(hit, codebook)) for hit in hits]
    return items


def _way(by: str) -> Callable[[int], Sequence[StyledText]]:
    return lambda _width: [StyledText(f"with {by}", "faint")]


def document_heading(details: DocumentDetails, *more: str) -> Callable[[int], Sequence[StyledText]]:
    """Return what draws title, day and kind of a document over the places in it, and what more is said."""
    facts = "  " + " · ".join((day_text(details), details.kind.label, *more))

    def draw(width: int) -> Sequence[StyledText]:
        title = fitted(visible_line(details.title), max(8, width - len(facts)))
        return [StyledText(title, "strong"), StyledText(facts, "faint")]

    return draw


def _row(hit: Hit, codebook: Codebook) -> Callable[[int], Sequence[StyledText]]:
    area = area_of(hit, codebook)
    digit = area.digit if area else 0
    tags = "".join(codebook.area_or_unknown(tag.area).letter for tag in hit.tags[:3])
    place = f"¶{hit.place.number}" if hit.place.number is not None else _ROLES.get(hit.place.role, "")
    head = [
        StyledText(f" {area.letter if area else ' '} ", digit=digit),
        StyledText(f"{place:<{_PLACE}} ", "faint"),
        StyledText(f"{'■' + tags if tags else '':<3} ", "strong"),
    ]
    used = sum(len(part.text) for part in head)

    def draw(width: int) -> Sequence[StyledText]:
        marked = hit.words.replace("\n", " ").replace("\t", " ")
        stretches = kwic(marked, hit.marks, max(0, width - used))
        around = "faint" if hit.by == SOME_WORDS else "base"
        return [*head, *(StyledText(one.text, "hit" if one.is_found else around) for one in stretches)]

    return draw


_ROLES = {"improvement": "improve", "summary": "summary", "claim": "claim", "scope": "scope", "finding": "•"}


def area_of(hit: Hit, codebook: Codebook) -> JudgementArea | None:
    """Return the area of a hit's place, as the edition of its document judged it."""
    edition = codebook.edition_or_newest(hit.details.framework)
    return in_edition(codebook, edition, hit.place.area) if hit.place.area else None


def hit_text(hit: Hit, codebook: Codebook) -> str:
    """Say where a hit stands, and what is tagged there."""
    area = area_of(hit, codebook)
    tags = ", ".join(codebook.area_or_unknown(tag.area).short_title for tag in hit.tags)
    page = f"page {hit.place.page}" if hit.place.page else ""
    number = f"¶{hit.place.number}" if hit.place.number is not None else hit.place.role
    claim = "a claim, no finding" if hit.details.kind.is_claim else ""
    facts = (number, page, area.short_title if area else "", claim, tags and f"tagged: {tags}")
    return " · ".join(one for one in facts if one)


def results_text(results: Results) -> str:
    """Say how many passages were found, and by which words."""
    if not results.hits:
        return "Nothing found."
    counts = [(by, sum(hit.by == by for hit in results.hits)) for by in WAYS]
    said = [f"{_number(results, by, number)} with {by}" for by, number in counts if number]
    return f"{len(results.hits)} shown: {', '.join(said)}"


def _number(results: Results, by: str, number: int) -> str:
    """Say how many are shown, and how many there are besides."""
    if by != results.by or results.total == number:
        return f"{number:,}"
    return f"the first {number:,}" if results.total is None else f"{number:,} of {results.total:,}"


def filters_text(filters: Filters, codebook: Codebook) -> str:
    """Say where is looked; nothing where that is everywhere."""
    years = ""
    if filters.first_year is not None or filters.last_year is not None:
        years = f"{filters.first_year or '…'} to {filters.last_year or '…'}"
    tagged = {None: "", True: "tagged", False: "not tagged"}[filters.is_tagged]
    area = codebook.area_or_unknown(filters.area).short_title if filters.area else ""
    kind = DocumentKind(filters.kind).label if filters.kind else ""
    parts = (filters.authority, kind, years, area, tagged)
    return ", ".join(part for part in parts if part)
