"""The CSV: what stands in it, how it is written, and that it appears whole or not at all."""

import csv
import errno
import io
import os
import stat
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ofsted_tui.export.csv_file import BEGINNING, ExportScope, count_rows, csv_lines, write_csv
from ofsted_tui.export.csv_format import COLUMNS, csv_line, row_of, unescaped
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import StoppedError, StoreBusyError, UserError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store

TEXT = (
    "Findings of the inspection\n\n"
    "1. Social workers visit children often and write good plans for them.\n\n"
    "2. Leaders know the service well, and they know what must change.\n\n"
    "3. Too few care leavers have a home that they like and can afford.\n"
)


@pytest.fixture
def review(add_document, open_review):
    document = add_document(
        TEXT,
        title="Report",
        kind=DocumentKind.SHORT_INSPECTION,
        local_authority="Luton",
        event_start=date(2023, 5, 15),
        event_end=date(2023, 5, 19),
    )
    return open_review(document)


def tagged(review, quote, code="leaders", **more):
    start = review.document.text.index(quote)
    area = review.codebook.area(code)
    return review.tag(Passage(start, start + len(quote)), area, **more).after


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def written(store, codebook, path, scope=None, **more):
    count = write_csv(store, codebook, path, scope or ExportScope(), **more)
    data = path.read_bytes()
    assert data.startswith(BEGINNING)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert tuple(rows[0]) == COLUMNS
    assert count == len(rows) - 1
    return [dict(zip(COLUMNS, map(unescaped, row), strict=True)) for row in rows[1:]]


def test_every_column(store, codebook, review, tmp_path):
    annotation = tagged(
        review,
        "Too few care leavers have a home",
        "care_leavers",
        topic="care_leavers.accommodation",
        direction=Direction.IMPROVEMENT,
        note="see 2018",
    )
    (row,) = written(store, codebook, tmp_path / "out.csv")
    topic = codebook.topic("care_leavers.accommodation").title
    assert row == {
        "annotation_id": annotation.id,
        "session": "Review",
        "reviewer": "Rae",
        "document_id": review.document.id,
        "document": "Report",
        "document_kind": "short_inspection",
        "local_authority": "Luton",
        "event_start": "2023-05-15",
        "event_end": "2023-05-19",
        "framework": "ILACS 2023",
        "area_code": "care_leavers",
        "judgement_area": "The experiences and progress of care leavers",
        "topic": topic,
        "direction": "improvement",
        "quantifier": "",
        "section": "",
        "paragraph": "3",
        "page": "",
        "start": str(annotation.start),
        "end": str(annotation.end),
        "quote": "Too few care leavers have a home",
        "prefix": TEXT[annotation.start - 32 : annotation.start],
        "suffix": TEXT[annotation.end : annotation.end + 32],
        "note": "see 2018",
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
        "document_sha256": review.document.details.sha256,
    }


def test_the_columns_are_those_of_the_design():
    assert " ".join(COLUMNS) == (
        "annotation_id session reviewer document_id document document_kind local_authority"
        " event_start event_end framework area_code judgement_area topic direction quantifier"
        " section paragraph page start end quote prefix suffix note created_at updated_at document_sha256"
    )


def test_rows_are_sorted_whatever_the_order_of_tagging(store, codebook, add_document, open_review, tmp_path):
    later, earlier = add_document("Words of the second.", "B"), add_document("Words of the first.", "A")
    review = open_review(later, earlier)
    for document in (later, earlier):
        review.open_document(document.id)
        for span, code in (
            ((6, 8), "leaders"),
            ((0, 9), "leaders"),
            ((0, 5), "leaders"),
            ((0, 5), "care_leavers"),
        ):
            review.tag(Passage(*span), codebook.area(code))
    rows = written(store, codebook, tmp_path / "out.csv")
    keys = [(row["document"], int(row["start"]), int(row["end"]), row["area_code"]) for row in rows]
    assert len(keys) == 8
    assert keys == sorted(keys)


def test_an_empty_export_has_its_header(store, codebook, tmp_path):
    assert written(store, codebook, tmp_path / "out.csv") == []
    assert (tmp_path / "out.csv").read_bytes() == BEGINNING


def test_lines_end_with_carriage_return_and_line_feed(store, codebook, review, tmp_path):
    tagged(review, "Leaders know")
    write_csv(store, codebook, tmp_path / "out.csv", ExportScope())
    assert (tmp_path / "out.csv").read_bytes().count(b"\r\n") == 2


def test_removed_annotations_and_sessions_are_left_out(store, codebook, review, tmp_path):
    review.untag(tagged(review, "Leaders know").id)
    tagged(review, "Social workers")
    assert len(written(store, codebook, tmp_path / "out.csv")) == 1
    with store.action():
        store.sessions.remove(review.session.id)
    assert written(store, codebook, tmp_path / "out.csv") == []


def test_scope(store, codebook, add_document, open_review, tmp_path):
    one, two = add_document("Plain words here."), add_document("Other words here.")
    first = open_review(one, two)
    tagged(first, "Plain")
    tagged(first, "words", "care_leavers")
    second = open_review(two, name="Second")
    tagged(second, "Other")
    scopes = {
        3: ExportScope(),
        2: ExportScope(session_id=first.session.id),
        1: ExportScope(document_id=two.id),
        0: ExportScope(session_id=second.session.id, area="care_leavers"),
    }
    for number, scope in scopes.items():
        assert len(written(store, codebook, tmp_path / "out.csv", scope)) == number
        assert count_rows(store, scope) == number


HARD = [
    "- a bullet",
    "'My Health Story' is",
    "=1+1",
    "\tcell",
    "+44",
    "@home",
    "＝1",
    "\nnew line",
    '"said", she',
    "a\r\nb",
]


def test_hard_quotes_and_notes_read_back(store, codebook, add_document, open_review, tmp_path):
    text = " . ".join(HARD)
    review = open_review(add_document(text))
    for quote in HARD:
        tagged(review, quote, note=quote)
    rows = written(store, codebook, tmp_path / "out.csv")
    assert [row["quote"] for row in rows] == HARD
    assert [row["note"] for row in rows] == HARD
    raw = csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig"), newline=""))
    assert not [cell for row in raw for cell in row if cell[:1] in {*"=+-@\t\r\n"}]


ANY_TEXT = st.text(st.one_of(st.sampled_from("=-'\"\t\r\n, \0\x1b\u202e"), st.characters(codec="utf-8")))


@given(st.lists(ANY_TEXT, min_size=len(COLUMNS), max_size=len(COLUMNS)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_row_reads_back(cells):
    row = dict(zip(COLUMNS, cells, strict=True))
    (read,) = csv.reader(io.StringIO(csv_line(row), newline=""), strict=True)
    assert row_of(read) == row


def test_a_topic_of_an_ambiguous_title_is_written_as_its_code(store, codebook, review, tmp_path):
    tagged(review, "Leaders know", "help_protection", topic="help_protection.early_help")
    topics = [
        replace(one, title="the same") if one.area == "help_protection" else one for one in codebook.topics
    ]
    edited = replace(codebook, topics=tuple(topics))
    assert written(store, edited, tmp_path / "out.csv")[0]["topic"] == "help_protection.early_help"
    unknown = replace(codebook, topics=(), areas=(), editions=())
    (row,) = written(store, unknown, tmp_path / "out.csv")
    assert (row["topic"], row["judgement_area"], row["framework"]) == (
        "help_protection.early_help",
        "help_protection",
        "2023",
    )


def test_rows_are_made_one_by_one(store, codebook, review):
    for quote in ("Social", "workers", "visit"):
        tagged(review, quote)
    lines = csv_lines(store, codebook, ExportScope())
    assert "Social" in next(lines)
    lines.close()


def test_an_export_replaces_an_export_and_keeps_its_mode(store, codebook, review, tmp_path):
    path = tmp_path / "out.csv"
    write_csv(store, codebook, path, ExportScope())
    path.chmod(0o640)
    tagged(review, "Leaders know")
    assert len(written(store, codebook, path)) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["out.csv"]


def test_another_file_is_not_replaced_unless_forced(store, codebook, tmp_path):
    path = tmp_path / "thesis.csv"
    path.write_text("mine")
    with pytest.raises(UserError, match=r"thesis\.csv.*name another file"):
        write_csv(store, codebook, path, ExportScope())
    assert path.read_text() == "mine"
    assert write_csv(store, codebook, path, ExportScope(), force=True) == 0
    assert path.read_bytes() == BEGINNING


def test_an_empty_file_is_replaced(store, codebook, tmp_path):
    (tmp_path / "out.csv").touch()
    assert written(store, codebook, tmp_path / "out.csv") == []


def test_a_link_stays_a_link(store, codebook, tmp_path):
    link, real = tmp_path / "link.csv", tmp_path / "real.csv"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no symbolic links here")
    write_csv(store, codebook, link, ExportScope())
    assert link.is_symlink()
    assert real.read_bytes() == BEGINNING


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "is a folder"),
        ("no/out.csv", "there is no folder"),
        ("file/out.csv", "there is no folder"),
        ("a\0b", "no name"),
    ],
)
@pytest.mark.parametrize("force", [True, False])
def test_places_that_cannot_be_written(store, codebook, tmp_path, name, message, force):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match=message):
        write_csv(store, codebook, tmp_path / name, ExportScope(), force=force)
    assert names_in(tmp_path) == ["file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("force", [True, False])
def test_a_pipe_is_never_replaced(store, codebook, tmp_path, force):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="pipe or a device"):
        write_csv(store, codebook, tmp_path / "pipe", ExportScope(), force=force)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("code", "message"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no permission"), (errno.EIO, "cannot be used")],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    store, codebook, tmp_path, monkeypatch, code, message
):
    path = tmp_path / "out.csv"
    path.write_bytes(BEGINNING + b"old")

    def fail(descriptor):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=message):
        write_csv(store, codebook, path, ExportScope())
    assert path.read_bytes() == BEGINNING + b"old"
    assert names_in(tmp_path) == ["out.csv"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(store, codebook, review, tmp_path, monkeypatch):
    tagged(review, "Leaders know")
    path = tmp_path / "out.csv"
    path.write_bytes(BEGINNING)

    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("ofsted_tui.export.rows.RowMaker.csv_line", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_csv(store, codebook, path, ExportScope())
    assert path.read_bytes() == BEGINNING
    assert names_in(tmp_path) == ["out.csv"]


def test_what_a_terminal_must_not_see_is_exported_unchanged(
    store, codebook, add_document, open_review, tmp_path
):
    quote = "\x1b[2J\x1b]52;c;Y3VybA==\x1b\\\x9b31m\u202e[red][@click=app.quit]\x85"
    tagged(open_review(add_document(f"See {quote} here")), quote)
    assert written(store, codebook, tmp_path / "out.csv")[0]["quote"] == quote


def test_how_far_it_has_come_is_told(store, codebook, review, tmp_path):
    for quote in ("Social", "workers", "visit"):
        tagged(review, quote)
    heard = []
    write_csv(
        store,
        codebook,
        tmp_path / "out.csv",
        ExportScope(),
        progress=lambda *step: heard.append(step),
        total=3,
    )
    assert heard[0] == ("exporting", 0, 3)
    assert heard[-1] == ("exporting", 3, 3)


@pytest.mark.parametrize("error", [StoppedError("stopped"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [0, 1])
def test_one_that_is_stopped_leaves_the_old_file_and_nothing_else(
    store, codebook, review, tmp_path, error, at
):
    def stop(_what, done, _of):
        if done >= at:
            raise error

    tagged(review, "Leaders know")
    path = tmp_path / "out.csv"
    path.write_bytes(BEGINNING)
    with pytest.raises(type(error)):
        write_csv(store, codebook, path, ExportScope(), progress=stop)
    assert path.read_bytes() == BEGINNING
    assert names_in(tmp_path) == ["out.csv"]
    assert not store.connection.raw.in_transaction


def test_nobody_writes_between_two_rows(tmp_path, codebook, clock):
    database = tmp_path / "reviews.db"
    with Store(database, create=True, clock=clock) as store, Store(database, busy_seconds=0) as other:
        review = Review(store, codebook, begin(store, codebook, "Rae"))
        review.tag(review.paragraphs.paragraphs[0].passage, codebook.area("leaders"))
        refused = []

        def meanwhile(_what, done, of):
            if 0 < of == done:
                return  # all rows are read
            with pytest.raises(StoreBusyError) as raised:
                other.settings.set("theme", "other")
            refused.append(raised.value)

        write_csv(store, codebook, tmp_path / "out.csv", ExportScope(), progress=meanwhile)
        assert refused
        other.settings.set("theme", "other")


def test_memory_is_flat(store, codebook, add_document, open_review, tmp_path):
    peaks = []
    for number in (2_000, 20_000):
        review = open_review(add_document("word " * number, f"{number} words"), name=f"{number}")
        tag_every_word(store, review, number)
        peaks.append(peak_of_export(store, codebook, tmp_path, ExportScope(session_id=review.session.id)))
    assert (tmp_path / "out.csv").read_bytes().count(b"\r\n") == 20_001
    assert peaks[1] < peaks[0] + 200_000


def tag_every_word(store, review, number):
    first = tagged(review, "word")
    columns = [row["name"] for row in store.connection.read("PRAGMA table_info(annotations)")]
    row = dict(store.annotations.state(first.id))
    rows = (
        {**row, "id": f"{review.session.name} {i}", "start": 5 * i, "end": 5 * i + 4}
        for i in range(1, number)
    )
    store.connection.raw.executemany(
        f"INSERT INTO annotations VALUES ({', '.join(f':{name}' for name in columns)})", rows
    )


def peak_of_export(store, codebook, folder, scope):
    """Return the bytes that Python held at most, and no longer holds."""
    tracemalloc.start()
    try:
        write_csv(store, codebook, folder / "out.csv", scope)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
