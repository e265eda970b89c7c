"""The matrix on the screen: what stands in its cells, and the way to the passages behind them."""

import pytest

from ofsted_tui.evidence.matrix import MatrixCell, Tally
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Grade
from ofsted_tui.tui.screens.matrix_screen import (
    MatrixScreen,
    PassagesScreen,
    balance,
    counts_text,
    grades_in,
    tally_text,
)
from tests.workbench_driver import driven, sample_app


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


async def opened(d):
    await d.press("m")
    screen = d.app.screen
    assert isinstance(screen, MatrixScreen)
    await d.until(lambda: screen.shown.sums is not None)
    return screen


def cell(screen, row, code):
    column = next(at for at, one in enumerate(screen.columns) if one.code == code)
    return screen.shown.rows[row].cells[column]


async def test_documents_stand_in_time_order_with_grades_and_what_was_no_judgement(app):
    async with driven(app, (160, 40)) as d:
        screen = await opened(d)
        text = d.screen_text()
        assert "Outstanding" in text
        assert "not a judgement" in text
        assert [row.documents[0].source[:3] for row in screen.shown.rows] == [
            "003",
            "004",
            "001",
            "000",
            "002",
        ]
        assert cell(screen, 0, "care_leavers").absent == "not a judgement then"


async def test_a_tag_is_counted_and_the_sum_is_that_of_the_export(app):
    async with driven(app) as d:
        d.go_to("The pace of change and progress")
        await d.press("3", "-")
        screen = await opened(d)
        assert cell(screen, 2, "care_leavers").tally == Tally(improvements=1)
        assert screen.shown.sums.tally.total == 1
        assert d.rows()[0].rstrip().endswith(" 1 annotation")


async def test_enter_lists_the_passages_and_enter_again_opens_one(app):
    async with driven(app) as d:
        d.go_to("The pace of change and progress")
        wanted = d.passage
        await d.press("3", "g")
        screen = await opened(d)
        await d.press("j", "j", "l", "l", "l")
        assert screen.columns[screen.grid.column].code == "care_leavers"
        await d.press("enter")
        assert isinstance(d.app.screen, PassagesScreen)
        assert "The pace of change" in d.screen_text()
        await d.press("enter")
        assert d.passage == wanted


async def test_what_the_authority_says_of_itself_is_signed_as_a_claim(app):
    async with driven(app) as d:
        screen = PassagesScreen(d.review, "All", list(_of_claims(d.review)))
        await d.app.push_screen(screen)
        await d.until(lambda: screen.list.marked)
        words = screen.list.marked.annotation.quote[:20]
        row = next(line for line in d.rows() if words in line)
        assert " L~ " in row
        assert "a claim, no finding" in d.screen_text()


def _of_claims(review):
    """Tag a sentence of the annual conversation as an improvement."""
    documents = (review.store.documents.get(one.id) for one in review.store.documents.all())
    letter = next(one for one in documents if one.details.kind is DocumentKind.ANNUAL_CONVERSATION)
    area = review.codebook.area("leaders")
    review.tag(Passage(2809, 2952), area, direction=Direction.IMPROVEMENT, document=letter)
    return review.store.annotations.in_context(None, letter.id)


async def test_an_empty_cell_says_so_and_leads_back(app):
    async with driven(app) as d:
        await opened(d)
        await d.press("enter")
        assert "Nothing is tagged here" in d.screen_text()
        await d.press("enter", "escape")
        assert isinstance(d.app.screen, MatrixScreen)


async def test_rows_are_documents_authorities_or_years(app):
    async with driven(app) as d:
        screen = await opened(d)
        await d.press("b")
        await d.until(lambda: screen.shown.sums is not None)
        assert [row.title for row in screen.shown.rows] == ["Portsmouth", "Southampton"]
        await d.press("b")
        await d.until(lambda: screen.shown.sums is not None)
        assert [row.title for row in screen.shown.rows][:2] == ["2018", "2023"]


async def test_over_the_crosswalk_there_are_four_columns(app):
    async with driven(app) as d:
        screen = await opened(d)
        assert len(screen.columns) == 6
        await d.press("x")
        await d.until(lambda: screen.shown.sums is not None)
        assert len(screen.columns) == 4
        assert "crosswalk" in d.rows()[0]


async def test_topics_of_an_area_and_back(app):
    async with driven(app) as d:
        d.go_to("The pace of change and progress")
        await d.press("3", "t")
        await d.type("EET")
        await d.press("enter")
        screen = await opened(d)
        await d.press("l", "l", "l", "t")
        await d.until(lambda: screen.shown.sums is not None)
        assert [column.title for column in screen.columns] == ["EET", "no topic"]
        assert "topics of care leavers" in d.rows()[0]
        await d.press("t")
        await d.until(lambda: screen.shown.sums is not None)
        assert len(screen.columns) == 6


async def test_all_sessions_are_counted_on_demand(app, store, codebook):
    from ofsted_tui.model.passage import Passage
    from ofsted_tui.review import Review

    async with driven(app) as d:
        with store.action():
            other = store.sessions.add("Second", "Kim", [d.review.document.id])
        Review(store, codebook, other).tag(Passage(4000, 4010), codebook.area("leaders"))
        screen = await opened(d)
        assert screen.shown.sums.tally.total == 0
        await d.press("a")
        await d.until(lambda: screen.shown.sums is not None and screen.shown.sums.tally.total == 1)
        assert "all sessions" in d.rows()[0]


@pytest.mark.parametrize("size", [(80, 24), (50, 16), (200, 60)])
async def test_the_marked_cell_stays_on_the_screen(app, size):
    async with driven(app, size) as d:
        screen = await opened(d)
        for key, wanted in (("l", 5), ("h", 0)):
            await d.press(*[key] * 9)
            assert screen.grid.column == wanted
            assert screen.grid._first <= wanted < screen.grid._first + screen.grid._layout.shown
        await d.press("G")
        assert screen.grid.row == 5
        assert "All" in d.screen_text()


@pytest.mark.parametrize(
    ("tally", "width", "text"),
    [
        (Tally(3, 1), 14, "██████░░ +3 -1"),
        (Tally(3, 1), 9, "██░ +3 -1"),
        (Tally(3, 1), 8, "+3 -1"),
        (Tally(), 14, ""),
        (Tally(claims=4), 14, "~4"),
        (Tally(1, 2, 3, 4, 5), 30, "███░░░░░ +1 -2 =3 ·4 ~5"),
    ],
)
def test_counts_with_their_signs_behind_the_balance(tally, width, text):
    assert counts_text(tally, width) == text


def test_the_bar_shows_both_where_there_are_both():
    assert balance(Tally(1, 999), 5) == "█░░░░"
    assert balance(Tally(999, 1), 5) == "████░"
    assert balance(Tally(5, 0), 5) == "█████"
    assert balance(Tally(claims=5), 5) == ""


def test_grades_in_as_many_words_as_there_is_room_for():
    grades = (Grade.GOOD, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT)
    assert grades_in(MatrixCell(Tally(), grades), 60) == "Good › Requires improvement to be good"
    assert grades_in(MatrixCell(Tally(), grades), 20) == "Good › Req. improv."
    assert grades_in(MatrixCell(Tally()), 20) == ""


def test_counts_in_words():
    assert tally_text(Tally(1, 2, 0, 0, 1)) == "1 strength, 2 need improvement, 1 claim, no finding"
    assert tally_text(Tally()) == "nothing tagged"
