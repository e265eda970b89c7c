"""Grades over time on the screen."""

from dataclasses import replace
from datetime import date

import pytest

from ofsted_tui.evidence.grades import grade_histories, plotted
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.model.structure import Grade, Judgement, Structure
from ofsted_tui.tui.screens.grades_screen import GradesScreen
from tests.workbench_driver import driven, sample_app

RI = Grade.REQUIRES_IMPROVEMENT


@pytest.fixture
def app(store, codebook):
    return sample_app(store, codebook)


@pytest.fixture
def earlier(store, add_document):
    """A report of 2018 on the authority of the samples, as Portsmouth's real one graded it otherwise."""
    document = add_document(
        "An earlier report.", framework="2018", local_authority="Portsmouth", event_start=date(2018, 9, 3)
    )
    grades = {"leaders": Grade.GOOD, "children_in_care_and_care_leavers": RI}
    with store.action():
        judgements = tuple(Judgement(code, grade, 0, 2) for code, grade in grades.items())
        store.documents.restructure(document.id, replace(Structure(), judgements=judgements))
    return document


async def test_the_plot_has_a_break_where_care_leavers_became_a_judgement(app, earlier):
    async with driven(app) as d:
        d.bench.open_document(earlier.id)
        await d.press("r")
        assert isinstance(d.app.screen, GradesScreen)
        text = d.screen_text()
        assert "Portsmouth  2018, 2023" in text
        assert "from 1 Jan 2023" in text
        assert text.count("┊") >= 5
        good = next(row for row in d.rows() if row.lstrip().startswith("Good "))
        assert good.index("L") < good.index("┊") < good.rindex("L")


async def test_the_newest_inspection_is_opened_at_its_judgements(app):
    async with driven(app) as d:
        await d.press("r", "enter")
        assert d.review.document.details.source.startswith("001")
        assert "utstanding" in d.quote or "Good" in d.quote or "effectiveness" in d.quote


async def test_documents_beyond_the_session_on_demand(app, earlier):
    async with driven(app) as d:
        await d.press("r")
        assert "2018" not in d.rows()[1]
        await d.press("a")
        assert "Portsmouth  2018, 2023" in d.screen_text()


async def test_without_grades_it_says_so(store, codebook, add_document, open_review):
    from ofsted_tui.tui.app import WorkbenchApp

    review = open_review(add_document("A letter without grades, of which there are many."))
    async with driven(WorkbenchApp(store, codebook, review)) as d:
        await d.press("r")
        assert "gives grades" in d.status
        await d.press("enter", "q")
        assert d.bench.is_current


@pytest.mark.parametrize("size", [(80, 24), (50, 16), (200, 60)])
async def test_it_fits_the_terminal(app, size):
    async with driven(app, size) as d:
        await d.press("r")
        rows = d.rows()
        assert len(rows) == size[1]
        assert "Grades over time" in rows[0]
        assert "V care leavers" in d.screen_text() or size[1] < 24


def history(codebook, *reports):
    documents = {
        at: DocumentDetails(str(at), "", "R", 1, event_start=day, local_authority="Luton")
        for at, (day, _) in enumerate(reports)
    }
    grades = {str(at): given for at, (_, given) in enumerate(reports)}
    (found,) = grade_histories(codebook, documents.values(), grades)
    return found


def test_inspections_stand_at_their_days(codebook):
    found = history(
        codebook,
        (date(2018, 1, 1), {"leaders": Grade.GOOD}),
        (date(2020, 1, 1), {"leaders": RI}),
        (date(2022, 1, 1), {"leaders": Grade.OUTSTANDING}),
    )
    plot = plotted(found, 41)
    places = {grade: [letter.column for letter in letters] for grade, letters in plot.rows}
    assert places == {Grade.OUTSTANDING: [40], Grade.GOOD: [0], RI: [20], Grade.INADEQUATE: []}
    assert plot.breaks == ()
    assert plot.years.startswith("2018")
    assert plot.years.endswith("2022")


def test_inspections_on_near_days_are_pushed_apart(codebook):
    reports = [
        (date(2019, 1, day), {"leaders": Grade.GOOD, "help_protection": Grade.GOOD}) for day in (1, 2, 3)
    ]
    plot = plotted(history(codebook, *reports, (date(2022, 12, 1), {"leaders": Grade.GOOD})), 60)
    columns = [letter.column for _, letters in plot.rows for letter in letters]
    assert len(columns) == len(set(columns))
    assert max(columns) < 60


def test_more_inspections_than_there_is_room_for_stay_within(codebook):
    reports = [(date(2018 + at // 12, at % 12 + 1, 1), {"leaders": Grade.GOOD}) for at in range(24)]
    plot = plotted(history(codebook, *reports), 20)
    columns = [letter.column for _, letters in plot.rows for letter in letters]
    assert 0 <= min(columns) <= max(columns) < 20
    assert len(plot.years) == 20


def test_the_break_stands_between_the_two(codebook):
    found = history(
        codebook,
        (date(2019, 1, 1), {"leaders": Grade.GOOD}),
        (date(2024, 1, 1), {"leaders": Grade.GOOD}),
    )
    plot = plotted(found, 30)
    ((_, letters),) = [one for one in plot.rows if one[1]]
    (column,) = plot.breaks
    assert letters[0].column < column < letters[1].column
