"""Out and back: what is exported reads back as what is stored, whatever the texts hold, and verifies."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ofsted_tui.export.csv_file import ExportScope, write_csv
from ofsted_tui.export.csv_format import unescaped
from ofsted_tui.export.verify import verify_csv
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import Document, DocumentDetails, document_id, text_sha256
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Structure
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.reading.structure.paragraphs import paragraphs
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.store.as_of import AsOf

CODEBOOK = ilacs_codebook()
FEW_LETTERS = "ab .,;'\"=+-@\t\n–’é𝔸\u00ad\u200b\x1b＝"
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(FEW_LETTERS, max_size=60)
texts = st.lists(any_text, min_size=1, max_size=6).map("\n".join).filter(lambda text: len(text) > 2)
tags = st.lists(
    st.tuples(
        st.integers(0, 300),
        st.integers(1, 80),
        st.sampled_from(["leaders", "care_leavers", "help_protection"]),
        st.none() | st.sampled_from(Direction),
        any_text,
    ),
    max_size=6,
)


def kept(store, text, title):
    sha256 = text_sha256(text)
    details = DocumentDetails(document_id(sha256), sha256, title, len(text), framework="2023")
    with store.action():
        store.documents.add(Document(details, text), Structure(paragraphs=tuple(paragraphs(text))))
        return store.sessions.add(f"Session {title}", "Rae", [details.id])


def read_back(path):
    text = path.read_bytes().decode("utf-8-sig")
    return [
        {name: unescaped(cell) for name, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


@settings(max_examples=60)
@given(texts, any_text.filter(bool), tags)
def test_what_is_exported_is_what_is_stored_and_verifies(text, title, wanted):
    with tempfile.TemporaryDirectory() as folder, Store(None) as store:
        review = Review(store, CODEBOOK, kept(store, text, title))
        for start, length, area, direction, note in wanted:
            start %= len(text)
            passage = Passage(start, min(len(text), start + length))
            review.tag(passage, CODEBOOK.area(area), direction=direction, note=note)
        path = Path(folder, "out.csv")
        stored = sorted(review.annotations, key=lambda one: one.reading_order)
        assert write_csv(store, CODEBOOK, path, ExportScope()) == len(stored)
        rows = read_back(path)
        assert [row["annotation_id"] for row in rows] == [one.id for one in stored]
        for row, one in zip(rows, stored, strict=True):
            assert (row["note"], row["document"]) == (one.note, title)
            assert (row["prefix"], row["suffix"]) == (one.prefix, one.suffix)
            assert text[int(row["start"]) : int(row["end"])] == one.quote
            assert row["quote"] == review.opened.quote(one.passage)
        assert verify_csv(path, store, CODEBOOK).ok
        again = Path(folder, "again.csv")
        write_csv(store, CODEBOOK, again, ExportScope(past=AsOf.at(store, store.clock())))
        assert again.read_bytes() == path.read_bytes()


@settings(max_examples=60)
@given(texts, st.integers(0, 10_000), st.characters(exclude_categories=["Cs"]))
def test_one_changed_character_of_a_quote_is_found(text, place, letter):
    with tempfile.TemporaryDirectory() as folder, Store(None) as store:
        review = Review(store, CODEBOOK, kept(store, text, "Letter"))
        review.tag(Passage(0, len(text)), CODEBOOK.area("leaders"), note="kept")
        path = Path(folder, "out.csv")
        write_csv(store, CODEBOOK, path, ExportScope())
        whole = path.read_bytes().decode("utf-8-sig")
        place %= len(whole)
        changed = whole[:place] + letter + whole[place + 1 :]
        path.write_bytes(("\ufeff" + changed).encode())
        assert verify_csv(path, store, CODEBOOK).ok == (changed == whole)
