"""What came of an import, in the words of its last screen."""

from pathlib import Path

from ofsted_tui.importing.batch import Imported, ImportOutcome, ImportSummary
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.tui.screens.import_dialog import summary_text


def details(name: str, **more) -> DocumentDetails:
    return DocumentDetails(name, name, "Letter", 9, source=f"{name}.txt", **more)


def lines_of(imported: Imported) -> list[str]:
    return summary_text(ImportSummary([ImportOutcome(Path("later.txt"), imported)])).plain.splitlines()


def test_what_seems_to_be_a_new_version_is_told_with_the_way_to_place_its_tags():
    (line,) = [
        line
        for line in lines_of(Imported(details("later"), True, "utf-8", former=details("former")))
        if line.startswith("later.txt: Letter")
    ]
    assert "seems to be a new version of former.txt: P in a session can place its tags" in line


def test_what_was_said_to_be_a_new_version_is_not_asked_for_again():
    known = Imported(details("later", replaces="former"), True, "utf-8", former=details("former"))
    assert "seems to be" not in "\n".join(lines_of(known))


def test_a_refusal_names_the_file_without_its_folder():
    refused = ImportOutcome(Path("/far/away/bad.pdf"), None, "/far/away/bad.pdf: is no PDF.")
    assert "bad.pdf: is no PDF." in summary_text(ImportSummary([refused])).plain.splitlines()
