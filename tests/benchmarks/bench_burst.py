"""Fifty keys that arrive at once, as from a paste, against the same keys one by one: which are lost."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from sqlite3 import connect
from tempfile import TemporaryDirectory

from tests.benchmarks.databases import cached, session_database
from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import READY, program, settled

_KEYS = b"gs" + b"jjJ1jj2kpj3swlll4uu" * 2 + b"/and\rnn5Njjj6ck\x131"
"""Moves, tags, units, undo, a search typed and gone on, a note kept with ctrl+s: 55 keys."""


def figures(short: bool) -> Iterator[Figure]:
    """Yield how many rows differ, and how long the burst took against the keys one by one."""
    for name, size, count in (("34 KB", 34_000, 0), ("10 MB", 10_000_000, 10_000)):
        made = cached(
            f"session-{size}-{count}.db",
            lambda path, size=size, count=count: session_database(path, size, count),
        )
        times = 2 if short else 5
        bursts = [_kept(made, at_once=True) for _ in range(times)]
        singles = [_kept(made, at_once=False) for _ in range(times)]
        differing = [float(burst[0] != singles[0][0]) for burst in bursts + singles]
        yield Figure(f"runs that end otherwise: {name}", differing, [1.0], "", "0")
        yield Figure(
            f"50 keys at once against one by one: {name}",
            [seconds * 1000 for _, seconds in bursts],
            [seconds * 1000 for _, seconds in singles],
        )


def _kept(made: Path, *, at_once: bool) -> tuple[list[object], float]:
    """Type the keys into a copy; return what is in the file then, and the seconds it took."""
    with TemporaryDirectory() as folder:
        database = Path(folder, "copy.db")
        copyfile(made, database)
        with settled(program(database), READY, 1.5) as terminal:
            begun = terminal.rest(0.01)
            if at_once:
                terminal.write(_KEYS)
                last = terminal.rest(0.5)
            else:
                for key in _KEYS:
                    terminal.write(bytes([key]))
                    last = terminal.rest(0.1)
            terminal.write(b"q")
            terminal.rest(1.0)
        with closing(connect(database)) as connection:
            tags = connection.execute(
                'SELECT start, "end", area, note, removed_at IS NULL FROM annotations'
                " WHERE id IN (SELECT target_id FROM journal WHERE kind != 'event') ORDER BY 1, 2, 3"
            ).fetchall()
            verbs = connection.execute("SELECT verb, kind FROM journal ORDER BY seq DESC LIMIT 30").fetchall()
            places = connection.execute("SELECT head_start, head_end, unit, top FROM places").fetchall()
    return [tags, verbs, places], last - begun
