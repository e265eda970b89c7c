"""Which document is a version of which: known, asked, and noted."""

from datetime import date

import pytest

from ofsted_tui.importing.versions import replace
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.tui.screens.versions import VersionPair, Versions

FACTS = {
    "title": "Visit to York",
    "kind": DocumentKind.FOCUSED_VISIT,
    "local_authority": "York",
    "event_start": date(2024, 5, 1),
}
HULL = {**FACTS, "title": "Visit to Hull", "local_authority": "Hull"}


class Reviewer:
    """Answers what is asked, and notes what is to be placed and what is said."""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.asked: list[VersionPair] = []
        self.placed: list[str] = []
        self.said: list[str] = []

    def ask(self, pair, answered) -> None:
        self.asked.append(pair)
        answer = self.answers.pop(0)
        answered({"yes": pair, "turned": pair.turned, "no": None}[answer])


@pytest.fixture
def former(add_document):
    return add_document("What leaders know.", **FACTS).details


@pytest.fixture
def later(add_document):
    return add_document("What leaders know now.", **FACTS).details


@pytest.fixture
def review(open_review, add_document, former, codebook):
    review = open_review(add_document("What leaders know.", **FACTS))
    review.tag(Passage(5, 12), codebook.area("leaders"))
    return review


@pytest.fixture
def reviewer():
    return Reviewer()


@pytest.fixture
def versions(review, reviewer):
    return Versions(review, reviewer.ask, reviewer.placed.append, reviewer.said.append)


def test_without_another_version_it_is_said_how_one_comes_in(versions, reviewer):
    versions.place()
    assert reviewer.said[0].startswith("No other version of this document is known: I imports one")
    assert (reviewer.placed, versions.text()) == ([], "")


def test_the_one_with_tags_is_taken_for_the_former(versions, former, later):
    for details in (former, later):
        pair = versions.pair_with(details)
        assert (pair.former.id, pair.former_tags, pair.later.id, pair.later_tags) == (
            former.id,
            1,
            later.id,
            0,
        )


@pytest.mark.parametrize(("answer", "place"), [("yes", "later"), ("turned", "former"), ("no", None)])
def test_what_is_answered_is_noted_and_placed(versions, reviewer, store, former, later, answer, place):
    reviewer.answers = [answer]
    versions.place()
    named = {"later": later.id, "former": former.id}
    assert reviewer.placed == ([named[place]] if place else [])
    replaced = store.documents.details(later.id).replaces, store.documents.details(former.id).replaces
    assert replaced == {"yes": (former.id, None), "turned": (None, later.id), "no": (None, None)}[answer]


def test_each_new_document_is_asked_for_in_turn(versions, reviewer, add_document, later):
    others = [add_document(text, **HULL).details for text in ("Hull.", "Hull anew.")]
    reviewer.answers = ["yes", "yes"]
    versions.offer([later, others[1]])
    assert [pair.later.local_authority for pair in reviewer.asked] == ["York", "Hull"]
    assert reviewer.placed == []
    assert reviewer.said == ["2 new versions are noted: open one with o, then P places your tags in it."]


def test_of_several_only_the_one_that_was_said_to_be_new_is_placed(versions, reviewer, add_document, later):
    others = [add_document(text, **HULL).details for text in ("Hull.", "Hull anew.")]
    reviewer.answers = ["no", "yes"]
    versions.offer([later, others[1]])
    assert reviewer.placed == [others[1].id]


def test_tags_wait_until_they_are_placed(versions, review, reviewer, store, former, later):
    replace(store, later.id, former.id)
    versions.tell()
    assert reviewer.said == ["A new version of this document is here: P places your tags in it."]
    versions.place()
    assert reviewer.placed == [later.id]
    review.open_document(later.id)
    assert versions.text() == "1 tag of the former version waits to be placed: P."
    versions.place()
    assert reviewer.placed == [later.id, later.id]
    assert versions.queue().former.id == former.id


def test_there_is_no_queue_where_the_former_version_has_no_tag(versions, review, store, former, later):
    replace(store, later.id, former.id)
    for one in list(review.annotations):
        review.untag(one.id)
    review.open_document(later.id)
    assert versions.queue() is None


def test_a_version_between_two_takes_the_tags_that_wait_for_it_first(
    versions, review, reviewer, store, add_document, former, later
):
    newest = add_document("What leaders know at last.", **FACTS).details
    replace(store, later.id, former.id)
    replace(store, newest.id, later.id)
    (tag,) = review.annotations
    review.open_document(later.id)
    versions.place()
    review.untag(tag.id)
    versions.place()
    assert reviewer.placed == [later.id, newest.id]
