"""Import files, each kept as a whole or refused with the reason; one file after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from ofsted_tui.importing.details import Given, correct_within, details_of
from ofsted_tui.importing.versions import former_of, note_replacement
from ofsted_tui.model.codebook import Codebook
from ofsted_tui.model.document import Document, DocumentDetails, SourceText
from ofsted_tui.model.errors import StoreBusyError, UserError
from ofsted_tui.model.paragraph import Paragraph
from ofsted_tui.model.structure import Judgement, Structure
from ofsted_tui.reading import READING
from ofsted_tui.reading.formats.document_file import read_document
from ofsted_tui.reading.formats.sandbox import Extractor
from ofsted_tui.reading.structure.assembly import structure_of
from ofsted_tui.store import Store


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read, with its structure, but is not kept yet."""

    document: Document
    source: SourceText
    structure: Structure


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing one file."""

    details: DocumentDetails
    is_new: bool
    encoding: str
    is_changed: bool = False
    """True where the document was there already and its details were changed."""
    remarks: tuple[str, ...] = ()
    former: DocumentDetails | None = None
    """The document that this one replaces or, where it replaces none, seems to be a new version of."""


def import_file(
    store: Store,
    codebook: Codebook,
    path: Path,
    given: Given | None = None,
    extractor: Extractor | None = None,
) -> Imported:
    """Read a file and keep it as a document; raise ReadingError, CodebookError or StoreError.

    Where the same text is there already, what is given corrects what was known of it.
    """
    if extractor is not None:
        return keep(store, codebook, prepare(codebook, path, extractor, given), given)
    with Extractor() as own:
        return keep(store, codebook, prepare(codebook, path, own, given), given)


def prepare(codebook: Codebook, path: Path, extractor: Extractor, given: Given | None = None) -> Prepared:
    """Read a file and find its structure, without a store: any thread may do so. Raises ReadingError."""
    told = given or Given()
    source = read_document(path, extractor)
    structure = structure_of(source, codebook, kind=told.kind, start=told.event_start)
    details = details_of(codebook, source, path, structure.facts, told)
    return Prepared(Document(details, source.text), source, structure)


def keep(store: Store, codebook: Codebook, prepared: Prepared, given: Given | None = None) -> Imported:
    """Keep a document that was read; raise StoreError. All of it is kept, or nothing."""
    details, source = prepared.document.details, prepared.source
    told = given or Given()
    _refuse_itself(details, told)
    with store.action():
        before = store.documents.details(details.id)
        if before is None:
            store.documents.add(prepared.document, prepared.structure, source, READING)
        else:
            correct_within(store, codebook, details.id, told)
        if told.replaces:
            note_replacement(store, details.id, told.replaces)
        after = store.documents.details(details.id) or details
    is_changed = before is not None and after != before
    return Imported(after, before is None, source.encoding, is_changed, source.remarks, _former(store, after))


def _refuse_itself(details: DocumentDetails, told: Given) -> None:
    if told.replaces == details.id:
        raise UserError(f"{details.title!r} has the same text as the document that it should replace.")


def _former(store: Store, details: DocumentDetails) -> DocumentDetails | None:
    if details.replaces:
        return store.documents.details(details.replaces)
    return former_of(store, details)


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
            return _outcome(store, reading.path, imported, prepared.structure)
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


def _outcome(store: Store, path: Path, imported: Imported, structure: Structure) -> ImportOutcome:
    """Return what came of a file; of one that was there already, the structure is what the store has."""
    grades: Sequence[Judgement] = structure.judgements
    paragraphs: Sequence[Paragraph] = structure.paragraphs
    if not imported.is_new:
        kept, document_id = store.documents.structures, imported.details.id
        grades, paragraphs = kept.judgements(document_id), kept.paragraphs(document_id)
    numbered = sum(one.number is not None for one in paragraphs)
    return ImportOutcome(path, imported, "", len(grades), len(paragraphs), numbered)


def _fault(path: Path, error: Exception) -> str:
    """Return the message for a fault of the program: its kind, and nothing of the file's text."""
    fault = type(error).__name__
    return f"{path.name} was not taken: a fault of the program ({fault}); please report it."
