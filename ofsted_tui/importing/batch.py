"""Import many files, one after the other: each is kept as a whole, or refused with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from ofsted_tui.importing.details import Given
from ofsted_tui.importing.files import Imported, Prepared, keep, prepare
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.errors import StoreBusyError, UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.reading.formats.sandbox import Extractor
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file that was read but not kept yet, or why it was refused."""

    path: Path
    prepared: Prepared | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The result for one file: the document, or why it was refused."""

    path: Path
    imported: Imported | None = None
    refusal: str = ""
    grades: int = 0
    """How many judgement areas have a grade."""
    paragraphs: int = 0
    numbered: int = 0
    """How many of the paragraphs bear a number in print."""

    @property
    def status(self) -> str:
        """The result in one or two words."""
        if self.imported is None:
            return "refused"
        if self.imported.is_changed:
            return "already there, changed"
        return "imported" if self.imported.is_new else "already there"


@dataclass(slots=True)
class ImportSummary:
    """The results for all files so far."""

    outcomes: list[ImportOutcome] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What was named but is no file, one line each."""

    @property
    def imported(self) -> list[ImportOutcome]:
        """The files that were not there before."""
        return [one for one in self.outcomes if one.imported is not None and one.imported.is_new]

    @property
    def already_there(self) -> list[ImportOutcome]:
        """The files whose text was there before."""
        return [one for one in self.outcomes if one.imported is not None and not one.imported.is_new]

    @property
    def changed(self) -> list[ImportOutcome]:
        """The files that were there before and whose details were changed."""
        return [one for one in self.outcomes if one.imported is not None and one.imported.is_changed]

    @property
    def refused(self) -> list[str]:
        """Why files were not taken, and what was named but is none, one line each."""
        return [*self.problems, *(one.refusal for one in self.outcomes if one.imported is None)]

    @property
    def text(self) -> str:
        """How many there are of each, as "20 imported, 1 already there, 5 refused"."""
        counts = {
            "imported": len(self.imported),
            "already there": len(self.already_there),
            "of them corrected": len(self.changed),
            "refused": len(self.refused),
        }
        return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing imported"


class Batch:
    """Reads files with one extractor for all and keeps them in a store; made for `with`.

    `read` may run in any thread, `keep` in the store's. Whatever a file does, the next one can be read.
    """

    def __init__(self, codebook: Codebook, given: Given | None = None) -> None:
        """Take what the user says of every one of the files."""
        self._codebook = codebook
        self._given = given
        self._extractor = Extractor()
        self.is_cancelled = False

    def __enter__(self) -> Self:
        """Return the batch."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop reading for good."""
        self.close()

    def read(self, path: Path) -> FileReading | None:
        """Read one file and find its structure; None where the batch was cancelled before or meanwhile."""
        if self.is_cancelled:
            return None
        try:
            reading = FileReading(path, prepare(self._codebook, path, self._extractor, self._given))
        except UserError as error:
            reading = FileReading(path, refusal=str(error))
        except Exception as error:  # one file must not cost the others
            reading = FileReading(path, refusal=_fault(path, error))
        return None if self.is_cancelled else reading

    def keep(self, store: Store, reading: FileReading) -> ImportOutcome:
        """Keep what was read, all of it or nothing; what the store refuses is the outcome's refusal.

        Raises StoreBusyError where another program writes, for then the same can be tried again.
        """
        prepared = reading.prepared
        if prepared is None:
            return ImportOutcome(reading.path, refusal=reading.refusal)
        try:
            imported = keep(store, self._codebook, prepared, self._given)
            return _outcome(store, reading.path, imported)
        except StoreBusyError:
            raise
        except UserError as error:
            return not_kept(reading, error)
        except Exception as error:  # one file must not cost the others
            return ImportOutcome(reading.path, refusal=_fault(reading.path, error))

    def cancel(self) -> None:
        """Read no more, and end the reading that goes on in another thread."""
        self.is_cancelled = True
        self._extractor.cancel()

    def close(self) -> None:
        """Stop reading for good, and end the process that reads."""
        self.is_cancelled = True
        self._extractor.close()


def not_kept(reading: FileReading, error: UserError) -> ImportOutcome:
    """Return the outcome of a file that the store refuses."""
    return ImportOutcome(reading.path, refusal=f"{reading.path.name} was not kept: {error}")


def _outcome(store: Store, path: Path, imported: Imported) -> ImportOutcome:
    structures = store.documents.structures
    paragraphs = structures.paragraphs(imported.details.id)
    grades = structures.judgements(imported.details.id)
    return ImportOutcome(path, imported, "", len(grades), len(paragraphs), _numbered(paragraphs))


def _numbered(paragraphs: Iterable[Paragraph]) -> int:
    return sum(one.number is not None for one in paragraphs)


def _fault(path: Path, error: Exception) -> str:
    """Return the message for a fault of the program: its kind, and nothing of the file's text."""
    fault = type(error).__name__
    return f"{path.name} was not taken: a fault of the program ({fault}); please report it."
