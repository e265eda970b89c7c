"""Run the program in a terminal of its own, and tell what it wrote there that only it may write."""

import os
import re
import select
import subprocess
import sys
from time import monotonic

import pytest

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

LIMIT = 20.0
"""Seconds that anything may take."""
LEFT = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")
"""Back to the usual screen, the cursor shown, mouse and bracketed paste off."""
TITLE = b"Inspection of Portsmouth City Council"
SHORT = "\x1b]52;c;Y3VybA==\x07\x9b31m\u202e[/nope]"
OURS = re.compile(r"\x1b\[(?:[0-9;]*m|\d+;\d+H|\?\d+[hl]|\?\d+\$p|>\d+u|<u|\?u)|\x1b\]22;\w+\x07")
"""Colours, cursor positions, modes and questions about them, the shape of the pointer."""


class Terminal:
    """A program in a terminal of its own; whatever it asks the terminal, nothing answers."""

    def __init__(self, database, *arguments: str, size=(40, 120), **environment: str) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, size)
        self.before = termios.tcgetattr(self.slave)
        self.written = b""
        self._seen = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ofsted_tui", "--db", str(database), *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()
        for descriptor in {self.master, self.slave} - {-1}:
            os.close(descriptor)

    def _read(self, seconds: float) -> bool:
        if select.select([self.master], [], [], max(0.0, seconds))[0]:
            self.written += os.read(self.master, 1 << 16)
            return True
        return False

    def until(self, words: str | bytes) -> None:
        """Read until words have been written since this was last asked."""
        wanted = words.encode() if isinstance(words, str) else words
        deadline = monotonic() + LIMIT
        while (found := self.written.find(wanted, self._seen)) < 0:
            assert self.process.poll() is None, f"it ended: {self.written[-400:]!r}"
            assert monotonic() < deadline, f"{wanted!r} did not come: {self.written[-2000:]!r}"
            self._read(deadline - monotonic())
        self._seen = found + len(wanted)

    def send(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def ended(self) -> int:
        """Read all that is still to come and return the exit code."""
        deadline = monotonic() + LIMIT
        while self.process.poll() is None:
            assert monotonic() < deadline, "it did not end"
            self._read(0.02)
        while self._read(0.0):
            pass
        return self.process.returncode

    def assert_restored(self) -> None:
        for sequence in LEFT:
            assert self.written.rfind(sequence) > self.written.rfind(TITLE), sequence
        assert termios.tcgetattr(self.slave) == self.before


def assert_nothing_got_through(written: bytes) -> None:
    """Check that every control sequence is one that Textual writes by itself."""
    rest = OURS.sub("", written.decode())
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)
    assert b"\x1b[31m" not in written
