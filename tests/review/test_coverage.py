"""What is accounted for, by document and section; and the sign-off."""

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given, correct
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.paragraph import Role
from ofsted_tui.review import Review
from ofsted_tui.review.coverage import before_sign_off, coverage, sign_off


@pytest.fixture
def review(store, codebook):
    return Review(store, codebook, begin(store, codebook, "Rae"))


def of_open_document(review):
    every = coverage(review.store, review.session.id)
    return next(one for one in every if one.details.id == review.document.id)


def test_at_first_everything_with_findings_is_open(review):
    found = of_open_document(review)
    held = [one for one in review.paragraphs.paragraphs if one.carries_findings]
    assert list(found.open) == held
    assert (found.share.accounted, found.share.total) == (0, len(held)) == (0, 5 + 3 + 53)
    assert [(one.section.area if one.section else None, one.share.total) for one in found.sections] == [
        (None, 5),
        ("", 3),
        ("help_protection", 10),
        ("children_in_care", 16),
        ("care_leavers", 14),
        ("leaders", 13),
    ]


def test_tags_and_read_marks_account_for_paragraphs_and_undo_takes_that_back(review):
    first = review.paragraphs.numbered(1)
    second = review.paragraphs.numbered(2)
    review.tag(first.passage, review.codebook.area("leaders"))
    review.mark_read(second.passage)
    assert of_open_document(review).share.accounted == 2 == review.opened.accounting.accounted
    assert review.opened.accounting.of_section(first.section).accounted == 2
    assert first not in of_open_document(review).open
    review.undo()
    assert of_open_document(review).share.accounted == 1 == review.opened.accounting.accounted


def test_the_figures_agree_with_those_of_the_start_screen(review):
    for number in (1, 5, 19, 30):
        review.tag(review.paragraphs.numbered(number).passage, review.codebook.area("leaders"))
    share = review.store.read_marks.share(review.session.id)
    found = coverage(review.store, review.session.id)
    assert (share.accounted, share.total) == (
        sum(one.share.accounted for one in found),
        sum(one.share.total for one in found),
    )


def test_boilerplate_scope_and_headings_are_never_open(review):
    roles = {one.role for found in coverage(review.store, review.session.id) for one in found.open}
    assert roles == {Role.SUMMARY, Role.FINDING, Role.IMPROVEMENT, Role.CLAIM}


def test_an_unknown_session(store):
    with pytest.raises(NotFoundError):
        coverage(store, "nothing")


def test_silence_is_only_told_of_graded_reports(review):
    known = before_sign_off(review.store, review.codebook, review.session.id)
    assert [one.details.id for one in known.silences] == [review.document.id]
    (silence,) = known.silences
    codes = {topic.code for topic in silence.untagged}
    silent = {topic.code for topic in silence.silent}
    assert not codes & silent
    assert any("private" in code for code in silent)  # private fostering: the report has no word on it
    assert any("histor" in code for code in codes)  # health histories: it has


def test_a_topic_that_a_tag_bears_is_no_longer_told(review):
    known = before_sign_off(review.store, review.codebook, review.session.id)
    topic = next(one for one in known.silences[0].untagged if one.area == "care_leavers")
    made = review.tag(review.paragraphs.numbered(38).passage, review.codebook.area("care_leavers"))
    review.set_topic(made.after.id, topic.code)
    left = before_sign_off(review.store, review.codebook, review.session.id).silences[0]
    assert topic not in left.untagged + left.silent


def test_a_sign_off_stands_until_something_is_changed(review):
    known = before_sign_off(review.store, review.codebook, review.session.id)
    assert known.open_count == sum(len(one.open) for one in known.coverage)
    sign_off(review.store, review.session.id, known)
    signed = review.store.sessions.get(review.session.id)
    assert signed.signed_off_at is not None
    assert review.store.sessions.all()[0].signed_off_at == signed.signed_off_at
    review.refresh()
    review.mark_read(review.paragraphs.numbered(1).passage)
    assert review.store.sessions.get(review.session.id).signed_off_at is None


@pytest.mark.parametrize("change", ["document", "kind"])
def test_a_sign_off_is_lifted_by_what_opens_paragraphs(review, codebook, add_document, change):
    store, session = review.store, review.session.id
    sign_off(store, session, before_sign_off(store, codebook, session))
    assert store.sessions.get(session).signed_off_at is not None
    if change == "document":
        review.open_document(add_document("Children are safe and well in the town, says the paper.").id)
    else:
        correct(store, codebook, review.document.id, Given(kind=DocumentKind.OTHER))
    assert store.sessions.get(session).signed_off_at is None


def test_short_sentences_and_items_of_unknown_documents_are_open(store, codebook, tmp_path):
    text = "Briefing\n\nChildren wait too long.\n\n- Children are safe\n- Plans drift badly\n\nEnd\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = import_file(store, codebook, tmp_path / "a.txt").details
    with store.action():
        session = store.sessions.add("Paper", "Rae", [document.id])
    (found,) = coverage(store, session)
    assert found.share.total == 3
