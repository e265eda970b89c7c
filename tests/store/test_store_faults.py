"""The short form of the faults done to the store, and proofs that each can find what it is for."""

import ast
import inspect
from pathlib import Path

import pytest

import ofsted_tui
from ofsted_tui.review import Review
from ofsted_tui.store.connection import Connection
from tests.faults import shim
from tests.faults.clock import jumping
from tests.faults.damage_figures import damages
from tests.faults.full_disk import failing_calls, no_more_pages
from tests.faults.power_cuts import power_cuts
from tests.faults.refusals import refusals
from tests.faults.statements import SMALL_CACHE, crashes
from tests.faults.verbs import TAKEN_BACK, VERBS
from tests.faults.worlds import make_all, scratch
from tests.faults.writers import at_once, latency

EVERY = VERBS + TAKEN_BACK
PROGRAM = Path(ofsted_tui.__file__).parent
READERS = {"get_document", "next_undo", "place", "refresh", "reopen"}
"""What a review shows without changing the store."""
ELSEWHERE = {
    "store.store:Store.action": "is what all the others use",
}
needs_shim = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not() or "it can be built")


def named(*names):
    """Return the verbs of these names."""
    return [verb for verb in EVERY if verb.name in names]


@pytest.fixture(scope="module")
def templates():
    with scratch() as folder:
        make_all(folder)
        yield folder


@pytest.fixture
def folder():
    with scratch() as made:
        yield made


@pytest.fixture(scope="module")
def library():
    with scratch() as folder:
        yield shim.built(folder)


def covered():
    return {name for verb in VERBS for name in verb.covers.split()}


def test_every_verb_of_a_review_is_in_the_table():
    public = {name for name, _ in inspect.getmembers(Review) if not name.startswith("_")}
    verbs = {name.partition(".")[2] for name in covered() if name.startswith("Review.")}
    assert public - READERS == verbs


def functions(tree, outer=""):
    """Yield every function with the names of what it stands in, those inside before their outer one."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{outer}.{node.name}" if outer else node.name
            yield from functions(node, name)
            if isinstance(node, ast.FunctionDef):
                yield name, node


def calls(node):
    """Return the last names of all that a function calls, but not what functions inside it call."""
    found = []
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef):
            continue
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            owner = one.func.value
            found.append(f"{getattr(owner, 'attr', getattr(owner, 'id', ''))}.{one.func.attr}")
        found += calls(one)
    return found


def with_an_action_of_their_own():
    """Yield the functions that write: with an action, a setting, a backup."""
    for path in sorted(PROGRAM.rglob("*.py")):
        module = ".".join(path.relative_to(PROGRAM).with_suffix("").parts)
        for name, node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            if any(one.endswith(".action") or one == "settings.set" for one in calls(node)):
                yield f"{module}:{name}"


def test_every_function_that_writes_is_in_the_table():
    found = set(with_an_action_of_their_own())
    assert len(found) > 15
    assert found - covered() == ELSEWHERE.keys()


def test_no_two_verbs_have_the_same_name():
    assert len({verb.name for verb in EVERY}) == len(EVERY)


@pytest.mark.parametrize("pages", [None, SMALL_CACHE], ids=["", "cache overflowing"])
def test_a_crash_at_any_statement_leaves_all_or_nothing(templates, folder, pages):
    verbs = EVERY if pages is None else named("tag", "import", "correct kind and day", "place all")
    figure = crashes(templates, verbs, folder, pages, "crash")
    assert figure.ok, figure.failures
    assert figure.times > (1_500 if pages is None else 100)


def test_an_action_in_two_halves_is_found(templates, folder, monkeypatch):
    real = Connection.insert

    def halved(self, table, row):
        real(self, table, row)
        if table != "journal":
            self.raw.execute("COMMIT")
            self.raw.execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(Connection, "insert", halved)
    figure = crashes(templates, named("tag", "mark read", "import"), folder, None, "crash")
    assert len(figure.failures) == 3


def test_a_file_that_cannot_go_on_is_found(templates, folder, monkeypatch):
    monkeypatch.setattr(Connection, "insert", lambda *_: None)
    figure = crashes(templates, named("tag"), folder, None, "crash")
    assert not figure.ok


def test_an_error_at_any_statement_changes_nothing(templates, folder):
    verbs = named("tag", "note, with the place", "undo", "place", "place all",
                  "import", "rename session", "setting", "make the file", "restore")  # fmt: skip
    figure = refusals(templates, verbs, folder, ways=1)
    assert figure.ok, figure.failures
    assert figure.times > 150


def test_a_store_that_does_not_roll_back_is_found(templates, folder, monkeypatch):
    from contextlib import contextmanager

    @contextmanager
    def action(self):
        self.raw.execute("BEGIN IMMEDIATE")
        yield
        self.raw.execute("COMMIT")

    monkeypatch.setattr(Connection, "action", action)
    figure = refusals(templates, named("tag"), folder, ways=1)
    assert not figure.ok


@needs_shim
def test_no_power_cut_loses_what_was_acknowledged(templates, folder, library):
    figure = power_cuts(templates, library, folder, 40)
    assert figure.ok, figure
    assert figure.acknowledged > 200


@needs_shim
@pytest.mark.parametrize("weaker", ["full", "off"])
def test_a_weaker_setting_is_found_by_power_cuts(templates, folder, library, weaker):
    figure = power_cuts(templates, library, folder, 40, weaker)
    assert figure.lost or figure.integrity or figure.failures


@needs_shim
def test_a_disk_that_fails_at_any_call_loses_nothing(templates, folder, library):
    for figure in failing_calls(templates, library, folder, 30):
        assert figure.ok, figure
        assert figure.said


def test_a_file_that_cannot_grow_says_so_and_grows_again(templates, folder):
    figure = no_more_pages(templates, folder, 5)
    assert figure.ok, figure
    assert "the disk is full" in figure.said


def test_damage_is_told_and_never_written_to(templates, folder):
    for figure in damages(templates, folder, 12):
        assert figure.ok, figure


def test_writers_at_once_lose_nothing(templates, folder):
    figure = at_once(templates, folder, 4, 0.5)
    assert figure.ok, figure
    assert figure.acknowledged >= 10


def test_the_journal_gives_the_tables_whatever_the_clock_says(templates, folder):
    assert jumping(templates, folder, 2, 20).ok


def test_an_action_stays_quick(templates, folder):
    assert latency(templates, folder, 300, 40, most=200).ok


def test_every_verb_has_a_world_to_begin_with(templates):
    assert {path.name for path in templates.iterdir()} >= {verb.template for verb in EVERY}
