"""Which areas the edition of a document judged: so that what was no judgement then is no missing grade."""

from collections.abc import Collection, Mapping

from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import DocumentDetails

NOT_THEN = "not a judgement then"
"""What stands where the edition in force had no such judgement: never a blank, never 0."""
NO_GRADE = "no grade known"
"""What stands where there could be a grade, or where the edition is not known."""


def areas_by_edition(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Return the codes of the areas that each edition judges."""
    return {one.code: frozenset(one.area_codes) for one in codebook.editions}


def was_judged(
    judged: Mapping[str, frozenset[str]], details: DocumentDetails, area_codes: Collection[str]
) -> bool:
    """Tell whether one of some areas was judged when a document was written; no guess where it is one.

    `judged` are the areas of `areas_by_edition`.
    """
    codes = judged.get(details.framework)
    if codes is None or details.framework_assumed or not details.kind.is_ilacs:
        return True
    return not codes.isdisjoint(area_codes)
