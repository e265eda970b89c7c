"""What the program remembers."""

import pytest

from ofsted_tui.model.errors import StoreError
from ofsted_tui.store import Store


def test_what_was_never_set(store):
    assert store.settings.get("theme") is None


def test_the_last_value_counts_also_after_closing(tmp_path):
    path = tmp_path / "review.db"
    with Store(path, create=True) as store:
        store.settings.set("theme", "dark")
        store.settings.set("theme", "light “é”")
        store.settings.set("other", "")
    with Store(path) as store:
        assert store.settings.get("theme") == "light “é”"
        assert store.settings.get("other") == ""


def test_it_is_an_action_of_its_own(store):
    with pytest.raises(StoreError), store.action():
        store.settings.set("theme", "dark")
    assert store.settings.get("theme") is None
