"""The check of the file itself: its pages, its references, what it is made of, its names."""

from ofsted_tui.store.checking_findings import Findings
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.schemas import schema_faults, tables_agree

_FILE = "the file"


def check_schema(connection: Connection, version: int, findings: Findings) -> bool:
    """Compare what the file is made of with what this version of it is made of.

    False where its tables are not this program's: then nothing may be read from them.
    """
    with findings.unreadable(_FILE):
        for fault in schema_faults(connection.raw, version):
            findings.add(fault, _FILE)
        if tables_agree(connection.raw, version):
            return True
        findings.add("is not looked at further, as its tables are not those of this program", _FILE)
    return False


def check_pages(connection: Connection, findings: Findings) -> None:
    """Have SQLite look at every page, index and constraint."""
    with findings.unreadable(_FILE):
        for (said,) in connection.raw.execute("PRAGMA integrity_check"):
            if said != "ok":
                findings.add(f"SQLite says: {' '.join(said.split())}", _FILE)


def check_references(connection: Connection, findings: Findings) -> None:
    """Find rows that refer to rows that are missing."""
    with findings.unreadable(_FILE):
        for table, row, other, _ in connection.raw.execute("PRAGMA foreign_key_check"):
            where = f"table {table}" if row is None else f"table {table}, row {row}"
            findings.add(f"refers to a row of {other} that is missing", where)


def check_names(connection: Connection, findings: Findings) -> None:
    """Find sessions and reviewers without a name."""
    for table, word in (("sessions", "session"), ("reviewers", "reviewer")):
        with findings.unreadable(f"table {table}"):
            for row in connection.iterate(f"SELECT id FROM {table} WHERE trim(name) = ''"):
                findings.add("has no name", f"{word} {row['id']}")
