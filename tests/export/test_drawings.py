"""The pictures of the report: every mark stands where the data says, and nothing else stands there."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from ofsted_tui.evidence.grades import grade_histories
from ofsted_tui.evidence.matrix import Column, Matrix, MatrixCell, MatrixRow, Tally
from ofsted_tui.export.report.drawings import grade_picture, matrix_picture, thread_picture
from ofsted_tui.model.document import DocumentDetails, DocumentKind
from ofsted_tui.model.structure import Grade
from tests.report_samples import threads, worked

COMBINED = "children_in_care_and_care_leavers"
KIND = DocumentKind.STANDARD_INSPECTION
SVG = "{http://www.w3.org/2000/svg}"


class Picture:
    """What a reader of SVG makes of a picture."""

    def __init__(self, svg):
        self.root = ElementTree.fromstring(svg)

    def of(self, tag, kind=None):
        found = self.root.iter(f"{SVG}{tag}")
        return [one for one in found if kind is None or one.get("class") == kind]

    def texts(self):
        """Return (x, y, words) of every text that says something."""
        return [(number(one, "x"), number(one, "y"), one.text) for one in self.of("text") if one.text]

    def place(self, words):
        """Return where words stand; they must stand once."""
        ((x, y, _),) = [one for one in self.texts() if one[2] == words]
        return x, y

    def lines(self):
        """Return the points of each line that joins marks; those of the legend join none."""
        found = [one.get("d") for one in self.of("path", "series")]
        return [
            [tuple(map(float, point.split())) for point in path.removeprefix("M").split("L")]
            for path in found
            if "L" in path
        ]

    @property
    def description(self):
        return self.root.findtext(f"{SVG}desc")


def number(element, name):
    return float(element.get(name))


# grades


def inspection(year, month=5, day=15):
    name = f"{year}-{month}"
    event = {"event_start": date(year, month, day), "local_authority": "Luton", "kind": KIND}
    return DocumentDetails(name, "", f"Report of {year}", 1, **event)


@pytest.fixture
def grades(codebook):
    """Draw the grades of inspections."""

    def draw(given):
        found = {one.id: {area: Grade(grade) for area, grade in areas.items()} for one, areas in given}
        (history,) = grade_histories(codebook, [one for one, _ in given], found)
        return Picture(grade_picture(history, "Luton"))

    return draw


GIVEN = (
    (inspection(2019), {"leaders": "Good", COMBINED: "Inadequate"}),
    (inspection(2022), {"leaders": "Requires improvement to be good", COMBINED: "Good"}),
    (inspection(2024), {"leaders": "Outstanding", "care_leavers": "Outstanding"}),
)


def marks(picture):
    """Return (letter, x, y) of every mark: the letter stands in its circle."""
    letters = {(x, y - 4): words for x, y, words in picture.texts()}
    return [
        (letters[number(one, "cx"), number(one, "cy")], number(one, "cx"), number(one, "cy"))
        for one in picture.of("circle", "mark")
    ]


def test_every_grade_is_one_mark_at_the_height_of_its_name(grades, codebook):
    picture = grades(GIVEN)
    heights = {one.value: picture.place(one.value)[1] - 4 for one in Grade if one.value != "Not judged"}
    best, good, middle, worst = (
        heights[name] for name in ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
    )
    assert best < good < middle < worst
    leaders, both, leavers = (codebook.area(code).letter for code in ("leaders", COMBINED, "care_leavers"))
    assert sorted((letter, y) for letter, _, y in marks(picture)) == sorted(
        [(leaders, good), (leaders, middle), (leaders, best), (both, worst), (both, good), (leavers, best)]
    )


def test_marks_stand_in_proportion_to_time(grades, codebook):
    letter = codebook.area("leaders").letter
    xs = [x for name, x, _ in marks(grades(GIVEN)) if name == letter]
    days = [one.event_start for one, _ in GIVEN]
    share = (days[1] - days[0]) / (days[2] - days[0])
    assert (xs[1] - xs[0]) / (xs[2] - xs[0]) == pytest.approx(share, abs=0.001)


def test_marks_of_one_day_never_cover_each_other(grades):
    areas = ("leaders", "help_protection", "children_in_care", "care_leavers", "overall_effectiveness")
    xs = sorted(x for _, x, _ in marks(grades([(inspection(2024), dict.fromkeys(areas, "Good"))])))
    assert len(xs) == 5
    assert all(later - earlier > 16 for earlier, later in pairwise(xs))


def test_a_line_joins_the_marks_of_an_area_and_none_goes_over_its_break(grades, codebook):
    picture = grades(GIVEN)
    found = marks(picture)
    series = [
        [(x, y) for name, x, y in found if name == codebook.area(code).letter]
        for code in (COMBINED, "leaders")
    ]
    assert sorted(picture.lines()) == sorted(series)


def test_a_break_is_drawn_on_its_day_between_the_inspections(grades):
    picture = grades(GIVEN)
    (path,) = [one.get("d") for one in picture.of("path", "break")]
    x = float(path.removeprefix("M").split()[0])
    first, _, last = sorted({number(one, "x") for one in picture.of("text", "soft")})
    days = (date(2023, 1, 1) - date(2019, 5, 15)) / (date(2024, 5, 15) - date(2019, 5, 15))
    assert (x - first) / (last - first) == pytest.approx(days, abs=0.001)
    assert picture.place("from 1 Jan 2023 other areas")[0] == x
    assert "From 2023-01-01: children in care and care leavers: now " in picture.description


def test_no_break_is_drawn_where_none_lies_between(grades):
    picture = grades(GIVEN[:2])
    assert picture.of("path", "break") == []
    assert "From " not in picture.description


def test_each_area_has_a_dash_of_its_own_and_is_named_beside_it(grades, codebook):
    picture = grades(GIVEN)
    names = [
        f"{codebook.area(code).letter} {codebook.area(code).short_title}" for code in (COMBINED, "leaders")
    ]
    legend = {one.get("d"): one.get("stroke-dasharray") for one in picture.of("path", "series")}
    dashes = [
        next(
            dash
            for path, dash in legend.items()
            if "H" in path and f" {picture.place(name)[1] - 4:g}H" in path
        )
        for name in names
    ]
    assert len(set(dashes)) == 2
    lines = {path.count("L"): dash for path, dash in legend.items() if "L" in path}
    assert [lines[1], lines[2]] == dashes


def test_inspections_near_each_other_share_a_year(grades):
    near = [(inspection(2024, month), {"leaders": "Good"}) for month in (5, 6)]
    picture = grades([(inspection(2014), {"leaders": "Good"}), *near])
    assert [words for _, _, words in picture.texts() if words in ("2014", "2024")] == ["2014", "2024"]


def test_the_grades_are_said_in_words_too(grades):
    assert "leaders: Good in 2019, Requires improvement to be good in 2022, Outstanding in 2024" in (
        grades(GIVEN).description
    )


# the matrix


def column(code, short_title):
    return Column(code, f"The {short_title}", short_title, (code,))


COLUMNS = (column("a", "leaders"), column("b", "children in care and care leavers"))
MATRIX = Matrix(
    COLUMNS,
    (
        MatrixRow(
            "Report of 2024",
            (inspection(2024),),
            (
                MatrixCell(Tally(3, 1, 2, 4, 5), (Grade.GOOD, Grade.GOOD)),
                MatrixCell(Tally(), (), "not a judgement then"),
            ),
        ),
        MatrixRow(
            "2025",
            (inspection(2025), inspection(2025, 9)),
            (MatrixCell(Tally(improvements=2), (Grade.GOOD, Grade.OUTSTANDING)), MatrixCell(Tally(claims=1))),
        ),
    ),
    (Tally(3, 3, 2, 4, 5), Tally(claims=1)),
)


@pytest.fixture
def matrix():
    return Picture(matrix_picture(MATRIX, "By area"))


def test_a_bar_is_the_balance_of_strengths_and_improvements(matrix):
    sizes = [
        [(number(one, "x"), number(one, "width")) for one in matrix.of("rect", kind)]
        for kind in ("strengths", "improvements")
    ]
    (strong, none), (weak, all_of_it) = sizes
    assert (strong[1], weak[1]) == (75, 25)
    assert weak[0] == strong[0] + 75
    assert (none[1], all_of_it[1]) == (0, 100)


def test_counts_and_grades_stand_in_their_own_cell(matrix):
    left, right = (matrix.place(one)[0] for one in ("leaders", "children in care"))
    assert matrix.place("and care leavers")[0] == right
    first, second = matrix.place("+3  −1  =2  ·4  ~5"), matrix.place("−2")
    assert first[0] == second[0] == left < right
    assert matrix.place("~1") == (right, second[1])
    assert matrix.place("Good")[0] == matrix.place("Good › Outstanding")[0] == left
    assert matrix.place("Good")[1] < first[1] < matrix.place("Good › Outstanding")[1] < second[1]


def test_what_was_no_judgement_is_said_once(matrix):
    x, y = matrix.place("not a judgement")
    assert (x, y) == (matrix.place("children in care")[0], matrix.place("Good")[1])
    assert matrix.place("then")[0] == x


def test_a_row_of_one_document_says_its_day_and_kind_and_others_do_not(matrix):
    days = {words: y for _, y, words in matrix.texts()}
    top = matrix.place("Luton")[1]
    assert top < days["15 May 2024"] < days[KIND.label] < days["2025"]
    assert "15 May 2025" not in days


def test_the_sums_are_said_in_words_too(matrix):
    assert "2 rows; in all: The leaders: 3 strengths, 3 need improvement, 2 neutral" in matrix.description


# threads


@pytest.fixture
def histories(store, codebook):
    """A letter that claims, then two findings."""
    return threads(worked(store, codebook))[0]


@pytest.fixture
def academy(store, codebook):
    """A finding, a document that does not mention it, and a claim that overstates the finding."""
    return threads(worked(store, codebook))[1]


def test_findings_are_circles_and_claims_are_dashed_boxes(histories):
    picture = Picture(thread_picture(histories))
    (box,) = picture.of("rect", "mark")
    assert box.get("stroke-dasharray")
    middle = number(box, "x") + number(box, "width") / 2
    assert middle == picture.place("11 Jan 2018")[0] == picture.place("no status · claim")[0]
    assert [number(one, "cx") for one in picture.of("circle", "mark")] == [
        picture.place(day)[0] for day in ("15 May 2023", "25 Feb 2025")
    ]
    assert picture.place("raised")[0] == picture.place("15 May 2023")[0]
    assert picture.place("improving")[0] == picture.place("25 Feb 2025")[0]


def test_months_stand_between_the_places(histories):
    picture = Picture(thread_picture(histories))
    first, second, third = (picture.place(day)[0] for day in ("11 Jan 2018", "15 May 2023", "25 Feb 2025"))
    assert picture.place("64 months")[0] == (first + second) / 2
    assert picture.place("21 months")[0] == (second + third) / 2
    (line,) = picture.of("path", "edge")
    assert line.get("d") == f"M{first:g} {number(picture.of('circle')[0], 'cy'):g}H{third:g}"


def test_a_document_that_does_not_mention_it_is_a_cross(academy):
    picture = Picture(thread_picture(academy))
    x = picture.place("not mentioned")[0]
    crosses = [one.get("d") for one in picture.of("path") if "m0 -12" in one.get("d")]
    assert crosses == [f"M{x - 6:g} 86l12 12m0 -12l-12 12"]
    assert len(picture.of("circle")) == len(picture.of("rect")) == 1


def test_a_relation_is_an_arc_from_the_one_place_to_the_other_with_its_name(academy):
    picture = Picture(thread_picture(academy))
    finding, claim = picture.place("15 May 2023")[0], picture.place("no date")[0]
    words, _ = picture.place("overstates")
    assert finding < words == (finding + claim) / 2 < claim
    (arc,) = [one.get("d") for one in picture.of("path") if "Q" in one.get("d")]
    assert arc == f"M{claim:g} 80Q{words:g} 12 {finding:g} 80"
    (tip,) = [one.get("d") for one in picture.of("path") if " -8m" in one.get("d")]
    assert tip.startswith(f"M{finding:g} 80l5 ")  # it comes from the right
    assert picture.description.endswith("a claim and no finding, overstates that of 15 May 2023")


def test_only_a_thread_with_relations_has_room_for_arcs(histories, academy):
    low, high = (number(Picture(thread_picture(one)).root, "height") for one in (histories, academy))
    assert low < high


@pytest.mark.parametrize(("months", "apart"), [(1, 150), (100, 220), (200, 260)])
def test_places_stand_apart_by_the_months_within_bounds(histories, months, apart):
    first, second, _ = histories.steps
    steps = (first, replace(second, months=months))
    picture = Picture(thread_picture(replace(histories, steps=steps)))
    assert picture.place("15 May 2023")[0] - picture.place("11 Jan 2018")[0] == apart


def test_kinds_of_documents_are_named(histories):
    picture = Picture(thread_picture(histories))
    for kind, day in (
        (DocumentKind.ANNUAL_CONVERSATION, "11 Jan 2018"),
        (DocumentKind.FOCUSED_VISIT, "25 Feb 2025"),
    ):
        assert picture.place(kind.label)[0] == picture.place(day)[0]
