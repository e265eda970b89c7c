"""What the search screen says of its results."""

import pytest

from ofsted_tui.evidence.search import ALL_WORDS, OTHER_WORDS, SOME_WORDS, Hit, Results
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.passage import Passage
from ofsted_tui.store.search_index import IndexedPassage
from ofsted_tui.tui.screens.search_screen import results_text


def hits(**numbers):
    details = DocumentDetails("a", "", "Letter", 9)
    ways = {"every": ALL_WORDS, "other": OTHER_WORDS, "some": SOME_WORDS}
    return tuple(
        Hit(details, Passage(0, 4), "Care", (), Passage(0, 4), IndexedPassage(0, "Care"), ways[name])
        for name, number in numbers.items()
        for _ in range(number)
    )


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (Results((), 0), "Nothing found."),
        (Results(hits(every=3), 3), "3 shown: 3 with all words"),
        (Results(hits(every=2), 1200), "2 shown: 2 of 1,200 with all words"),
        (Results(hits(every=2), None), "2 shown: the first 2 with all words"),
        (
            Results(hits(every=1, other=2, some=3), 1),
            "6 shown: 1 with all words, 2 with other words for it, 3 with some words",
        ),
        (Results(hits(some=2), 5, SOME_WORDS), "2 shown: 2 of 5 with some words"),
        (Results(hits(some=2), 0), "2 shown: 2 with some words"),
    ],
)
def test_how_many_are_shown_and_of_how_many(results, said):
    assert results_text(results) == said
