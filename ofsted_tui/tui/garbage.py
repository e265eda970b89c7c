"""When garbage is collected: between keys, for to look for it may take as long as to answer one."""

import asyncio
import gc

_PAUSE = 0.02
"""Seconds without a key until the young objects are looked through."""
_PAUSES_A_FULL_LOOK = 100
_YOUNG_AT_MOST = 20_000
"""Objects after which Python looks whatever comes: keys without a pause, or a long work, make garbage too."""


class Garbage:
    """Collected when no key has come for a moment."""

    def __init__(self) -> None:
        """Begin with the look for garbage left to Python, or to whoever has disabled it."""
        self._is_ours = False
        self._pauses = 0
        self._later: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Collect what the start has left; what is alive now stays, and is not looked through again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(_YOUNG_AT_MOST, *gc.get_threshold()[1:])
        gc.enable()
        self._is_ours = True

    def key_begins(self) -> None:
        """Wait until this key is done."""
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def key_done(self) -> None:
        """Collect soon, unless another key comes."""
        if self._is_ours:
            self.key_begins()
            self._later = asyncio.get_running_loop().call_later(_PAUSE, self._collect)

    def _collect(self) -> None:
        self._later = None
        self._pauses += 1
        gc.collect(2 if self._pauses % _PAUSES_A_FULL_LOOK == 0 else 1)
