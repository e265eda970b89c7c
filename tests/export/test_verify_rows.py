"""Verify a CSV row by row: quotes, columns now and at any earlier moment, places of threads."""

import csv
import io
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.export.csv_format import COLUMNS, HEADER, csv_record
from ofsted_tui.export.rows import THREAD_COLUMNS, RowMaker, thread_rows
from ofsted_tui.export.verify import verify_csv
from ofsted_tui.export.verify_rows import ThreadHistory
from ofsted_tui.importing.details import Given, correct
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import StoppedError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.model.thread import ThreadStatus
from ofsted_tui.review import Review
from ofsted_tui.review.threads import rename_thread, set_status, unlink
from ofsted_tui.store import Store
from tests.report_samples import threads, worked

TEXT = (
    "Main findings\n\n"
    '1. Leaders say "we know", and they do.\n\n'
    "- Children wait too long for a home.\n\n"
    "'My Health Story' is new; 18 young people, all of them care leavers, have one by now.\n"
)
QUOTES = ('say "we know", and', "do.\n\n- Children", "- Children wait", "'My Health Story'", "18")


@pytest.fixture
def review(add_document, open_review):
    opened = open_review(add_document(TEXT, "Report, part 1"), add_document("A letter. " * 9, "Letter"))
    for quote in QUOTES:
        start = TEXT.index(quote)
        opened.tag(Passage(start, start + len(quote)), opened.codebook.area("leaders"), note=quote)
    opened.open_document(opened.session.document_ids[1])
    opened.tag(
        Passage(2, 8),
        opened.codebook.area("care_leavers"),
        direction=Direction.CLAIM,
        topic="care_leavers.health_and_health_histories_passports",
    )
    return opened


@pytest.fixture
def path(review, store, codebook, tmp_path):
    write_csv(store, codebook, tmp_path / "out.csv", ExportScope())
    return tmp_path / "out.csv"


@pytest.fixture
def verify(store, codebook):
    return lambda path: verify_csv(path, store, codebook)


def cells(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def rewrite(path, rows):
    path.write_bytes(b"\xef\xbb\xbf" + "".join(map(csv_record, rows)).encode())


def edit(path, row, **values):
    """Change cells of one row, counted from 1, as a person would with a careful tool."""
    rows = cells(path)
    for name, value in values.items():
        rows[row][COLUMNS.index(name)] = value
    rewrite(path, rows)


def test_an_untouched_export_agrees(path, verify):
    result = verify(path)
    assert (result.ok, result.rows, result.notes) == (True, len(QUOTES) + 1, ())


def test_an_empty_export_agrees(store, codebook, verify, tmp_path):
    write_csv(store, codebook, tmp_path / "out.csv", ExportScope())
    result = verify(tmp_path / "out.csv")
    assert (result.ok, result.rows) == (True, 0)


CHARACTERS = st.one_of(
    st.sampled_from("\"',\r\n\t -=0123456789abcdefTZ\ufeff\0"), st.characters(codec="utf-8")
)


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_character_anywhere_is_named(path, verify, tmp_path, data):
    text = path.read_bytes().decode()
    place = data.draw(st.integers(0, len(text) - 1))
    verb = data.draw(st.sampled_from(["replace", "insert", "delete"]))
    new = data.draw(CHARACTERS) if verb != "delete" else ""
    changed = text[:place] + new + text[place + (verb != "insert") :]
    if changed == text:
        return
    (tmp_path / "changed.csv").write_bytes(changed.encode())
    result = verify(tmp_path / "changed.csv")
    assert not result.ok
    assert all(one.what for one in result.differences)
    assert result.differences[0].line <= text.count("\n", 0, place) + 2


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_anywhere_is_named(path, verify, tmp_path, data):
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    (tmp_path / "changed.csv").write_bytes(content)
    assert not verify(tmp_path / "changed.csv").ok


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_counts_and_is_named(path, verify, column):
    before = cells(path)[1][COLUMNS.index(column)]
    edit(path, 1, **{column: f"{before}9"})
    (difference,) = verify(path).differences
    assert difference.line == 2
    wanted = {"start": "no passage", "end": "end", "document_id": "is not in this database"}
    assert wanted.get(column, column) in difference.what


def test_lines_count_those_within_quotes(path, verify, store):
    rows = cells(path)
    edit(path, len(rows) - 1, note="other")
    (difference,) = verify(path).differences
    text = path.read_bytes().decode()
    assert difference.line == text[: text.rindex(difference.annotation_id)].count("\n") + 1
    assert difference.line > len(rows)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"start": "-1"}, "not both whole numbers"),
        ({"start": "0014"}, "not both whole numbers"),
        ({"start": "١"}, "not both whole numbers"),
        ({"end": "999999"}, "no passage of the document"),
        ({"start": "5", "end": "5"}, "no passage of the document"),
        ({"quote": "Leaders"}, "is not the quote"),
        ({"prefix": ""}, "is not the prefix"),
        ({"suffix": ""}, "is not the suffix"),
        ({"document_sha256": "0" * 64}, "document_sha256 is not that of the document"),
        ({"document_id": "x"}, "is not in this database"),
    ],
)
def test_what_differs_is_said(path, verify, values, words):
    edit(path, 2, **values)
    (difference,) = verify(path).differences
    assert words in difference.what
    assert difference.annotation_id == cells(path)[2][0]


def test_two_rows_with_one_id(path, verify):
    rows = cells(path)
    rewrite(path, [*rows, rows[1]])
    (difference,) = verify(path).differences
    assert "already on line 2" in difference.what


def test_other_line_ends_are_named_once_a_row(path, verify):
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    differences = verify(path).differences
    assert len(differences) == len(QUOTES) + 2
    assert {one.what.removeprefix("the header ") for one in differences} == {
        "is not written as ofsted-tui writes it"
    }


def test_a_missing_byte_order_mark(path, verify):
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    (difference,) = verify(path).differences
    assert difference.line == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "columns"),
        (b"id,quote\r\n1,x\r\n", "2 columns, not 27"),
        (b"\x00\xff\xfe\x00\n\x01", "not the header"),
        (b"\xff" * 99, "not UTF-8"),
        (b'"never closed', "cannot be read as CSV"),
        (HEADER.replace("quote", "Quote").encode(), "'Quote' stands where 'quote' should"),
    ],
)
def test_files_that_are_no_export(verify, tmp_path, content, words):
    (tmp_path / "other.csv").write_bytes(content)
    (difference,) = verify(tmp_path / "other.csv").differences
    assert (difference.line, difference.annotation_id) == (1, "")
    assert words in difference.what


def test_damaged_rows_do_not_hide_the_others(path, verify):
    lines = [b"short,row", b'"a"b,', b"\xff,x", b""]
    first = len(path.read_bytes().split(b"\n"))
    path.write_bytes(path.read_bytes() + b"".join(line + b"\r\n" for line in lines))
    edit_note = path.read_bytes().replace(b'"- Children wait', b'"- children wait', 1)
    path.write_bytes(edit_note)
    found = {one.line: one.what for one in verify(path).differences}
    assert found[first] == "has 2 cells, not 27"
    assert "cannot be read as CSV" in found[first + 1]
    assert "is not UTF-8 at line" in found[first + 2]
    assert found[first + 3] == "has 0 cells, not 27"


@pytest.mark.parametrize("name", ["missing.csv", ""])
def test_files_that_cannot_be_read(verify, tmp_path, name):
    with pytest.raises(UserError, match=r"does not exist|is a folder"):
        verify(tmp_path / name)


def test_later_changes_are_notes(path, verify, review):
    annotations = list(review.annotations)
    review.set_note(annotations[0].id, "another note")
    result = verify(path)
    assert result.ok
    assert "was changed since" in result.notes[0]
    review.untag(annotations[0].id)
    result = verify(path)
    assert result.ok
    assert "was removed since" in result.notes[0]


def test_a_state_that_never_was_is_a_difference(path, verify, review):
    (annotation,) = review.annotations
    review.set_direction(annotation.id, Direction.STRENGTH)
    row = next(number for number, row in enumerate(cells(path)) if row[0] == annotation.id)
    edit(path, row, direction="neutral")
    (difference,) = verify(path).differences
    assert difference.what == "differs from the database in direction"


def test_a_renamed_session_is_a_note(path, verify, review, store):
    with store.action():
        store.sessions.rename(review.session.id, "Second look")
    result = verify(path)
    assert result.ok
    assert result.notes == ("the session 'Review' is called 'Second look' by now",)
    edit(path, 1, session="Third look")
    assert "in session" in verify(path).differences[0].what


def test_a_deleted_session_is_still_known(path, verify, review, store):
    with store.action():
        store.sessions.remove(review.session.id)
    assert verify(path).ok


def test_an_unknown_annotation_among_known_ones(path, verify):
    edit(path, 3, annotation_id="00000000-0000-4000-8000-000000000000")
    (difference,) = verify(path).differences
    assert "annotation_id is not in this database" in difference.what


def test_the_id_of_the_only_row_changed(path, verify):
    rows = cells(path)
    rewrite(path, rows[:2])
    assert verify(path).ok
    edit(path, 1, annotation_id="00000000-0000-4000-8000-000000000000")
    (difference,) = verify(path).differences
    assert "annotation_id is not in this database" in difference.what


@pytest.fixture
def colleague(store, clock):
    """Another store with the same documents and nothing else."""
    with Store(None, clock=clock) as other:
        with other.action():
            for details in store.documents.all():
                document = store.documents.get(details.id)
                renamed = replace(document, details=replace(details, title="Other title"))
                other.documents.add(renamed, Structure())
        yield other


def test_a_colleague_checks_the_text(path, colleague, codebook):
    result = verify_csv(path, colleague, codebook)
    assert result.ok
    assert "none of these annotations is in this database" in result.notes[0]
    edit(path, 1, quote="x")
    assert "not the quote" in verify_csv(path, colleague, codebook).differences[0].what


def test_a_colleague_without_the_documents(path, clock, codebook):
    with Store(None, clock=clock) as other:
        differences = verify_csv(path, other, codebook).differences
    assert len(differences) == len(QUOTES) + 1
    assert "'Letter' is not in this database" in differences[0].what


def test_one_changed_character_of_a_text_in_a_copied_database(codebook, clock, add_document, tmp_path):
    document = add_document(TEXT, "Report")
    database = tmp_path / "reviews.db"
    with Store(database, create=True, clock=clock) as store:
        with store.action():
            store.documents.add(document, Structure())
            session = store.sessions.add("Review", "Rae", [document.id])
        Review(store, codebook, session).tag(Passage(0, 4), codebook.area("leaders"))
        write_csv(store, codebook, tmp_path / "out.csv", ExportScope())
    with sqlite3.connect(database) as raw:
        raw.execute("UPDATE document_texts SET text = replace(text, 'too long', 'too  ong')")
    raw.close()
    with Store(database) as store:
        (difference,) = verify_csv(tmp_path / "out.csv", store, codebook).differences
    assert difference.what == "the text of 'Report' in this database was changed since its import"


def test_a_changed_annotation_in_the_database(path, verify, store):
    store.connection.raw.execute("UPDATE annotations SET note = 'forged' WHERE start = 2")
    assert verify(path).ok
    store.connection.raw.execute("UPDATE annotations SET area = 'leaders' WHERE start = 2")
    result = verify(path)
    assert result.ok, "the journal still knows the state that was exported"


def test_long_quotes_are_read(add_document, open_review, store, codebook, verify, tmp_path):
    document = add_document("word, " * 60_000)
    review = open_review(document)
    review.tag(Passage(0, len(document.text)), codebook.area("leaders"))
    write_csv(store, codebook, tmp_path / "out.csv", ExportScope())
    assert verify(tmp_path / "out.csv").ok


def test_how_many_rows_are_checked_is_told(path, store, codebook):
    heard = []
    result = verify_csv(path, store, codebook, lambda *step: heard.append(step))
    assert heard[0][:2] == ("rows checked", 0)
    assert heard[0][2] >= result.rows  # a quote with a line end counts as one more
    assert heard[-1] == ("rows checked", result.rows, result.rows)


def test_a_check_can_be_stopped(path, store, codebook):
    def stop(*_step):
        raise StoppedError("stopped")

    with pytest.raises(StoppedError):
        verify_csv(path, store, codebook, stop)


@pytest.fixture
def followed(store, codebook):
    return worked(store, codebook)


@pytest.fixture
def thread_rows_of(followed):
    return list(thread_rows(threads(followed), RowMaker(followed.store, followed.codebook)))


@pytest.fixture
def compared(followed):
    return lambda row: ThreadHistory(followed.store, followed.codebook).compared(row)


def test_rows_as_they_stand_agree(thread_rows_of, compared):
    assert {(one.columns, one.note) for one in map(compared, thread_rows_of)} == {((), "")}


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
def test_what_never_was_is_named(thread_rows_of, compared, column):
    row = thread_rows_of[1] | {column: OTHER[column]}
    assert compared(row).columns == (column,)


def test_the_status_of_a_thread_is_not_left_out(followed, thread_rows_of, compared):
    assert thread_rows_of[1]["thread_status"] == "improving"
    assert compared(thread_rows_of[1] | {"thread_status": ""}).columns == ("thread_status",)
    assert compared(thread_rows_of[1] | {"months_since": ""}).columns
    set_status(followed, followed.store.threads.of()[0].passages[2].id, ThreadStatus.CLOSED)
    assert "was changed" in compared(thread_rows_of[1]).note
    assert compared(thread_rows_of[1] | {"thread_status": "repeated"}).columns == ("thread_status",)


def test_every_column_is_compared(thread_rows_of, compared):
    keys = {"thread_id", "passage_id", "document_id", "start"}
    for column in set(THREAD_COLUMNS) - keys:
        assert column in compared(thread_rows_of[1] | {column: "?"}).columns


def test_what_was_so_once_is_a_note(followed, thread_rows_of, compared):
    thread = followed.store.threads.of()[0]
    rename_thread(followed, thread.id, "Other title")
    set_status(followed, thread.passages[0].id, ThreadStatus.CLOSED)
    for place in thread.passages:
        correct(
            followed.store,
            followed.codebook,
            place.document_id,
            Given(title=f"Other {place.id}", kind=DocumentKind.OTHER, local_authority="Elsewhere"),
        )
    unlink(followed, thread.passages[1].id)
    found = [compared(row) for row in thread_rows_of if row["thread_id"] == thread.id]
    assert {one.columns for one in found} == {()}
    assert all("Health histories" in one.note for one in found)


def test_a_place_that_is_nowhere_is_unknown(thread_rows_of, compared):
    assert compared(thread_rows_of[0] | {"passage_id": "?"}) is None
