"""What a reviewer corrects stays, whatever is imported or read again."""

from dataclasses import replace
from datetime import date

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import (
    Given,
    correct,
    correct_grades,
    correct_section,
    first_sample,
    sample_documents,
)
from ofsted_tui.importing.opening import begin, read_again
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph import Role
from ofsted_tui.model.structure import Grade
from ofsted_tui.reading import READING
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.review import Review


@pytest.fixture
def review(store, codebook):
    return Review(store, codebook, begin(store, codebook, "Rae"))


def anew(store, codebook):
    """Read everything again, as a newer version of the program would."""
    store.connection.raw.execute("UPDATE documents SET reading = 0")
    return read_again(store, codebook)


def test_what_is_corrected_survives_reading_and_importing_again(review, codebook):
    store, document = review.store, review.document.id
    given = Given(
        title="Mine",
        local_authority="Elsewhere",
        event_start=date(2022, 5, 1),
        event_end=date(2022, 5, 5),
        letter_date=date(2022, 6, 1),
        inspectors=("A B", "C D"),
    )
    after = correct(store, codebook, document, given)
    assert (after.framework, after.framework_assumed) == ("2018", False)
    assert anew(store, codebook) == 5
    assert import_file(store, codebook, first_sample().path).details == after
    assert store.documents.details(document) == after


@pytest.mark.parametrize(
    "fault", [ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError]
)
def test_a_document_that_cannot_be_read_again_stays_as_it_was_and_stops_no_other(
    review, codebook, monkeypatch, fault
):
    store, unreadable = review.store, review.document
    before = store.documents.details(unreadable.id), store.documents.paragraphs(unreadable.id)

    def read(source, *arguments, **options):
        if source.text == unreadable.text:
            raise fault
        return structure_of(source, *arguments, **options)

    monkeypatch.setattr("ofsted_tui.importing.details.structure_of", read)
    assert anew(store, codebook) == 4
    assert store.documents.read_before(READING) == [unreadable.id]
    assert (store.documents.details(unreadable.id), store.documents.paragraphs(unreadable.id)) == before


def test_grades_and_areas_of_sections_survive_too(review, codebook):
    store, document = review.store, review.document.id
    grades = {one.area: one.grade for one in store.documents.structures.judgements(document)}
    grades["leaders"] = Grade.INADEQUATE
    correct_grades(store, document, grades)
    correct_section(store, document, 0, "leaders")
    anew(store, codebook)
    assert {one.area: one.grade for one in store.documents.structures.judgements(document)} == grades
    assert store.documents.structures.sections(document)[0].area == "leaders"
    review.reopen()
    first = review.paragraphs.starting_after(review.opened.sections[0].end)
    assert review.opened.suggestion_at(first.start).area.code == "leaders"


def test_a_kind_that_is_corrected_changes_what_the_paragraphs_are(review, codebook):
    assert review.paragraphs.numbered(3).role is Role.FINDING
    correct(review.store, codebook, review.document.id, Given(kind=DocumentKind.NEWS))
    review.reopen()
    assert review.document.details.kind is DocumentKind.NEWS
    made = review.tag(review.paragraphs.numbered(3).passage, codebook.area("leaders"))
    assert made.after.direction == "claim"
    assert review.paragraphs.numbered(3).role is Role.CLAIM


def test_what_is_said_to_be_unknown_is_unknown_for_good(review, codebook):
    store, document = review.store, review.document.id
    after = correct(store, codebook, document, Given(unknown=frozenset({"event", "letter_date"})))
    assert (after.event_start, after.event_end, after.letter_date) == (None, None, None)
    assert after.framework_assumed
    anew(store, codebook)
    assert store.documents.details(document) == after


def test_an_edition_can_be_set_and_given_back_to_the_day(review, codebook):
    store, document = review.store, review.document.id
    assert correct(store, codebook, document, Given(edition="2018")).framework == "2018"
    moved = correct(store, codebook, document, Given(event_start=date(2026, 5, 1)))
    assert moved.framework == "2018"
    back = correct(store, codebook, document, Given(unknown=frozenset({"framework"})))
    assert (back.framework, "framework" in back.corrected) == ("2026", False)


def test_reading_again_what_nobody_corrected_gives_the_same(review, codebook):
    store = review.store
    before = [(one, store.documents.structures.get(one.id)) for one in store.documents.all()]
    anew(store, codebook)
    assert [(one, store.documents.structures.get(one.id)) for one in store.documents.all()] == before


def test_the_samples_are_known_wherever_they_are_read(store, codebook, tmp_path):
    for sample in sample_documents():
        copy = tmp_path / f"renamed {sample.path.name}"
        copy.write_bytes(sample.path.read_bytes().replace(b"\n", b"\r\n"))
        found = import_file(store, codebook, copy).details
        assert (found.title, found.kind, found.framework, found.licence) == (
            sample.title,
            sample.kind,
            sample.framework,
            sample.licence,
        )


def test_what_is_not_there_is_said(store, codebook):
    with pytest.raises(NotFoundError):
        correct(store, codebook, "nothing", Given(title="x"))
    with pytest.raises(NotFoundError):
        correct_grades(store, "nothing", {})
    with pytest.raises(NotFoundError):
        correct_section(store, "nothing", 0, "leaders")


def test_former_details_are_kept(review, codebook):
    store, document = review.store, review.document.id
    before = store.documents.details(document)
    correct(store, codebook, document, Given(title="Second"))
    after = correct(store, codebook, document, Given(title="Third"))
    former = store.documents.former(after)
    assert [one.title for one in former] == [before.title, "Second"]
    assert replace(former[0], corrected=before.corrected) == before


def test_a_corrected_section_survives_another_kind_in_between(review, codebook):
    store, document = review.store, review.document.id
    correct_section(store, document, 2, "leaders")
    start = store.documents.structures.sections(document)[2].start
    correct(store, codebook, document, Given(kind=DocumentKind.OTHER))
    correct(store, codebook, document, Given(kind=DocumentKind.SHORT_INSPECTION))
    areas = {one.start: one.area for one in store.documents.structures.sections(document)}
    assert areas[start] == "leaders"


def test_a_corrected_grade_shows_with_its_sections_too(review, codebook):
    store, document = review.store, review.document.id
    grades = {one.area: one.grade for one in store.documents.structures.judgements(document)}
    correct_grades(store, document, grades | {"care_leavers": Grade.GOOD})
    for _ in range(2):
        shown = {one.area: one.grade for one in store.documents.structures.sections(document)}
        assert shown["care_leavers"] is Grade.GOOD
        anew(store, codebook)


def test_what_a_visit_looked_at_goes_with_the_kind(store, codebook, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text(
        "Dear Ms Roe\n\nThe visit\n\n"
        "Inspectors looked at the local authority's arrangements for care leavers.\n\n"
        "Findings\n\nMost care leavers are well supported by their personal advisers and say so.\n",
        encoding="utf-8",
    )
    found = import_file(store, codebook, letter, Given(kind=DocumentKind.FOCUSED_VISIT)).details
    assert found.focus_area == "care_leavers"
    after = correct(store, codebook, found.id, Given(kind=DocumentKind.NEWS))
    assert after.focus_area == ""
    assert store.documents.details(found.id) == after


def test_council_papers_claim_nothing_by_themselves(store, codebook, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("Report\n\nThe council has done very well in the past year.\n", encoding="utf-8")
    document = import_file(store, codebook, paper, Given(kind=DocumentKind.COUNCIL_PAPER)).details
    with store.action():
        session = store.sessions.add("Papers", "Rae", [document.id])
    review = Review(store, codebook, session)
    (text,) = [one for one in review.paragraphs.paragraphs if one.carries_findings]
    assert review.tag(text.passage, codebook.area("leaders")).after.direction is None


def test_another_window_takes_in_what_is_corrected(review, codebook):
    other = Review(review.store, codebook, review.session.id)
    correct(review.store, codebook, review.document.id, Given(kind=DocumentKind.NEWS, title="Other"))
    assert other.refresh()
    assert (other.document.title, other.document.details.kind) == ("Other", DocumentKind.NEWS)
    assert not other.refresh()
