"""What a user calls a thing leads to it, or to one clear line."""

import pytest

from ofsted_tui.model.errors import NotFoundError
from ofsted_tui.review.naming import Named, file_names, pick

VISIT = Named("aaaa1111-0", "Focused visit to Portsmouth", file_names("000_f26c.txt"))
REPORT = Named("aaaa2222-0", "Inspection of Portsmouth", file_names("001_e445.txt"))
LETTER = Named("bbbb3333-0", "Letter", file_names("letter of 2018.docx.txt"))
THINGS = [VISIT, REPORT, LETTER]


@pytest.mark.parametrize(
    ("wanted", "thing"),
    [
        ("aaaa1111-0", VISIT),
        ("AAAA2", REPORT),
        ("bbbb", LETTER),
        ("letter", LETTER),
        (" Letter ", LETTER),
        ("focused", VISIT),
        ("inspection OF portsmouth", REPORT),
        ("of portsmouth", REPORT),
        ("000", VISIT),
        ("001", REPORT),
        ("001_e445", REPORT),
        ("001_E445.txt", REPORT),
        ("letter of 2018.docx", LETTER),
    ],
)
def test_found(wanted, thing):
    assert pick("document", wanted, THINGS) is thing


@pytest.mark.parametrize("wanted", ["aaaa", "portsmouth", "o"])
def test_ambiguous(wanted):
    with pytest.raises(NotFoundError, match=r"could be any of \d documents: .*Focused visit") as caught:
        pick("document", wanted, THINGS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("wanted", ["", "  ", "aaa9", "01", "00", "e445.txt", "bbb3"])
def test_unknown(wanted):
    with pytest.raises(NotFoundError, match=r"There is no document .*; there are: Focused"):
        pick("document", wanted, THINGS)


def test_a_whole_name_wins_over_a_part():
    things = [Named("1", "Review"), Named("2", "Review two")]
    assert pick("session", "review", things).id == "1"
    assert pick("session", "review t", things).id == "2"


def test_the_beginning_wins_over_the_middle():
    things = [Named("1", "My review"), Named("2", "Review two")]
    assert pick("session", "rev", things).id == "2"


def test_few_characters_of_an_id_are_no_id():
    things = [Named("abc12345", "One"), Named("2", "Two")]
    with pytest.raises(NotFoundError):
        pick("session", "abc", things)
    assert pick("session", "abc1", things).title == "One"


def test_things_of_one_title_are_told_apart_by_id():
    things = [Named("aaaa1111", "Same"), Named("bbbb2222", "Same")]
    with pytest.raises(NotFoundError, match=r"Same \(aaaa1111\), Same \(bbbb2222\)"):
        pick("document", "same", things)


def test_at_most_five_are_listed():
    things = [Named(f"{number}0000000", f"Thing {number}") for number in range(9)]
    for wanted in ("thing", "other"):
        with pytest.raises(NotFoundError, match=r"Thing 4 \(40000000\) and 4 more") as caught:
            pick("session", wanted, things)
        assert "Thing 5" not in str(caught.value)


def test_none_at_all():
    with pytest.raises(NotFoundError, match="none at all"):
        pick("session", "x", [])


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("001_a.txt", ("001_a.txt", "001_a", "001")),
        ("letter", ("letter", "letter")),
        (".txt", (".txt", ".txt")),
        ("12.txt", ("12.txt", "12", "12")),
        ("", ()),
    ],
)
def test_names_of_a_file(source, names):
    assert file_names(source) == names
