"""data/ilacs.toml says what Ofsted's framework says, and a faulty codebook file is refused in one line."""

import itertools
import math
import subprocess
import sys
import tomllib
from datetime import date

import pytest

from ofsted_tui.model.errors import CodebookError
from ofsted_tui.reading.codebook_file import ilacs_codebook, read_codebook
from tests.folders import ROOT, sample_text, table_rows

SMALL = """
title = "Small"
[areas.one]
title = "Area one"
short_title = "one"
digit = 1
letter = "A"
colour = "#010203"
successors = ["two"]
[areas.two]
title = "Area two"
short_title = "two"
digit = 2
letter = "B"
colour = "#0a0B0c"
[editions.old]
title = "Old"
starts = 2018-01-01
ends = 2022-12-31
areas = ["one"]
absent.2 = "Not yet."
[editions.new]
title = "New"
starts = 2023-01-01
areas = ["two"]
[topics.one.first]
title = "a topic"
group = "a group"
share = 0.5
synonyms = ["subject"]
"""


@pytest.fixture
def read(tmp_path):
    def read_content(content: str | bytes):
        path = tmp_path / "mine.toml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_codebook(path)

    return read_content


@pytest.fixture
def refusal(read, tmp_path):
    """Read a file that must be refused; return what is said after its name."""

    def refuse(content: str | bytes) -> str:
        with pytest.raises(CodebookError) as caught:
            read(content)
        message = str(caught.value)
        assert message.startswith(f"{tmp_path / 'mine.toml'}: ")
        assert message.isprintable()
        return message.removeprefix(f"{tmp_path / 'mine.toml'}: ")

    return refuse


@pytest.fixture(scope="module")
def criteria():
    return table_rows("ilacs_criteria.csv")


def test_areas_have_ofsteds_exact_titles(criteria):
    expected = {row["code"]: row["title"] for row in criteria if row["level"] == "1"}
    assert len(expected) == 6
    assert {area.code: area.title for area in ilacs_codebook().areas} == expected


def test_the_topics_are_the_83_criteria(criteria):
    expected = {
        (row["code"], row["parent"], row["title"], row["criterion_group"])
        for row in criteria
        if row["level"] == "2"
    }
    topics = ilacs_codebook().topics
    assert len(topics) == 83
    assert {(topic.code, topic.area, topic.title, topic.group) for topic in topics} == expected


def test_the_shares_are_kept_in_the_file(criteria):
    topics = tomllib.loads((ROOT / "data" / "ilacs_topics.toml").read_text("utf-8"))["topics"]
    shares = {f"{area}.{name}": topic["share"] for area in topics for name, topic in topics[area].items()}
    assert shares == {
        row["code"]: float(row["share_of_153_reports"]) for row in criteria if row["level"] == "2"
    }


def test_digits_and_letters_are_those_agreed_on():
    assert {area.code: (area.digit, area.letter) for area in ilacs_codebook().areas} == {
        "help_protection": (1, "H"),
        "children_in_care": (2, "C"),
        "children_in_care_and_care_leavers": (2, "C"),
        "care_leavers": (3, "V"),
        "leaders": (4, "L"),
        "overall_effectiveness": (5, "O"),
    }


def test_editions_follow_the_table_of_ilacs():
    editions = {edition.code: edition for edition in ilacs_codebook().editions}
    common = {"help_protection", "leaders"}
    split = common | {"children_in_care", "care_leavers"}
    combined = common | {"children_in_care_and_care_leavers", "overall_effectiveness"}
    assert {code: (e.title, e.starts, e.ends, set(e.area_codes)) for code, e in editions.items()} == {
        "2018": ("ILACS 2018", date(2018, 1, 1), date(2022, 12, 31), combined),
        "2023": ("ILACS 2023", date(2023, 1, 1), date(2026, 3, 31), split | {"overall_effectiveness"}),
        "2026": ("ILACS 2026", date(2026, 4, 1), None, split),
    }
    assert [[digit for digit, _ in edition.absent] for edition in editions.values()] == [[3], [], [5]]


@pytest.mark.parametrize(
    ("code", "synonym", "sample"),
    [
        ("care_leavers.health_and_health_histories_passports", "My Health Story", "000"),
        ("care_leavers.health_and_health_histories_passports", "health passport", "003"),
        ("help_protection.missing", "return home interviews", "004"),
        ("children_in_care.missing_and_exploitation", "return home conversations", "001"),
        ("care_leavers.accommodation", "bed and breakfast", "004"),
        ("care_leavers.eet", "not in education, employment or training", "000"),
        ("care_leavers.local_offer", "council tax exemption", "001"),
    ],
)
def test_synonyms_are_words_of_the_documents(code, synonym, sample):
    assert synonym in ilacs_codebook().topic(code).synonyms
    assert synonym in sample_text(sample)


# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def apply(matrix, vector):
    return [min(1, max(0, sum(a * b for a, b in zip(row, vector, strict=True)))) for row in matrix]


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour as CIE Lab, as seen."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    xyz = zip(apply(TO_XYZ, apply(SIGHT[sight], linear)), (0.9505, 1, 1.089), strict=True)
    x, y, z = (math.cbrt(a / b) if a / b > 0.008856 else 7.787 * a / b + 16 / 116 for a, b in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHT)
def test_colours_of_one_edition_stay_apart_for_colour_blind_readers(sight):
    codebook = ilacs_codebook()
    for edition in codebook.editions:
        colours = [seen(area.colour, sight) for area in codebook.areas_of(edition)]
        assert min(math.dist(*pair) for pair in itertools.combinations(colours, 2)) > 15


def test_a_file_is_read_in_full(read):
    codebook = read(SMALL)
    one, two = codebook.areas
    assert (one.code, one.short_title, one.successors, two.colour) == ("one", "one", ("two",), "#0a0B0c")
    assert [edition.code for edition in codebook.editions] == ["old", "new"]
    assert codebook.edition("old").absent == ((2, "Not yet."),)
    assert [(t.code, t.area, t.synonyms) for t in codebook.topics] == [("one.first", "one", ("subject",))]


def test_editions_come_by_their_days_however_the_file_has_them(read):
    head, old, rest = SMALL.partition("[editions.old]")
    old_edition, new, tail = rest.partition("[editions.new]")
    new_edition, topics, end = tail.partition("[topics.one.first]")
    assert read(head + new + new_edition + old + old_edition + topics + end) == read(SMALL)


def test_a_file_from_a_windows_editor_is_read(read):
    content = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read(content) == read(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Small"\n', "", "title must be one line of text."),
        ('title = "Small"', "title = 3", "title must be one line of text."),
        ('"Area one"', '" "', "areas.one: title must be one line of text."),
        ('"Area one"', '"a\\u001b[2J"', "areas.one: title must be at most 300 visible characters."),
        ('"Area one"', '"a\\nb"', "areas.one: title must be at most 300 visible characters."),
        ('"Area one"', '"' + "a" * 301 + '"', "areas.one: title must be at most 300 visible characters."),
        ("digit = 1", "digit = 0", "areas.one: digit must be a number from 1 to 9."),
        ("digit = 1", "digit = 10", "areas.one: digit must be a number from 1 to 9."),
        ("digit = 1", "digit = true", "areas.one: digit must be a number from 1 to 9."),
        ("digit = 1", "digit = 1.0", "areas.one: digit must be a whole number."),
        ('letter = "A"', 'letter = "a"', "areas.one: letter must be one capital letter."),
        ('letter = "A"', 'letter = "AB"', "areas.one: letter must be one capital letter."),
        ('"#010203"', '"#01020"', "areas.one: colour must be a colour such as #56b4e9."),
        ('"#010203"', '"red"', "areas.one: colour must be a colour such as #56b4e9."),
        ('["two"]\n[areas', '"two"\n[areas', "areas.one: successors must be a list."),
        ('["two"]\n[areas', '["three"]\n[areas', "there is no area 'three'."),
        ('["two"]\n[areas', '["one"]\n[areas', "areas.one is its own successor."),
        ("[areas.one]", '[areas."o ne"]', "areas: 'o ne' is no code: use at most 80 of a-z, 0-9, _ and -."),
        ('areas = ["one"]', 'areas = ["three"]', "editions.old: there is no area 'three'."),
        ('areas = ["one"]', 'areas = ["one", "one"]', "editions.old: areas names the same thing twice."),
        ('areas = ["one"]', "areas = []", "editions.old: areas must name at least one area."),
        ("starts = 2018-01-01", "starts = 2018-01-01T00:00:00", "editions.old: starts must be a date"),
        ("starts = 2018-01-01", 'starts = "2018-01-01"', "editions.old: starts must be a date"),
        ("ends = 2022-12-31", "ends = 2017-12-31", "editions.old: it ends before it starts."),
        ("ends = 2022-12-31", "ends = 2023-01-01", "the editions old and new overlap."),
        ("ends = 2022-12-31\n", "", "the editions old and new overlap."),
        ("absent.2", "absent.1", "editions.old.absent: there is no setting '1'"),
        ("absent.2 = ", "absent = ", "editions.old: absent must be a table of digits and reasons."),
        ('"Not yet."', "2", "editions.old.absent: 2 must be one line of text."),
        ("[topics.one.first]", "[topics.three.first]", "there is no area 'three'."),
        ("share = 0.5", "share = 1.5", "topics.one.first: share must be a number from 0 to 1."),
        ("share = 0.5", "share = nan", "topics.one.first: share must be a number from 0 to 1."),
        ('["subject"]', "[1]", "topics.one.first: synonyms must be a list of lines of text."),
        ("synonyms", "synonims", "topics.one.first: there is no setting 'synonims'"),
        ("[areas.two]", "[areas.one]", "it is not TOML: Cannot declare ('areas', 'one') twice"),
    ],
)
def test_one_fault_in_a_good_file_is_named_with_its_place(refusal, old, new, fault):
    assert SMALL.count(old) >= 1
    assert refusal(SMALL.replace(old, new, 1)).startswith(fault)


@pytest.mark.parametrize(("sign", "value"), [("digit", "digit = 1"), ("letter", 'letter = "A"')])
def test_areas_of_one_edition_must_differ(refusal, sign, value):
    same = SMALL.replace({"digit": "digit = 2", "letter": 'letter = "B"'}[sign], value)
    both = same.replace('areas = ["one"]', 'areas = ["one", "two"]')
    assert refusal(both) == f"editions.old: two of its areas have the same {sign}."


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "it has no editions."),
        (b"\xff\xfe", "it is not TOML: 'utf-8' codec"),
        (b"title = ", "it is not TOML: Invalid value"),
        (b"title = " + b"9" * 5000, "it is not TOML: "),
        (b"title = " + b"[" * 100_000, "it is not TOML"),
        (b"#" * 1_000_001, "it has more than 1,000,000 bytes; shorten it."),
        (b"areas = 3", "areas must be a table."),
        (b"areas.one = 3", "areas: one must be a table."),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(refusal, content, fault):
    assert refusal(content).startswith(fault)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CodebookError, match=r"none\.toml: No such file or directory\.$"):
        read_codebook(tmp_path / "none.toml")


def test_a_file_name_cannot_act_on_the_terminal(tmp_path):
    with pytest.raises(CodebookError) as caught:
        read_codebook(tmp_path / "a\x1b[2J\n.toml")
    assert str(caught.value).isprintable()


def test_reading_the_codebook_imports_nothing_heavy():
    program = (
        "import sys; from ofsted_tui.reading.codebook_file import ilacs_codebook; ilacs_codebook();"
        "print(*(name for name in ('textual', 'rich', 'sqlite3', 'click') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_a_codebook_of_very_many_areas_is_refused(refusal):
    content = "".join(f"[areas.a{number}]\n" for number in range(101))
    assert refusal(content.encode()).startswith("it has 101 areas; 100 are the most")


def test_what_is_wrong_is_said_shortly(refusal):
    assert len(refusal(b'"' + b"x" * 100_000 + b'" = 1')) < 400
