"""The databases of the benchmarks: the same each time, made once, and with something to see."""

import sqlite3
import tempfile
from contextlib import closing

import pytest

from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import session_named
from ofsted_tui.store import Store
from ofsted_tui.store.integrity import check
from tests.benchmarks.databases import SESSION, cached, country_database, session_database

FIRST_SCREEN = 4_000
"""Characters that a terminal of 40 rows shows about."""
ROWS = 'SELECT id, document_id, start, "end", quote, area, direction, note FROM annotations ORDER BY id'
SESSIONS = """
    SELECT name, (SELECT count(*) FROM session_documents WHERE session_id = sessions.id),
        (SELECT count(*) FROM annotations WHERE session_id = sessions.id) FROM sessions
"""


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    path = tmp_path_factory.mktemp("country") / "country.db"
    country_database(path, 12, 1_500)
    return path


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_country_has_three_reviewers_and_twelve_sessions(country):
    sessions = {name: counts for name, *counts in rows(country, SESSIONS)}
    assert len(sessions) == 12
    assert len(rows(country, "SELECT * FROM reviewers")) == 3
    assert sessions[SESSION] == [5, 200]


def test_every_annotation_was_journalled_as_a_tag(country):
    ((tags,),) = rows(country, "SELECT count(*) FROM journal WHERE verb = 'tag' AND kind = 'do'")
    assert tags == len(rows(country, ROWS))


def test_a_country_is_about_as_large_as_asked_for(country):
    assert check(country).ok
    assert len(rows(country, ROWS)) == pytest.approx(1_500 + 200, rel=0.01)
    assert len(rows(country, "SELECT DISTINCT text FROM document_texts")) == 12


@pytest.mark.parametrize("make", [country_database, session_database])
def test_the_same_is_made_each_time(tmp_path, make):
    paths = [tmp_path / "one.db", tmp_path / "other.db"]
    for path in paths:
        make(path, 6, 220)
    assert rows(paths[0], ROWS) == rows(paths[1], ROWS) != []


def test_another_seed_makes_another(tmp_path):
    session_database(tmp_path / "one.db", 34_000, 20)
    session_database(tmp_path / "other.db", 34_000, 20, seed=2)
    assert rows(tmp_path / "one.db", ROWS) != rows(tmp_path / "other.db", ROWS)


def test_a_session_without_annotations_can_be_made(tmp_path):
    session_database(tmp_path / "none.db", 34_000, 0)
    assert check(tmp_path / "none.db").ok
    assert rows(tmp_path / "none.db", ROWS) == []


def test_the_first_screen_shows_annotations_and_a_tag_that_was_undone_can_be_redone(country):
    with Store(country) as store:
        review = Review(store, ilacs_codebook(), session_named(store, SESSION).id)
        assert any(one.start < FIRST_SCREEN for one in review.annotations)
        assert review.next_undo == "tag"
        undone = review.undo()
        assert undone is not None
        assert undone.after is None
        redone = review.redo()
        assert redone is not None
        assert redone.after == undone.before
    assert check(country).ok


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_is_kept_is_made_once(kept):
    made = []

    def make(path):
        made.append(path)
        path.write_text("made")

    first, second = cached("one.db", make), cached("one.db", make)
    assert first == second
    assert first.read_text() == "made"
    assert len(made) == 1
    assert kept in first.parents


def test_what_was_made_by_half_is_not_kept(kept):
    def fail(path):
        path.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cached("one.db", fail)
    assert cached("one.db", lambda path: path.write_text("whole")).read_text() == "whole"
