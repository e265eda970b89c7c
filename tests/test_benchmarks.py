"""The benchmarks' own arithmetic, and that the data they are measured on is whole."""

import sys
from pathlib import Path

import pytest

from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import session_named
from ofsted_tui.store import Store
from ofsted_tui.store.integrity import check
from tests.benchmarks.databases import SESSION, country_database, session_database
from tests.benchmarks.figures import Figure, line, p95, table
from tests.benchmarks.texts import sample, text_of
from tests.folders import ROOT

BENCHMARKS = ROOT / "tests" / "benchmarks"


def test_95_of_100_lie_below():
    assert p95(range(1, 101)) == 96
    assert p95([7.0]) == 7.0


def test_ratios_are_of_medians_and_of_95th_percentiles():
    figure = Figure("a key", [2.0, 3.0, 9.0], [1.0, 1.5, 3.0], goal="<= 2")
    assert figure.ratio == 2.0
    assert figure.ratio_p95 == 3.0
    assert "2.00" in line(figure)
    assert "3.00" in line(figure)


def test_a_floor_of_nothing_has_no_ratio():
    assert Figure("lost", [0.0], [0.0]).ratio == 0.0


def test_the_table_can_be_markdown():
    lines = table([Figure("a key", [1.0], [1.0])], markdown=True).split("\n")
    assert lines[1].count("---") == lines[0].count("|") - 1 == lines[2].count("|") - 1


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_texts_are_of_the_size_asked_for_and_always_the_same(size):
    text = text_of(size)
    assert len(text) == size
    assert text == text_of(size)
    assert text.startswith(sample())
    assert text_of(size, seed=2) != text


def test_the_smallest_is_the_sample_itself():
    assert text_of(1) == sample()


def undone(path: Path) -> bool:
    with Store(path) as store:
        review = Review(store, ilacs_codebook(), session_named(store, SESSION).id)
        before = store.annotations.count(review.session.id)
        review.undo()
        return store.annotations.count(review.session.id) == before - 1


def test_a_session_database_is_whole(tmp_path):
    path = tmp_path / "session.db"
    session_database(path, 34_000, 100)
    assert check(path).ok
    assert check(path).counts.annotations == 100
    assert undone(path)


def test_a_database_of_many_documents_is_whole(tmp_path):
    path = tmp_path / "country.db"
    country_database(path, 12, 1_100)
    result = check(path)
    assert result.ok
    assert (result.counts.documents, result.counts.annotations) == (12, 1_300)
    assert undone(path)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_rows_that_were_drawn_are_counted_once():
    from tests.benchmarks.terminal import ROWS, rows_in

    assert rows_in(b"\x1b[3;1Hone\x1b[3;40Htwo\x1b[9;1Hthree\x1b[1;1H") == 2
    assert rows_in(b"row\r\n" * 39) == ROWS


def test_every_benchmark_yields_figures():
    for path in BENCHMARKS.glob("bench_*.py"):
        assert "def figures(short: bool) -> Iterator[Figure]:" in path.read_text("utf-8"), path
