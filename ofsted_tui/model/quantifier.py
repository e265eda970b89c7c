"""How many children, workers, plans or records share a finding, in the words that Ofsted uses."""

from enum import StrEnum


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
