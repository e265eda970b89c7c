"""Every key of the program."""

import pkgutil
import re
from importlib import import_module

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key
from textual.screen import Screen

from ofsted_tui import tui
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.tui import keys
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.screens.filter_dialog import FilterDialog
from ofsted_tui.tui.screens.placing_screen import PlacingScreen
from ofsted_tui.tui.screens.start_screen import StartScreen
from ofsted_tui.tui.screens.workbench import Workbench

ALL = [one for group in keys.GROUPS.values() for one in group]
COMPOSED = {"document pane": keys.DOCUMENT_PANE, "annotation pane": keys.ANNOTATION_PANE}


def names(binding):
    return [_character_to_key(one) if len(one) == 1 else one for one in binding.key.split(",")]


def test_each_has_an_id_that_stands_once_in_what_is_in_force_together():
    assert all(one.id for one in ALL)
    assert set(keys.bindings()) == {one.id for one in ALL}
    for together in keys.in_force_together():
        ids = [one.id for one in together]
        assert len(ids) == len(set(ids))


def test_what_means_the_same_has_one_id_on_all_screens():
    ids = {}
    for one in ALL:
        ids.setdefault(one.action, set()).add(one.id)
    for action in ("undo", "redo", "back", "app.toggle_help", "app.leave", "cancel", "page(1)", "page(-1)"):
        assert len(ids[action]) == 1, action


def test_a_former_id_is_no_id_any_more_and_means_one_of_today():
    assert not set(keys.RENAMED) & set(keys.bindings())
    assert set(keys.RENAMED.values()) <= set(keys.bindings())


def test_an_id_is_a_plain_name():
    # it is written in a TOML file
    assert [one.id for one in ALL if not re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)?", one.id)] == []


def test_no_id_is_the_beginning_of_another():
    ids = set(keys.bindings())
    assert [one for one in ids if one.partition(".")[2] and one.partition(".")[0] in ids] == []


def test_each_says_what_it_does():
    assert [one.id for one in ALL if not one.description or not one.action or not one.key] == []
    assert [one.id for one in ALL if not one.description[0].isupper()] == []


@pytest.mark.parametrize("together", keys.TOGETHER, ids=lambda groups: groups[0])
def test_no_key_stands_twice_in_what_is_in_force_together(together):
    taken = [key for group in together for one in keys.GROUPS[group] for key in names(one)]
    assert sorted(taken) == sorted(set(taken))


def test_every_group_is_in_force_somewhere():
    assert {group for together in keys.TOGETHER for group in together} == set(keys.GROUPS)


@pytest.mark.parametrize("pane", COMPOSED)
def test_what_a_pane_binds_is_in_force_together_with_the_workbench(pane):
    held = {one.id for one in [*COMPOSED[pane], *keys.WORKBENCH]}
    groups = [{one.id for name in together for one in keys.GROUPS[name]} for together in keys.TOGETHER]
    assert held in groups


def test_none_is_bound_before_all_others():
    # a priority binding would fire while a note is typed
    assert [one.id for one in ALL if not isinstance(one, Binding) or one.priority] == []


def test_every_digit_tags():
    codebook = ilacs_codebook()
    for digit in range(1, 10):
        binding = keys.bindings()[f"tag.{digit}"]
        assert (binding.key, binding.action) == (str(digit), f"screen.tag({digit})")
    assert {area.digit for area in codebook.areas} <= set(range(1, 10))


def test_the_bar_names_keys_that_exist_in_few_words():
    assert set(keys.BAR) <= set(keys.bindings())
    assert max(map(len, keys.BAR.values())) <= 16
    assert {one.id for one in ALL if one.show} == set(keys.BAR)


def test_the_keys_of_the_design():
    expected = {
        "j": "next",
        "k": "previous",
        "J": "extend.next",
        "v": "extend.anchor",
        "space": "read.mark",
        "t": "annotation.topic",
        "c": "annotation.note",
        "+": "annotation.strength",
        "-": "annotation.improvement",
        "=": "annotation.neutral",
        "x": "annotation.remove",
        "u": "undo",
        "ctrl+r": "redo",
        "/": "find.start",
        "n": "find.next",
        "]": "read.next_open",
        "o": "document.open",
        "tab": "pane.other",
        "e": "export",
        "?": "help",
        "q": "leave",
    }
    for key, name in expected.items():
        assert key in keys.bindings()[name].key.split(","), name


SCREEN_OF = {
    "DocumentPane": Workbench,
    "AnnotationList": Workbench,
    "PlacingPane": PlacingScreen,
    "SessionTable": StartScreen,
    "_Mark": FilterDialog,
}
"""The screens of the widgets whose keys do what a screen does."""


def bound():
    """Yield every class of the terminal's with bindings of its own, and each of these."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        for name, kind in vars(import_module(module.name)).items():
            if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module.name:
                yield from ((name, kind, one) for one in vars(kind).get("BINDINGS", ()))


def test_whatever_is_bound_is_done_by_somebody():
    missing, seen = [], 0
    for name, kind, binding in bound():
        target, _, action = binding.action.partition("(")[0].rpartition(".")
        screen = kind if issubclass(kind, Screen) else SCREEN_OF.get(name)
        doer = {"": kind, "app": WorkbenchApp, "screen": screen}[target]
        seen += 1
        if not callable(getattr(doer, f"action_{action}", None)):
            missing.append((name, binding.action))
    assert missing == []
    assert seen > len(keys.bindings())
