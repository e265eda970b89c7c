"""Dates as reports and letters write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.document import EventPart
from ofsted_tui.reading.facts.dates import date_runs, days_in, lone_date


def parts(text: str) -> list[str | None]:
    run = next(date_runs(text), None)
    return [] if run is None else [f"{part.start}/{part.end}" if part else None for part in run.parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 to 19 May 2023", ["2023-05-15/2023-05-19"]),
        ("23 April 2018 to 04 May 2018", ["2018-04-23/2018-05-04"]),
        ("29 April 2019 to 3 May 2019", ["2019-04-29/2019-05-03"]),
        ("11 - 22 July 2022", ["2022-07-11/2022-07-22"]),
        ("11-22 July 2022", ["2022-07-11/2022-07-22"]),
        ("25 and 26 February 2025", ["2025-02-25/2025-02-26"]),
        ("27, 28 and 29 June 2022", ["2022-06-27/2022-06-29"]),
        ("30 April and 1 May 2019", ["2019-04-30/2019-05-01"]),
        ("22 and 24 May 2018", ["2018-05-22/2018-05-22", "2018-05-24/2018-05-24"]),
        ("on 11 January 2018", ["2018-01-11/2018-01-11"]),
        ("30 November to 4 December 2020", ["2020-11-30/2020-12-04"]),
        ("28 January 2019 - 8 February 2019", ["2019-01-28/2019-02-08"]),
        ("3rd to 14th February 2020", ["2020-02-03/2020-02-14"]),
        ("the 1st and 2nd of May 2019", ["2019-05-01/2019-05-02"]),
        ("Tuesday 7 and Wednesday 8 March 2023", ["2023-03-07/2023-03-08"]),
        ("Monday 5 to Friday 9 December, 2022", ["2022-12-05/2022-12-09"]),
        ("from 5 March until 9 March 2018", ["2018-03-05/2018-03-09"]),
        ("between 5 and 9 February 2018", ["2018-02-05/2018-02-09"]),
        ("between Monday 5 March and Friday 9 March 2018", ["2018-03-05/2018-03-09"]),
        ("15/05/2023 - 19/05/2023", ["2023-05-15/2023-05-19"]),
        ("9 Sept. to 20 Sep 2019", ["2019-09-09/2019-09-20"]),
        ("12 December to 13 January 2023", ["2022-12-12/2023-01-13"]),
        ("5 November 2018 to 9 November", ["2018-11-05/2018-11-09"]),
        (
            "5 to 9 December 2022 and 14 to 15 February 2023",
            ["2022-12-05/2022-12-09", "2023-02-14/2023-02-15"],
        ),
        ("5 to 9 December and 14 to 15 February 2023", ["2022-12-05/2022-12-09", "2023-02-14/2023-02-15"]),
        (
            "5 to 9 December 2022 (off site), and 14 to 15 February 2023",
            ["2022-12-05/2022-12-09", "2023-02-14/2023-02-15"],
        ),
        ("4 to 8 and 18 to 22 March 2019", ["2019-03-04/2019-03-08", "2019-03-18/2019-03-22"]),
        ("15 to 19 May 2023 Lead inspector: A B", ["2023-05-15/2023-05-19"]),
        ("15 to 19 May 2023 12", ["2023-05-15/2023-05-19"]),
        ("30 to 31 June 2022", [None]),
        ("31 June to 4 July 2021", [None]),
        ("9 to 5 May 2021", [None]),
        ("9 March 2021 to 5 March 2020", [None]),
        ("3 July", [None]),
        ("2 to 6 May 2022 and 30 to 31 June 2022", ["2022-05-02/2022-05-06", None]),
        ("29 February 2023", [None]),
        ("29 February 2024", ["2024-02-29/2024-02-29"]),
        ("aged 18 to 25, on 4 and 5 March 2023", ["2023-03-04/2023-03-05"]),
        ("of 138 care leavers, 27 are parents", []),
        ("January 2018", []),
        ("0300 123 1231", []),
        ("£3.5 to 4 million in 2020", []),
    ],
)
def test_a_run_of_dates(text, expected):
    assert parts(text) == expected


def test_runs_have_places():
    text = "On 4 May 2020 we met; on 6 and 7 June 2021 we visited."
    assert [text[run.start : run.end] for run in date_runs(text)] == ["4 May 2020", "6 and 7 June 2021"]


@pytest.mark.parametrize(
    "line", ["27 March 2025", "Date: 27 March 2025", "Thursday 27th March 2025", "27/03/2025"]
)
def test_a_lone_date(line):
    assert lone_date(line) == date(2025, 3, 27)


@pytest.mark.parametrize(
    "line",
    ["", "27 March", "27 to 28 March 2025", "27 March 2025 visit", "Visit 27 March 2025", "March 2025", "1"],
)
def test_no_lone_date(line):
    assert lone_date(line) is None


def test_days_are_counted_over_all_parts():
    december = EventPart(date(2022, 12, 5), date(2022, 12, 9))
    february = EventPart(date(2023, 2, 14), date(2023, 2, 15))
    assert days_in((december, february)) == 7
    assert days_in(()) == 0


DAYS = st.dates(date(2013, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 20))
def test_any_range_comes_back(start, length):
    end = start + timedelta(days=length)
    text = f"{start.day} {start:%B %Y} to {end.day} {end:%B %Y}"
    short = f"{start.day} {start:%B} to {end.day} {end:%B %Y}"
    assert parts(text) == [f"{start}/{end}"]
    assert parts(short) == [f"{start}/{end}"]


@given(st.text(alphabet="0123456789 MayJune,-to&and/.", max_size=80))
def test_parts_never_end_before_they_start(text):
    for run in date_runs(text):
        assert all(part.start <= part.end for part in run.known)
        assert 0 <= run.start < run.end <= len(text)
