"""The program in a pseudo-terminal of its own, with what stands on the screen and what it left there."""

import ctypes
import fcntl
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from tests.faults.screen import Screen

LIMIT = 30.0
"""Seconds that anything may take."""
ROWS, COLUMNS = 40, 120
NOT_OURS = ("OFSTED", "XDG_", "PY", "COLUMNS", "LINES")
"""How the variables begin that the program would heed before its terminal's size and its own folders."""
_ENTER = b"\x1b[?1049h"
_LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""Back to the usual screen, the cursor shown, mouse and bracketed paste off."""
_COUNT = re.compile(r"(\d[\d,]*) annotations?\b")
_DROP_FROM_BOUNDS, _OVERRULE_PERMISSIONS = 24, (1, 2)
"""prctl's PR_CAPBSET_DROP; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


class Stuck(Exception):
    """The program ended, or did not come to what was waited for in time."""


class Line:
    """A pseudo-terminal; several programs may run in it one after the other."""

    def __init__(self) -> None:
        """Open it."""
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (ROWS, COLUMNS))
        self.usual = termios.tcgetattr(self.slave)

    def modes(self) -> list[Any]:
        """Return how the terminal is set."""
        return termios.tcgetattr(self.slave)

    def close(self) -> None:
        """Close both ends, as closing the window of a terminal does."""
        for descriptor in {self.master, self.slave} - {-1}:
            os.close(descriptor)
        self.master = self.slave = -1


class Terminal:
    """The program `python -m ofsted_tui --db FILE` in a terminal; it is killed at the end of the `with`."""

    def __init__(
        self,
        database: Path,
        *arguments: str,
        program: Path,
        home: Path,
        line: Line | None = None,
        is_humble: bool = False,
        **environment: str,
    ) -> None:
        """Start it in the folder `program`; a humble one obeys permissions even where root runs it."""
        self._own = line is None
        self.line = line or Line()
        self.before = self.line.modes()
        self.written = b""
        self.screen = Screen(ROWS, COLUMNS)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ofsted_tui", "--db", str(database), *arguments],
            stdin=self.line.slave,
            stdout=self.line.slave,
            stderr=self.line.slave,
            cwd=program,
            start_new_session=True,
            preexec_fn=_humbly if is_humble else _plainly,
            env=_environment(home) | environment,
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill what still runs."""
        self.process.kill()
        self.process.wait(LIMIT)
        if self._own:
            self.line.close()

    def read(self, seconds: float) -> bool:
        """Take in what is written within the seconds; False where nothing was."""
        if not select.select([self.line.master], [], [], max(0.0, seconds))[0]:
            return False
        some = os.read(self.line.master, 1 << 16)
        self.written += some
        self.screen.feed(some)
        return True

    def listen(self, seconds: float) -> None:
        """Take in all that is written within the seconds."""
        deadline = monotonic() + seconds
        while (rest := deadline - monotonic()) > 0:
            self.read(rest)

    def until(self, is_so: str | Callable[[], bool], limit: float = LIMIT) -> float:
        """Wait until words stand on the screen, or something is so; return the seconds; raise Stuck."""
        words = is_so if isinstance(is_so, str) else ""
        holds = is_so if callable(is_so) else lambda: words in self.screen.words
        begun = monotonic()
        while not holds():
            if monotonic() > begun + limit:
                raise Stuck(f"waited in vain{words and f' for {words}'}: {self.screen.words[-300:]}")
            if not self.read(0.02) and self.has_ended and not holds():
                raise Stuck(f"it ended ({self.process.returncode}): {self.screen.words[-300:]}")
        return monotonic() - begun

    def ready(self) -> None:
        """Wait for the workbench, by way of the start screen where that comes first."""
        self.until(lambda: self.count is not None or "undo deletion" in self.screen.text)
        if self.count is None:
            self.send("\r")
            self.until(lambda: self.count is not None)

    def send(self, keys: str) -> None:
        """Type keys, all at once."""
        os.write(self.line.master, keys.encode())

    def hit(self, number: signal.Signals) -> float:
        """Send a signal, wait for the end and return the seconds that it took; raise Stuck."""
        begun = monotonic()
        self.process.send_signal(number)
        self.ended()
        return monotonic() - begun

    def ended(self, limit: float = LIMIT) -> int:
        """Take in all that is still to come and return the exit code; raise Stuck."""
        deadline = monotonic() + limit
        while self.process.poll() is None:
            if monotonic() > deadline:
                raise Stuck(f"it did not end: {self.screen.words[-300:]}")
            self.read(0.01)
        while self.read(0.0):
            pass
        return self.process.returncode

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, and all that it wrote is taken in."""
        return self.process.poll() is not None and not self.read(0)

    @property
    def count(self) -> int | None:
        """The number of annotations that the screen shows; None where it shows none."""
        found = _COUNT.search(self.screen.text)
        return int(found[1].replace(",", "")) if found else None

    @property
    def status(self) -> str:
        """What the line says of the tag here, or of what went wrong."""
        return re.split(r"\s{3,}", self.screen.lines[ROWS - 2].strip())[0]

    @property
    def is_restored(self) -> bool:
        """Whether the terminal is as it was found: its screen, cursor, mouse, pasting and modes."""
        entered = self.written.rfind(_ENTER)
        is_left = entered < 0 or all(self.written.rfind(sequence) > entered for sequence in _LEFT)
        return is_left and self.line.modes() == self.before

    @property
    def has_traceback(self) -> bool:
        """Whether a traceback was shown."""
        return b"Traceback" in self.written

    @property
    def last_words(self) -> str:
        """What stands on the usual screen after the program has left."""
        after = self.written[self.written.rfind(_LEFT[0]) + 1 :] if _ENTER in self.written else self.written
        plain = Screen(ROWS, 4000)
        plain.feed(after.partition(b"h")[2] if _ENTER in self.written else after)
        return plain.words


def _environment(home: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    return own | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "OFSTED_TUI_REVIEWER": "Rae",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _plainly() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _humbly() -> None:
    _plainly()
    if os.geteuid() == 0 and sys.platform.startswith("linux"):
        for right in _OVERRULE_PERMISSIONS:
            ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, right, 0, 0, 0)
