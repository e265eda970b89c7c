"""How much a file of an untrusted format may take to read."""

import sys
from dataclasses import dataclass

from ofsted_tui.model import limits


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
