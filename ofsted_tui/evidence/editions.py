"""Which areas an edition judges: an area that was not judged then is no missing grade."""

from collections.abc import Collection, Mapping

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails

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
