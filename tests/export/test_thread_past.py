"""Rows of threads against their past: what was so once is a note, what never was is named."""

import pytest

from ofsted_tui.export.rows import THREAD_COLUMNS, RowMaker, thread_rows
from ofsted_tui.export.verify_rows import ThreadHistory
from ofsted_tui.importing.details import Given, correct
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.thread import ThreadStatus
from ofsted_tui.review.threads import rename_thread, set_status, unlink
from tests.report_samples import threads, worked


@pytest.fixture
def review(store, codebook):
    return worked(store, codebook)


@pytest.fixture
def rows(review):
    return list(thread_rows(threads(review), RowMaker(review.store, review.codebook)))


@pytest.fixture
def compared(review):
    return lambda row: ThreadHistory(review.store, review.codebook).compared(row)


def test_rows_as_they_stand_agree(rows, compared):
    assert {(one.columns, one.note) for one in map(compared, rows)} == {((), "")}


OTHER = {
    "thread": "Nonsense",
    "thread_status": "closed",
    "area_code": "leaders",
    "topic": "Nonsense",
    "document": "Nonsense",
    "document_kind": "news",
    "local_authority": "Nonsense",
    "event_start": "1999-01-01",
    "months_since": "7",
    "section": "Nonsense",
    "paragraph": "999",
    "page": "99",
    "status": "closed",
    "note": "Nonsense",
}


@pytest.mark.parametrize("column", OTHER)
def test_what_never_was_is_named(rows, compared, column):
    row = rows[1] | {column: OTHER[column]}
    assert compared(row).columns == (column,)


def test_the_status_of_a_thread_is_not_left_out(review, rows, compared):
    assert rows[1]["thread_status"] == "improving"
    assert compared(rows[1] | {"thread_status": ""}).columns == ("thread_status",)
    assert compared(rows[1] | {"months_since": ""}).columns
    set_status(review, review.store.threads.of()[0].passages[2].id, ThreadStatus.CLOSED)
    assert "was changed" in compared(rows[1]).note
    assert compared(rows[1] | {"thread_status": "repeated"}).columns == ("thread_status",)


def test_every_column_is_compared(rows, compared):
    keys = {"thread_id", "passage_id", "document_id", "start"}
    for column in set(THREAD_COLUMNS) - keys:
        assert column in compared(rows[1] | {column: "?"}).columns


def test_what_was_so_once_is_a_note(review, rows, compared):
    thread = review.store.threads.of()[0]
    rename_thread(review, thread.id, "Other title")
    set_status(review, thread.passages[0].id, ThreadStatus.CLOSED)
    for place in thread.passages:
        correct(
            review.store,
            review.codebook,
            place.document_id,
            Given(title=f"Other {place.id}", kind=DocumentKind.OTHER, local_authority="Elsewhere"),
        )
    unlink(review, thread.passages[1].id)
    found = [compared(row) for row in rows if row["thread_id"] == thread.id]
    assert {one.columns for one in found} == {()}
    assert all("Health histories" in one.note for one in found)


def test_a_place_that_is_nowhere_is_unknown(rows, compared):
    assert compared(rows[0] | {"passage_id": "?"}) is None
