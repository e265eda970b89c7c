"""The commands; the workbench is imported only where it is opened."""

from ofsted_tui.cli.program import main

__all__ = ["main"]
