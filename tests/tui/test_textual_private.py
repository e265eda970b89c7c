"""What the program takes of Textual that is not public: it fails here on the day that Textual changes it."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.validation import Function
from textual.widget import Widget
from textual.widgets import Input

import ofsted_tui
import ofsted_tui.tui
from ofsted_tui.tui import textual_private
from ofsted_tui.tui.textual_private import GuardedApp, forgive_broken_bytes

ROOT = Path(ofsted_tui.__file__).parent
NAMES = {"_handle_exception", "_dispatch_message", "_register_child", "getincrementaldecoder"}
LIBRARIES = ("textual", "rich")
STILL = ("row_widget.py", "line_view.py")
"""Modules that draw rows past Textual, to be replaced."""


# which names


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def sources():
    return [path for path in ROOT.rglob("*.py") if path.name not in ("textual_private.py", *STILL)]


def own_and_used(path: Path) -> tuple[set[str], set[str]]:
    """Return the names that a module gives, and those that it takes from an object."""
    own, used = set(), set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            (own if isinstance(node.ctx, ast.Store) else used).add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
    return own, used


def test_no_module_uses_a_private_name_that_the_program_has_not_given():
    pairs = [own_and_used(path) for path in sources()]
    own = set().union(*(one for one, _ in pairs))
    used = {name for _, names in pairs for name in names if private(name)}
    documented = {"_replace", "_exit"}  # of named tuples and of os
    assert used - own - documented == set()


def test_no_module_imports_a_private_name():
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("ofsted_tui"):
                names = [*(node.module or "").split("."), *(one.name for one in node.names)]
                found += [f"{path.name}: {name}" for name in names if private(name)]
    assert found == []


def classes():
    """Yield every class of the program's own that stands on one of Textual."""
    for module in pkgutil.walk_packages(ofsted_tui.tui.__path__, "ofsted_tui.tui."):
        for found in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(found) and found.__module__ == module.name:
                yield found


def test_no_other_class_takes_the_place_of_a_private_name():
    by_textual = set(vars(type("Plain", (Widget,), {})))  # what it gives to each class that is made
    taken = set()
    for one in classes():
        theirs = [base for base in one.__mro__ if base.__module__.startswith(LIBRARIES)]
        given = {name for base in theirs for name in vars(base) if private(name)}
        given -= by_textual | {"_abc_impl"}
        if one.__module__ != textual_private.__name__:
            taken |= {f"{one.__name__}.{name}" for name in vars(one) if name in given}
    assert taken - {"WorkbenchApp._default_theme"} == set()  # made by Reactive, for `theme`


# each name: that it does what it is taken for


class Fragile(Widget, can_focus=True):
    class Told(Message):
        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def on_fragile_told(self, told: Told) -> None:
        self.app.heard.append(told.number)
        if told.number == 1:
            raise KeyError("broken")


class Guarded(GuardedApp):
    def __init__(self) -> None:
        super().__init__()
        self.heard, self.faults = [], []

    def compose(self):
        yield Fragile()
        yield Input(validators=[Function(lambda _: 1 / 0)])

    def take_fault(self, error, pump=None) -> None:
        self.faults.append((type(error), pump))


async def test_a_widget_goes_on_after_a_fault_and_the_app_is_told_where_it_was():
    app = Guarded()
    async with app.run_test() as pilot:
        widget = app.query_one(Fragile)
        for number in range(3):
            widget.post_message(Fragile.Told(number))
        await pilot.pause()
        assert app.heard == [0, 1, 2]
        assert app.faults == [(KeyError, widget)]


async def test_so_does_a_widget_of_textual():
    app = Guarded()
    async with app.run_test() as pilot:
        line = app.query_one(Input)
        line.focus()
        await pilot.press("a", "b")
        assert sorted(line.value) == ["a", "b"]
        assert {one for one, _ in app.faults} == {ZeroDivisionError}


async def test_so_does_the_app():
    app = Guarded()
    async with app.run_test() as pilot:
        app.call_later(lambda: 1 / 0)
        await pilot.pause()
        assert app.faults == [(ZeroDivisionError, app)]
        assert app.is_running


async def test_the_app_is_told_of_what_is_no_message():
    app = Guarded()
    async with app.run_test() as pilot:
        app.query_one(Fragile).call_next(lambda: 1 / 0)
        await pilot.pause()
        assert [one for one, _ in app.faults] == [ZeroDivisionError]


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (App, "_handle_exception", ["self", "error"]),
        (App, "_register_child", ["self", "parent", "child", "before", "after"]),
        (MessagePump, "_dispatch_message", ["self", "message"]),
    ],
)
def test_textual_still_has_what_is_taken_the_place_of(owner, name, parameters):
    assert name in NAMES
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters
    assert name in vars(GuardedApp)


def test_no_class_of_textual_takes_its_place_itself():
    assert "_dispatch_message" not in {*vars(App), *vars(Screen), *vars(Widget)}


def test_a_key_of_broken_bytes_is_a_stand_in(monkeypatch):
    driver = pytest.importorskip("textual.drivers.linux_driver")
    assert "getincrementaldecoder" in driver.LinuxDriver.run_input_thread.__code__.co_names
    monkeypatch.setattr(driver, "getincrementaldecoder", driver.getincrementaldecoder)
    with pytest.raises(UnicodeDecodeError):
        driver.getincrementaldecoder("utf-8")().decode(b"\xffj")
    forgive_broken_bytes()
    assert driver.getincrementaldecoder("utf-8")().decode(b"\xffj") == "\N{REPLACEMENT CHARACTER}j"


def test_they_are_few():
    assert len(NAMES) <= 9
