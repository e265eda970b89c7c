"""Bringing documents in: a file of the user's, or the samples."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ofsted_tui.importing.batch import import_file
from ofsted_tui.importing.details import Given, edition_for, first_sample, sample_documents
from ofsted_tui.importing.opening import SAMPLE_SESSION, begin
from ofsted_tui.model.document import DocumentKind, document_id, text_sha256
from ofsted_tui.model.errors import CodebookError, ReadingError, StoreError
from ofsted_tui.review import Review

TEXT = "Care leavers are supported well by their personal advisers.\n"


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "My letter.txt"
    path.write_bytes(TEXT.encode())
    return path


BOUNDS = [
    (date(2018, 1, 1), "2018", False),
    (date(2022, 12, 31), "2018", False),
    (date(2023, 1, 1), "2023", False),
    (date(2026, 3, 31), "2023", False),
    (date(2026, 4, 1), "2026", False),
    (date(2040, 1, 1), "2026", False),
    (date(2017, 12, 31), "2018", True),
    (date(2009, 6, 1), "2018", True),
]


@pytest.mark.parametrize(("day", "edition", "assumed"), BOUNDS)
def test_the_edition_goes_by_the_day_the_event_started(codebook, day, edition, assumed):
    assert edition_for(codebook, day, None) == (edition, assumed)


def test_every_day_since_2018_has_an_edition(codebook):
    days = (date(2018, 1, 1) + timedelta(days=number) for number in range(0, 3700))
    assert {edition_for(codebook, day, None)[1] for day in days} == {False}


def test_without_a_day_the_newest_edition_is_assumed(codebook):
    assert edition_for(codebook, None, None) == ("2026", True)


def test_an_edition_that_is_given_counts(codebook):
    assert edition_for(codebook, date(2024, 1, 1), "2018") == ("2018", False)
    assert edition_for(codebook, None, "2023") == ("2023", False)
    with pytest.raises(CodebookError, match="2023"):
        edition_for(codebook, None, "2019")


@pytest.mark.parametrize(("day", "edition", "assumed"), BOUNDS)
def test_a_document_gets_its_edition_on_import(store, codebook, letter, day, edition, assumed):
    details = import_file(store, codebook, letter, Given(event_start=day)).details
    assert (details.framework, details.framework_assumed) == (edition, assumed)
    assert (details.event_start, details.event_end) == (day, day)


def test_an_event_that_spans_a_bound_belongs_to_its_first_day(store, codebook, letter):
    given = Given(event_start=date(2026, 3, 31), event_end=date(2026, 4, 3))
    details = import_file(store, codebook, letter, given).details
    assert details.framework == "2023"
    assert details.event_end == date(2026, 4, 3)


def test_a_file_of_the_users(store, codebook, letter):
    imported = import_file(store, codebook, letter)
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


def test_all_that_is_given_is_kept(store, codebook, letter):
    given = Given("A title", DocumentKind.JTAI, "Kent", date(2024, 1, 2), date(2024, 1, 3), "2018")
    details = import_file(store, codebook, letter, given).details
    assert (details.title, details.kind, details.local_authority) == ("A title", DocumentKind.JTAI, "Kent")
    assert (details.event_start, details.event_end) == (date(2024, 1, 2), date(2024, 1, 3))
    assert (details.framework, details.framework_assumed) == ("2018", False)


def test_the_same_text_twice_is_one_document(store, codebook, letter, tmp_path):
    first = import_file(store, codebook, letter)
    again = tmp_path / "copy.txt"
    again.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    second = import_file(store, codebook, again)
    assert (first.is_new, second.is_new, second.is_changed) == (True, False, False)
    assert second.details == first.details
    assert len(store.documents.all()) == 1


def test_what_is_said_of_a_known_text_corrects_it(store, codebook, letter):
    first = import_file(store, codebook, letter)
    assert first.details.framework_assumed
    given = Given(title="Another title", kind=DocumentKind.FOCUSED_VISIT, event_start=date(2022, 12, 31))
    second = import_file(store, codebook, letter, given)
    assert (second.is_new, second.is_changed) == (False, True)
    (kept,) = store.documents.all()
    assert kept == second.details
    assert (kept.title, kept.kind) == ("Another title", DocumentKind.FOCUSED_VISIT)
    assert (kept.event_start, kept.event_end) == (date(2022, 12, 31), date(2022, 12, 31))
    assert (kept.framework, kept.framework_assumed) == ("2018", False)
    assert store.documents.former(kept) == [replace(first.details, corrected=kept.corrected)]
    assert not import_file(store, codebook, letter).is_changed


def test_what_cannot_be_read_or_fits_no_edition_leaves_nothing(store, codebook, letter, tmp_path):
    with pytest.raises(ReadingError):
        import_file(store, codebook, tmp_path / "missing.txt")
    with pytest.raises(CodebookError):
        import_file(store, codebook, letter, Given(edition="1999"))
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


def test_beginning_on_nothing_brings_the_samples(store, codebook):
    session = store.sessions.get(begin(store, codebook, "Zoë"))
    assert session.name == SAMPLE_SESSION
    assert session.reviewer.name == "Zoë"
    assert session.document_ids == tuple(document_id(one.sha256) for one in sample_documents())
    review = Review(store, codebook, session.id)
    assert review.document.details.sha256 == first_sample().sha256
    assert store.read_marks.share(session.id).total > 50


def test_beginning_on_documents_leaves_the_samples_out(store, codebook, letter):
    mine = import_file(store, codebook, letter).details
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
