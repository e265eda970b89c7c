"""The index for searching: literal words, stems, weights, its file."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store.search_index import (
    BOILERPLATE,
    IMPROVEMENT,
    FullText,
    IndexClosedError,
    IndexedPassage,
    IndexFilter,
    expression_of,
)

CARE = "Care leavers' histories are known. Café owners take part."


@pytest.fixture
def index():
    with closing(FullText(None)) as opened:
        opened.put(
            "a", "1", [IndexedPassage(10, CARE, number=3, role="finding", area="care_leavers", page=2)]
        )
        opened.put("b", "1", [IndexedPassage(0, "Nothing of note."), IndexedPassage(20, "A care plan.")])
        yield opened


def found(index, *words, within=None, limit=50):
    where = IndexFilter(None if within is None else frozenset(within))
    rows = index.search(expression_of(words), where, limit)
    return [(one.document_id, one.passage.start) for one in rows]


def test_words_are_found_in_any_form_and_case(index):
    assert found(index, "HISTORY") == [("a", 10)]
    assert found(index, "cafe") == [("a", 10)]
    assert set(found(index, "care")) == {("a", 10), ("b", 20)}


def test_all_words_are_wanted_wherever_they_stand(index):
    assert found(index, "care", "histories") == [("a", 10)]
    assert found(index, "care", "nothing") == []


def test_a_phrase_is_found_in_its_order_only(index):
    assert found(index, "care leavers") == [("a", 10)]
    assert found(index, "leavers care") == []


def test_other_words_do_instead(index):
    rows = index.search(expression_of(["absent"], ["histories", "note"]), IndexFilter(), 9)
    assert {one.document_id for one in rows} == {"a", "b"}


def test_what_was_indexed_comes_back_with_the_places_of_the_words(index):
    (one,) = index.search(expression_of(["history", "café"]), IndexFilter(), 9)
    assert (one.passage.number, one.passage.role, one.passage.area, one.passage.page) == (
        3,
        "finding",
        "care_leavers",
        2,
    )
    assert [one.passage.words[start:end] for start, end in one.marks] == ["histories", "Café"]


def test_only_some_documents_are_looked_into(index):
    assert found(index, "care", within={"b"}) == [("b", 20)]
    assert found(index, "care", within=set()) == []
    assert index.count(expression_of(["care"]), IndexFilter(frozenset("a"))) == 1


def test_improvement_points_come_first_and_boilerplate_last():
    with closing(FullText(None)) as index:
        words = "The same words each time"
        weights = (BOILERPLATE, 0, IMPROVEMENT)
        index.put("a", "1", [IndexedPassage(at, words, weight) for at, weight in enumerate(weights)])
        index.put("b", "1", [IndexedPassage(at, f"Others {at}") for at in range(9)])
        assert found(index, "same") == [("a", 2), ("a", 1), ("a", 0)]


def test_a_document_indexed_again_takes_the_place_of_what_was_there(index):
    index.put("a", "2", [IndexedPassage(0, "Quite new")])
    assert found(index, "histories") == []
    assert found(index, "new") == [("a", 0)]


def test_what_changed_is_missing_and_what_is_gone_is_taken_out(index):
    assert index.missing({"a": "1", "b": "1"}) == []
    assert index.missing({"a": "2", "b": "1", "c": "1"}) == ["a", "c"]
    assert index.missing({"b": "1"}) == []
    assert found(index, "histories") == []


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "NEAR(", "*", "-x", "{t}:x", "(" * 2000, "a AND", "words:x", "\0", "^", "'", "\ud800", "+"],
)
def test_no_sign_is_an_operator(index, typed):
    assert found(index, typed) == []
    assert found(index, typed, "histories") in ([], [("a", 10)])


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_whatever_is_typed_is_answered(words):
    with closing(FullText(None)) as index:
        index.put("a", "1", [IndexedPassage(0, " ".join(words))])
        for one in index.search(expression_of(words), IndexFilter(), 9):
            assert all(0 <= start < end <= len(one.passage.words) for start, end in one.marks)


@given(st.text(max_size=60), st.text(alphabet="abc \x01\x02\0é", max_size=40))
def test_marks_are_offsets_into_the_words_as_they_were_given(before, after):
    words = f"{before} needle {after}"
    with closing(FullText(None)) as index:
        index.put("a", "1", [IndexedPassage(0, words)])
        for one in index.search(expression_of(["needle"]), IndexFilter(), 9):
            assert len(one.passage.words) == len(words)
            assert {words[start:end] for start, end in one.marks} == {"needle"}


def test_a_file_is_kept_and_private(tmp_path):
    path = tmp_path / "search" / "index.db"
    with closing(FullText(path)) as index:
        index.put("a", "1", [IndexedPassage(0, CARE)])
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    with closing(FullText(path)) as index:
        assert index.missing({"a": "1"}) == []
        assert found(index, "histories") == [("a", 0)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no database at all" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:1500]),
        lambda path: _run(path, "PRAGMA user_version=99"),
        lambda path: _run(path, "DROP TABLE passages"),
    ],
)
def test_a_file_that_is_of_no_use_is_made_anew(tmp_path, spoil):
    path = tmp_path / "index.db"
    with closing(FullText(path)) as index:
        index.put("a", "1", [IndexedPassage(0, CARE)])
    spoil(path)
    with closing(FullText(path)) as index:
        assert index.missing({"a": "1"}) == ["a"]
        index.put("a", "1", [IndexedPassage(0, CARE)])
        assert found(index, "histories") == [("a", 0)]
    with closing(FullText(path)) as index:
        assert index.missing({"a": "1"}) == []


def _run(path, sql):
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(sql)
        plain.commit()


def test_damage_within_is_said_and_mended_by_the_next_start(tmp_path):
    path = tmp_path / "index.db"
    with closing(FullText(path)) as index:
        index.put("a", "1", [IndexedPassage(0, CARE)])
    _run(path, "UPDATE passages_data SET block = x'00ff00ff' WHERE id > 10")
    with closing(FullText(path)) as index, pytest.raises(StoreError, match="index for searching"):
        found(index, "histories")
    with closing(FullText(path)) as index:
        assert index.missing({"a": "1"}) == ["a"]


def test_where_no_file_can_be_the_index_is_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with closing(FullText(tmp_path / "file" / "index.db")) as index:
        index.put("a", "1", [IndexedPassage(0, CARE)])
        assert found(index, "histories") == [("a", 0)]


def test_an_index_that_another_program_writes_is_left_alone(tmp_path):
    path = tmp_path / "index.db"
    FullText(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(FullText(path)) as index:
            index.put("a", "1", [IndexedPassage(0, CARE)])
            assert found(index, "histories") == [("a", 0)]
        other.execute("COMMIT")
    assert path.exists()


def test_an_sqlite_without_fts5_is_named(monkeypatch):
    from ofsted_tui.store import search_index

    monkeypatch.setattr(
        search_index, "INDEX_SCHEMA", ("CREATE VIRTUAL TABLE passages USING no_such_module(words)",)
    )
    with pytest.raises(StoreError, match="FTS5"):
        FullText(None)


MANY = [IndexedPassage(at, CARE) for at in range(500)]


@pytest.fixture
def in_the_midst(tmp_path, monkeypatch):
    """Return what puts a document of many passages into a file, and calls something half-way."""

    def put(index, call):
        whole = index._put_some
        calls = iter([None, call])

        def some(*given):
            if (now := next(calls, None)) is not None:
                now()
            return whole(*given)

        monkeypatch.setattr(index, "_put_some", some)
        index.put("a", "1", MANY)

    return put


def _rows(path):
    with closing(sqlite3.connect(path)) as plain:
        return [plain.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in ("indexed", "passages")]


def test_a_search_sees_what_is_in_already_while_a_document_is_put(tmp_path, in_the_midst):
    seen = []

    def search():
        with ThreadPoolExecutor(1) as thread:
            seen.append(len(thread.submit(found, index, "histories", limit=999).result(60)))
        with closing(FullText(tmp_path / "index.db")) as other:
            seen.append(other.missing({"a": "1"}))

    with closing(FullText(tmp_path / "index.db")) as index:
        in_the_midst(index, search)
        assert len(found(index, "histories", limit=999)) == 500
        assert index.missing({"a": "1"}) == []
    assert seen == [200, ["a"]]


def test_an_index_closed_half_way_has_the_document_missing(tmp_path, in_the_midst):
    index = FullText(tmp_path / "index.db")
    with pytest.raises(IndexClosedError):
        in_the_midst(index, index.close)
    with closing(FullText(tmp_path / "index.db")) as index:
        assert index.missing({"a": "1"}) == ["a"]
        index.put("a", "1", MANY)
        assert len(found(index, "histories", limit=999)) == 500
    assert _rows(tmp_path / "index.db") == [1, 500]


@pytest.mark.parametrize("digest", ["1", "2"])
def test_two_programs_that_index_one_document_leave_it_once(tmp_path, in_the_midst, digest):
    path = tmp_path / "index.db"
    with closing(FullText(path)) as index, closing(FullText(path)) as other:
        in_the_midst(index, lambda: other.put("a", digest, MANY))
        assert len(found(index, "histories", limit=999)) == 500
        assert index.missing({"a": digest}) == other.missing({"a": digest}) == []
    assert _rows(path) == [1, 500]


def test_what_another_program_indexed_is_found(tmp_path):
    path = tmp_path / "index.db"
    with closing(FullText(path)) as index, closing(FullText(path)) as other:
        other.put("a", "1", [IndexedPassage(0, CARE)])
        assert found(index, "histories") == found(index, "histories", within=["a"]) == [("a", 0)]
        other.put("a", "2", [IndexedPassage(7, CARE)])
        assert found(index, "histories") == [("a", 7)]
        index.put("a", "3", [IndexedPassage(9, CARE)])
        assert found(other, "histories") == [("a", 9)]


def test_the_rest_follows_where_the_first_ones_ended(tmp_path):
    with closing(FullText(None)) as index:
        index.put("a", "1", MANY)
        every = index.search(expression_of(["care"]), IndexFilter(), 999)
        parts = [index.search(expression_of(["care"]), IndexFilter(), 77, at) for at in range(0, 577, 77)]
        assert [one for part in parts for one in part] == every
        assert len(every) == 500


def test_only_passages_of_an_area_or_of_some_documents(index):
    of_area = IndexFilter(area="care_leavers")
    assert [one.document_id for one in index.search(expression_of(["care"]), of_area, 9)] == ["a"]
    assert (
        index.count(expression_of(["care"]), IndexFilter(area="care_leavers", of_any_area=frozenset("b")))
        == 2
    )
    assert index.count(expression_of(["care"]), IndexFilter(frozenset("b"), "care_leavers")) == 0


@pytest.mark.parametrize(("start", "end", "number"), [(0, 20, 2), (20, 21, 1), (32, 33, 2), (0, 99, 1)])
def test_a_passage_that_is_touched_is_left_out(index, start, end, number):
    assert index.count(expression_of(["care"]), IndexFilter(without=("b", start, end))) == number
    assert len(index.search(expression_of(["care"]), IndexFilter(without=("b", start, end)), 9)) == number
