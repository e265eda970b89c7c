"""When the journal's entries were written, also where a clock went wrong."""

from bisect import bisect_right

from ofsted_tui.model.longest_series import longest_non_decreasing
from ofsted_tui.store.connection import Connection


def last_entry_at(connection: Connection, time: str) -> tuple[int, bool]:
    """Return the number of the last entry that was written by `time` (0: none), and whether that is sure.

    Entries are in the order in which they were written, whatever the clock said. Where their times are not,
    the most that agree with that order count as right, and any other entry as written with the one before
    it: a clock that was wrong for a while moves nothing else. It is not sure where a time came twice.
    """
    rows = connection.read("SELECT seq, at FROM journal ORDER BY seq")
    times = [row["at"] for row in rows]
    kept = _in_order(times)
    number = bisect_right(kept, time)
    is_sure = all(at <= time for at in times[:number]) and all(at > time for at in times[number:])
    return (rows[number - 1]["seq"] if number else 0), is_sure


def _in_order(times: list[str]) -> list[str]:
    """Return the times, each that breaks the order replaced by the one before it."""
    right = set(longest_non_decreasing(times))
    kept: list[str] = []
    last = min((times[index] for index in right), default="")
    for index, at in enumerate(times):
        last = at if index in right else last
        kept.append(last)
    return kept
