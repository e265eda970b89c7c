"""One SQLite file: the only package that holds SQL."""

from ofsted_tui.store.store import Store

__all__ = ["Store"]
