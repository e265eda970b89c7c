"""Exit codes, and the one line that is said."""

import pytest

import ofsted_tui.cli.start as ending
from ofsted_tui.cli.output import OutputClosedError
from ofsted_tui.cli.start import exit_code
from ofsted_tui.model.errors import StoreError, UserError


def raising(error: BaseException):
    def run():
        raise error

    return run


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (0, 0), (1, 1), (7, 7), ("done", 0)])
def test_what_comes_back_is_the_code(answer, code):
    assert exit_code(lambda: answer) == code


@pytest.mark.parametrize("error", [UserError("no such session"), StoreError("no such session")])
def test_wrong_use_is_said_in_its_own_words(error, capsys):
    assert exit_code(raising(error)) == 2
    assert capsys.readouterr() == ("", "ofsted-tui: no such session\n")


def test_words_cannot_act_on_the_terminal(capsys):
    exit_code(raising(UserError("a\x1b[2Jb\nc")))
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert said.count("\n") == 1


def test_a_fault_of_the_program_tells_its_kind_and_no_words_of_a_document(capsys):
    assert exit_code(raising(RuntimeError("SECRET"))) == 2
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "test_ending.py" in said
    assert "SECRET" not in said
    assert said.count("\n") == 1


def test_ctrl_c_is_what_shells_expect_and_says_nothing(capsys):
    assert exit_code(raising(KeyboardInterrupt())) == 130
    assert capsys.readouterr() == ("", "")


def test_output_that_nobody_reads_any_more_is_given_up(monkeypatch):
    given_up = []
    monkeypatch.setattr(ending, "give_up_output", lambda: given_up.append(True))
    assert exit_code(raising(OutputClosedError())) == 141
    assert given_up == [True]
