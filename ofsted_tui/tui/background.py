"""Work in a thread that the program need not wait for when it ends."""

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def in_background(work: Callable[[], Result], *, may_be_dropped: bool = True) -> "asyncio.Future[Result]":
    """Run `work` in a thread of its own and return a future of what it returns or raises.

    The future may be given another result meanwhile: then what comes of the work is dropped. Unlike the
    threads of asyncio, this one never keeps the program from ending; work that would leave something
    half-done behind may not be dropped: the program ends after it, so it has to be told to stop.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            failure = error if isinstance(error, Exception) else RuntimeError("the thread was ended")
            _hand_over(loop, lambda: None if future.done() else future.set_exception(failure))
        else:
            _hand_over(loop, lambda: None if future.done() else future.set_result(result))

    Thread(target=run, daemon=may_be_dropped).start()
    return future


def _hand_over(loop: asyncio.AbstractEventLoop, tell: Callable[[], None]) -> None:
    try:
        loop.call_soon_threadsafe(tell)
    except RuntimeError:  # the program has ended, nobody waits
        return
