"""Exports in the app: off the key path, with a bar when they take longer, stopped without a trace."""

import threading

import pytest
from textual.widgets import Input

from ofsted_tui.export.csv_file import BEGINNING, write_csv
from ofsted_tui.model.errors import UserError
from ofsted_tui.store import Store
from ofsted_tui.tui.screens import export_dialog
from ofsted_tui.tui.screens.dialog import bar_text
from ofsted_tui.tui.screens.export_dialog import ExportDialog, ProgressBar
from tests.workbench_driver import driven, sample_app


@pytest.fixture
def app(tmp_path, clock, codebook):
    with Store(tmp_path / "reviews.db", create=True, clock=clock) as store:
        yield sample_app(store, codebook)


class Held:
    """Holds an export up at its first row until it may go on or is stopped."""

    def __init__(self):
        self.may_go_on = threading.Event()
        self.threads = []
        self.fault = None

    def write_csv(self, store, codebook, path, scope, *, progress):
        def told(*step):
            progress(*step)
            while not self.may_go_on.wait(0.002):
                progress(*step)

        self.threads.append(threading.current_thread())
        if self.fault is not None:
            told("exporting", 0, 0)
            raise self.fault
        return write_csv(store, codebook, path, scope, progress=told)


@pytest.fixture
def held(monkeypatch):
    one = Held()
    monkeypatch.setattr(export_dialog, "write_csv", one.write_csv)
    monkeypatch.setattr(export_dialog, "_MOMENT", 0.0)
    yield one
    one.may_go_on.set()
    for thread in one.threads:
        thread.join(10)
        assert not thread.is_alive()


async def begin(d, path):
    """Tag something and begin to export it."""
    await d.press("1", "e")
    d.app.screen.query_one(Input).value = str(path)
    await d.press("enter")


def bar(d):
    return d.app.screen.query_one(ProgressBar)


def names_in(folder):
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("reviews.db"))


async def test_a_small_one_is_done_at_once_in_another_thread(app, tmp_path, monkeypatch):
    threads = []
    real = export_dialog.write_csv
    monkeypatch.setattr(
        export_dialog,
        "write_csv",
        lambda *a, **n: (threads.append(threading.current_thread()), real(*a, **n))[1],
    )
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.status == f"Wrote 1 annotation to {tmp_path / 'out.csv'}"
    assert threads != [threading.main_thread()]
    assert (tmp_path / "out.csv").read_bytes().startswith(BEGINNING)


async def test_keys_that_follow_at_once_come_after_it(app, tmp_path, monkeypatch):
    monkeypatch.setattr(export_dialog, "_MOMENT", 10.0)
    async with driven(app) as d:
        await d.press("1", "e")
        d.app.screen.query_one(Input).value = str(tmp_path / "out.csv")
        before = len(d.tags())
        await d.press("enter", "j", "2")
        assert d.app.screen is d.bench
        assert len(d.tags()) == before + 1
        assert len((tmp_path / "out.csv").read_bytes().splitlines()) >= 2


async def test_a_longer_one_shows_a_bar_and_then_what_it_wrote(app, tmp_path, held):
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        assert bar(d).display
        assert "0 of 1" in d.screen_text()
        assert "esc stops" in d.screen_text()
        await d.press("j", "2", "enter")
        assert isinstance(d.app.screen, ExportDialog)
        assert len(held.threads) == 1
        assert names_in(tmp_path) != ["out.csv"]
        held.may_go_on.set()
        await d.until(lambda: d.app.screen is d.bench)
        assert d.status.startswith("Wrote 1 annotation to ")
        assert len(d.tags()) == 1
    assert names_in(tmp_path) == ["out.csv"]


async def test_escape_stops_it_and_nothing_is_left(app, tmp_path, held):
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.status == "The export was stopped; nothing was written."
        assert names_in(tmp_path) == []
        await d.press("2")
        assert len(d.tags()) == 2


async def test_one_that_is_stopped_leaves_the_file_before(app, tmp_path, held):
    path = tmp_path / "out.csv"
    path.write_bytes(BEGINNING)
    async with driven(app) as d:
        await begin(d, path)
        await d.press("enter")
        assert bar(d).display
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)
    assert path.read_bytes() == BEGINNING
    assert names_in(tmp_path) == ["out.csv"]


async def test_what_goes_wrong_later_is_said_in_the_dialog(app, tmp_path, held):
    held.fault = UserError("The disk is full.")
    path = tmp_path / "out.csv"
    async with driven(app) as d:
        await begin(d, path)
        held.may_go_on.set()
        await d.until(lambda: "The disk is full." in d.screen_text())
        assert not bar(d).display
        assert d.app.screen.query_one(Input).value == str(path)
        assert d.app.screen.query_one(Input).has_focus
        held.fault = None
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
        assert d.status.startswith("Wrote 1 annotation to ")


async def test_a_fault_of_the_program_leaves_no_dead_dialog(app, tmp_path, held):
    held.fault = RuntimeError("SECRET words")
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        held.may_go_on.set()
        await d.until(lambda: "A fault of the program" in d.screen_text())
        assert "SECRET" not in d.screen_text()
        assert d.app.screen.query_one("#question").display
        await d.press("escape")
        assert d.app.screen is d.bench


@pytest.mark.parametrize("leave", [lambda app: app.stop(143), lambda app: app.exit()])
async def test_leaving_meanwhile_stops_it_and_leaves_nothing(app, tmp_path, held, leave):
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        assert bar(d).display
        leave(app)
    (thread,) = held.threads
    thread.join(10)
    assert not thread.is_alive()
    assert names_in(tmp_path) == []


async def test_the_program_ends_after_it(app, tmp_path, held):
    async with driven(app) as d:
        await begin(d, tmp_path / "out.csv")
        assert not held.threads[0].daemon
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.bench)


@pytest.mark.parametrize(
    ("done", "total", "said"),
    [(0, 0, "0 of 0"), (1, 4, "1 of 4"), (1234, 5678, "1,234 of 5,678"), (9, 8, "9 of 9")],
)
def test_the_bar_in_words(done, total, said):
    text = bar_text(done, total)
    assert text.endswith(f" {said}")
    assert text.index(" ") == 40
    assert text.count("█") == (min(done, total) * 40 // total if total else 0)


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
async def test_the_ending_says_that_a_report_is_wanted(app, tmp_path, ending):
    path = tmp_path / f"report.{ending}"
    async with driven(app) as d:
        await begin(d, path)
        await d.until(path.exists)
        await d.until(lambda: not isinstance(d.app.screen, ExportDialog))
        assert "Wrote 1 annotation" in d.status
        await d.press("e")
        d.app.screen.query_one(Input).value = str(path)
        await d.press("enter")
        assert "again replaces it" in d.screen_text()


@pytest.mark.parametrize("name", ["care", "out.txt", "out.docx", "out.csv.", ".csv"])
async def test_a_name_without_a_known_ending_is_refused_and_nothing_is_written(app, tmp_path, name):
    async with driven(app, size=(200, 40)) as d:
        await begin(d, tmp_path / name)
        assert isinstance(d.app.screen, ExportDialog)
        assert f"{name}: give it the ending .csv, .html, .md or .xlsx." in d.screen_text()
        assert names_in(tmp_path) == []
        d.app.screen.query_one(Input).value = str(tmp_path / "OUT.CSV")
        await d.press("enter")
        await d.until(lambda: d.app.screen is d.bench)
    assert names_in(tmp_path) == ["OUT.CSV"]


async def test_a_report_of_one_document_is_refused(app, tmp_path):
    async with driven(app) as d:
        await d.press("1", "e")
        from textual.widgets import Select

        d.app.screen.query_one(Select).value = 1
        d.app.screen.query_one(Input).value = str(tmp_path / "one.html")
        await d.press("enter")
        assert "covers a session" in d.screen_text()
        assert not (tmp_path / "one.html").exists()
