"""Bring documents into a store: files of the user's, or the sample corpus."""

from ofsted_tui.importing.corrections import correct, correct_grades, correct_section
from ofsted_tui.importing.files import Imported, Prepared, import_file, keep, prepare
from ofsted_tui.importing.given import Given, edition_for
from ofsted_tui.importing.rereading import read_again
from ofsted_tui.importing.sample_corpus import SAMPLE_SESSION, begin

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
