"""The keys that count now, in one row: drawn from the bindings, and clickable."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip

from ofsted_tui.tui.keys import BAR
from ofsted_tui.tui.widgets.row_widget import RowWidget


class KeyBar(RowWidget):
    """A footer without child widgets: Textual's own is laid out anew at every change of focus."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $footer-background; color: $footer-foreground; }
    """

    def __init__(self) -> None:
        """Begin with no keys; they are read when the bar is drawn."""
        super().__init__()
        self._places: list[tuple[int, int, DOMNode, str]] = []
        self._keys: list[tuple[DOMNode, str, str, str]] = []
        """What is drawn."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        self.call_later(self._follow)

    def _follow(self) -> None:
        """Draw the keys anew where they are others, once all that changes them is done."""
        if self._shown() != self._keys:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw as many keys as there is room for."""
        base = self.ground
        key_style = base + Style(bold=True)
        segments: list[Segment] = []
        used = 0
        self._places = []
        self._keys = self._shown()
        for node, action, key, description in self._keys:
            text, words = f" {key}", f" {description} "
            if used + len(text) + len(words) > self.size.width:
                break
            self._places.append((used, used + len(text) + len(words), node, action))
            segments += [Segment(text, key_style), Segment(words, base)]
            used += len(text) + len(words)
        return Strip(segments, used).adjust_cell_length(self.size.width, base)

    def _shown(self) -> list[tuple[DOMNode, str, str, str]]:
        active = {one.binding.id: one for one in reversed(self.screen.active_bindings.values())}
        shown = []
        for name, words in BAR.items():
            one = active.get(name)
            if one is not None and not self._is_typed(one):
                display = _display(self.app.get_key_display(one.binding), one.binding)
                shown.append((one.node, one.binding.action, display, words))
        return shown

    def _is_typed(self, one: ActiveBinding) -> bool:
        """Tell whether the widget with the key takes it as something typed just now."""
        return one.node is self.screen.focused and one.node.check_consume_key(one.binding.key, None)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for start, end, node, action in self._places:
            if start <= event.x < end:
                await self.app.run_action(action, node)
                return


def _display(display: str, binding: Binding) -> str:
    """Let the first digit stand for all of them, while they are digits."""
    return "1-5" if binding.id == "tag.1" and binding.key == "1" else display
