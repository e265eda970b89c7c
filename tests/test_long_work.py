"""Long work in the store: told of within one statement too, and stopped there."""

import pytest

from ofsted_tui.model.errors import StoppedError, StoreError, silent
from ofsted_tui.store.connection import long_work, was_stopped

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT count(*) FROM n"


def count_for_ever(store, progress):
    with long_work(store.connection, progress) as tell:
        tell("counting", 0, 0)
        store.connection.read(ENDLESS)


def stopping_after(times):
    heard = []

    def tell(*step):
        heard.append(step)
        if len(heard) > times:
            raise StoppedError("stopped")

    return tell, heard


def test_it_is_told_on_while_sqlite_is_at_one_statement(store):
    heard = []
    with long_work(store.connection, lambda *step: heard.append(step)) as tell:
        tell("counting", 0, 7)
        assert store.connection.first(LONG)[0] == 200_000
    assert len(heard) > 2
    assert set(heard) == {("counting", 0, 7)}


def test_what_is_told_ends_the_statement(store):
    tell_on, heard = stopping_after(5)
    with pytest.raises(StoppedError):
        count_for_ever(store, tell_on)
    assert len(heard) == 6


def test_ctrl_c_ends_the_statement(store):
    def interrupt(*_step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), long_work(store.connection, interrupt):
        store.connection.read(ENDLESS)


def test_an_interrupt_that_python_keeps_to_itself_is_ctrl_c(store):
    def tell(*_step):
        store.connection.raw.set_progress_handler(lambda: True, 1000)

    with pytest.raises(KeyboardInterrupt):
        count_for_ever(store, tell)


def test_an_action_that_is_stopped_is_taken_back(store):
    def work(progress):
        with long_work(store.connection, progress), store.action():
            store.connection.write("INSERT INTO settings VALUES ('left', 'behind')")
            store.connection.read(ENDLESS)

    tell_on, _ = stopping_after(0)
    with pytest.raises(StoppedError):
        work(tell_on)
    assert store.settings.get("left") is None
    assert not store.connection.raw.in_transaction


def test_afterwards_nobody_is_told(store):
    tell_on, heard = stopping_after(0)
    with long_work(store.connection, tell_on):
        pass
    store.connection.read(LONG)
    assert heard == []


def test_other_faults_stay_what_they_are(store):
    with pytest.raises(StoreError, match="no such table") as raised, long_work(store.connection, silent):
        store.connection.read("SELECT 1 FROM no_table")
    assert not was_stopped(raised.value)


def test_a_snapshot_is_one_transaction_and_leaves_none(store):
    with store.connection.snapshot():
        assert store.connection.raw.in_transaction
    assert not store.connection.raw.in_transaction
    with pytest.raises(ZeroDivisionError), store.connection.snapshot():
        _ = 1 / 0
    assert not store.connection.raw.in_transaction


def test_a_moment_within_an_action_leaves_the_action_alone(store):
    with store.action():
        with store.connection.snapshot():
            pass
        store.connection.write("INSERT INTO settings VALUES ('kept', 'yes')")
    assert store.settings.get("kept") == "yes"
