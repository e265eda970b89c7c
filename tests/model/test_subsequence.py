"""The longest part of a series that is in order, against looking at every part."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ofsted_tui.model.subsequence import longest_non_decreasing


def longest_of_all_parts(values):
    for length in range(len(values), -1, -1):
        for indices in combinations(range(len(values)), length):
            part = [values[index] for index in indices]
            if part == sorted(part):
                return length
    return 0


@given(st.lists(st.integers(0, 9), max_size=9))
def test_it_is_in_order_and_none_is_longer(values):
    found = longest_non_decreasing(values)
    assert found == sorted(set(found))
    part = [values[index] for index in found]
    assert part == sorted(part)
    assert len(found) == longest_of_all_parts(values)


def test_one_value_that_is_wrong_is_left_out():
    assert longest_non_decreasing(["10:00", "10:01", "23:00", "10:02", "10:03"]) == [0, 1, 3, 4]
