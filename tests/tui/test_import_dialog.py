"""Tests of ofsted_tui/tui/screens/import_dialog.py."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from ofsted_tui.importing import batch
from ofsted_tui.importing.batch import Imported, ImportOutcome, ImportSummary
from ofsted_tui.importing.opening import begin
from ofsted_tui.model.document import DocumentDetails
from ofsted_tui.reading import READING
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp, opened
from ofsted_tui.tui.screens.dialog import VersionDialog
from ofsted_tui.tui.screens.import_dialog import (
    FOLDER,
    FileTree,
    ImportDialog,
    ImportProgress,
    completion,
    names_in,
    start_folder,
    summary_text,
)
from ofsted_tui.tui.screens.start_screen import StartScreen
from ofsted_tui.tui.screens.workbench import Workbench
from tests.folders import sample_text
from tests.workbench_driver import driven, sample_app


@pytest.fixture
def folder(tmp_path):
    """A folder with two documents, one in a folder below it, and files that are not offered."""
    home = tmp_path / "reports"
    (home / "below").mkdir(parents=True)
    (home / "a.txt").write_text("The words of the first letter.")
    (home / "b.md").write_text("The words of the second letter.")
    (home / "below" / "c.txt").write_text("The words of the third letter.")
    (home / "picture.png").write_bytes(b"PNG")
    (home / ".hidden.txt").write_text("Hidden words.")
    (home / "~$lock.docx").write_bytes(b"")
    return home


@pytest.fixture
def app(store, codebook, folder):
    store.settings.set(FOLDER, str(folder))
    return sample_app(store, codebook)


async def open_picker(driver):
    await driver.press("I")
    assert isinstance(driver.app.screen, ImportDialog)
    tree = driver.app.screen.query_one(FileTree)
    await driver.until(lambda: tree.root.children)
    return tree


async def to_the_end(driver):
    """Wait until all files are imported and the summary is shown."""
    await driver.until(lambda: isinstance(driver.app.screen, ImportProgress) and driver.app.screen.is_done)


def shown(tree) -> list[str]:
    return [str(node.label) for node in tree.root.children]


def titles(driver) -> set[str]:
    known = {one.id: one.title for one in driver.review.store.documents.all()}
    return {known[one] for one in driver.review.session.document_ids}


async def test_the_tree_shows_folders_and_documents_only(app, folder):
    async with driven(app) as d:
        tree = await open_picker(d)
        assert shown(tree) == ["below", "a.txt", "b.md"]
        assert str(folder) in d.screen_text()


async def test_a_single_file_is_opened(app):
    async with driven(app) as d:
        await open_picker(d)
        await d.press("down", "down", "enter")
        await to_the_end(d)
        assert "1 imported" in d.screen_text()
        await d.press("enter")
        assert d.review.document.title == "a"
        assert d.review.document.text == "The words of the first letter."
        assert d.status == "1 imported"
        assert d.app.focused is d.pane


async def test_marked_files_join_the_session_and_the_open_document_stays(app):
    async with driven(app) as d:
        before = d.review.document.id
        tree = await open_picker(d)
        await d.press("down", "down", "space", "space")
        assert [path.name for path in tree.marked] == ["a.txt", "b.md"]
        assert "2 marked" in d.screen_text()
        assert "✓" in d.screen_text()
        await d.press("enter")
        await to_the_end(d)
        await d.press("enter")
        assert d.review.document.id == before
        assert {"a", "b"} <= titles(d)
        await d.press("j", "1")
        assert len(d.tags()) == 1


async def test_a_file_that_seems_to_be_a_new_version_is_offered_as_one(app, folder, store):
    (folder / "anew.txt").write_text(sample_text("001") + "\n\nA page that is new here.\n", encoding="utf-8")
    async with driven(app) as d:
        former = d.review.document.id
        await open_picker(d)
        await d.press("down", "down", "down", "enter")
        await to_the_end(d)
        await d.press("enter")
        assert isinstance(d.app.screen, VersionDialog)
        assert "anew.txt" in d.screen_text()
        await d.press("n")
        assert d.app.screen is d.bench
        assert d.review.document.text.endswith("A page that is new here.\n")
        assert store.documents.replacing(former) == []


async def test_space_again_takes_the_mark_away(app):
    async with driven(app) as d:
        tree = await open_picker(d)
        await d.press("down", "down", "space", "up", "space")
        assert not tree.marked
        assert "marked" not in d.screen_text()


async def test_a_folder_under_the_cursor(app):
    async with driven(app) as d:
        await open_picker(d)
        await d.press("down", "enter")
        await to_the_end(d)
        await d.press("enter")
        assert d.review.document.title == "c"


async def test_the_topmost_folder_only_when_asked_twice(app):
    async with driven(app) as d:
        await open_picker(d)
        await d.press("enter")
        assert isinstance(d.app.screen, ImportDialog)
        assert "Enter again imports every document" in d.screen_text()
        await d.press("enter")
        await to_the_end(d)
        assert "3 imported" in d.screen_text()


async def test_moving_on_forgets_the_first_enter(app):
    async with driven(app) as d:
        await open_picker(d)
        await d.press("enter", "down", "up", "enter")
        assert isinstance(d.app.screen, ImportDialog)


async def test_folders_open_close_and_lead_up(app, folder):
    async with driven(app) as d:
        tree = await open_picker(d)
        await d.press("down", "right")
        await d.until(lambda: tree.root.children[0].children)
        await d.press("right")
        assert tree.here == folder / "below" / "c.txt"
        await d.press("left", "left")
        assert tree.here == folder / "below"
        assert not tree.cursor_node.is_expanded
        await d.press("left", "left")
        await d.until(lambda: tree.path == folder.parent and tree.root.children)
        assert "reports" in shown(tree)


async def test_typing_in_the_tree_goes_to_the_line(app, folder):
    async with driven(app) as d:
        await open_picker(d)
        await d.press(*str(folder / "b.md"))
        assert d.app.screen.query_one(Input).value == str(folder / "b.md")
        await d.press("enter")
        await to_the_end(d)
        await d.press("enter")
        assert d.review.document.title == "b"


async def test_tab_takes_the_completion(app, folder):
    async with driven(app) as d:
        await open_picker(d)
        line = d.app.screen.query_one(Input)
        await d.press(*str(folder / "bel"))
        await d.until(lambda: line._suggestion)
        await d.press("tab")
        assert line.value == str(folder / "below") + os.sep
        await d.press("down")
        assert isinstance(d.app.focused, FileTree)


async def test_a_pattern_that_is_typed(app, folder):
    async with driven(app) as d:
        await open_picker(d)
        await d.press(*str(folder / "*.txt"), "enter")
        await to_the_end(d)
        assert "1 imported" in d.screen_text()


async def test_a_name_without_a_file_keeps_the_dialog(app):
    async with driven(app) as d:
        await open_picker(d)
        await d.press(*"/no/such/thing", "enter")
        assert isinstance(d.app.screen, ImportDialog)
        assert "/no/such/thing does not exist" in d.screen_text()
        await d.press("escape")
        assert isinstance(d.app.screen, Workbench)


async def test_a_pattern_without_files_is_refused_in_the_summary(app, folder, monkeypatch):
    monkeypatch.chdir(folder)
    async with driven(app) as d:
        await open_picker(d)
        await d.press(*"*.doc", "enter")
        await to_the_end(d)
        assert "1 refused" in d.screen_text()
        assert "matches no file" in d.screen_text()
        await d.press("escape")
        assert isinstance(d.app.screen, Workbench)


async def test_refused_files_and_why(app, folder):
    (folder / "bad.pdf").write_bytes(b"no PDF at all")
    async with driven(app, (160, 50)) as d:
        await open_picker(d)
        await d.press("enter", "enter")
        await to_the_end(d)
        text = d.screen_text()
        assert "3 imported, 1 refused" in text
        assert "bad.pdf is named .pdf but is no PDF" in text
        await d.press("enter")
        assert isinstance(d.app.screen, Workbench)


async def test_the_same_file_again_is_there_already_and_opened(app):
    async with driven(app) as d:
        for words in ("1 imported", "1 already there"):
            await open_picker(d)
            await d.press("down", "down", "enter")
            await to_the_end(d)
            assert words in d.screen_text()
            await d.press("enter", "o", *"inspection", "enter")


async def test_the_folder_is_remembered(app, folder, store):
    async with driven(app) as d:
        tree = await open_picker(d)
        await d.press("left")
        await d.until(lambda: tree.path == folder.parent and tree.root.children)
        await d.press(*str(folder / "below" / "c.txt"), "enter")
        await to_the_end(d)
    assert start_folder(store) == folder / "below"


def test_opening_reads_again_what_an_older_reading_has_read(store, codebook):
    begin(store, codebook, "Rae")
    with store.action():
        store.connection.write("UPDATE documents SET reading = 0")
    opened(store, None)
    assert store.documents.read_before(READING) == []


def test_the_first_folder(store, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert start_folder(store) == tmp_path
    (tmp_path / "Documents").mkdir()
    assert start_folder(store) == tmp_path / "Documents"
    store.settings.set(FOLDER, str(tmp_path / "gone"))
    assert start_folder(store) == tmp_path / "Documents"


async def test_escape_stops_and_keeps_what_is_done(app, folder, monkeypatch):
    real, reached, go_on = batch.prepare, threading.Event(), threading.Event()

    def slow(codebook, path, *more):
        if path.name == "b.md":
            reached.set()
            go_on.wait(30)
        return real(codebook, path, *more)

    monkeypatch.setattr(batch, "prepare", slow)
    async with driven(app) as d:
        await open_picker(d)
        await d.press("down", "down", "space", "space", "enter")
        await d.until(reached.is_set)
        assert "b.md" in d.screen_text()
        assert "1 of 2" in d.screen_text()
        await d.press("escape")
        await to_the_end(d)
        go_on.set()
        assert "Stopped: 1 of 2 files were not looked at" in d.screen_text()
        await d.press("escape")
        assert isinstance(d.app.screen, Workbench)
        assert "a" in titles(d)
        assert "b" not in titles(d)


async def test_quitting_while_a_file_is_read(app, folder, monkeypatch, store):
    reached, go_on = threading.Event(), threading.Event()

    def slow(*arguments):
        reached.set()
        go_on.wait(30)

    monkeypatch.setattr(batch, "prepare", slow)
    async with driven(app) as d:
        await open_picker(d)
        await d.press("down", "down", "enter")
        await d.until(reached.is_set)
        await d.press("ctrl+q")
    go_on.set()
    assert not app.fault
    assert len(store.documents.all()) == 5


async def test_a_fault_of_the_program_is_one_refusal(app, monkeypatch):
    def fail(*arguments):
        raise MemoryError

    monkeypatch.setattr(batch, "prepare", fail)
    async with driven(app) as d:
        await open_picker(d)
        await d.press("down", "down", "enter")
        await to_the_end(d)
        assert "a fault of the program (MemoryError)" in d.screen_text()
        await d.press("enter")
        assert isinstance(d.app.screen, Workbench)


async def test_a_database_that_is_locked_is_waited_for(tmp_path, codebook, folder):
    with Store(tmp_path / "r.db", create=True) as store:
        store.settings.set(FOLDER, str(folder))
        async with driven(sample_app(store, codebook)) as d:
            await open_picker(d)
            store.connection.set_busy_seconds(0.01)
            other = sqlite3.connect(store.path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            await d.press("down", "down", "enter")
            await d.until(lambda: isinstance(d.app.screen, ImportProgress))
            assert not d.app.screen.is_done
            other.execute("ROLLBACK")
            other.close()
            await to_the_end(d)
            assert "1 imported" in d.screen_text()


async def test_from_the_start_screen_files_are_only_imported(app, store, codebook):
    async with driven(WorkbenchApp(store, codebook)) as d:
        await open_picker(d)
        await d.press("down", "down", "enter")
        await to_the_end(d)
        await d.press("enter")
        assert isinstance(d.app.screen, StartScreen)
        assert d.status.startswith("1 imported")
        assert len(store.documents.all()) == 6
        assert len(store.sessions.all()[0].document_ids) == 5


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
async def test_hostile_names_are_shown_as_they_are(app, folder):
    hostile = "[red]x[/nope]\x1b]52;c;Y3VybA==\x07\u202e\nb.txt"
    (folder / hostile.replace("/", "")).write_text("Some words.")
    (folder / "[@click=app.quit]z.pdf").write_bytes(b"no PDF")
    async with driven(app, (120, 50)) as d:
        await open_picker(d)
        for keys in ((), ("enter", "enter")):
            await d.press(*keys)
            if keys:
                await to_the_end(d)
            assert "\x1b" not in d.screen_text()
            assert "\u202e" not in d.screen_text()
            assert "[@click=app.quit]z.pdf" in d.screen_text()
            assert "[red]x[nope]␛]52;c;Y3VybA==␇�" in d.screen_text()
        await d.press("enter")
        assert isinstance(d.app.screen, Workbench)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_way_to_close_is_on_the_screen(app, size):
    async with driven(app, size) as d:
        await open_picker(d)
        assert "enter imports" in d.screen_text()
        await d.press("enter", "enter")
        await to_the_end(d)
        assert "enter closes" in d.screen_text()


async def test_a_click_marks_a_file_and_imports_nothing(app, folder):
    async with driven(app) as d:
        tree = await open_picker(d)
        await d.pilot.click(FileTree, offset=(10, 2))
        assert [path.name for path in tree.marked] == ["a.txt"]
        await d.pilot.click(FileTree, offset=(10, 1))
        await d.until(lambda: tree.root.children[0].is_expanded)
        assert isinstance(d.app.screen, ImportDialog)


@pytest.mark.skipif(os.name == "nt", reason="a shell parts a line in another way there")
def test_names_that_a_terminal_drops(tmp_path):
    for name in ("one two.pdf", "three.pdf"):
        (tmp_path / name).write_bytes(b"")
    one, three = tmp_path / "one two.pdf", tmp_path / "three.pdf"
    assert names_in(str(one)) == [str(one)]
    assert names_in(f"'{one}' {three} ") == [str(one), str(three)]
    assert names_in(str(one).replace(" ", "\\ ")) == [str(one)]
    assert names_in(f"{one} {three}.no") == []
    assert names_in("'unfinished") == []
    assert names_in("*.pdf") == ["*.pdf"]


def test_completion(folder):
    assert completion(str(folder / "a")) == str(folder / "a.txt")
    assert completion(str(folder / "be")) == str(folder / "below") + os.sep
    assert completion(str(folder / "below")) == str(folder / "below") + os.sep
    for typed in ("", "pic", "none", "."):
        assert completion(str(folder) + os.sep + typed) is None
    assert completion(str(folder / "none" / "a")) is None
    assert completion("~nobody-of-that-name/x") is None
    assert completion("\0") is None


def details(name: str, **more) -> DocumentDetails:
    return DocumentDetails(name, name, "Letter", 9, source=f"{name}.txt", **more)


def lines_of(imported: Imported) -> list[str]:
    return summary_text(ImportSummary([ImportOutcome(Path("later.txt"), imported)])).plain.splitlines()


def test_what_seems_to_be_a_new_version_is_told_with_the_way_to_place_its_tags():
    (line,) = [
        line
        for line in lines_of(Imported(details("later"), True, "utf-8", former=details("former")))
        if line.startswith("later.txt: Letter")
    ]
    assert "seems to be a new version of former.txt: P in a session can place its tags" in line


def test_what_was_said_to_be_a_new_version_is_not_asked_for_again():
    known = Imported(details("later", replaces="former"), True, "utf-8", former=details("former"))
    assert "seems to be" not in "\n".join(lines_of(known))


def test_a_refusal_names_the_file_without_its_folder():
    refused = ImportOutcome(Path("/far/away/bad.pdf"), None, "/far/away/bad.pdf: is no PDF.")
    assert "bad.pdf: is no PDF." in summary_text(ImportSummary([refused])).plain.splitlines()
