"""Threads laid out in time, and the improvement plan made of them."""

from datetime import date

import pytest

from ofsted_tui.evidence.threads import improvement_plan, thread_in_time, threads_in_time
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.thread import Thread, ThreadPassage, ThreadStatus

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
