"""Every verb in the command palette, with its key."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

if TYPE_CHECKING:
    from ofsted_tui.tui.app import WorkbenchApp


def verb_commands(app: "WorkbenchApp", screen: Screen[object]) -> Iterator[SystemCommand]:
    """Yield a command for each binding that is in force on the screen below the palette."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id is None or binding.id in seen or not binding.description:
            continue
        seen.add(binding.id)
        key = app.get_key_display(binding)
        run = partial(_run, app, binding.action, active.node)
        yield SystemCommand(f"{binding.description} ({key})", f"Key: {key}", run)


def _run(app: "WorkbenchApp", action: str, node: DOMNode) -> None:
    app.call_later(app.run_action, action, node)
