"""Search in all documents: what is typed, what is found in which order, and the line that shows it."""

from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.evidence.indexing import Indexing
from ofsted_tui.evidence.search import (
    ALL_WORDS,
    OTHER_WORDS,
    SOME_WORDS,
    DocumentPassage,
    Filters,
    Search,
    kwic,
    query_like,
    query_of,
    topics_in,
    with_synonyms,
)
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store.search_index import FullText
from tests.sample_threads import PLACES, offset_of


@pytest.fixture
def index():
    with closing(FullText(None)) as opened:
        yield opened


@pytest.fixture
def find(store, index, codebook):
    """Search what is in the store; words alone or a query."""

    def find_in(asked, filters=None, limit=50, session=None, **more):
        Indexing(store, index).finish()
        query = query_of(asked) if isinstance(asked, str) else asked
        return Search(store, index, session).find(query, filters or Filters(), limit, **more)

    return find_in


def starts(results):
    return [hit.passage.start for hit in results.hits]


def test_the_sentence_with_what_was_found_is_shown(add_document, find):
    add_document("Care is good. Health histories are not known. All else is well.")
    (hit,) = find("health histories").hits
    assert hit.words == "Health histories are not known."
    assert [hit.words[start:end] for start, end in hit.marks] == ["Health", "histories"]
    assert (hit.passage, hit.paragraph) == (Passage(14, 45), Passage(0, 63))


def test_a_page_break_in_a_sentence_is_no_end_of_it(store, add_document, find, codebook):
    begin(store, codebook, "Rae")
    (hit,) = [one for one in find('"leaders have increased the well-being"').hits if one.place.number == 52]
    text = store.documents.get(hit.details.id).text
    assert hit.words.startswith("In response to recruitment challenges, leaders have")
    assert len(hit.words) == len(hit.passage)
    assert hit.words.split() == text[hit.passage.start : hit.passage.end].split()


def test_all_words_come_before_other_words_and_those_before_some(add_document, find):
    text = "Leaving care.\n\nHealth histories wait.\n\nA health passport.\n\nHealth is good."
    add_document(text)
    from ofsted_tui.model.codebook import Topic

    topic = Topic("x", "care_leavers", "health histories", "", ("health passport",))
    found = find(with_synonyms(query_of("health histories"), [topic]))
    assert [(hit.words, hit.by) for hit in found.hits] == [
        ("Health histories wait.", ALL_WORDS),
        ("A health passport.", OTHER_WORDS),
        ("Health is good.", SOME_WORDS),
    ]
    assert found.total == 1
    mixed = find(with_synonyms(query_of("health histories"), [topic], is_mixed=True))
    assert {hit.by for hit in mixed.hits[:2]} == {ALL_WORDS}
    assert mixed.total == 2


def test_one_word_has_no_weaker_search(add_document, find):
    add_document("Care.\n\nOthers.")
    assert len(find("care").hits) == 1
    assert find("absent").hits == ()
    assert find("").hits == ()


def test_no_more_than_wanted_is_returned_and_the_total_said(add_document, find):
    add_document("\n\n".join(f"Care number {at}." for at in range(30)))
    found = find("care", limit=7)
    assert (len(found.hits), found.total) == (7, 30)


def test_the_document_of_the_best_hit_comes_first(add_document, find):
    add_document("Care, among very many other words that make this paragraph a long one.", "Long")
    add_document("Care.", "Short")
    add_document("\n\n".join(f"Other {at}." for at in range(9)))
    groups = find("care").groups()
    assert [(details.title, len(hits)) for _, details, hits in groups] == [("Short", 1), ("Long", 1)]


def test_a_former_version_is_left_out(store, add_document, find):
    former, new = add_document("Care of old."), add_document("Care of new.")
    with store.action():
        store.documents.replace(new.id, former.id)
    assert [hit.details.id for hit in find("care").hits] == [new.id]


def test_filters_by_document(add_document, find):
    from datetime import date

    add_document("Care one.", kind=DocumentKind.NEWS, local_authority="Luton", event_start=date(2019, 1, 2))
    add_document("Care two.", local_authority="Bolton", event_start=date(2023, 1, 2))
    add_document("Care three.", local_authority="Bolton")
    words = lambda **wanted: {hit.words for hit in find("care", Filters(**wanted)).hits}  # noqa: E731 - short
    assert words(authority="Bolton") == {"Care two.", "Care three."}
    assert words(kind="news") == {"Care one."}
    assert words(first_year=2020) == {"Care two."}
    assert words(last_year=2020) == {"Care one."}
    assert words(first_year=2020, last_year=2022) == set()


def test_filters_by_tag_and_area(store, codebook, add_document, open_review, find):
    letter = add_document("Care one.\n\nCare two.")
    review = open_review(letter)
    review.tag(Passage(0, 4), codebook.area("leaders"))
    session = review.session.id
    assert starts(find("care", Filters(is_tagged=True), session=session)) == [0]
    assert starts(find("care", Filters(is_tagged=False), session=session)) == [11]
    assert starts(find("care", Filters(area="leaders"), session=session)) == [0]
    (tagged, _) = sorted(find("care", session=session).hits, key=lambda hit: hit.passage)
    assert [(tag.passage, tag.area) for tag in tagged.tags] == [(Passage(0, 4), "leaders")]
    assert find("care", Filters(is_tagged=True)).hits == ()


def test_what_is_tagged_is_found_however_far_down_it_stands(codebook, add_document, open_review, find):
    many = "\n\n".join(f"Care care care plan {at}." for at in range(300))
    letter = add_document(f"{many}\n\nSome words, long and dull ones, before care.")
    review = open_review(letter)
    start = letter.text.index("Some words")
    review.tag(Passage(start, start + 10), codebook.area("leaders"))
    session = review.session.id
    for filters in (Filters(is_tagged=True), Filters(area="leaders")):
        found = find("care", filters, limit=2, session=session)
        assert starts(found) == [start]
        assert found.total == 1
    others = find("care", Filters(is_tagged=False), limit=2, session=session)
    assert (len(others.hits), others.total) == (2, None)
    assert find("care", Filters(is_tagged=False), limit=999, session=session).total == 300


def test_no_place_counts_twice_whatever_the_steps_it_is_looked_for_in(
    codebook, add_document, open_review, find
):
    lines = [f"Care plan {at:03}." for at in range(60)]
    review = open_review(add_document("\n\n".join(lines)))
    untagged = [length * len(lines[0]) + 2 * length for length in (10, 30, 50)]
    for start in range(0, 60 * 16, 16):
        if start not in untagged:
            review.tag(Passage(start, start + 4), codebook.area("leaders"))
    found = find("care", Filters(is_tagged=False), limit=3, session=review.session.id)
    assert sorted(starts(found)) == untagged


def test_of_an_area_are_its_places_and_what_is_tagged_with_it(codebook, add_document, open_review, find):
    letter = add_document("Care one.\n\nCare two.\n\nCare three.")
    review = open_review(letter)
    review.tag(Passage(0, 4), codebook.area("leaders"))
    review.tag(Passage(11, 15), codebook.area("help_protection"))
    wanted = Filters(area="leaders", is_tagged=True)
    assert starts(find("care", wanted, session=review.session.id)) == [0]


def test_a_passage_is_not_like_itself(add_document, find):
    letter = add_document("Return home interviews are late.\n\nInterviews after a return home are good.")
    query = query_like("Return home interviews are late.")
    found = find(query, without=DocumentPassage(letter.id, Passage(3, 9)))
    assert [hit.words for hit in found.hits] == ["Interviews after a return home are good."]


def test_the_total_is_without_the_passage_itself_and_says_what_it_counts(add_document, find):
    letter = add_document("Return home interviews are late.\n\nInterviews after a return home are good.")
    found = find(
        query_like("Return home interviews are late."), without=DocumentPassage(letter.id, Passage(3, 9))
    )
    assert (found.total, found.by) == (1, "some words")


def test_a_document_read_otherwise_is_indexed_again(store, index, add_document, find):
    letter = add_document("Care one.")
    assert len(find("care").hits) == 1
    assert Indexing(store, index).total == 0
    from dataclasses import replace

    with store.action():
        store.documents.describe(replace(letter.details, title="Other"))
    assert Indexing(store, index).total == 1


def test_a_paragraph_without_end_goes_in_by_parts(add_document, find, store, index):
    add_document("Word of care. " * 20_000 + "x" * 90_000)
    found = find("care", limit=3)
    assert all(len(hit.paragraph) <= 20_000 for hit in found.hits)
    assert found.total > 100


@pytest.mark.parametrize(
    "text",
    [
        "Word of care. " * 5_000,
        "x" * 90_000,
        "Word of care. " * 100 + "x" * 45_000 + ". Word of care.",
        "x" * 20_000,
        "x" * 20_001,
    ],
)
def test_the_parts_of_a_long_paragraph_hold_all_of_it_once(add_document, store, index, monkeypatch, text):
    put = []
    monkeypatch.setattr(index, "put", lambda _id, _digest, passages: put.extend(passages))
    document = add_document(text)
    Indexing(store, index).step()
    (paragraph,) = store.documents.structures.paragraphs(document.id)
    at = paragraph.start
    for one in put:
        assert document.text[at : one.start].strip() == ""
        assert one.start >= at
        assert document.text[one.start :].startswith(one.words)
        assert 0 < len(one.words) <= 20_000
        at = one.start + len(one.words)
    assert at == paragraph.end


def shown(found):
    """Return the hits in the order in which the screen lists them."""
    return [hit for _, _, hits in found.groups() for hit in hits]


@pytest.fixture
def places(store, codebook, find):
    """Search the samples for a thread; return how many hits come before each place, None for never."""

    def ranks(typed, order, *, is_mixed=False):
        begin(store, codebook, "Rae")
        texts = {one.source[:3]: store.documents.get(one.id) for one in store.documents.all()}
        hits = order(find(with_synonyms(query_of(typed), topics_in(typed, codebook), is_mixed=is_mixed)))
        found = {}
        for name, words in PLACES[typed]:
            offset = offset_of(texts[name].text, words)
            before = (
                at
                for at, hit in enumerate(hits)
                if hit.details.id == texts[name].id and hit.paragraph.holds(offset)
            )
            found[words] = next(before, None)
        return found

    return ranks


@pytest.mark.parametrize("typed", PLACES)
def test_the_places_of_the_threads_are_among_the_ten_best(places, typed):
    found = places(typed, lambda results: results.hits)
    late = {words for words, before in found.items() if before is None or before >= 10}
    # "Broader housing options" has no word in common with what is typed: one key mixes other words in.
    assert late <= {"and broader housing options"}
    mixed = places(typed, lambda results: results.hits, is_mixed=True)
    assert all(mixed[words] < 10 for words in late)


@pytest.mark.parametrize("typed", [one for one in PLACES if one != "accommodation"])
def test_they_are_among_the_first_ten_on_the_screen(places, typed):
    assert max(places(typed, shown).values()) < 10


def test_an_area_is_that_of_the_section_or_of_what_a_visit_looked_at(store, codebook, find):
    begin(store, codebook, "Rae")
    areas = {hit.details.source[:3]: hit.place.area for hit in find('"return home"').hits}
    assert areas["001"] == "children_in_care"
    assert areas["004"] == "care_leavers"


def test_hits_are_tagged_with_what_the_session_has(store, codebook, find):
    session = begin(store, codebook, "Rae")
    review = Review(store, codebook, session)
    (hit,) = [one for one in find('"academy"', session=session).hits if one.place.number == 40]
    review.open_document(hit.details.id)
    review.tag(hit.passage, codebook.area("care_leavers"))
    (again,) = [one for one in find('"academy"', session=session).hits if one.place.number == 40]
    assert [tag.area for tag in again.tags] == ["care_leavers"]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("health histories", ("health", "histories")),
        ('"health histories" care', ("health histories", "care")),
        ("“health histories”", ("health histories",)),
        ('an open "quote here', ("quote here", "open")),
        ("care care", ("care",)),
        ("the children of the", ("children",)),
        ("to be", ("to", "be")),
        ('"to be"', ("to be",)),
        ("NEAR(a -b) *", ("NEAR(a", "-b)")),
        ("", ()),
        ('" " - ""', ()),
    ],
)
def test_words_and_phrases(typed, parts):
    assert query_of(typed).parts == parts


def test_nothing_typed_is_no_query():
    assert not query_of("  ")
    assert query_of("x")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("education employment training", ["care_leavers.eet"]),
        ("employment, education", ["children_in_care.education"]),
        ("Health Histories", ["care_leavers.health_and_health_histories_passports"]),
        ("accommodation", ["care_leavers.accommodation"]),
        ("the zebra", []),
    ],
)
def test_the_topic_with_most_words_in_common_is_named(typed, codes, codebook):
    assert [topic.code for topic in topics_in(typed, codebook)] == codes


def test_topics_that_share_the_words_are_all_named(codebook):
    assert len(topics_in("return home interviews", codebook)) == 3


def test_synonyms_are_other_words_for_it(codebook):
    query = with_synonyms(query_of("health histories"), topics_in("health histories", codebook))
    assert "My Health Story" in query.others
    assert query.parts == ("health", "histories")


def test_a_passage_asks_for_any_of_its_telling_words():
    query = query_like("- The take-up of return home interviews, of interviews.")
    assert query.parts == ()
    assert query.others == ("take-up", "return", "home", "interviews")
    assert len(query_like(" ".join(f"word{at}" for at in range(500))).others) == 60


WORDS = "Leaders have plans to develop an employment academy and create more employment opportunities."


def text(stretches):
    return "".join(one.text for one in stretches)


def test_what_fits_is_shown_whole():
    assert [(one.text, one.is_found) for one in kwic("An academy.", ((3, 10),), 40)] == [
        ("An ", False),
        ("academy", True),
        (".", False),
    ]


def test_the_stretch_with_most_of_what_was_found_is_shown():
    at = WORDS.index("academy")
    marks = ((0, 7), (at - 11, at - 1), (at, at + 7))
    found = kwic(WORDS, marks, 32)
    assert [one.text for one in found if one.is_found] == ["employment", "academy"]
    assert text(found).startswith("…")
    assert text(found).endswith("…")


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=5),
    st.integers(0, 70),
)
def test_no_more_than_the_room_and_nothing_that_is_not_there(words, spans, room):
    marks, at = [], 0
    for gap, length in spans:
        start, end = at + gap, min(len(words), at + gap + length)
        if start < end:
            marks.append((start, end))
            at = end
    found = kwic(words, tuple(marks), room)
    assert len(text(found)) <= max(room, 0)
    assert text(found).strip("…") in words or len(words) > room
    assert all(one.text in words for one in found if one.is_found)
