"""The check of the file itself: its pages, its references, what it is made of, its names."""

from collections.abc import Iterator

from ofsted_tui.store.checking_findings import Findings
from ofsted_tui.store.connection import Connection
from ofsted_tui.store.schemas import Object, expected_objects, objects_in

_FILE = "the file"


def check_schema(connection: Connection, version: int, findings: Findings) -> bool:
    """Compare what the file is made of with what this version of it is made of.

    False where its tables are not this program's: then nothing may be read from them.
    """
    with findings.unreadable(_FILE):
        found, expected = objects_in(connection.raw), expected_objects(version)
        for difference in _differences(found, expected):
            findings.add(difference, _FILE)
        if all(one in found for one in expected if one[0] == "table"):
            return True
        findings.add("is not looked at further, as its tables are not those of this program", _FILE)
    return False


def _differences(found: set[Object], expected: set[Object]) -> Iterator[str]:
    """Yield what is missing, strange or different, in words."""
    there, known = _by_name(found), _by_name(expected)
    for kind, name in sorted(there.keys() | known.keys()):
        if (kind, name) not in there:
            yield f"the {kind} {name} is missing"
        elif (kind, name) not in known:
            yield f"the {kind} {name} is none of this program's"
        elif there[kind, name] != known[kind, name]:
            yield f"the {kind} {name} is not as this program makes it"


def _by_name(objects: set[Object]) -> dict[tuple[str, str], Object]:
    """Return the objects by type and name, without the indexes that SQLite makes for a table by itself."""
    return {one[:2]: one for one in objects if one[3] or one[0] != "index"}


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
