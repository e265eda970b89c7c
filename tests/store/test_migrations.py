"""From nothing, or from the version before, to the shape of this one, whatever happens on the way."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from ofsted_tui.importing.opening import begin
from ofsted_tui.model.errors import StoppedError, StoreError
from ofsted_tui.model.passage import Passage
from ofsted_tui.review import Review
from ofsted_tui.store import Store, migrations
from ofsted_tui.store import store as store_module
from ofsted_tui.store.backups import Backups
from ofsted_tui.store.integrity import check
from ofsted_tui.store.restore import restore
from ofsted_tui.store.schema import UNRELEASED_APPLICATION_ID, VERSION
from tests.next_version import NEXT, add_a_column, schema_of, use_next_version


@pytest.fixture
def path(tmp_path, codebook):
    """A file of this version with one tag in it."""
    path = tmp_path / "review.db"
    with Store(path, create=True) as store:
        review = Review(store, codebook, begin(store, codebook, "Rae"))
        review.tag(Passage(0, 50), codebook.area("leaders"))
    return path


def colours(path):
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute("SELECT colour FROM annotations").fetchall()


def content(path):
    with closing(sqlite3.connect(path)) as plain:
        return list(plain.iterdump())


# A new file


def test_opening_again_changes_nothing(tmp_path):
    path = tmp_path / "review.db"
    Store(path, create=True).close()
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def test_a_new_file_is_made_without_the_library_that_migrates(tmp_path):
    code = (
        "import sys; from pathlib import Path; from ofsted_tui.store import Store;"
        f" Store(Path({str(tmp_path / 'review.db')!r}), create=True).close();"
        " print('sqlite_utils' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n", done.stderr


def kept_at_each_statement(path, states, monkeypatch):
    """Keep a copy of the file before each statement that changes the schema; return the copies."""
    real, seen = store_module._change_schema, []

    def keep_a_copy(_sql):
        copy = states / f"{len(seen)}.db"
        shutil.copy(path, copy)
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists():
            shutil.copy(journal, states / f"{copy.name}-journal")
        seen.append(copy)

    def watched(connection, version):
        connection.raw.set_trace_callback(keep_a_copy)
        real(connection, version)

    monkeypatch.setattr(store_module, "_change_schema", watched)
    with Store(path, create=True) as store:
        store.connection.raw.set_trace_callback(None)
    monkeypatch.setattr(store_module, "_change_schema", real)
    return seen


def test_killed_at_any_statement_the_file_is_empty_or_whole(tmp_path, monkeypatch):
    path, states = tmp_path / "review.db", tmp_path / "states"
    states.mkdir()
    seen = kept_at_each_statement(path, states, monkeypatch)
    whole = schema_of(path)
    assert whole[0] == VERSION
    found = [schema_of(copy) for copy in seen]
    assert len(found) > 20
    assert all(one in ((0, []), whole) for one in found)
    Store(seen[len(seen) // 2], create=True).close()
    assert schema_of(seen[len(seen) // 2]) == whole


# A file of the version before


def test_a_file_of_the_version_before_is_upgraded_and_keeps_everything(path, monkeypatch, clock):
    use_next_version(monkeypatch)
    with Store(path, clock=clock) as store:
        (row,) = store.connection.read("SELECT colour, area FROM annotations")
        assert tuple(row) == ("red", "leaders")
        assert store.connection.read("PRAGMA foreign_key_check") == []
        assert store.connection.read("PRAGMA foreign_keys")[0][0] == 1
    assert schema_of(path)[0] == NEXT
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def test_the_file_is_backed_up_before_that(path, monkeypatch, clock):
    before = content(path)
    use_next_version(monkeypatch)
    Store(path, clock=clock).close()
    assert content(path) != before
    (made,) = Backups(path, clock).list()
    assert made.why == f"before the upgrade to version {NEXT}"
    assert content(made.path) == before


def test_this_version_is_the_same_however_it_came_about(path, tmp_path, monkeypatch):
    use_next_version(monkeypatch)
    Store(path).close()
    Store(tmp_path / "new.db", create=True).close()
    assert schema_of(path) == schema_of(tmp_path / "new.db")
    Store(tmp_path / "new.db").close()


def test_several_changes_are_one_transaction_that_is_taken_back_whole(path, monkeypatch):
    before = schema_of(path)

    def fail_half_way(database):
        database.execute("CREATE TABLE half (id TEXT) STRICT")
        raise RuntimeError

    with monkeypatch.context() as patched:
        use_next_version(patched)
        migrations.migrations()(fail_half_way)
        with pytest.raises(RuntimeError):
            Store(path)
    assert schema_of(path) == before
    use_next_version(monkeypatch)
    Store(path).close()
    assert colours(path) == [("red",)]


def test_what_an_upgrade_leaves_is_looked_through(path, monkeypatch):
    def spoil(database):
        database.execute("UPDATE reviewers SET name = ''")
        database.execute("UPDATE sessions SET opened_at = 'never'")

    before = schema_of(path)
    use_next_version(monkeypatch, spoil)
    with pytest.raises(StoreError, match="hold values that cannot be"):
        Store(path)
    assert schema_of(path) == before


def test_killed_at_any_statement_of_an_upgrade_the_file_is_as_before_or_after(path, tmp_path, monkeypatch):
    before, states = schema_of(path), tmp_path / "states"
    states.mkdir()
    use_next_version(monkeypatch)
    seen = kept_at_each_statement(path, states, monkeypatch)
    assert len(seen) > 5
    assert all(schema_of(copy) in (before, schema_of(path)) for copy in seen)
    Store(seen[len(seen) // 2]).close()
    assert colours(seen[len(seen) // 2]) == [("red",)]


def test_an_upgrade_tells_what_it_does(path, monkeypatch):
    use_next_version(monkeypatch)
    heard = []
    Store(path, progress=lambda *step: heard.append(step)).close()
    assert "upgrading the database: keeping a copy of it first" in [what for what, _, _ in heard]
    assert heard[-1][1] == heard[-1][2] > 0
    heard.clear()
    Store(path, progress=lambda *step: heard.append(step)).close()
    assert heard == []


@pytest.mark.parametrize("error", [StoppedError("stopped"), KeyboardInterrupt()])
def test_an_upgrade_that_is_stopped_anywhere_is_taken_back_and_done_the_next_time(path, error, monkeypatch):
    monkeypatch.setattr("ofsted_tui.store.connection._STEPS", 400)
    use_next_version(monkeypatch)
    before, steps, stopped = schema_of(path), 0, 0

    def stop(_what, done, of):
        nonlocal steps
        steps += 1
        if steps > stopped and not 0 < of <= done:
            raise error

    while stopped < 500:
        steps = 0
        try:
            Store(path, progress=stop).close()
        except type(error):
            stopped += 1
            assert schema_of(path) == before
            assert not path.with_name("review.db-journal").exists()
        else:
            break
    assert 5 < stopped < 500
    assert schema_of(path)[0] == NEXT
    assert colours(path) == [("red",)]


# A file of another version


def assert_refused(path, match):
    before = path.read_bytes()
    with pytest.raises(StoreError, match=match) as caught:
        Store(path, create=True)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_of_the_next_version_is_refused_and_left_as_it_is(path, monkeypatch):
    with monkeypatch.context() as later:
        use_next_version(later, add_a_column)
        Store(path).close()
    shutil.rmtree(path.with_name("review.db.backups"))
    assert_refused(path, "newer ofsted-tui")


@pytest.mark.parametrize("version", [1, 4])
def test_a_file_from_before_the_first_release_is_refused_in_words_that_say_so(path, version):
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute(f"PRAGMA application_id={UNRELEASED_APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version={version}")
    said = r"before its first release.* Export it as CSV with the program that made it"
    assert_refused(path, said)
    with pytest.raises(StoreError, match=said):
        check(path)
    with pytest.raises(StoreError, match=said):
        restore(path.with_name("other.db"), path)
