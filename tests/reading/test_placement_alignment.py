"""Alignment of words whose comparison would take too long."""

import random

from ofsted_tui.reading.placement import alignment


def gaps(seed):
    chance = random.Random(seed)
    words = []
    for anchor in range(100, 2_100, 4):
        words += [anchor, anchor + 1, anchor + 2, anchor + 3, *(chance.randrange(2) for _ in range(190))]
    return words


def test_all_gaps_together_cost_no_more_than_is_allowed(monkeypatch):
    compared = []
    matcher = alignment.SequenceMatcher

    def counted(junk, former, later, autojunk):
        compared.append(len(former) * len(later))
        return matcher(junk, former[:1], later[:1], autojunk)

    monkeypatch.setattr(alignment, "SequenceMatcher", counted)
    found = alignment.aligned(gaps(1), gaps(2))
    assert sum(compared) <= 5_000_000
    assert found[0] == 0
    assert len(compared) > 100


def test_a_changed_word_between_others_has_no_counterpart():
    assert alignment.aligned([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9]) == [
        0,
        1,
        2,
        3,
        -1,
        5,
        6,
        7,
        8,
    ]
