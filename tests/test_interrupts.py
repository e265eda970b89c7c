"""A Ctrl+C while the program starts is never lost."""

import signal
import weakref

import pytest

from ofsted_tui.cli.start import remembered_interrupts


@pytest.fixture(autouse=True)
def _default_handler():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Kept:
    pass


def lose_an_interrupt() -> None:
    """Press Ctrl+C in a callback of a weak reference, where Python drops what is raised."""
    kept = Kept()
    watched = weakref.ref(kept, lambda _dead: signal.raise_signal(signal.SIGINT))
    del kept
    assert watched() is None


def test_one_is_raised_at_once():
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        signal.raise_signal(signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_that_python_lost_ends_the_start():
    with remembered_interrupts() as interrupts:
        lose_an_interrupt()
        with pytest.raises(KeyboardInterrupt):
            interrupts.end()


def turn_an_interrupt_into_another_error() -> None:
    """Press Ctrl+C where Python 3.11 wraps what is raised."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as error:
        raise RuntimeError("Error calling __set_name__") from error


def test_one_that_came_out_as_another_error_is_one_still():
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        turn_an_interrupt_into_another_error()


def test_other_errors_stay_what_they_are():
    with pytest.raises(RuntimeError, match="broken"), remembered_interrupts():
        raise RuntimeError("broken")


def test_none_has_come():
    with remembered_interrupts() as interrupts:
        interrupts.end()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_ctrl_c_is_ignored_it_stays_so():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with remembered_interrupts() as interrupts:
        signal.raise_signal(signal.SIGINT)
        interrupts.end()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_a_handler_that_took_over_meanwhile_stays():
    held = []
    with remembered_interrupts() as interrupts:
        signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))
        interrupts.end()
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    assert held == [signal.SIGINT] * 2
