"""Many files at once: each kept as a whole or refused, and stopped where the user stops it."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from ofsted_tui.importing import batch
from ofsted_tui.importing.batch import Batch, ImportOutcome, ImportSummary, import_file
from ofsted_tui.importing.details import Given, first_sample, sample_documents
from ofsted_tui.model.document import DocumentKind, document_id, text_sha256
from ofsted_tui.model.errors import CodebookError, ReadingError, StoreBusyError, StoreError
from ofsted_tui.store import Store
from tests.importing.test_details import BOUNDS


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


TEXT = "Care leavers are supported well by their personal advisers.\n"


@pytest.fixture
def letter_file(tmp_path):
    path = tmp_path / "My letter.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.mark.parametrize(("day", "edition", "assumed"), BOUNDS)
def test_a_document_gets_its_edition_on_import(store, codebook, letter_file, day, edition, assumed):
    details = import_file(store, codebook, letter_file, Given(event_start=day)).details
    assert (details.framework, details.framework_assumed) == (edition, assumed)
    assert (details.event_start, details.event_end) == (day, day)


def test_an_event_that_spans_a_bound_belongs_to_its_first_day(store, codebook, letter_file):
    given = Given(event_start=date(2026, 3, 31), event_end=date(2026, 4, 3))
    details = import_file(store, codebook, letter_file, given).details
    assert details.framework == "2023"
    assert details.event_end == date(2026, 4, 3)


def test_a_file_of_the_users(store, codebook, letter_file):
    imported = import_file(store, codebook, letter_file)
    details = imported.details
    assert imported.is_new
    assert imported.encoding == "UTF-8"
    assert details.title == "My letter"
    assert details.kind is DocumentKind.OTHER
    assert details.source == "My letter.txt"
    assert (details.local_authority, details.licence, details.event_start) == ("", "", None)
    assert details.id == document_id(text_sha256(TEXT))
    assert store.documents.get(details.id).text == TEXT
    assert [one.carries_findings for one in store.documents.structures.paragraphs(details.id)] == [True]


def test_all_that_is_given_is_kept(store, codebook, letter_file):
    given = Given("A title", DocumentKind.JTAI, "Kent", date(2024, 1, 2), date(2024, 1, 3), "2018")
    details = import_file(store, codebook, letter_file, given).details
    assert (details.title, details.kind, details.local_authority) == ("A title", DocumentKind.JTAI, "Kent")
    assert (details.event_start, details.event_end) == (date(2024, 1, 2), date(2024, 1, 3))
    assert (details.framework, details.framework_assumed) == ("2018", False)


def test_the_same_text_twice_is_one_document(store, codebook, letter_file, tmp_path):
    first = import_file(store, codebook, letter_file)
    again = tmp_path / "copy.txt"
    again.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    second = import_file(store, codebook, again)
    assert (first.is_new, second.is_new, second.is_changed) == (True, False, False)
    assert second.details == first.details
    assert len(store.documents.all()) == 1


def test_what_is_said_of_a_known_text_corrects_it(store, codebook, letter_file):
    first = import_file(store, codebook, letter_file)
    assert first.details.framework_assumed
    given = Given(title="Another title", kind=DocumentKind.FOCUSED_VISIT, event_start=date(2022, 12, 31))
    second = import_file(store, codebook, letter_file, given)
    assert (second.is_new, second.is_changed) == (False, True)
    (kept,) = store.documents.all()
    assert kept == second.details
    assert (kept.title, kept.kind) == ("Another title", DocumentKind.FOCUSED_VISIT)
    assert (kept.event_start, kept.event_end) == (date(2022, 12, 31), date(2022, 12, 31))
    assert (kept.framework, kept.framework_assumed) == ("2018", False)
    assert store.documents.former(kept) == [replace(first.details, corrected=kept.corrected)]
    assert not import_file(store, codebook, letter_file).is_changed


def test_what_cannot_be_read_or_fits_no_edition_leaves_nothing(store, codebook, letter_file, tmp_path):
    with pytest.raises(ReadingError):
        import_file(store, codebook, tmp_path / "missing.txt")
    with pytest.raises(CodebookError):
        import_file(store, codebook, letter_file, Given(edition="1999"))
    assert store.documents.all() == []
    assert store.connection.read("SELECT * FROM journal") == []


def test_the_samples_are_known_wherever_they_are_read(store, codebook, tmp_path):
    for number, sample in enumerate(sample_documents()):
        copy = tmp_path / f"{number}.txt"
        copy.write_bytes(sample.path.read_bytes())
        details = import_file(store, codebook, copy).details
        assert details.sha256 == sample.sha256
        assert (details.title, details.kind) == (sample.title, sample.kind)
        assert details.local_authority == sample.local_authority
        assert details.framework == sample.framework
        assert not details.framework_assumed
        assert (details.event_start, details.licence) == (sample.event_start, sample.licence)
        if sample.event_start is not None:
            assert details.event_end == (sample.event_end or sample.event_start)


def test_what_the_user_says_of_a_sample_goes_before_the_manifest(store, codebook):
    sample = first_sample()
    given = Given(title="Mine", event_start=date(2019, 5, 1))
    details = import_file(store, codebook, sample.path, given).details
    assert (details.title, details.kind) == ("Mine", sample.kind)
    assert (details.event_start, details.event_end) == (date(2019, 5, 1), date(2019, 5, 1))
    assert details.framework == "2018"
