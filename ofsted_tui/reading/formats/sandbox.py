"""Read untrusted files in a child process with limits on memory, time and output."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import IO, Any, Self

import ofsted_tui
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError
from ofsted_tui.model.limits import ANSWER_LINE_CHARACTERS, TITLE_CHARACTERS
from ofsted_tui.reading.formats.sandbox_child import BROKEN, NAME_LENGTH, NUMBER_LENGTH, TOO_LONG, Limits


class ExtractionError(ReadingError):
    """A file of an untrusted format gave no text; the words go on after the file's name."""

    def __init__(self, what: str, is_last: bool = False) -> None:
        super().__init__(what)
        self.is_last = is_last
        """Whether the reading process has to be replaced."""


def unpacked(answer: bytes) -> SourceText:
    """Return the text in an answer; raise ExtractionError where it is a refusal, or no proper answer."""
    try:
        value = json.loads(answer)
        if "refusal" in value:
            refused = ExtractionError(_text(value["refusal"]), value.get("last") is not False)
        else:
            return _source(value)
    except (ValueError, TypeError, KeyError, RecursionError, MemoryError):
        refused = ExtractionError(BROKEN, is_last=True)
    raise refused


def _source(value: dict[str, Any]) -> SourceText:
    text = value["text"]
    if not isinstance(text, str):
        raise TypeError
    return SourceText(
        text=text,
        format=_text(value["format"]),
        title=_text(value["title"])[:TITLE_CHARACTERS],
        encoding=_text(value["encoding"]),
        lines_are_paragraphs=value["lines_are_paragraphs"] is True,
        pages=tuple(_number(page, 0, len(text)) for page in value["pages"]),
        headings=tuple(_heading(one, len(text)) for one in value["headings"]),
        remarks=tuple(_text(one) for one in value["remarks"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value[:ANSWER_LINE_CHARACTERS]


def _number(value: object, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or not lowest <= value <= highest:
        raise ValueError
    return int(value)


def _heading(value: list[object], length: int) -> tuple[int, int, int]:
    start, end, level = value
    first = _number(start, 0, length)
    return first, _number(end, first, length), _number(level, 1, 9)


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


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
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


CANCELLED = "was not read: reading was cancelled"
_START = """
from ofsted_tui.reading.formats.sandbox_child import main
main(*map(int, sys.argv[2:]))
"""


def child_command(limits: Limits, statements: str = _START) -> list[str]:
    """Return the command of the reading process; `statements` run with the package at the end of sys.path.

    Isolated mode and the place at the end see to it that no file in the start directory is imported.
    """
    code = f"import sys\nsys.path.append(sys.argv[1])\n{statements}"
    home = str(Path(ofsted_tui.__file__).resolve().parent.parent)
    numbers = (limits.memory, limits.processor_seconds, limits.characters, limits.answer)
    return [sys.executable, "-I", "-B", "-c", code, home, *map(str, numbers)]


class Extractor:
    """Reads files one after the other in one process, which is started when first needed.

    Made for `with`; may be used from any thread. A process that failed is replaced for the next file.
    """

    def __init__(self, limits: Limits | None = None, command: Sequence[str] | None = None) -> None:
        self._limits = limits or Limits()
        self._command = list(command or child_command(self._limits))
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._child: ReadingProcess | None = None
        self._is_cancelled = self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def extract(self, format_name: str, data: bytes) -> SourceText:
        """Return the text in a file's bytes; `format_name` is "PDF", "Word" or "HTML".

        Raises ExtractionError, whose words go on after the file's name.
        """
        with self._turn:
            child = self._ready_child()
            try:
                return unpacked(child.ask(format_name, data))
            except ExtractionError as error:
                if error.is_last:
                    self._drop_child()
                raise (ExtractionError(CANCELLED) if self._is_cancelled else error) from None

    def cancel(self) -> None:
        """End the reading that goes on in another thread; what is read afterwards is not touched."""
        with self._state:
            self._is_cancelled = True
            if self._child is not None:
                self._child.kill()

    def close(self) -> None:
        """End the process for good, within seconds; a reading that goes on is cancelled."""
        with self._state:
            self._is_closed = True
        self.cancel()
        self._drop_child()

    def _ready_child(self) -> ReadingProcess:
        with self._state:
            if self._is_closed:
                raise ExtractionError(CANCELLED)
            self._is_cancelled = False
            if self._child is not None and self._child.is_alive:
                return self._child
        self._drop_child()
        with self._state:
            if self._is_cancelled:
                raise ExtractionError(CANCELLED)
            self._child = ReadingProcess(self._command, self._limits)
            return self._child

    def _drop_child(self) -> None:
        with self._state:
            child, self._child = self._child, None
        if child is not None:
            child.end()
