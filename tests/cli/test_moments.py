"""Moments as a user writes them, and `export --as-of`."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import time

import click
import pytest

from ofsted_tui.cli.options import moment
from tests.cli_runner import database, letter, ready, refused, run


@pytest.fixture
def _in_york(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its time zone otherwise")
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_york")
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-22T17:30:00Z", "2026-11-22T17:30:00.000Z"),
        ("2026-11-22T17:30:00.123+02:00", "2026-11-22T15:30:00.123Z"),
        ("2026-11-22T17:30", "2026-11-22T17:30:00.000Z"),
        ("2026-07-01 17:30", "2026-07-01T16:30:00.000Z"),
        ("2026-11-22", "2026-11-22T23:59:59.999Z"),
        ("2026-07-01", "2026-07-01T22:59:59.999Z"),
    ],
)
def test_what_is_said_is_meant_in_local_time(said, meant):
    assert moment(said) == meant


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-01", "22/11/2026", "2026-11-22T25:00", "9" * 400])
def test_anything_else_is_refused_with_the_way_to_write_it(said):
    with pytest.raises(click.BadParameter, match="write 2026-11-22"):
        moment(said)


def test_an_export_as_of_a_moment_holds_what_was_there(ready):
    ready("tag", "A letter", 3, 10, "leaders", "--note", "first")
    (row,) = ready("export").rows
    ready("tag", "A letter", 11, 20, "leaders")
    later = ready("export", "--as-of", row["created_at"])
    assert [one["note"] for one in later.rows] == ["first"]
    assert len(ready("export").rows) == 2
    assert ready("export", "--as-of", "2020-01-01").rows == []


def test_a_moment_to_come_is_refused(ready):
    refused(ready("export", "--as-of", "2999-01-01"), "still to come")
