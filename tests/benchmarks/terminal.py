"""A program in a pseudo-terminal of its own, with the times at which it draws."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 40, 120
LIMIT = 60.0
"""Seconds that anything may take."""
QUIET = 0.03
"""Seconds of silence after a frame: then its last byte was the last of the answer."""
_FRAME_END = b"\x1b[?2026l"
_ASKS_FOR_FRAMES = b"\x1b[?2026$p"
_HAS_FRAMES = b"\x1b[?2026;2$y"
_AT = re.compile(rb"\x1b\[(\d+);\d+H")
_LEFT_OUT = ("OFSTED", "PYTHON", "COLUMNS", "LINES", "TEXTUAL", "NO_COLOR")
"""How the variables begin that would make one run differ from another."""


class StuckError(Exception):
    """The program ended, or did not draw in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program drew for a key."""

    seconds: float
    """From the key written to the last byte read."""
    rows: int
    """How many rows of the screen it drew."""
    drawn: bytes


class Terminal:
    """A Python program in a terminal of 120 by 40; it is killed at the end of the `with`."""

    def __init__(self, arguments: Sequence[str | Path], keys: bytes = b"", **variables: str) -> None:
        """Start `python ARGUMENTS`, with keys that are typed before it can read them."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **variables}
        self.begun = perf_counter()
        self.process, self._master = pty.fork()
        if not self.process:
            os.execve(sys.executable, [sys.executable, *map(str, arguments)], environment)
        self._set_size(ROWS, COLUMNS)
        self.drawn = bytearray()
        if keys:
            self.write(keys)

    def _set_size(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def write(self, keys: bytes) -> None:
        """Write keys to the program."""
        os.write(self._master, keys)

    def _read(self, seconds: float) -> bytes | None:
        """Return what comes within the time, nothing, or None where the program has ended."""
        if not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return b""
        try:
            found = os.read(self._master, 1 << 16)
        except OSError:
            return None
        if _ASKS_FOR_FRAMES in found:
            self.write(_HAS_FRAMES)
        self.drawn += found
        return found

    def until(self, wanted: bytes, since: int = 0) -> float:
        """Return when the end of the frame with these words was read, in seconds since the start."""
        deadline = perf_counter() + LIMIT
        while True:
            at = self.drawn.find(wanted, since)
            if at >= 0 and self.drawn.find(_FRAME_END, at) >= 0:
                return perf_counter() - self.begun
            if self._read(deadline - perf_counter()) is None or perf_counter() > deadline:
                raise StuckError(f"{wanted!r} did not come: {bytes(self.drawn[-300:])!r}")

    def rest(self, quiet: float = QUIET) -> float:
        """Read until nothing comes for so long; return when the last byte came, since the start."""
        last = perf_counter()
        while self._read(quiet):
            last = perf_counter()
        return last - self.begun

    def frame(self, since: int) -> None:
        """Read until a frame ends."""
        deadline = monotonic() + LIMIT
        while self.drawn.find(_FRAME_END, since) < 0:
            if self._read(deadline - monotonic()) is None or monotonic() > deadline:
                raise StuckError(f"nothing was drawn: {bytes(self.drawn[-300:])!r}")

    def press(self, key: bytes) -> Answer:
        """Type a key and return what was drawn for it; raise StuckError."""
        since, begun = len(self.drawn), perf_counter()
        self.write(key)
        self.frame(since)
        last = perf_counter()
        while self._read(QUIET):
            last = perf_counter()
        drawn = bytes(self.drawn[since:])
        return Answer(last - begun, rows_in(drawn), drawn)

    def resize(self, rows: int, columns: int) -> float:
        """Give the terminal another size; return the seconds until the first frame that fills it."""
        self.rest()
        since, begun = len(self.drawn), perf_counter()
        self._set_size(rows, columns)
        self.frame(since)
        return perf_counter() - begun

    def memory(self) -> float:
        """Return the resident memory in MB; 0 where the system does not tell."""
        return memory_of(self.process, "VmRSS")

    def processor(self) -> float:
        """Return the seconds of processor time that were used; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        """Return the running program."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._master)


def rows_in(drawn: bytes) -> int:
    """Count the rows that an answer drew; all of them where it drew the screen as a whole.

    The last move is that of the cursor, after all is drawn.
    """
    rows = {int(row) for row in _AT.findall(drawn)[:-1]}
    return ROWS if drawn.count(b"\r\n") > ROWS // 2 else len(rows)


def memory_of(process: int, which: str) -> float:
    """Return the memory of a process in MB: resident now (VmRSS), at most (VmHWM); 0 where nobody tells."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(status.split(f"{which}:")[1].split()[0]) / 1024
