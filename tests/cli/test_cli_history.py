"""The command `history`: what became of one annotation."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments

import pytest

from tests.cli_runner import database, letter, ready, refused, run


@pytest.fixture
def tagged(ready):
    """Return the id of a tag with a note and a direction."""
    answer = ready("tag", "A letter", 3, 10, "leaders", "--note", "\x1b[2Jfirst", "--json")
    return answer.json["annotation_id"]


def test_tells_the_steps_oldest_first(ready, tagged):
    ready("untag", tagged)
    lines = ready("history", tagged[:8]).out.decode().splitlines()
    assert lines[0].endswith("UTC)  Rae")
    assert lines[1] == "  tagged with L leaders"
    assert "  note: none → ␛[2Jfirst" in lines
    assert lines[-1] == "  removed"


def test_answers_a_program(ready, tagged):
    ready("untag", tagged)
    made, removed = ready("history", tagged, "--json").json
    assert (made["kind"], made["verb"], made["reviewer"]) == ("do", "tag", "Rae")
    assert made["before"] is None
    assert made["after"]["note"] == "\x1b[2Jfirst"
    assert made["words"][0] == "tagged with L leaders"
    assert made["after"]["removed_at"] is None
    assert removed["after"]["removed_at"] is not None


def test_an_unknown_annotation_is_refused(ready, tagged):
    refused(ready("history", "zz"), "There is no annotation 'zz'")
    refused(ready("history", ""), "There is no annotation")
