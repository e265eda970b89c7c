"""The shares that stand behind sessions on the start screen."""

from ofsted_tui.model.paragraph import Share
from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.screens.start_screen import shares_of

LETTER = (
    "Social workers know the children well.\n\nPlans for some children are late.\n\n"
    "Leaders have a clear plan to improve.\n"
)


async def shares(store) -> dict[str, Share]:
    return {name: share async for name, share in shares_of(store, store.sessions.all())}


async def test_a_session_begins_with_nothing_accounted_for(store, add_document, add_session):
    session = add_session(add_document(LETTER))
    assert await shares(store) == {session: Share(0, 3)}


async def test_what_is_tagged_counts_and_the_documents_of_a_session_are_summed(
    add_document, open_review, codebook, store
):
    note = add_document("Most children are safe and well.\n", "Note")
    review = open_review(add_document(LETTER), note)
    review.tag(Passage(0, 6), codebook.areas[0])
    review.open_document(note.id)
    review.tag(Passage(0, 6), codebook.areas[0])
    assert await shares(store) == {review.session.id: Share(2, 4)}


async def test_each_session_by_itself(add_document, open_review, codebook, store):
    letter = add_document(LETTER)
    one, other = open_review(letter, name="One"), open_review(letter, name="Other")
    one.tag(Passage(0, 6), codebook.areas[0])
    assert await shares(store) == {one.session.id: Share(1, 3), other.session.id: Share(0, 3)}


async def test_no_session_no_share(store):
    assert await shares(store) == {}
