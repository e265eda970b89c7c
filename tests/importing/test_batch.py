"""Many files at once: each kept as a whole or refused, and stopped where the user stops it."""

import sqlite3

import pytest

from ofsted_tui.importing import batch
from ofsted_tui.importing.batch import Batch, ImportOutcome, ImportSummary
from ofsted_tui.importing.details import Given
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import StoreBusyError, StoreError
from ofsted_tui.store import Store


@pytest.fixture
def letter(tmp_path):
    def write(name: str, text: str = ""):
        path = tmp_path / name
        path.write_text(text or f"These are the words of {name}.\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(store, codebook):
    """Import files one after the other; return what came of them."""

    def run_batch(*paths, given=None):
        with Batch(codebook, given) as one:
            return ImportSummary([one.keep(store, one.read(path)) for path in paths])

    return run_batch


def test_files_are_kept_in_order(run, letter, store):
    summary = run(letter("a.txt"), letter("b.md"))
    assert [one.status for one in summary.outcomes] == ["imported", "imported"]
    assert summary.text == "2 imported"
    assert len(store.documents.all()) == 2


def test_a_refused_file_costs_no_other(run, letter, tmp_path, store):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "not.pdf").write_bytes(b"These are words.")
    summary = run(tmp_path / "none.txt", tmp_path / "empty.txt", letter("a.txt"), tmp_path / "not.pdf")
    assert summary.text == "1 imported, 3 refused"
    for word, why in zip(("none", "empty", "not.pdf"), summary.refused, strict=True):
        assert word in why
    assert len(store.documents.all()) == 1


def test_the_same_text_again_is_there_already(run, letter):
    path = letter("a.txt")
    run(path)
    summary = run(path, letter("copy.txt", path.read_text()), letter("new.txt"))
    assert summary.text == "1 imported, 2 already there"
    assert [one.status for one in summary.outcomes] == ["already there", "already there", "imported"]


def test_what_is_said_of_a_known_text_is_a_correction(run, letter):
    path = letter("a.txt")
    run(path)
    summary = run(path, letter("b.txt"), given=Given(kind=DocumentKind.JTAI))
    assert summary.text == "1 imported, 1 already there, 1 of them corrected"
    assert summary.outcomes[0].status == "already there, changed"


def test_nothing_at_all():
    assert ImportSummary().text == "nothing imported"
    assert ImportSummary(problems=["x matches no file."]).text == "1 refused"


def test_a_fault_of_the_program_costs_one_file_only(run, letter, monkeypatch, store):
    real = batch.structure_of

    def fail(source, *arguments, **more):
        if "b.txt" in source.text:
            raise RecursionError("secret words of the document")
        return real(source, *arguments, **more)

    monkeypatch.setattr(batch, "structure_of", fail)
    summary = run(letter("a.txt"), letter("b.txt"), letter("c.txt"))
    assert [one.status for one in summary.outcomes] == ["imported", "refused", "imported"]
    assert "b.txt was not taken: a fault of the program (RecursionError)" in summary.refused[0]
    assert "secret" not in summary.refused[0]
    assert len(store.documents.all()) == 2


def test_what_the_store_refuses_leaves_nothing_of_that_file(run, letter, monkeypatch, store):
    real = store.documents.structures.put

    def fail(document_id, structure):
        real(document_id, structure)
        raise StoreError("the disk is full")

    monkeypatch.setattr(store.documents.structures, "put", fail)
    summary = run(letter("a.txt"))
    assert summary.refused == ["a.txt was not kept: the disk is full"]
    assert store.documents.all() == []
    assert store.connection.read("SELECT * FROM journal") == []


def test_a_busy_store_is_the_callers_to_wait_for(letter, codebook, tmp_path):
    with Store(tmp_path / "r.db", create=True, busy_seconds=0.01) as store, Batch(codebook) as one:
        other = sqlite3.connect(store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        reading = one.read(letter("a.txt"))
        with pytest.raises(StoreBusyError):
            one.keep(store, reading)
        other.execute("ROLLBACK")
        other.close()
        assert one.keep(store, reading).status == "imported"


def test_a_cancelled_batch_reads_no_more(letter, codebook):
    with Batch(codebook) as one:
        assert one.read(letter("a.txt")) is not None
        one.cancel()
        assert one.read(letter("b.txt")) is None


def test_what_was_read_when_it_was_cancelled_is_dropped(letter, codebook, monkeypatch):
    with Batch(codebook) as one:
        real = batch.prepare

        def cancelled(*arguments):
            one.cancel()
            return real(*arguments)

        monkeypatch.setattr(batch, "prepare", cancelled)
        assert one.read(letter("a.txt")) is None


def test_an_ended_batch_reads_no_more(letter, codebook):
    with Batch(codebook) as one:
        pass
    assert one.read(letter("a.txt")) is None


def test_what_was_recognised_is_counted(run, letter):
    text = "1. Leaders know what must change.\n\n2. Children wait too long.\n\n3. Homes are good.\n"
    (outcome,) = run(letter("a.txt", text)).outcomes
    assert (outcome.paragraphs, outcome.numbered, outcome.grades) == (3, 3, 0)


def test_the_status_of_a_refused_file(tmp_path):
    assert ImportOutcome(tmp_path, refusal="no").status == "refused"
