"""Small changes that turn a finding around, and settings that change nothing."""

import pytest

from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.placement.placer import Placer

PAGE = (
    "The council has {} homes in the {} of the city, run by {} managers. Panels meet on each {} and hear {} "
    "young people, whose views about {} are written down. Health visitors go to {} families a week."
)
WORDS = ("many", "few", "seven", "old", "new", "large", "quiet", "busy", "north", "south", "east", "west")
PAGES = [
    PAGE.format(*(WORDS[(number + step) % 12] + str(number) for step in range(7))) for number in range(6)
]
BEFORE, AFTER = "\n\n".join(PAGES[:3]), "\n\n".join(PAGES[3:])
PLAN = "Leaders ensure that plans are made and that these are used well by all of them."
ROWS = "Overall effect\n{}\nChildren in care\n{}\nCare leavers\n{}\nHelp and protection\n{}\nThe end of it"
RI = "Requires improvement to be good"
RATES = (
    "Homes judged good: {}\nSmall homes\nHomes judged good: {}\nLarge homes\nHomes judged good: {}\nOthers"
)


def placed(was, becomes, inner=None, pages=(BEFORE, AFTER)):
    former, later = f"{BEFORE}\n\n{was}\n\n{AFTER}", f"{pages[0]}\n\n{becomes}\n\n{pages[1]}"
    quote = inner or was
    start = former.index(quote, former.index(was))
    placement = Placer(former, later).place(Passage(start, start + len(quote)))
    found = placement.passage and later[placement.passage.start : placement.passage.end]
    return placement, found


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("Homes inspected here\n6\nChildren seen\n41", "Homes inspected here\n7\nChildren seen\n41"),
        ("Of all the children\n41\nwere seen alone", "Of all the children\n14\nwere seen alone"),
        ("Of all the children\n41\nwere seen alone", "Of all the children\nwere seen alone"),
        (RATES.format(1, 2, 3), RATES.format(1, 2, 9)),
        (ROWS.format(RI, RI, RI, RI), ROWS.format(RI, RI, "", RI)),
        (ROWS.format(RI, RI, "", RI), ROWS.format(RI, RI, RI, RI)),
        (ROWS.format(RI, RI, RI, RI), ROWS.format(RI, RI, "Good", RI)),
        (ROWS.format(RI, RI, "Good", RI), ROWS.format(RI, "Good", RI, RI)),
        ("Fewer than <5 children were missing", "Fewer than >5 children were missing"),
        ("A change of -5 in all of the homes", "A change of 5 in all of the homes"),
        ("It is 4.5 of all of them", "It is 45 of all of them"),
        ("It is 15% of all of them", "It is 15 of all of them"),
        ("Are all children safe at home.", "Are all children safe at home?"),
        ("They say they are good at it.", "They say they are “good” at it."),
        ("Workers help their leaders a lot", "Leaders help their workers a lot"),
        ("It is very very good over there", "It is very good over there"),
        ("Children can't be seen at home", "Children can be seen at home"),
        ("A long-term plan is made", "A long term plan is made"),
    ],
)
def test_a_change_of_what_is_said_is_never_certain(was, becomes):
    assert not placed(was, becomes)[0].is_certain
    assert not placed(becomes, was)[0].is_certain


@pytest.mark.parametrize(
    ("was", "becomes", "inner"),
    [
        (
            "Children are seen alone by workers",
            "Children are not seen alone by workers",
            "seen alone by workers",
        ),
        ("Children are never seen alone by us", "Children are seen alone by us", "seen alone by us"),
        ("All are seen, and they are heard", "All are seen, and they aren't heard", "All are seen, and they"),
    ],
)
def test_a_denial_beside_a_passage_is_seen(was, becomes, inner):
    placement, found = placed(was, becomes, inner)
    assert (found, placement.is_certain) == (inner, False)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (
            "All live with-\nin the city and there-\nfore thrive",
            "All live within the city and therefore thrive",
        ),
        ("The safe-\nguarding partnership acts on it", "The safeguard-\ning partnership acts on it"),
        ("They work to-\nday in it. To do. A day.", "They work today in it. To do. A day."),
        ("A long-term plan is made for them", "A long-\nterm plan is made for them"),
        ("All of the chil\u00addren are safe.", "All of the children are safe."),
        ("They often find flats with staff.", "They often ﬁnd\u00a0ﬂats with staﬀ."),
        ("• They are ‘heard’ – always.", "- They are 'heard' - always."),
        ("Judged Good and outstanding, all", "Judged good and Outstanding, all"),
        (PLAN, PLAN.replace(" that these", " that\fthese")),
    ],
)
def test_another_setting_is_no_change(was, becomes):
    for first, second in ((was, becomes), (becomes, was)):
        placement, found = placed(first, second)
        assert (found, placement.is_certain) == (second, True)


@pytest.mark.parametrize("head", ["{}", "Inspection report\n{}", "Page {} of 4", "Ofsted in Anytown | {}"])
def test_a_page_number_that_counts_on_is_no_change(head):
    pages = tuple(
        text.replace("\n\n", f"\n\n{head.format(n)}\n\n", 1) for text, n in ((BEFORE, 2), (AFTER, 4))
    )
    becomes = PLAN.replace(" that these", f" that\n\n{head.format(3)}\n\nthese")
    placement, found = placed(PLAN, becomes, pages=pages)
    assert (found, placement.is_certain) == (becomes, True)


def test_other_words_between_two_pages_are_a_change():
    becomes = PLAN.replace(" that these", " that\n\nIt was not so\n\nthese")
    placement, found = placed(PLAN, becomes)
    assert (found, placement.is_certain) == (becomes, False)
