"""The reading process as its parent handles it: started isolated, asked, and killed when it overruns."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from typing import IO

from ofsted_tui.reading.formats.extraction_answer import ExtractionError
from ofsted_tui.reading.formats.sandbox_child import BROKEN, NAME_LENGTH, NUMBER_LENGTH, TOO_LONG, Limits

_KEPT = frozenset(
    {
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
        "PATH",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "TMPDIR",
        "WINDIR",
    }
)
"""The names in the environment without which Python may not start somewhere; all others are left out."""
_PATIENCE = 5.0
"""So many seconds a killed process may take to end."""


class ReadingProcess:
    """One reading process with the thread that takes its answers."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        self._limits = limits
        try:
            self._process = _started(command)
        except (OSError, ValueError) as error:
            raise ExtractionError(
                f"cannot be read, because no other process can be started ({error}): close other programs"
            ) from error
        self._answers: Queue[bytes | ExtractionError] = Queue()
        self._sender: threading.Thread | None = None
        self._is_killed = False
        threading.Thread(target=self._take_answers, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether the process runs, was not killed, and has sent nothing unasked."""
        return not self._is_killed and self._answers.empty() and self._process.poll() is None

    def kill(self) -> None:
        """Kill the process, without waiting for it."""
        self._is_killed = True
        with suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Kill the process and wait for its end, for some seconds at most."""
        self.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        if self._sender is not None:
            self._sender.join(_PATIENCE)
        with suppress(OSError):
            _pipe(self._process.stdin).close()

    def ask(self, format_name: str, data: bytes) -> bytes:
        """Send a file and return the answer; raise ExtractionError where none comes in time."""
        # Sent by a thread: a process that hangs takes nothing from the pipe.
        sender = threading.Thread(target=self._send, args=(format_name, data), daemon=True)
        sender.start()
        self._sender = sender  # not before: the other thread waits for its end, which needs a beginning
        try:
            answer = self._answers.get(timeout=self._limits.seconds)
        except Empty:
            raise ExtractionError(_too_slow(self._limits.seconds), is_last=True) from None
        if isinstance(answer, ExtractionError):
            raise answer
        return answer

    def _send(self, format_name: str, data: bytes) -> None:
        name = format_name.encode("ascii").ljust(NAME_LENGTH, b"\0")
        with suppress(OSError, ValueError):
            for part in (name + len(data).to_bytes(NUMBER_LENGTH, "big"), data):
                _write(_pipe(self._process.stdin), part)

    def _take_answers(self) -> None:
        """Put the answers into the queue until the process ends, and then why there is none."""
        pipe = _pipe(self._process.stdout)
        with suppress(OSError, ValueError, MemoryError):
            while head := _read(pipe, NUMBER_LENGTH):
                length = int.from_bytes(head, "big")
                if length > self._limits.answer:
                    self._answers.put(ExtractionError(TOO_LONG, is_last=True))
                    break
                answer = _read(pipe, length)
                if not answer:
                    break
                self._answers.put(answer)
        self.end()
        self._answers.put(ExtractionError(self._reason_of_end(), is_last=True))
        with suppress(OSError):
            pipe.close()

    def _reason_of_end(self) -> str:
        code = self._process.returncode
        is_slow = code is not None and code == -int(getattr(signal, "SIGXCPU", 0) or 1_000)
        return _too_slow(self._limits.processor_seconds) if is_slow else BROKEN


def _too_slow(seconds: float) -> str:
    return (
        f"takes longer than {seconds:g} seconds to read: it may be damaged or made to harm; "
        "open it in another program and save its text"
    )


def _started(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a process away from the terminal, so that no Ctrl+C reaches it, and from the start directory."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(
        command,
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(sys.executable).anchor or None,
        env={name: value for name, value in os.environ.items() if name.upper() in _KEPT},
        start_new_session=True,
        creationflags=flags,
    )


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("started without a pipe")
    return stream


def _write(pipe: IO[bytes], data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[pipe.write(rest) :]


def _read(pipe: IO[bytes], length: int) -> bytes:
    """Return so many bytes; nothing where the pipe ends before."""
    parts: list[bytes] = []
    while length:
        part = pipe.read(length)
        if not part:
            return b""
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
