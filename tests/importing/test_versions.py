"""Which document a newly imported one seems to replace, and the link between the two."""

from datetime import date

import pytest

from ofsted_tui.importing.versions import former_of, replace
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import NotFoundError, StoreError

FACTS = {
    "kind": DocumentKind.FOCUSED_VISIT,
    "local_authority": "York",
    "event_start": date(2024, 5, 1),
    "event_end": date(2024, 5, 2),
}


@pytest.fixture
def first(add_document):
    return add_document("The first text.", "Focused visit to York's services", **FACTS)


def anew(add_document, title="Focused visit to York's services", **other):
    return add_document(f"Another text. {title} {other}", title, **{**FACTS, **other})


def test_same_title_authority_and_dates_are_a_new_version(store, first, add_document):
    found = former_of(store, anew(add_document).details)
    assert found.id == first.id


def test_quotes_and_case_of_the_title_do_not_matter(store, first, add_document):
    assert former_of(store, anew(add_document, "FOCUSED visit to York’s services").details).id == first.id


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Focused visit to Hull's services"},
        {"local_authority": "Hull"},
        {"event_start": date(2024, 4, 30)},
        {"event_end": date(2024, 5, 3)},
        {"kind": DocumentKind.MONITORING_VISIT},
        {"letter_date": date(2024, 6, 1)},
        {"event_start": None, "event_end": None},
    ],
)
def test_where_one_of_them_differs_it_is_another_document(store, first, add_document, other):
    assert former_of(store, anew(add_document, **other).details) is None


def test_without_authority_or_any_day_nothing_is_offered(store, add_document):
    for facts in ({"local_authority": ""}, {"event_start": None, "event_end": None}):
        one = add_document(f"One {facts}", "Letter", **{**FACTS, **facts})
        other = add_document(f"Other {facts}", "Letter", **{**FACTS, **facts})
        assert former_of(store, one.details) is None
        assert former_of(store, other.details) is None


def test_of_two_that_agree_none_is_offered(store, first, add_document):
    anew(add_document, licence="x")
    assert former_of(store, anew(add_document, licence="y").details) is None


def test_the_third_version_replaces_the_second(store, first, add_document):
    second = anew(add_document, licence="x")
    replace(store, second.id, first.id)
    third = anew(add_document, licence="y")
    assert former_of(store, third.details).id == second.id


def test_a_former_version_is_no_new_version_of_its_own_successor(store, first, add_document):
    second = anew(add_document)
    replace(store, second.id, first.id)
    assert former_of(store, store.documents.details(first.id)) is None
    assert former_of(store, store.documents.details(second.id)) is None


def test_the_link_is_kept_with_both_texts(store, first, add_document):
    second = anew(add_document)
    replace(store, second.id, first.id)
    assert store.documents.details(second.id).replaces == first.id
    assert [one.id for one in store.documents.replacing(first.id)] == [second.id]
    assert store.documents.get(first.id).text == "The first text."


def test_versions_never_go_in_a_circle(store, first, add_document):
    second, third = anew(add_document, licence="x"), anew(add_document, licence="y")
    replace(store, second.id, first.id)
    replace(store, third.id, second.id)
    for former in (third, first):
        with pytest.raises(StoreError, match="cannot replace itself"):
            replace(store, first.id, former.id)
    assert store.documents.details(first.id).replaces is None


def test_what_is_not_there_cannot_be_replaced(store, first):
    with pytest.raises(NotFoundError):
        replace(store, first.id, "nothing")
