"""Which measurements are made, and which a machine cannot make."""

import pytest
import series


def test_all_names_where_none_is_wanted():
    assert series.chosen(["bench_keys", "bench_start"], []) == ["bench_keys", "bench_start"]


def test_names_with_one_of_the_words():
    assert series.chosen(["bench_keys", "bench_start", "bench_find"], ["key", "find"]) == [
        "bench_keys",
        "bench_find",
    ]


def test_a_module_that_is_there():
    assert series.loaded("json", "decoder").__name__ == "json.decoder"


def test_what_this_machine_cannot_do_is_left_out_and_said(monkeypatch, capsys):
    def missing(_name):
        raise ModuleNotFoundError("No module named 'termios'", name="termios")

    monkeypatch.setattr(series.importlib, "import_module", missing)
    assert series.loaded("benchmarks", "bench_keys") is None
    assert capsys.readouterr().out == "bench_keys: left out, this machine has no termios\n"


def test_a_module_that_is_missing_anywhere_is_a_fault():
    with pytest.raises(ModuleNotFoundError):
        series.loaded("json", "nothing_of_this_name")
