"""Read files of untrusted formats in a separate process, which may hang, crash or be killed."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import ofsted_tui
from ofsted_tui.model.source_text import SourceText
from ofsted_tui.reading.formats.extraction_answer import ExtractionError, unpacked
from ofsted_tui.reading.formats.extraction_process import ReadingProcess
from ofsted_tui.reading.formats.sandbox_child import Limits

__all__ = ["ExtractionError", "Extractor", "Limits", "child_command"]

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

    def __enter__(self) -> "Extractor":
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
