"""The identity of a document is its text."""

import hashlib
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.model.document import DocumentKind, document_id, text_sha256


def test_the_hash_is_that_of_the_text_in_utf_8():
    assert text_sha256("Café\n") == hashlib.sha256("Café\n".encode()).hexdigest()


def test_the_id_is_the_same_on_every_machine_and_for_ever():
    sha256 = text_sha256("The pace of change")
    assert document_id(sha256) == "b592511a-83b8-524d-b4e6-f2e43a1601ae"


@settings(deadline=None)
@given(st.text(), st.text())
def test_one_text_has_one_id(one, other):
    ids = document_id(text_sha256(one)), document_id(text_sha256(other))
    assert (ids[0] == ids[1]) == (one == other)
    assert uuid.UUID(ids[0]).version == 5


def test_a_text_with_a_lone_surrogate_has_a_hash_too():
    assert len(text_sha256("\ud800")) == 64


def test_kinds_in_words():
    assert DocumentKind.JTAI.label == "JTAI"
    assert DocumentKind.FOCUSED_VISIT.label == "focused visit"
