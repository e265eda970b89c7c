"""Several looks at one state of a file that another program writes to."""

import pytest

from ofsted_tui.model.errors import StoreBusyError
from ofsted_tui.store import Store


@pytest.fixture
def path(tmp_path):
    Store(tmp_path / "reviews.db", create=True).close()
    return tmp_path / "reviews.db"


def test_what_another_program_commits_waits_until_then(path):
    with Store(path, busy_seconds=0) as store, Store(path, busy_seconds=0) as other:
        with store.connection.snapshot():
            assert store.settings.get("theme") is None
            with pytest.raises(StoreBusyError):
                other.settings.set("theme", "dark")
            assert store.settings.get("theme") is None
        other.settings.set("theme", "light")
        assert store.settings.get("theme") == "light"


def test_inside_an_action_it_is_so_already(path):
    with Store(path) as store:
        with store.action(), store.connection.snapshot():
            assert store.connection.raw.in_transaction
        assert not store.connection.raw.in_transaction


def test_an_error_inside_ends_it(path):
    with Store(path) as store:
        with pytest.raises(KeyError), store.connection.snapshot():
            raise KeyError
        assert not store.connection.raw.in_transaction
        store.settings.set("theme", "dark")
