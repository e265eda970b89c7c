"""Annotations with their names: which, in which order, and how many."""

import itertools

import pytest

from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.errors import StoreError
from ofsted_tui.model.passage import Passage


@pytest.fixture
def filled(store, codebook, add_document, open_review):
    """Two documents of one title, three sessions (one of them deleted), a removed annotation."""
    one, two = add_document("Plain words of the first.", "T"), add_document("Plain words of another.", "T")
    for name in ("A", "B", "Gone"):
        review = open_review(two, one, name=name)
        for document, (span, code) in itertools.product(
            (one, two),
            [((6, 11), "leaders"), ((0, 5), "leaders"), ((0, 12), "leaders"), ((0, 5), "care_leavers")],
        ):
            review.open_document(document.id)
            last = review.tag(Passage(*span), codebook.area(code), direction=Direction.STRENGTH).after
        if name == "B":
            review.untag(last.id)
        if name == "Gone":
            with store.action():
                store.sessions.remove(review.session.id)
    return store


def plainly(store, session_id, document_id, area):
    """Select by hand: the ids in the order that the CSV promises."""
    rows = store.connection.read(
        'SELECT a.id, a.session_id, a.document_id, a.area, a.start, a."end", d.title FROM annotations AS a'
        " JOIN documents AS d ON d.id = a.document_id JOIN sessions AS s ON s.id = a.session_id"
        " WHERE a.removed_at IS NULL AND s.removed_at IS NULL"
    )
    wanted = [
        row
        for row in rows
        if session_id in (None, row["session_id"])
        and document_id in (None, row["document_id"])
        and area in (None, row["area"])
    ]
    order = ("title", "document_id", "start", "end", "area", "id")
    return [row["id"] for row in sorted(wanted, key=lambda row: [row[name] for name in order])]


def test_every_scope_in_the_promised_order(filled):
    sessions = [None, *(one.id for one in filled.sessions.all()), "none"]
    documents = [None, *(one.id for one in filled.documents.all()), "none"]
    counts = set()
    for scope in itertools.product(sessions, documents, [None, "leaders", "care_leavers", "none"]):
        found = [one.annotation.id for one in filled.annotations.in_context(*scope)]
        assert found == plainly(filled, *scope)
        assert sum(filled.annotations.counts_in_context(*scope).values()) == len(found)
        counts.add(len(found))
    assert {0, 15} <= counts


def test_each_is_what_the_table_has(filled):
    for found in filled.annotations.in_context(None, None, None):
        assert found.annotation == filled.annotations.get(found.annotation.id)
        assert found == filled.annotations.in_context_of(found.annotation.id)


def test_counts_are_by_document(filled):
    ids = {one.id for one in filled.documents.all()}
    counts = filled.annotations.counts_in_context(None, None, None)
    assert set(counts) == ids
    assert sum(counts.values()) == 15


def test_annotations_of_a_document_share_its_details(filled):
    found = list(filled.annotations.in_context(None, None, None))
    assert len({id(one.document) for one in found}) == 2


@pytest.mark.parametrize(
    "change", ["direction = 'sideways'", "start = -1", '"end" = 99999999999', 'start = 7, "end" = 7']
)
def test_values_that_make_no_sense_are_said(filled, change):
    raw = filled.connection.raw
    raw.execute("PRAGMA ignore_check_constraints=on")
    raw.execute(f"UPDATE annotations SET {change} WHERE removed_at IS NULL AND area = 'care_leavers'")
    with pytest.raises(StoreError, match="an annotation cannot be understood"):
        list(filled.annotations.in_context(None, None, None))
