"""Keyword in context."""

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.evidence.search import kwic

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
