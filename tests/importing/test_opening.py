"""A database made ready: a first session on the samples, or on the documents that are there."""

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import first_sample, sample_documents
from ofsted_tui.importing.opening import SAMPLE_SESSION, begin
from ofsted_tui.model.document import document_id
from ofsted_tui.model.errors import StoreError
from ofsted_tui.review import Review

TEXT = "Care leavers are supported well by their personal advisers.\n"


@pytest.fixture
def letter_file(tmp_path):
    path = tmp_path / "My letter.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_beginning_on_nothing_brings_the_samples(store, codebook):
    session = store.sessions.get(begin(store, codebook, "Zoë"))
    assert session.name == SAMPLE_SESSION
    assert session.reviewer.name == "Zoë"
    assert session.document_ids == tuple(document_id(one.sha256) for one in sample_documents())
    review = Review(store, codebook, session.id)
    assert review.document.details.sha256 == first_sample().sha256
    assert store.read_marks.share(session.id).total > 50


def test_beginning_on_documents_leaves_the_samples_out(store, codebook, letter_file):
    mine = import_file(store, codebook, letter_file).details
    session = store.sessions.get(begin(store, codebook, "Rae"))
    assert session.document_ids == (mine.id,)
    assert [one.id for one in store.documents.all()] == [mine.id]


def test_beginning_under_a_name(store, codebook):
    session_id = begin(store, codebook, "Rae", name="Mine")
    assert store.sessions.get(session_id).name == "Mine"
    with pytest.raises(StoreError, match="already"):
        begin(store, codebook, "Rae", name="Mine")


def test_begun_again_after_it_was_cut_short_all_samples_are_there(store, codebook, monkeypatch):
    real, kept = store.documents.add, []

    def cut_short(*arguments):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(arguments)
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(store.documents, "add", cut_short)
        with pytest.raises(KeyboardInterrupt):
            begin(store, codebook, "Rae")
    assert len(kept) == 2
    session = store.sessions.get(begin(store, codebook, "Rae"))
    assert session.name == SAMPLE_SESSION
    assert len(session.document_ids) == len(sample_documents())
