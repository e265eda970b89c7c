"""Which measurements are made, and which a machine cannot make."""

import pytest

from tests import measuring_modules


def test_all_names_where_none_is_wanted():
    assert measuring_modules.selected(["bench_keys", "bench_start"], []) == ["bench_keys", "bench_start"]


def test_names_with_one_of_the_words():
    assert measuring_modules.selected(["bench_keys", "bench_start", "bench_find"], ["key", "find"]) == [
        "bench_keys",
        "bench_find",
    ]


def test_a_module_that_is_there():
    assert measuring_modules.load("json", "decoder").__name__ == "json.decoder"


def test_what_this_machine_cannot_do_is_left_out_and_said(monkeypatch, capsys):
    def missing(_name):
        raise ModuleNotFoundError("No module named 'termios'", name="termios")

    monkeypatch.setattr(measuring_modules.importlib, "import_module", missing)
    assert measuring_modules.load("tests.benchmarks", "bench_keys") is None
    assert capsys.readouterr().out == "bench_keys: left out, this machine has no termios\n"


def test_a_module_that_is_missing_anywhere_is_a_fault():
    with pytest.raises(ModuleNotFoundError):
        measuring_modules.load("json", "nothing_of_this_name")
