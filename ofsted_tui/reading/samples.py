"""The sample documents that come with the program, as their manifest describes them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ofsted_tui.model.document import DocumentKind
from ofsted_tui.reading.toml_table import TomlTable, read_toml
from ofsted_tui.resources import seeds_folder


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample document: where its text is, and what is known of it."""

    path: Path
    title: str
    kind: DocumentKind
    local_authority: str
    event_start: date | None
    event_end: date | None
    framework: str
    """The code of the codebook edition, as "2023"."""
    source: str
    licence: str
    sha256: str
    """SHA-256 of the text in UTF-8 with LF line ends: the document's identity."""


@cache
def sample_documents() -> tuple[Sample, ...]:
    """Return the sample documents in the order of the manifest."""
    manifest = _manifest()
    entries = manifest.values.get("samples")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise manifest.fault("samples must be a list of tables.")
    return tuple(
        _sample(TomlTable(manifest.file, f"sample {number}", entry)) for number, entry in enumerate(entries)
    )


def first_sample() -> Sample:
    """Return the sample that a first run opens."""
    manifest = _manifest()
    name = manifest.text("first")
    for sample in sample_documents():
        if sample.path.name == name:
            return sample
    raise manifest.fault(f"first names {name!r}, which is no sample.")


def sample_for(sha256: str) -> Sample | None:
    """Return the sample whose text has this SHA-256, or None."""
    return next((sample for sample in sample_documents() if sample.sha256 == sha256), None)


def _manifest() -> TomlTable:
    return read_toml(seeds_folder() / "manifest.toml")


def _sample(table: TomlTable) -> Sample:
    return Sample(
        path=table.file.parent / table.text("file", r"[\w-]+\.txt", "the name of a .txt file"),
        title=table.text("title"),
        kind=_kind(table),
        local_authority=table.text("local_authority"),
        event_start=table.day("event_start") if "event_start" in table.values else None,
        event_end=table.day("event_end") if "event_end" in table.values else None,
        framework=table.text("edition"),
        source=table.text("source"),
        licence=table.text("licence"),
        sha256=table.text("sha256", "[0-9a-f]{64}", "64 hexadecimal digits"),
    )


def _kind(table: TomlTable) -> DocumentKind:
    try:
        return DocumentKind(table.text("kind"))
    except ValueError:
        raise table.fault(f"kind must be one of {', '.join(DocumentKind)}.") from None
