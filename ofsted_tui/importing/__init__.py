"""Bring documents into a store: files of the user's, or the sample corpus.

What is named here is loaded when it is first used: reading documents takes much that opening none needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ofsted_tui.importing.details import Given, correct, correct_grades, correct_section, edition_for
    from ofsted_tui.importing.files import Imported, Prepared, import_file, keep, prepare
    from ofsted_tui.importing.sample_corpus import SAMPLE_SESSION, begin
    from ofsted_tui.importing.upkeep import read_again

__all__ = [
    "SAMPLE_SESSION",
    "Given",
    "Imported",
    "Prepared",
    "begin",
    "correct",
    "correct_grades",
    "correct_section",
    "edition_for",
    "import_file",
    "keep",
    "prepare",
    "read_again",
]

_HOMES = {
    "corrections": ("correct", "correct_grades", "correct_section"),
    "files": ("Imported", "Prepared", "import_file", "keep", "prepare"),
    "given": ("Given", "edition_for"),
    "sample_corpus": ("SAMPLE_SESSION", "begin"),
    "upkeep": ("read_again",),
}


def __getattr__(name: str) -> object:
    """Load what is asked for from the module that holds it (PEP 562)."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)
