"""Numbers with their nouns."""

import pytest

from ofsted_tui.model.safe_text import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 tags"), (1, "1 tag"), (2, "2 tags"), (2_345, "2,345 tags")]
)
def test_a_number_with_its_noun(number, said):
    assert counted(number, "tag") == said


def test_a_plural_of_its_own():
    assert counted(1, "authority", "authorities") == "1 authority"
    assert counted(3, "authority", "authorities") == "3 authorities"
