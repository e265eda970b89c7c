"""All limits on input: files, texts, codebooks, databases.

They are far above what reviewing needs; input over a limit is refused in one line that says what to do.
"""

from ofsted_tui.model.errors import UserError

FILE_BYTES = 50_000_000
"""The largest document file that is read."""
FILES = 10_000
"""The most files that one import takes."""
TEXT_CHARACTERS = 20_000_000
"""The longest text of a document."""
LINES = 500_000
"""The longest text of a document, in lines; published reports have some hundreds."""
PDF_PAGES = 2_000
"""The longest PDF that is read, in pages."""

WALL_SECONDS = 30
"""Wall-clock time for reading one PDF, Word or HTML file; kept on every platform."""
PROCESSOR_SECONDS = 20
"""Processor time for reading one such file, where the system can limit it."""
MEMORY_BYTES = 1_000_000_000
"""Address space of the process that reads such files, where the system can limit it."""
ANSWER_BYTES = 60_000_000
"""The longest answer of that process."""
ANSWER_LINE_CHARACTERS = 2_000
"""The longest title or remark in such an answer, in characters."""

ZIP_ENTRIES = 5_000
"""The most members of a Word file."""
ZIP_BYTES = 200_000_000
"""All members of a Word file together, unpacked."""
ZIP_PART_BYTES = 60_000_000
"""One member of a Word file that is read, unpacked."""
ZIP_RATIO = 200
"""A member over 1 MB may not be packed more tightly than this: written text packs 5 to 30 times."""
XML_ELEMENTS = 1_000_000
"""The most elements in one XML member of a Word file."""
XML_DEPTH = 100
"""The deepest nesting of XML elements; tables within tables within text boxes come to some forty."""

NOTE_CHARACTERS = 20_000
"""The longest note on an annotation."""
TITLE_CHARACTERS = 300
"""The longest title of a document, name of a session, of a reviewer or of an authority."""
FIND_CHARACTERS = 1_000
"""The longest query that is looked for in a text."""

TOML_BYTES = 1_000_000
"""The largest codebook file."""
TOML_TEXT_CHARACTERS = 300
"""The longest text in a codebook."""
TOML_CODE_CHARACTERS = 80
"""The longest code in a codebook."""
TOML_PARTS = 200
"""The most parts of a dotted name in a codebook or keymap, which needs four; a text may look like one."""
CODEBOOK_AREAS = 100
"""The most judgement areas in a codebook."""
CODEBOOK_EDITIONS = 100
"""The most editions in a codebook."""
CODEBOOK_TOPICS = 5_000
"""The most topics in a codebook."""
TOML_ENTRIES = 1_000
"""The most entries in one list of a codebook."""
KEYMAP_BYTES = 100_000
"""The largest keymap file."""
KEYMAP_WARNINGS = 20
"""So many faults of a keymap are named, the others counted."""

CSV_BYTES = 1_000_000_000
"""The largest CSV that is verified."""
CSV_ROWS = 1_000_000
"""The most rows of a CSV that are verified."""
XLSX_UNPACKED_BYTES = 600_000_000
"""The most that an XLSX report to verify may unpack to."""
XLSX_BYTES = 300_000_000
"""The largest XLSX report to verify, as it is."""
XLSX_CELL_CHARACTERS = 2_000_000
"""The longest cell of such a report; ours have 32,000 at the most, and what is longer in further cells."""
XLSX_STRINGS = 5_000_000
"""The most texts that cells of such a report share."""
XLSX_STRING_CHARACTERS = 250_000_000
"""All texts together that cells of such a report share."""
HTML_REPORT_BYTES = 300_000_000
"""The largest HTML report to verify."""
CSV_ROW_BYTES = 50_000_000
"""The longest row of such a CSV; a quote may be a whole document."""
CSV_CELL_CHARACTERS = TEXT_CHARACTERS
"""The longest cell of such a CSV."""
CSV_COMMAS = 2_000_000
"""The most commas in one row of such a CSV, those in its cells counted."""

DATABASE_VALUE_BYTES = 200_000_000
"""The longest value that is read from a database: a text of any script, as UTF-8."""
DATABASE_SQL_BYTES = 100_000
"""The longest statement that makes a table, view or trigger; ours have some thousand bytes."""
DATABASE_NAME_CHARACTERS = 10_000
"""The longest title or name in a database; the first versions did not limit them."""
DATABASE_SCHEMA_SECONDS = 2.0
"""Time for looking at the tables of a database before it is used; ours take a thousandth of a second."""
DATABASE_LOOKED_THROUGH_BYTES = 1_000_000
"""The largest database whose every value is looked at when it is opened; in any, where it is used."""
DATABASE_OBJECTS = 200
"""The most tables, indexes, views and triggers of a database; ours have some fifty."""

TABLE: tuple[tuple[str, str], ...] = (
    ("a document file", f"{FILE_BYTES // 1_000_000} MB"),
    ("files in one import", f"{FILES:,}"),
    ("the text of a document", f"{TEXT_CHARACTERS // 1_000_000} million characters, {LINES:,} lines"),
    ("a PDF", f"{PDF_PAGES:,} pages"),
    (
        "a Word file",
        f"{ZIP_ENTRIES:,} members, {ZIP_BYTES // 1_000_000} MB unpacked, {ZIP_PART_BYTES // 1_000_000} MB"
        f" each, packed {ZIP_RATIO} to 1, {XML_ELEMENTS // 1_000_000} million elements, {XML_DEPTH} levels",
    ),
    (
        "reading one PDF, Word or HTML file",
        f"{WALL_SECONDS} seconds, {PROCESSOR_SECONDS} of the processor, {MEMORY_BYTES // 1_000_000_000} GB"
        " of memory",
    ),
    ("a note", f"{NOTE_CHARACTERS:,} characters"),
    ("a title or name", f"{TITLE_CHARACTERS} characters"),
    ("words to find", f"{FIND_CHARACTERS:,} characters"),
    (
        "a codebook file",
        f"{TOML_BYTES // 1_000_000} MB, {CODEBOOK_AREAS} areas, {CODEBOOK_EDITIONS} editions,"
        f" {CODEBOOK_TOPICS:,} topics, {TOML_ENTRIES:,} entries in a list, {TOML_TEXT_CHARACTERS}"
        " characters in a text",
    ),
    ("a keymap file", f"{KEYMAP_BYTES // 1_000} kB"),
    (
        "a CSV to verify",
        f"{CSV_BYTES // 1_000_000_000} GB, {CSV_ROWS // 1_000_000} million rows,"
        f" {CSV_ROW_BYTES // 1_000_000} MB a row, {CSV_CELL_CHARACTERS // 1_000_000} million characters"
        " a cell",
    ),
    (
        "a report to verify",
        f"XLSX: {XLSX_UNPACKED_BYTES // 1_000_000} MB unpacked; HTML: {HTML_REPORT_BYTES // 1_000_000} MB",
    ),
    (
        "a database",
        f"the tables, views and triggers that ofsted-tui makes and no others, looked at in"
        f" {DATABASE_SCHEMA_SECONDS:g} seconds; {DATABASE_VALUE_BYTES // 1_000_000} MB a value",
    ),
)
"""What is limited and the limit, as docs/files.md prints it."""


def check_length(what: str, text: str, longest: int) -> str:
    """Return the text; raise UserError where it has more than `longest` characters.

    `what` begins the sentence: "The note".
    """
    if len(text) > longest:
        raise UserError(f"{what} has {len(text):,} characters; {longest:,} are the most: shorten it.")
    return text
