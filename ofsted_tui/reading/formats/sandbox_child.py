"""The child process that reads one untrusted file."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from queue import Queue
from typing import BinaryIO

from ofsted_tui.model import limits
from ofsted_tui.model.document import SourceText
from ofsted_tui.model.errors import ReadingError

NAME_LENGTH = 16
"""Bytes for the name of the format."""
NUMBER_LENGTH = 8
"""Bytes for a length."""
OUT_OF_MEMORY = (
    "needs too much memory to read: it may be damaged or made to harm; "
    "open it in another program and save its text"
)
BROKEN = "breaks the reader: it may be damaged or made to harm; open it in another program and save its text"
TOO_LONG = "holds more text than can be reviewed here: split it into smaller files"

_Request = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on the process that reads files of untrusted formats."""

    seconds: float = limits.WALL_SECONDS
    """Wall-clock time for one file; the process that starts the reading keeps it, on every platform."""
    processor_seconds: int = limits.PROCESSOR_SECONDS
    """Processor time for one file, where the system can limit it."""
    memory: int = limits.MEMORY_BYTES
    """Address space of the reading process in bytes, where the system can limit it."""
    characters: int = limits.TEXT_CHARACTERS
    """The longest text."""
    answer: int = limits.ANSWER_BYTES
    """The longest answer of the reading process, in bytes."""


def limit_process(memory: int) -> None:
    """Limit this process for good: address space in bytes; no files written, no processes, no core dumps.

    What the system has no limit for (Windows), or ignores (macOS in part), stays unlimited.
    """
    _limit("RLIMIT_AS", memory, memory)
    _limit("RLIMIT_FSIZE", 0, 0)
    _limit("RLIMIT_NPROC", 0, 0)
    _limit("RLIMIT_CORE", 0, 0)


def allow_processor_time(seconds: int) -> None:
    """Let this process use so many more seconds of processor time, where the system can limit it."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _limit("RLIMIT_CPU", used + seconds + 1, resource.RLIM_INFINITY)


def _limit(name: str, soft: int, hard: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    kind = getattr(resource, name, None)
    if kind is None:
        return
    try:
        resource.setrlimit(kind, (soft, hard))
    except (OSError, ValueError):
        # A hard limit below ours is in force already, or the system does not know this one.
        return


def _pdf(data: bytes) -> SourceText:
    from ofsted_tui.reading.formats.pdf import pdf_text

    return pdf_text(data)


def _word(data: bytes) -> SourceText:
    from ofsted_tui.reading.formats.docx import docx_text

    return docx_text(data)


def _html(data: bytes) -> SourceText:
    from ofsted_tui.reading.formats.html import html_text

    return html_text(data)


READERS: dict[str, Callable[[bytes], SourceText]] = {"PDF": _pdf, "Word": _word, "HTML": _html}
"""The reader of each format, by its name."""


def main(memory: int, processor_seconds: int, characters: int, answer: int) -> None:
    """Serve requests until standard input ends; the limits are those of Limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - the null device is no path
        # What a library prints must not get between the answers.
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    requests: Queue[_Request] = Queue()
    threading.Thread(target=_take_requests, args=(sys.stdin.buffer, requests), daemon=True).start()
    limit_process(memory)
    while True:
        name, data = requests.get()
        allow_processor_time(processor_seconds)
        reply, is_last = _answered(name, data, characters, answer)
        del data
        replies.write(len(reply).to_bytes(NUMBER_LENGTH, "big") + reply)
        replies.flush()
        if is_last:
            os._exit(0)


def _take_requests(stream: BinaryIO, requests: Queue[_Request]) -> None:
    """Put what comes in into the queue; end the process at once when the other side is gone.

    A thread of its own sees the end while a file is being read.
    """
    try:
        while head := stream.read(NAME_LENGTH + NUMBER_LENGTH):
            name = head[:NAME_LENGTH].rstrip(b"\0").decode("ascii")
            data = stream.read(int.from_bytes(head[NAME_LENGTH:], "big"))
            requests.put((name, data))
    finally:
        os._exit(0)


def _answered(name: str, data: bytes, characters: int, longest: int) -> tuple[bytes, bool]:
    """Return the answer, and whether it is the last one of this process."""
    try:
        source = READERS[name](data)
        if len(source.text) > characters:
            return _refusal(TOO_LONG), False
        reply = _packed(asdict(source))
        return (reply, False) if len(reply) <= longest else (_refusal(TOO_LONG), False)
    except ReadingError as error:
        return _refusal(str(error)), False
    except MemoryError:
        return _refusal(OUT_OF_MEMORY, is_last=True), True
    except Exception:
        # Whatever a hostile file makes a library raise, RecursionError too, must end as an answer.
        return _refusal(BROKEN, is_last=True), True


def _refusal(what: str, is_last: bool = False) -> bytes:
    return _packed({"refusal": what, "last": is_last})


def _packed(value: dict[str, object]) -> bytes:
    # "replace" puts one character for one, so that offsets stay true.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
