"""The matrix: its sums are the rows of the CSV, its cells what the edition judged; claims are no findings."""

import csv
import io
import random
from collections import Counter
from datetime import date

import pytest

from ofsted_tui.evidence.matrix import (
    NOT_THEN,
    Tally,
    area_columns,
    by_authority,
    by_document,
    by_year,
    count_annotations,
    documents_of,
    matrix,
    tagged_areas,
    tagged_topics,
    tally_of,
    topic_columns,
)
from ofsted_tui.export.csv_file import ExportScope, csv_lines
from ofsted_tui.export.csv_format import COLUMNS
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.annotation import Direction
from ofsted_tui.model.document import DocumentKind
from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.model.passage import Passage
from ofsted_tui.model.structure import Grade
from ofsted_tui.review import Review

RI = Grade.REQUIRES_IMPROVEMENT


@pytest.fixture
def made(store, codebook):
    """Make the matrix of a session, or of all."""

    def make(session, group=by_document, *, together=False):
        found = list(count_annotations(store, documents_of(store, session), session))
        frameworks = [one.details.framework for one in found]
        columns = area_columns(codebook, frameworks, tagged_areas(found), together=together)
        return matrix(codebook, columns, group(found))

    return make


@pytest.fixture
def samples(store, codebook):
    return begin(store, codebook, "Rae")


def row(table, source):
    return next(one for one in table.rows if one.documents[0].source.startswith(source))


def cells(table, source):
    return {column.code: cell for column, cell in zip(table.columns, row(table, source).cells, strict=True)}


def test_the_documents_stand_in_time_order(made, samples):
    assert [one.documents[0].source[:3] for one in made(samples).rows] == ["003", "004", "001", "000", "002"]


def test_the_report_of_2023_gives_five_grades(made, samples):
    found = cells(made(samples), "001")
    assert {code: cell.grades for code, cell in found.items() if cell.grades} == {
        "help_protection": (Grade.OUTSTANDING,),
        "children_in_care": (Grade.GOOD,),
        "care_leavers": (RI,),
        "leaders": (Grade.GOOD,),
        "overall_effectiveness": (Grade.GOOD,),
    }
    assert found["children_in_care_and_care_leavers"].absent == NOT_THEN


def test_care_leavers_were_not_a_judgement_in_2018(made, samples):
    found = cells(made(samples), "003")
    assert {code for code, cell in found.items() if cell.absent} == {"children_in_care", "care_leavers"}
    assert found["care_leavers"].absent == "not a judgement then"
    assert found["children_in_care_and_care_leavers"].absent == ""


def test_over_the_crosswalk_both_schemes_share_a_column(made, samples):
    table = made(samples, together=True)
    found = cells(table, "001")["children_in_care_and_care_leavers"]
    assert found.grades == (Grade.GOOD, RI)
    assert [column.code for column in table.columns] == [
        "help_protection",
        "children_in_care_and_care_leavers",
        "leaders",
        "overall_effectiveness",
    ]
    assert not any(cell.absent for one in table.rows for cell in one.cells)


def test_an_assumed_edition_says_nothing_of_what_was_judged(store, add_document, add_session, made):
    add_document("Sure.", "A")
    assumed = add_document("Perhaps.", "B", framework_assumed=True)
    table = made(add_session(assumed))
    assert not any(cell.absent for cell in table.rows[0].cells)


def test_claims_are_no_findings(store, codebook, samples, made):
    review = Review(store, codebook, samples)
    letter = next(one for one in store.documents.all() if one.source.startswith("003"))
    review.open_document(letter.id)
    review.tag(Passage(2809, 2952), codebook.area("children_in_care_and_care_leavers"))
    review.tag(Passage(3981, 4078), codebook.area("leaders"), direction=Direction.STRENGTH)
    found = made(samples).total
    assert (found.claims, found.findings) == (2, 0)


def scattered(store, codebook, seed):
    """Tag at random: documents of several kinds and editions, two sessions, one of them deleted."""
    chance = random.Random(seed)
    session = begin(store, codebook, "Rae")
    with store.action():
        others = [store.sessions.add(name, "Kim", [one.id for one in store.documents.all()]) for name in "BC"]
    for one in (session, *others):
        review = Review(store, codebook, one)
        for details in store.documents.all():
            review.open_document(details.id)
            for _ in range(chance.randint(0, 12)):
                start = chance.randrange(details.length - 50)
                area = chance.choice(codebook.areas_of(codebook.edition(details.framework)))
                review.tag(
                    Passage(start, start + chance.randint(1, 40)),
                    area,
                    topic=chance.choice(["", *(topic.code for topic in codebook.topics_of(area.code))]),
                    direction=chance.choice([None, *Direction]),
                )
    with store.action():
        store.sessions.remove(others[1])
    return session


def exported(store, codebook, session):
    text = "".join(csv_lines(store, codebook, ExportScope(session_id=session)))
    return [dict(zip(COLUMNS, one, strict=True)) for one in csv.reader(io.StringIO(text))]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_the_sums_are_the_rows_of_the_csv(store, codebook, made, seed, every, together):
    session = scattered(store, codebook, seed)
    scope = None if every else session
    rows = exported(store, codebook, scope)
    claims = {kind.value for kind in DocumentKind if kind.is_claim}
    for group in (by_document, by_authority, by_year):
        table = made(scope, group, together=together)
        assert table.total.total == len(rows) == sum(one.tally.total for one in table.rows)
        for column, total in zip(table.columns, table.totals, strict=True):
            here = [one for one in rows if one["area_code"] in column.area_codes]
            known = Counter("claim" if one["document_kind"] in claims else one["direction"] for one in here)
            order = ("strength", "improvement", "neutral", "", "claim")
            assert total == Tally(*(known[name] for name in order))


@pytest.mark.parametrize("seed", range(3))
def test_the_topics_of_an_area_add_up_to_it(store, codebook, made, seed):
    session = scattered(store, codebook, seed)
    found = list(count_annotations(store, documents_of(store, session), session))
    whole = made(session)
    for area, total in zip(whole.columns, whole.totals, strict=True):
        columns = topic_columns(codebook, area, tagged_topics(found))
        assert matrix(codebook, columns, by_document(found)).total == total
        assert columns[-1].title == "no topic"
        assert not any(
            cell.absent for one in matrix(codebook, columns, by_document(found)).rows for cell in one.cells
        )


def test_rows_by_authority_and_year(made, samples):
    assert [one.title for one in made(samples, by_authority).rows] == ["Portsmouth", "Southampton"]
    table = made(samples, by_year)
    assert [one.title for one in table.rows] == ["2018", "2023", "2025", "no date known"]
    assert cells(table, "003")["care_leavers"].absent == NOT_THEN


def test_grades_of_an_authority_stand_in_time_order(store, codebook, add_document, add_session, made):
    from dataclasses import replace as changed

    from ofsted_tui.model.structure import Judgement, Structure

    for year, grade in ((2022, Grade.GOOD), (2019, RI)):
        document = add_document(
            f"Report of {year}.",
            framework="2018",
            local_authority="Luton",
            event_start=date(year, 5, 1),
            kind=DocumentKind.STANDARD_INSPECTION,
        )
        with store.action():
            store.documents.restructure(
                document.id, changed(Structure(), judgements=(Judgement("leaders", grade, 0, 3),))
            )
    (only,) = made(None, by_authority).rows
    assert [cell.grades for cell in only.cells if cell.grades] == [(RI, Grade.GOOD)]


def test_an_area_that_the_codebook_no_longer_holds_is_counted(store, codebook, samples, made):
    review = Review(store, codebook, samples)
    review.tag(Passage(10, 20), codebook.area("leaders"))
    store.connection.raw.execute("UPDATE annotations SET area = 'former_area'")
    table = made(samples)
    assert table.columns[-1].code == "former_area"
    assert table.totals[-1].total == 1


def test_a_deleted_session_has_no_matrix(store, samples, made):
    with store.action():
        store.sessions.remove(samples)
    with pytest.raises(NotFoundError):
        made(samples)


@pytest.mark.parametrize(
    ("direction", "tally"),
    [
        (Direction.STRENGTH, Tally(strengths=3)),
        (Direction.IMPROVEMENT, Tally(improvements=3)),
        (Direction.NEUTRAL, Tally(neutral=3)),
        (None, Tally(undirected=3)),
        (Direction.CLAIM, Tally(claims=3)),
    ],
)
def test_each_direction_has_its_count(direction, tally):
    assert tally_of(direction, 3, is_claim=False) == tally
    assert tally.total == 3


@pytest.mark.parametrize("direction", [*Direction, None])
def test_what_a_document_of_claims_says_is_never_a_finding(direction):
    found = tally_of(direction, 2, is_claim=True)
    assert (found.claims, found.findings) == (2, 0)


def test_tallies_are_added():
    assert Tally(1, 2, 3, 4, 5).plus(Tally(1, 1, 1, 1, 1)) == Tally(2, 3, 4, 5, 6)
    assert Tally(1, 2, 3, 4, 5).findings == 10
