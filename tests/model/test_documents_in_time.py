"""Documents in time."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.document import DocumentDetails, day_of, in_time, months_between

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def details(name, **more):
    return DocumentDetails(name, name, name, 1, **more)


def test_the_event_counts_then_the_letter():
    day, letter = date(2018, 1, 11), date(2018, 1, 23)
    assert day_of(details("a", event_start=day, letter_date=letter)) == day
    assert day_of(details("a", letter_date=letter)) == letter
    assert day_of(details("a")) is None


def test_what_has_no_day_comes_last():
    first, last = details("b", event_start=date(2020, 1, 1)), details("a")
    same = details("a2", event_start=date(2020, 1, 1))
    assert in_time([last, first, same]) == [same, first, last]


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2018, 1, 11), date(2023, 5, 15), 64),
        (date(2023, 5, 15), date(2025, 2, 25), 21),
        (date(2023, 1, 31), date(2023, 2, 28), 0),
        (date(2023, 5, 15), date(2023, 5, 15), 0),
        (date(2023, 5, 15), date(2023, 4, 15), -1),
    ],
)
def test_whole_months_lie_between(earlier, later, months):
    assert months_between(earlier, later) == months


@given(DAYS, DAYS)
def test_months_are_never_more_than_have_passed(one, other):
    earlier, later = sorted((one, other))
    months = months_between(earlier, later)
    assert months_between(later, earlier) == -months
    assert earlier + relativedelta(months=months) <= later
    assert earlier + relativedelta(months=months + 2) > later
