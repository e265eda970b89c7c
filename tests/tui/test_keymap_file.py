"""The user's own keys: what is right counts, what is wrong is told with its line."""

import os

import pytest
from textual.binding import Binding

from ofsted_tui.tui import keys
from ofsted_tui.tui.keymap_file import keymap_path, read_keymap

UNUSUAL = {"undo": "plus", "help": "percent_sign", "annotation.strength": "ampersand"}


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "keys.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        keymap, warnings = read_keymap(path)
        assert all(str(path) in one for one in warnings)
        assert all("\n" not in one for one in warnings)
        return keymap, [one.removeprefix(f"{path}") for one in warnings]

    return read_text


def test_no_file_is_no_fault(tmp_path):
    assert read_keymap(tmp_path / "missing.toml") == ({}, [])
    assert read_keymap() == ({}, [])


def test_where_the_file_is(tmp_path, monkeypatch):
    assert keymap_path().name == "keys.toml"
    monkeypatch.setenv("OFSTED_TUI_CONFIG", str(tmp_path))
    assert keymap_path() == tmp_path / "keys.toml"
    keymap_path().write_text('undo = "z"\n')
    assert read_keymap() == ({"undo": "z"}, [])


@pytest.mark.parametrize(
    ("text", "keymap"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ('undo = "z"\n', {"undo": "z"}),
        ('undo = "z"\r\n', {"undo": "z"}),
        ('\ufeffundo = "z"\n', {"undo": "z"}),
        ('"annotation.note" = "f2"\n', {"annotation.note": "f2"}),
        ('annotation.note = "f2"\n', {"annotation.note": "f2"}),
        ('[annotation]\nnote = "f2"\n', {"annotation.note": "f2"}),
        ('[keys]\n"annotation.note" = "f2"\n', {"annotation.note": "f2"}),
        ('[keys.annotation]\nnote = "f2"\n', {"annotation.note": "f2"}),
        ('keys.undo = "f2"\nredo = "f3"\n', {"undo": "f2", "redo": "f3"}),
        ('"next" = "j, down ,ctrl+n"\n', {"next": "j,down,ctrl+n"}),
        ('undo = "&"\n', {"undo": "ampersand"}),
        ('undo = "ctrl+]"\n', {"undo": "ctrl+right_square_bracket"}),
        ('undo = "shift+z"\n', {"undo": "Z"}),
        ('undo = "é"\n', {"undo": "é"}),
        ('undo = "comma"\n', {"undo": "comma"}),
        ('undo = "alt+u"\n', {"undo": "alt+u"}),
        ('undo = "+"\nhelp = "%"\nannotation.strength = "&"\n', UNUSUAL),
        ("[annotation]\n", {}),
        ('undo = "u"\n', {"undo": "u"}),
        ('undo = "ctrl+r"\nredo = "u"\n', {"undo": "ctrl+r", "redo": "u"}),
        ('session.delete = "u"\nsession.restore = "d"\n', {"session.delete": "u", "session.restore": "d"}),
        # groups that are never in force together may share a key
        ('"session.new" = "v"\n', {"session.new": "v"}),
        ('"list.filter" = "v"\n', {"list.filter": "v"}),
    ],
)
def test_what_is_right_counts(read, text, keymap):
    assert read(text) == (keymap, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('undoo = "z"', "no key named 'undoo'"),
        ('tag.10 = "z"', "no key named 'tag.10'"),
        ('"a\\u001bb" = "z"', "no key named"),
        ("undo = 3", "in quotes"),
        ('undo = ["z"]', "in quotes"),
        ('undo = ""', "in quotes"),
        ('undo = "nokey"', "'nokey' is no key"),
        ('undo = "z,nokey"', "'nokey' is no key"),
        ('undo = "hyper+z"', "'hyper+z' is no key"),
        ('undo = "ctrl+"', "'ctrl+' is no key"),
        ('undo = "z,"', "'' is no key"),
        ('undo = "\\u0007"', "is no key"),
        ('undo = "j"', "key of next"),
        ('undo = "down"', "key of next"),
        ('undo = "f9,("', "key of extend.start_back"),
        ('undo = "left_parenthesis"', "key of extend.start_back"),
        ('undo = "ctrl+i"', "key of pane.other"),
        ('"list.filter" = "enter"', "key of list.go"),
        ('"list.filter" = "ctrl+m"', "key of list.go"),
        ('"annotation.topic" = "u"', "key of undo"),
        ('"session.new" = "r"', "key of session.rename"),
        ('undo = "ctrl+q"', "ctrl+q"),
        ('undo = "ctrl+p"', "ctrl+p"),
        ('"note.save" = "s"', "types nothing"),
        ('"cancel" = "q"', "types nothing"),
        ('"cancel" = "f4,&"', "types nothing"),
        ('"cancel" = "space"', "types nothing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_counts(read, line, said):
    keymap, (warning,) = read(f'# mine\nredo = "f8"\n\n{line}\nhelp = "f1"\n')
    assert keymap == {"redo": "f8", "help": "f1"}
    assert warning.startswith(", line 4: ")
    assert said in warning
    assert warning.isprintable()


def test_a_former_name_counts_as_its_new_one_and_is_told(read):
    keymap, (warning,) = read('redo = "f8"\n"search.undo" = "f9"\n')
    assert keymap == {"redo": "f8", "undo": "f9"}
    assert warning.startswith(", line 2: ")
    assert "search.undo is now undo" in warning


def test_a_former_name_gives_way_to_the_one_of_today(read):
    keymap, (warning,) = read('[placing]\nback = "f9"\n\n[keys]\nback = "f8"\n')
    assert keymap == {"back": "f8"}
    assert warning.startswith(", line 2: ")


def test_a_common_key_may_not_take_one_of_any_screen_that_has_it(read):
    # n is the next hit in the workbench
    keymap, (warning,) = read('next = "n"\n')
    assert keymap == {}
    assert "key of find.next" in warning


def test_the_line_of_a_name_in_a_table(read):
    _, warnings = read('undo = "f2"\n\n[annotation]\n# note = "x"\nnote = "nokey"\n\n[list]\nnote = "f3"\n')
    assert [one.partition(": ")[0] for one in warnings] == [", line 5", ", line 8"]


def test_a_name_in_a_comment_or_in_another_name_is_not_its_line(read):
    _, (warning,) = read('# undo = "z"\nredo = "f2" # undo = "x"\nundo = "nokey"\n')
    assert warning.startswith(", line 3: ")


def test_two_commands_given_the_same_key(read):
    keymap, (warning,) = read('undo = "f5"\nredo = "f5"\n')
    assert keymap == {"redo": "f5"}
    assert warning.startswith(", line 1: ")
    assert "key of redo" in warning


def test_a_key_given_back_by_one_fault_is_not_taken_by_another_line(read):
    # undo cannot have j, so it keeps u, so redo cannot have u.
    keymap, warnings = read('redo = "u"\nundo = "j"\n')
    assert keymap == {}
    assert len(warnings) == 2


BROKEN = ["undo = z\n", 'undo = "z"\nundo = "y"\n', "[", b'undo = "\xff"\n', "a = " + "[" * 5_000]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_is_told_and_the_usual_keys_are_in_force(read, text):
    keymap, (warning,) = read(text)
    assert keymap == {}
    assert "usual keys" in warning


def test_a_broken_line_is_named(read):
    _, (warning,) = read('undo = "z"\nredo = y\n')
    assert "line 2" in warning


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    keymap, (warning,) = read_keymap(tmp_path)
    assert keymap == {}
    assert str(tmp_path) in warning


@pytest.mark.skipif(os.name != "posix", reason="a POSIX device")
def test_a_file_without_end_is_told():
    from pathlib import Path

    keymap, (warning,) = read_keymap(Path(os.devnull))
    assert keymap == {}
    assert "no file" in warning


def test_whatever_is_read_no_two_keys_in_force_together_are_the_same(read):
    text = "".join(f'"{name}" = "f{number % 12 + 1}"\n' for number, name in enumerate(keys.bindings()))
    keymap, warnings = read(text)
    assert warnings
    for together in keys.TOGETHER:
        held = [one for group in together for one in keys.GROUPS[group] if isinstance(one, Binding)]
        taken = [key for one in held if one.id in keymap for key in keymap[one.id].split(",")]
        assert len(taken) == len(set(taken))


def test_one_line_of_very_many_names_takes_no_memory(read):
    keymap, (warning,) = read(".".join(["a"] * 40_000) + ' = "x"')
    assert keymap == {}
    assert "more than 200 parts" in warning


def test_a_large_file_is_not_cut_short_in_silence(read):
    keymap, (warning,) = read("#" * 100_001)
    assert keymap == {}
    assert "more than 100,000 bytes" in warning


def test_only_so_many_faults_are_named(read):
    _, warnings = read("".join(f'"no.key{number}" = "x"\n' for number in range(500)))
    assert len(warnings) == 21
    assert "480 more" in warnings[-1]


def test_a_line_that_is_nested_deep_in_a_text_is_passed_over(read):
    keymap, warnings = read('a = """\nb = ' + "[" * 20_000 + '\n"""\n')
    assert keymap == {}
    assert warnings


def test_a_very_long_key_is_refused(read):
    keymap, (warning,) = read('"annotation.note" = "' + "x," * 400 + '"')
    assert keymap == {}
    assert "at most 100" in warning
