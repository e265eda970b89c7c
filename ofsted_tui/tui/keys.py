"""Every key of the program, each with an id by which a user can give it another key.

The action `screen.…` is the screen's, any other the pane's own. The groups are in the order in which help
shows them.
"""

from textual.binding import Binding, BindingType

from ofsted_tui.tui.evidence_keys import GRADES, GRID, MATRIX, PASSAGES, ROWS, SEARCH, THREAD, THREADS
from ofsted_tui.tui.keys_in_bar import BAR as BAR
from ofsted_tui.tui.keys_in_bar import key as _key

MOVE: list[BindingType] = [
    _key("move.next", "j,down", "move(1)", "Next unit (with words ↓ moves by row)", display="j ↓"),
    _key("move.previous", "k,up", "move(-1)", "Previous unit (with words ↑ moves by row)", display="k ↑"),
    _key("move.next_word", "l,right", "move_word(1)", "Next word", display="l →"),
    _key("move.previous_word", "h,left", "move_word(-1)", "Previous word", display="h ←"),
    _key("move.page_down", "pagedown,ctrl+d", "page(1)", "A page down", display="PgDn"),
    _key("move.page_up", "pageup,ctrl+u", "page(-1)", "A page up", display="PgUp"),
    _key("move.top", "g,home", "top", "To the top", display="g"),
    _key("move.end", "G,end", "end", "To the end", display="G"),
]
"""Moving about in the document."""

CHOOSE: list[BindingType] = [
    _key("unit.word", "w", "unit('word')", "Go by words"),
    _key("unit.sentence", "s", "unit('sentence')", "Go by sentences"),
    _key("unit.paragraph", "p", "unit('paragraph')", "Go by paragraphs"),
    _key("extend.next", "J,shift+down", "extend(1)", "Extend the passage by a unit", display="J"),
    _key("extend.previous", "K,shift+up", "extend(-1)", "Draw the passage back by a unit", display="K"),
    _key("extend.anchor", "v", "anchor", "Anchor the passage: moving extends it"),
    _key("extend.drop", "escape", "screen.drop", "Drop the passage", display="esc"),
    _key("extend.labels", "a", "labels", "Any passage: type the labels of its first and last word"),
    _key("extend.start_back", "(", "stretch(-1, 0)", "Passage begins a character earlier"),
    _key("extend.start_on", ")", "stretch(1, 0)", "Passage begins a character later"),
    _key("extend.end_back", "<", "stretch(0, -1)", "Passage ends a character earlier"),
    _key("extend.end_on", ">", "stretch(0, 1)", "Passage ends a character later"),
]
"""Choosing the passage that the next key works on."""

TAG: list[BindingType] = [
    *(
        _key(f"tag.{digit}", str(digit), f"screen.tag({digit})", f"Tag with judgement area {digit}, or untag")
        for digit in range(1, 10)
    ),
    _key("read.mark", "space", "screen.mark_read", "Nothing to tag: mark read, move on", display="space"),
]
"""Tagging the passage."""

ANNOTATION: list[BindingType] = [
    _key("annotation.topic", "t", "screen.topic", "Topic of the tag here"),
    _key("annotation.note", "c", "screen.note", "Note on the tag here"),
    _key("annotation.strength", "+", "screen.direction('strength')", "Strength"),
    _key("annotation.improvement", "-", "screen.direction('improvement')", "Needs improvement"),
    _key("annotation.neutral", "=", "screen.direction('neutral')", "Neutral"),
    _key("annotation.claim", "~", "screen.direction('claim')", "Claim, not a finding"),
    _key("annotation.quantifier", "#", "screen.quantifier", "How many: all, most, some, few"),
    _key("annotation.remove", "x", "screen.untag", "Remove the tag here"),
    _key("annotation.history", "H", "screen.history", "History of the tag here"),
    _key("annotation.other", ".", "screen.other_tag", "Another of the tags here"),
]
"""What the tag under the cursor says."""

SECTION: list[BindingType] = [
    _key(
        "section.tag", "enter", "screen.tag_section", "Tag with the section's area, move on", display="enter"
    ),
    _key("section.next", "}", "screen.section(1)", "Next section"),
    _key("section.previous", "{", "screen.section(-1)", "Previous section"),
]
"""Going and tagging by section."""

FIND: list[BindingType] = [
    _key("find.start", "/", "screen.find", "Find in this document"),
    _key("find.next", "n", "screen.find_next(1)", "Next hit"),
    _key("find.previous", "N", "screen.find_next(-1)", "Previous hit"),
    _key("find.paragraph", ":", "screen.go_to_paragraph", "Go to a paragraph by its number"),
    _key("read.next_open", "]", "screen.move_on(1)", "Next paragraph not accounted for"),
    _key("read.previous_open", "[", "screen.move_on(-1)", "Previous paragraph not accounted for"),
    _key("passage.copy", "y", "screen.copy", "Copy the passage"),
]
"""Finding places."""

LIST: list[BindingType] = [
    _key("list.next", "j,down", "move(1)", "Next annotation", display="j ↓"),
    _key("list.previous", "k,up", "move(-1)", "Previous annotation", display="k ↑"),
    _key("list.page_down", "pagedown,ctrl+d", "page(1)", "A page of annotations down", display="PgDn"),
    _key("list.page_up", "pageup,ctrl+u", "page(-1)", "A page of annotations up", display="PgUp"),
    _key("list.top", "g,home", "move(-1000000)", "First annotation", display="g"),
    _key("list.end", "G,end", "move(1000000)", "Last annotation", display="G"),
    _key("list.go", "enter", "screen.go_to_annotation", "Go to its passage"),
    _key("list.filter", "/", "screen.filter", "Show only some"),
    _key("list.all", "escape", "screen.clear_filter", "Show all again", display="esc"),
]
"""Moving about in the list of annotations."""

WORKBENCH: list[BindingType] = [
    _key("undo", "u", "undo", "Undo"),
    _key("redo", "ctrl+r", "redo", "Redo", display="^r"),
    _key("pane.other", "tab", "other_pane", "The other pane", display="tab"),
    _key("outline", "O", "outline", "Outline: sections with grades and progress"),
    _key("document.open", "o", "open_document", "Another document"),
    _key("document.import", "I", "import_files", "Import files"),
    _key("document.place", "P", "place", "New version: place the tags"),
    _key("document.details", "i", "details", "What is known of this document; correct it"),
    _key("coverage", "C", "coverage", "What is open, what is silent; sign off"),
    _key("sessions", "S", "app.sessions", "Sessions"),
    _key("evidence.matrix", "m", "matrix", "Matrix: documents by areas"),
    _key("evidence.threads", "f", "threads", "Threads: follow a point through the documents"),
    _key("evidence.grades", "r", "grades", "Grades over time"),
    _key("evidence.search", "ctrl+f", "search", "Search in all documents", display="^f"),
    _key("evidence.like", "*", "search_like", "More like this passage, in all documents"),
    _key("export", "e", "export", "Export"),
    _key("help", "?", "app.toggle_help", "Keys"),
    _key("leave", "q", "app.leave", "Leave (all is saved)"),
]
"""The workbench as a whole."""

PLACING: list[BindingType] = [
    _key("placing.accept", "enter", "accept", "Place the tag where it is shown, go on", display="enter"),
    _key("placing.next_open", "]", "next_open(1)", "Next tag that waits"),
    _key("placing.previous_open", "[", "next_open(-1)", "Previous tag that waits"),
    _key("placing.next", "n", "next(1)", "Next tag"),
    _key("placing.previous", "N", "next(-1)", "Previous tag"),
    _key("placing.accept_certain", "A", "accept_certain", "Place all that are certain"),
    _key("placing.leave", "x", "leave", "Leave the tag with the former version"),
    _key("placing.find", "/", "find", "Find in the new version"),
    _key("placing.history", "H", "history", "History of the tag"),
    _key("placing.scroll_on", "}", "scroll_former(1)", "Former version: scroll down"),
    _key("placing.scroll_back", "{", "scroll_former(-1)", "Former version: scroll up"),
    _key("placing.undo", "u", "undo", "Undo"),
    _key("placing.redo", "ctrl+r", "redo", "Redo", display="^r"),
    _key("placing.help", "?", "app.toggle_help", "Keys"),
    _key("placing.back", "q", "back", "Back to the workbench"),
]
"""Placing the tags of a former version in the new one."""

SESSION_TABLE: list[BindingType] = [
    _key("session.open", "enter", "screen.open", "Open"),
    _key("session.next", "j,down", "cursor_down", "Next session", display="j ↓"),
    _key("session.previous", "k,up", "cursor_up", "Previous session", display="k ↑"),
]
"""The table of sessions, which else would take these keys for itself."""

START: list[BindingType] = [
    _key("session.new", "n", "new", "New session"),
    _key("session.rename", "r", "rename", "Rename"),
    _key("session.delete", "d", "delete", "Delete"),
    _key("session.restore", "u", "restore", "Undo the deletion"),
    _key("start.import", "I", "import_files", "Import files"),
    _key("start.help", "?", "app.toggle_help", "Keys"),
    _key("start.leave", "q", "app.leave", "Leave"),
]
"""The start screen."""

DIALOG: list[BindingType] = [_key("dialog.cancel", "escape", "cancel", "Back", display="esc")]
"""Every dialog."""

OUTLINE: list[BindingType] = [
    _key("place.next", "j,down", "cursor_down", "Next line", display="j ↓"),
    _key("place.previous", "k,up", "cursor_up", "Previous line", display="k ↑"),
    _key("place.unfold", "l,right", "unfold", "Unfold", display="l →"),
    _key("place.fold", "h,left", "fold", "Fold", display="h ←"),
    _key("place.top", "g,home", "scroll_home", "First line", display="g"),
    _key("place.end", "G,end", "scroll_end", "Last line", display="G"),
    _key("place.go", "enter", "select_cursor", "Go there"),
]
"""The lines of the outline and of the coverage."""

AREAS: list[BindingType] = [
    *(
        _key(f"area.{digit}", str(digit), f"screen.area({digit})", f"The section belongs to area {digit}")
        for digit in range(1, 10)
    ),
    _key("area.none", "0,backspace", "screen.area(0)", "The section belongs to no area", display="0"),
]
"""The outline's sections."""

COVERAGE: list[BindingType] = [_key("session.sign_off", "s", "sign_off", "Sign off")]
"""The coverage of a session."""

NOTE: list[BindingType] = [
    _key("note.save", "ctrl+s", "save", "Keep the note", display="ctrl+s"),
    _key("note.cancel", "escape", "cancel", "Back", display="esc"),
]
"""The note dialog."""

GROUPS: dict[str, list[BindingType]] = {
    "Moving": MOVE,
    "Choosing a passage": CHOOSE,
    "Tagging": TAG,
    "The tag here": ANNOTATION,
    "Sections": SECTION,
    "Finding": FIND,
    "The list of annotations": LIST,
    "The workbench": WORKBENCH,
    "Placing tags in a new version": PLACING,
    "Lists of many documents": ROWS,
    "Search in all documents": SEARCH,
    "The cells of the matrix": GRID,
    "The matrix": MATRIX,
    "The passages behind a cell": PASSAGES,
    "Grades over time": GRADES,
    "Threads": THREADS,
    "One thread": THREAD,
    "The start screen": [*SESSION_TABLE, *START],
    "The outline and the coverage": OUTLINE,
    "The outline": AREAS,
    "The coverage": COVERAGE,
    "The note dialog, and the details": NOTE,
    "Every dialog": DIALOG,
}
"""All keys, by heading."""

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("Moving", "Choosing a passage", "Tagging", "The tag here", "Sections", "Finding", "The workbench"),
    ("The list of annotations", "Tagging", "The tag here", "The workbench"),
    ("Moving", "Choosing a passage", "Placing tags in a new version"),
    ("Lists of many documents", "Search in all documents"),
    ("The cells of the matrix", "The matrix"),
    ("Lists of many documents", "The passages behind a cell"),
    ("Lists of many documents", "Grades over time"),
    ("Lists of many documents", "Threads"),
    ("Lists of many documents", "One thread"),
    ("The start screen",),
    ("The outline and the coverage", "The outline"),
    ("The outline and the coverage", "The coverage"),
    ("The note dialog, and the details",),
    ("Every dialog",),
)
"""Which groups are in force at the same time, so that no key may stand in two of them."""

DOCUMENT_PANE: list[BindingType] = [*MOVE, *CHOOSE, *TAG, *ANNOTATION, *SECTION, *FIND]
PLACING_PANE: list[BindingType] = [*MOVE, *CHOOSE]
ANNOTATION_PANE: list[BindingType] = [*LIST, *TAG, *ANNOTATION]


def bindings() -> dict[str, Binding]:
    """Return every binding by its id."""
    found = (binding for group in GROUPS.values() for binding in group)
    return {binding.id: binding for binding in found if isinstance(binding, Binding) and binding.id}
