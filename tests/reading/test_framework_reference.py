"""What improvement points cite of the national framework."""

import time

import pytest

from ofsted_tui.reading.language.mentions import framework_reference


@pytest.mark.parametrize(
    ("point", "reference"),
    [
        ("The quality of plans. (outcome 4, national framework)", "outcome 4"),
        ("The quality of plans (Enabler two)", "enabler 2"),
        ("The plans (outcome 1 and enabler 3, national framework).", "outcome 1, enabler 3"),
        ("The plans (outcomes 1, 2 and 4, national framework)", "outcome 1, outcome 2, outcome 4"),
        ("The plans (outcomes 1–3, national framework)", "outcome 1, outcome 2, outcome 3"),
        ("The plans (outcome\n4,\n national framework);", "outcome 4"),
        ("The plans [Principle 3]", "principle 3"),
        ("The plans, outcome three, national framework.", "outcome 3"),
        ("The plans – enabler 2.", "enabler 2"),
        ("The plans (IROs) for children (OUTCOME 2, National Framework)", "outcome 2"),
        ("The plans (outcome 4 and outcome 4, national framework)", "outcome 4"),
    ],
)
def test_a_citation(point, reference):
    assert framework_reference(point) == reference


@pytest.mark.parametrize(
    "point",
    [
        "",
        "Outcomes for children.",
        "The outcomes of 4 children",
        "Plans with one outcome 3 weeks after the visit",
        "Outcome 12 (national framework)",
        "The national framework for plans",
        "An enabler for two teams",
    ],
)
def test_no_citation(point):
    assert framework_reference(point) == ""


@pytest.mark.parametrize("piece", ["(", "outcome 1, ", " ", "(outcome", "outcome 1 to ", "1 and "])
def test_a_hostile_text_takes_linear_time(piece):
    started = time.perf_counter()
    framework_reference(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - started < 5
