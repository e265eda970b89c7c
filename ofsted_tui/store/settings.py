"""What the program remembers for its user, such as the theme."""

from ofsted_tui.store.connection import Connection


class Settings:
    """Named values."""

    def __init__(self, connection: Connection) -> None:
        """Use an open connection."""
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Return the value, or None where it was never set."""
        row = self._connection.first("SELECT value FROM settings WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set(self, name: str, value: str) -> None:
        """Keep a value, as an action of its own."""
        with self._connection.action():
            self._connection.write(
                "INSERT INTO settings (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                name,
                value,
            )
