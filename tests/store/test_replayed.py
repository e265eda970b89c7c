"""What the journal alone tells, against what the tables hold."""

import random

from ofsted_tui.model.passage import Passage
from ofsted_tui.store.as_of import replayed

TEXT = "Leaders know their services well. Children are safe. Plans are clear.\n"


def rows(store, table):
    return {row["id"]: dict(row) for row in store.connection.read(f"SELECT * FROM {table}")}


def test_replaying_gives_the_tables_after_any_verbs(store, codebook, add_document, open_review):
    review = open_review(add_document(TEXT))
    chance = random.Random(4)
    counts = []
    for _ in range(200):
        start = chance.randrange(50)
        kind = chance.randrange(6)
        if kind < 2:
            review.tag(Passage(start, start + 9), codebook.area("leaders"))
        elif kind == 2:
            review.mark_read(review.paragraphs.paragraphs[0].passage)
        elif kind == 3 and list(review.annotations):
            review.set_note(chance.choice(list(review.annotations)).id, f"{start}")
        elif kind == 4:
            review.undo()
        else:
            review.redo()
        counts.append(store.journal.last_seq(review.session.id))
    found = replayed(store.connection)
    assert found.annotations == rows(store, "annotations")
    assert found.read_marks == rows(store, "read_marks")
    assert len(found.annotations) > 20
    early = replayed(store.connection, counts[50])
    assert 0 < len(early.annotations) < len(found.annotations)


def test_nothing_comes_of_an_empty_journal(store):
    assert replayed(store.connection).annotations == {}
