"""Threads in time, the improvement plan, and where a point is taken up in other documents."""

from contextlib import closing
from datetime import date

import pytest

from ofsted_tui.evidence.indexing import Indexing
from ofsted_tui.evidence.search import DocumentPassage, Search
from ofsted_tui.evidence.threads import ProposalSearch, improvement_plan, thread_in_time, threads_in_time
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import EarlierMention, Structure
from ofsted_tui.model.thread import Thread, ThreadPassage, ThreadStatus
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.store.search_index import FullText
from tests.sample_threads import offset_of


@pytest.fixture
def propose(store, codebook):
    """Propose for words of a document; return the starts of the paragraphs, by the document's id."""
    with closing(FullText(None)) as index:

        def ask(document, words, **more):
            Indexing(store, index).finish()
            proposer = ProposalSearch(store, codebook, Search(store, index, None))
            start = offset_of(document.text, words)
            point = DocumentPassage(document.id, Passage(start, start + len(words)))
            return proposer.propose(point, words, **more)

        yield ask


@pytest.fixture
def samples(store, codebook):
    begin(store, codebook, "Rae")
    return {one.source[:3]: store.documents.get(one.id) for one in store.documents.all()}


def points(store, document):
    found = store.documents.structures.improvement_points(document.id)
    return [document.text[one.start : one.end] for one in found]


def holds(proposed, document, words):
    (own,) = [one for one in proposed if one.details.id == document.id]
    offset = offset_of(document.text, words)
    return any(one.hit.paragraph.holds(offset) for one in own.proposals)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("003", "receiving a 'health passport'"),
        ("003", "not in education, employment or training"),
        ("000", "right to access their health histories"),
        ("000", "'My Health Story'"),
        ("000", "are supported to access employment, education and training"),
        ("000", "Most young people live in accommodation that meets their needs"),
    ],
)
def test_the_first_point_of_001_finds_what_earlier_and_later_letters_say_of_it(
    store, samples, propose, name, words
):
    found = propose(samples["001"], points(store, samples["001"])[0])
    assert holds(found, samples[name], words)
    assert all(len(one.proposals) <= 5 for one in found)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (0, "childhood health histories"),
        (0, "develop an employment academy"),
        (1, "decisions are made to dispense with parental consent"),
        (2, "in the recording of daily logs"),
    ],
)
def test_the_points_of_001_find_their_evidence_in_it(store, samples, propose, point, words):
    found = propose(samples["001"], points(store, samples["001"])[point])
    assert holds(found, samples["001"], words)


def test_the_academy_of_the_article_is_found_in_the_report(samples, propose):
    words = "the development of an employment academy to create more work and apprenticeship opportunities"
    found = propose(samples["002"], words)
    (report,) = [one for one in found if one.details.id == samples["001"].id]
    assert report.proposals[0].hit.place.number == 40
    assert "employment academy" in report.proposals[0].because


def test_documents_stand_in_time_order_with_the_months_from_the_point(store, samples, propose):
    found = propose(samples["001"], points(store, samples["001"])[0])
    assert [(one.details.source[:3], one.months) for one in found] == [
        ("003", -64),
        ("001", 0),
        ("000", 21),
        ("002", None),
    ]


def test_other_authorities_are_asked_where_that_is_wanted(store, samples, propose):
    words = points(store, samples["001"])[0]
    assert not any(one.details.local_authority == "Southampton" for one in propose(samples["001"], words))
    everywhere = propose(samples["001"], words, every_authority=True)
    assert holds(everywhere, samples["004"], "care leavers' access to their health histories")


def test_typed_words_are_asked_instead(store, samples, propose):
    found = propose(samples["001"], points(store, samples["001"])[1], typed="supervision")
    assert holds(found, samples["000"], "The frequency and quality of supervision")


def test_the_point_itself_and_what_is_linked_are_left_out(store, samples, propose):
    words = points(store, samples["001"])[0]
    passport = offset_of(samples["003"].text, "health passport")
    linked = [DocumentPassage(samples["003"].id, Passage(passport, passport + 5))]
    found = propose(samples["001"], words, linked=linked)
    assert not holds(found, samples["003"], "health passport")
    assert not holds(found, samples["001"], "in particular, access to health histories")


def test_a_paragraph_that_looks_back_to_the_year_of_the_point_says_so(add_document, store, propose):
    words = "Supervision of social workers in the assessment teams is not regular enough, and it is late."
    first = add_document(words, local_authority="Luton", event_start=date(2018, 1, 1))
    parts = [
        f"Supervision of social workers was found to be not regular at all in the year {year}, and late."
        for year in (2018, 2016)
    ]
    text = "\n\n".join(parts)
    later = add_document(text, "Later", local_authority="Luton", event_start=date(2023, 1, 1))
    mentions = tuple(
        EarlierMention(text.index(one), text.index(one) + len(one), year)
        for one, year in zip(parts, (2018, 2016), strict=True)
    )
    with store.action():
        kept = Structure(paragraphs=tuple(paragraphs(text)), earlier_mentions=mentions)
        store.documents.restructure(later.id, kept)
    (found,) = [one for one in propose(first, words) if one.details.id == later.id]
    assert {one.hit.words: one.looks_back for one in found.proposals} == {parts[0]: True, parts[1]: False}


def test_what_is_no_finding_is_not_proposed(samples, propose, store):
    found = propose(samples["001"], points(store, samples["001"])[0])
    roles = {one.hit.place.role for document in found for one in document.proposals}
    assert roles <= {"finding", "improvement", "summary", "claim", "text"}


DOCUMENTS = {
    "2018": DocumentDetails("2018", "", "Letter", 99, event_start=date(2018, 5, 22)),
    "2023": DocumentDetails("2023", "", "Report", 99, event_start=date(2023, 5, 15)),
    "2025": DocumentDetails("2025", "", "Visit", 99, event_start=date(2025, 2, 25)),
    "news": DocumentDetails("news", "", "News", 99, DocumentKind.NEWS, event_start=date(2025, 7, 3)),
    "undated": DocumentDetails("undated", "", "Paper", 99),
}


def place(document, start=0, status=None):
    return ThreadPassage(
        f"{document}-{start}", "t", document, start, start + 5, "words", "", "", "Rae", "", "", status
    )


def thread(*places):
    return Thread("t", "s", "Point", "leaders", "", "Rae", "", "", passages=places)


def laid_out(*places):
    return thread_in_time(thread(*places), DOCUMENTS)


def test_places_stand_in_time_order_with_the_months_between():
    found = laid_out(place("2023"), place("2025"), place("2018"))
    assert [(one.details.id, one.months) for one in found.steps] == [
        ("2018", None),
        ("2023", 59),
        ("2025", 21),
    ]
    assert found.first is not None
    assert found.first.details.id == "2023"


def test_places_of_a_document_stand_in_reading_order():
    found = laid_out(place("2023", 50), place("2023", 10))
    assert [(one.place.start, one.months) for one in found.steps] == [(10, None), (50, 0)]


def test_without_a_day_there_are_no_months():
    found = laid_out(place("undated"), place("2018"))
    assert [(one.details.id, one.months) for one in found.steps] == [("2018", None), ("undated", None)]


def test_the_last_finding_says_where_the_point_stands():
    raised, improving = (
        place("2018", status=ThreadStatus.RAISED),
        place("2025", status=ThreadStatus.IMPROVING),
    )
    assert laid_out(improving, raised).status is ThreadStatus.IMPROVING
    assert laid_out(raised, place("2025")).status is ThreadStatus.RAISED
    assert laid_out(place("2018")).status is None


def test_a_claim_closes_nothing():
    raised, claimed = place("2018", status=ThreadStatus.RAISED), place("news", status=ThreadStatus.CLOSED)
    assert laid_out(raised, claimed).status is ThreadStatus.RAISED


def test_the_plan_has_the_point_its_evidence_and_what_came_later():
    point, same = place("2023", 10, ThreadStatus.RAISED), place("2023", 50)
    found = threads_in_time([thread(point, same, place("2018"), place("2025"))], DOCUMENTS.values())
    (row,) = improvement_plan(found)
    assert row.point.place == point
    assert [one.details.id for one in row.evidence] == ["2018", "2023"]
    assert [one.details.id for one in row.later] == ["2025"]
    assert row.status is ThreadStatus.RAISED


@pytest.mark.parametrize("document", ["2018", "undated"])
def test_a_thread_of_one_place_is_a_row_by_itself(document):
    (row,) = improvement_plan([laid_out(place(document))])
    assert (row.evidence, row.later) == ((), ())
