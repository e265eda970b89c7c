"""Work in a thread, and what is handed back from it."""

import asyncio
import threading

import pytest

from ofsted_tui.tui.background import in_background


async def test_what_it_returns_and_raises_is_handed_back():
    assert await in_background(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await in_background(lambda: 1 // 0)


async def test_it_runs_in_another_thread():
    assert await in_background(threading.current_thread) is not threading.current_thread()


@pytest.mark.parametrize("may_be_dropped", [True, False])
async def test_the_program_waits_only_for_what_may_not_be_dropped(may_be_dropped):
    thread = await in_background(threading.current_thread, may_be_dropped=may_be_dropped)
    assert thread.daemon == may_be_dropped


async def test_a_future_that_was_given_up_takes_nothing_more():
    go_on = threading.Event()
    future = in_background(lambda: go_on.wait(10))
    future.set_result(False)
    go_on.set()
    await asyncio.sleep(0)
    assert await future is False
