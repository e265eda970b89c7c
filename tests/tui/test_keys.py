"""Every key of the program."""

import inspect
import re

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.keys import _character_to_key

from ofsted_tui.importing.versions import replace
from ofsted_tui.model.passage import Passage
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.tui import keys
from ofsted_tui.tui.app import WorkbenchApp
from tests.workbench_driver import driven, sample_app

ALL = [one for group in keys.GROUPS.values() for one in group]


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


def test_none_is_bound_before_all_others():
    # a priority binding would fire while a note is typed
    assert [one.id for one in ALL if not isinstance(one, Binding) or one.priority] == []


def test_every_digit_tags():
    codebook = ilacs_codebook()
    for digit in range(1, 10):
        binding = keys.bindings()[f"tag.{digit}"]
        assert (binding.key, binding.action) == (str(digit), f"tag({digit})")
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


PLACES = (
    ("document", []),
    ("list of annotations", ["1", "tab"]),
    ("placing", ["P"]),
    ("search", ["*"]),
    ("matrix", ["m"]),
    ("passages", ["3", "m", "b", "b", "b", "j", "k", "enter"]),
    ("grades", ["r"]),
    ("threads", ["f"]),
    ("thread", ["f", "enter"]),
    ("start screen", ["S"]),
    ("outline", ["O"]),
    ("coverage", ["C"]),
    ("history", ["1", "H"]),
    ("note", ["1", "c"]),
    ("details", ["i", "tab"]),
    ("choice of documents", ["o"]),
)
"""Where keys are pressed and how one comes there, in the order of TOGETHER."""


@pytest.fixture
def app(store, codebook, add_document, add_session):
    """A session with two versions of a document, and a tag in each."""
    former, later = add_document("Leaders know it. It is so.", "Visit"), add_document("It is so.", "Anew")
    replace(store, later.id, former.id)
    review = Review(store, codebook, add_session(former))
    review.tag(Passage(0, 16), codebook.area("leaders"))
    review.open_document(later.id)
    return WorkbenchApp(store, codebook, review)


@pytest.mark.parametrize(
    ("pressed", "scrolled"), [([*"1+-=~+-=~H"], "HistoryView"), (["i"], "Form"), (["i", "tab"], "Form")]
)
async def test_the_users_key_for_a_page_counts_in_dialogs(store, codebook, pressed, scrolled):
    async with driven(sample_app(store, codebook, keymap={"page_down": "f7"}), (80, 16)) as d:
        await d.press(*pressed)
        view = d.app.screen.query_one(scrolled)
        assert view.max_scroll_y > 0
        await d.press("pagedown")
        assert view.scroll_offset.y == 0
        await d.press("f7")
        assert view.scroll_offset.y > 0


def ids_of(groups):
    return {one.id for group in groups for one in keys.GROUPS[group]}


BESIDE_LIST = ids_of(["Sections", "Finding"]) - {"section.tag", "find.start"}
"""What the screen does while the list has the focus, which itself takes enter and /."""


def doer(app, one):
    """Return the action of a binding, and what it is called with."""
    namespace, action, parameters = parse(one.binding.action)
    owner = {"": one.node, "screen": app.screen, "app": app}[namespace]
    return getattr(owner, f"action_{action}"), parameters


@pytest.mark.parametrize(
    ("place", "groups"), list(zip(PLACES, keys.TOGETHER, strict=True)), ids=lambda one: one[0]
)
async def test_what_is_in_force_together_is_what_can_be_pressed_there_and_done(app, place, groups):
    name, pressed = place
    async with driven(app) as d:
        await d.press(*pressed)
        active = keys.active(d.app.screen)
        assert set(active) - (BESIDE_LIST if name == "list of annotations" else set()) == ids_of(groups)
        for one in active.values():
            action, parameters = doer(d.app, one)
            inspect.signature(action).bind(*parameters)
