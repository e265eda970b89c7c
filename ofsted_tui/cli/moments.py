"""Moments that a user names, as the journal writes them."""

from datetime import UTC, datetime, time

import click

_ENDS = time(23, 59, 59, 999_000)


def moment(value: str) -> str:
    """Return a moment in UTC, as the journal writes it; a day alone is the end of that day here.

    A moment without a zone is one of this machine's clock. Raises click.BadParameter.
    """
    words = value.strip()
    try:
        found = datetime.fromisoformat(words)
        if len(words) <= len("2026-11-22"):
            found = datetime.combine(found.date(), _ENDS)
        in_utc = found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(
            f"{value!r} is no moment: write 2026-11-22, 2026-11-22T17:30 or 2026-11-22T17:30:00Z."
        ) from None
    return in_utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_today(moment: str, now: str) -> bool:
    """Tell whether a moment is the end of the day that it is now, here."""
    meant, here = (datetime.fromisoformat(one).astimezone() for one in (moment, now))
    return meant.date() == here.date() and meant.time() == _ENDS
