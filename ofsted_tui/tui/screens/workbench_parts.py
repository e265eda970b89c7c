"""What the workbench is made of, and how wide it is."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from ofsted_tui.tui import keys
from ofsted_tui.tui.panes.annotation_pane import AnnotationPane
from ofsted_tui.tui.panes.document_pane import DocumentPane
from ofsted_tui.tui.widgets.key_bar import KeyBar
from ofsted_tui.tui.widgets.prompt_bar import PromptBar
from ofsted_tui.tui.widgets.status_line import StatusLine


class WorkbenchParts(Screen[None]):
    """The panes beside each other, and the lines above and below them."""

    BINDINGS = keys.WORKBENCH
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-middling"), (160, "-wide")]
    AUTO_FOCUS = ""

    def __init__(self, document_pane: DocumentPane, annotation_pane: AnnotationPane) -> None:
        """Take the panes."""
        super().__init__()
        self.document_pane = document_pane
        self.annotation_pane = annotation_pane
        self.title_line = StatusLine(id="title-line")
        self.where_line = StatusLine(id="where-line")
        self.status_line = StatusLine(id="status-line")
        self.prompt_bar = PromptBar()
        self._is_shown = False

    def compose(self) -> ComposeResult:
        """Put the panes beside each other, under a title and above a status line."""
        self._take_width()
        yield self.title_line
        with Horizontal(id="panes"):
            yield self.document_pane
            yield self.annotation_pane
        yield self.prompt_bar
        yield self.where_line
        yield self.status_line
        yield KeyBar()

    def _take_width(self) -> None:
        """Be styled for the width of the terminal at once, not first for none."""
        _, name = max(one for one in self.HORIZONTAL_BREAKPOINTS if one[0] <= self.app.size.width)
        self.set_class(True, name, update=False)

    def update_node_styles(self, animate: bool = True) -> None:
        """Style all that is shown, but not when it is shown for the first time: it was made so just now."""
        if self._is_shown:
            super().update_node_styles(animate)
        self._is_shown = True
