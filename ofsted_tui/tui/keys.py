"""Every key of the program, each with an id by which a user can give it another key."""

from collections.abc import Iterator

from textual.binding import ActiveBinding, Binding, BindingType
from textual.keys import REPLACED_KEYS, key_to_character
from textual.screen import Screen

BAR: dict[str, str] = {
    "search.open": "open",
    "tag.1": "tag",
    "section.tag": "by section",
    "annotation.note": "note",
    "annotation.topic": "topic",
    "placing.accept": "accept",
    "placing.next": "next",
    "placing.accept_certain": "all certain",
    "placing.leave": "leave",
    "placing.find": "find",
    "matrix.open": "passages",
    "matrix.rows": "rows",
    "matrix.topics": "topics",
    "matrix.together": "crosswalk",
    "matrix.sessions": "sessions",
    "threads.open": "open or begin",
    "threads.add": "add passage",
    "threads.name": "title",
    "threads.remove": "remove",
    "thread.link": "link",
    "thread.next": "place",
    "thread.raised": "status",
    "thread.not_mentioned": "not mentioned",
    "thread.relation": "relation",
    "thread.unlink": "unlink",
    "grades.open": "open",
    "grades.documents": "all documents",
    "passages.open": "open",
    "search.words": "words",
    "search.synonyms": "synonyms",
    "search.where": "where",
    "search.like": "like this",
    "session.open": "open",
    "session.new": "new",
    "session.rename": "rename",
    "session.delete": "delete",
    "session.restore": "undo deletion",
    "start.import": "import files",
    "note.save": "keep",
    "undo": "undo",
    "help": "keys",
    "leave": "leave",
    "back": "back",
    "cancel": "back",
    "extend.next": "extend",
    "find.start": "find",
    "list.go": "go to passage",
    "list.filter": "filter",
    "pane.other": "other pane",
    "outline": "outline",
    "document.open": "documents",
    "document.import": "import",
    "evidence.threads": "threads",
    "evidence.matrix": "matrix",
    "evidence.search": "search all",
    "export": "export",
}
"""The keys that the bar at the foot shows, in its order, with as few words as will do."""


def _key(name: str, keys: str, action: str, description: str, *, display: str | None = None) -> Binding:
    return Binding(keys, action, description, show=name in BAR, id=name, key_display=display)


_COMMON = {
    "next": ("j,down", "j ↓"),
    "previous": ("k,up", "k ↑"),
    "page_down": ("pagedown,ctrl+d", "PgDn"),
    "page_up": ("pageup,ctrl+u", "PgUp"),
    "top": ("g,home", "g"),
    "end": ("G,end", "G"),
}
"""The keys that move in whatever has the focus, and how they are shown, by id."""


def _common(name: str, action: str, description: str) -> Binding:
    keys, display = _COMMON[name]
    return _key(name, keys, action, description, display=display)


def _back(description: str) -> Binding:
    return _key("back", "q,escape", "back", description, display="q esc")


HELP = _key("help", "?", "app.toggle_help", "Keys")

TRAVELLING: list[BindingType] = [
    _key("undo", "u", "undo", "Undo"),
    _key("redo", "ctrl+r", "redo", "Redo", display="^r"),
]
"""Travelling through what was done."""

MOVE: list[BindingType] = [
    _common("next", "move(1)", "Next unit (with words ↓ moves by row)"),
    _common("previous", "move(-1)", "Previous unit (with words ↑ moves by row)"),
    _key("move.next_word", "l,right", "move_word(1)", "Next word", display="l →"),
    _key("move.previous_word", "h,left", "move_word(-1)", "Previous word", display="h ←"),
    _common("page_down", "page(1)", "A page down"),
    _common("page_up", "page(-1)", "A page up"),
    _common("top", "top", "To the top"),
    _common("end", "end", "To the end"),
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

TAG_DIGITS: list[BindingType] = [
    _key(f"tag.{digit}", str(digit), f"tag({digit})", f"Tag with judgement area {digit}, or untag")
    for digit in range(1, 10)
]

TAG: list[BindingType] = [
    *TAG_DIGITS,
    _key("read.mark", "space", "mark_read", "Nothing to tag: mark read, move on", display="space"),
]
"""Tagging the passage."""

ANNOTATION: list[BindingType] = [
    _key("annotation.topic", "t", "topic", "Topic of the tag here"),
    _key("annotation.note", "c", "note", "Note on the tag here"),
    _key("annotation.strength", "+", "direction('strength')", "Strength"),
    _key("annotation.improvement", "-", "direction('improvement')", "Needs improvement"),
    _key("annotation.neutral", "=", "direction('neutral')", "Neutral"),
    _key("annotation.claim", "~", "direction('claim')", "Claim, not a finding"),
    _key("annotation.quantifier", "#", "quantifier", "How many: all, most, some, few"),
    _key("annotation.remove", "x", "untag", "Remove the tag here"),
    _key("annotation.history", "H", "history", "History of the tag here"),
    _key("annotation.other", ".", "other_tag", "Another of the tags here"),
]
"""What the tag under the cursor says."""

SECTION: list[BindingType] = [
    _key("section.tag", "enter", "tag_section", "Tag with the section's area, move on", display="enter"),
    _key("section.next", "}", "section(1)", "Next section"),
    _key("section.previous", "{", "section(-1)", "Previous section"),
]
"""Going and tagging by section."""

FIND: list[BindingType] = [
    _key("find.start", "/", "find", "Find in this document"),
    _key("find.next", "n", "find_next(1)", "Next hit"),
    _key("find.previous", "N", "find_next(-1)", "Previous hit"),
    _key("find.paragraph", ":", "go_to_paragraph", "Go to a paragraph by its number"),
    _key("read.next_open", "]", "move_on(1)", "Next paragraph not accounted for"),
    _key("read.previous_open", "[", "move_on(-1)", "Previous paragraph not accounted for"),
    _key("passage.copy", "y", "copy", "Copy the passage"),
]
"""Finding places."""

LIST: list[BindingType] = [
    _common("next", "move(1)", "Next annotation"),
    _common("previous", "move(-1)", "Previous annotation"),
    _common("page_down", "page(1)", "A page of annotations down"),
    _common("page_up", "page(-1)", "A page of annotations up"),
    _common("top", "move(-1000000)", "First annotation"),
    _common("end", "move(1000000)", "Last annotation"),
    _key("list.go", "enter", "screen.go_to_annotation", "Go to its passage"),
    _key("list.filter", "/", "screen.filter", "Show only some"),
    _key("list.all", "escape", "screen.clear_filter", "Show all again", display="esc"),
]
"""Moving about in the list of annotations."""

WORKBENCH: list[BindingType] = [
    *TRAVELLING,
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
    HELP,
    _key("leave", "q", "app.leave", "Leave (all is saved)"),
]
"""The workbench as a whole."""

REVIEWING: list[BindingType] = [*TAG, *ANNOTATION, *SECTION, *FIND, *WORKBENCH]
"""What the workbench binds, whichever pane has the focus."""

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
    *TRAVELLING,
    HELP,
    _key("back", "q", "back", "Back to the workbench"),
]
"""Placing the tags of a former version in the new one."""

LINES: list[BindingType] = [
    _common("next", "move(1)", "Next line"),
    _common("previous", "move(-1)", "Previous line"),
    _common("page_down", "page(1)", "A page down"),
    _common("page_up", "page(-1)", "A page up"),
    _common("top", "move(-1000000)", "First line"),
    _common("end", "move(1000000)", "Last line"),
]
"""The history of a tag."""

ROWS: list[BindingType] = [
    *LINES,
    _key("rows.next_group", "}", "group(1)", "Next document"),
    _key("rows.previous_group", "{", "group(-1)", "Previous document"),
]
"""The lists of the screens over many documents."""

SEARCH: list[BindingType] = [
    _key("search.open", "enter", "open", "Open the document there", display="enter"),
    *TAG_DIGITS,
    _key("search.words", "/", "words", "Other words to search for"),
    _key("search.synonyms", "s", "synonyms", "Let other words for the topic count as much"),
    _key("search.where", "w", "where", "Where to look: authority, kind, years, area, tagged"),
    _key("search.like", "*", "like", "More like this"),
    _key("search.more", "m", "more", "More results"),
    *TRAVELLING,
    HELP,
    _back("Back to the workbench"),
]
"""Searching in all documents."""

GRID: list[BindingType] = [
    _common("next", "move(1)", "Next row"),
    _common("previous", "move(-1)", "Previous row"),
    _key("grid.right", "l,right", "across(1)", "Next column", display="l →"),
    _key("grid.left", "h,left", "across(-1)", "Previous column", display="h ←"),
    _common("page_down", "page(1)", "A page down"),
    _common("page_up", "page(-1)", "A page up"),
    _common("top", "move(-1000000)", "First row"),
    _common("end", "move(1000000)", "Last row: the sums"),
]
"""The cells of the matrix."""

MATRIX: list[BindingType] = [
    _key("matrix.open", "enter", "open", "The passages behind the cell", display="enter"),
    _key("matrix.rows", "b", "rows", "Rows: documents, authorities, years"),
    _key("matrix.topics", "t", "topics", "Topics of this area, or the areas again"),
    _key("matrix.together", "x", "together", "Over the crosswalk of 2023, or as judged"),
    _key("matrix.sessions", "a", "sessions", "All sessions, or this one"),
    HELP,
    _back("Back to the workbench"),
]
"""The matrix."""

PASSAGES: list[BindingType] = [
    _key("passages.open", "enter", "open", "Open the document there", display="enter"),
    HELP,
    _back("Back"),
]
"""The passages behind a cell of the matrix."""

GRADES: list[BindingType] = [
    _key("grades.open", "enter", "open", "Open the newest inspection", display="enter"),
    _key("grades.documents", "a", "documents", "All documents, or those of this session"),
    _key("grades.scroll_on", ">", "scroll_plot(3)", "Plot: scroll down"),
    _key("grades.scroll_back", "<", "scroll_plot(-3)", "Plot: scroll up"),
    HELP,
    _back("Back to the workbench"),
]
"""Grades over time."""

THREADS: list[BindingType] = [
    _key("threads.open", "enter", "open", "Open the thread, or begin one", display="enter"),
    _key("threads.add", "a", "add", "Add the passage of the workbench to the thread"),
    _key("threads.name", "t", "name", "Title of the thread"),
    _key("threads.remove", "x", "remove", "Remove the thread"),
    *TRAVELLING,
    HELP,
    _back("Back to the workbench"),
]
"""The threads, and the improvement points that none follows yet."""

THREAD: list[BindingType] = [
    _key("thread.link", "enter", "link", "Link the proposal to the thread", display="enter"),
    _key("thread.link_paragraph", "p", "link(True)", "Link the whole paragraph of the proposal"),
    _key("thread.next", "l,right", "place(1)", "Next place of the thread", display="l →"),
    _key("thread.previous", "h,left", "place(-1)", "Previous place of the thread", display="h ←"),
    _key("thread.raised", "1", "status('raised')", "Status of the place: raised"),
    _key("thread.repeated", "2", "status('repeated')", "Status: repeated"),
    _key("thread.improving", "3", "status('improving')", "Status: improving"),
    _key("thread.closed", "4", "status('closed')", "Status: closed"),
    _key("thread.not_mentioned", "5", "not_mentioned", "The proposal's document does not mention the point"),
    _key("thread.relation", "r", "relation", "Relation: supports, contradicts, overstates, omits"),
    _key("thread.note", "c", "note", "Note on the place"),
    _key("thread.unlink", "x", "unlink", "Take the place out of the thread"),
    _key("thread.words", "/", "words", "Look for other words"),
    _key("thread.authorities", "a", "authorities", "All authorities, or this one"),
    _key("thread.more", "m", "more", "More proposals"),
    _key("thread.read", "o", "read", "Open the document at the proposal"),
    _key("thread.read_place", "O", "read_place", "Open the document at the place"),
    *TRAVELLING,
    HELP,
    _back("Back to the threads"),
]
"""One thread: its places side by side, and below them what is proposed."""

SESSION_TABLE: list[BindingType] = [
    _key("session.open", "enter", "screen.open", "Open"),
    _common("next", "cursor_down", "Next session"),
    _common("previous", "cursor_up", "Previous session"),
    _common("page_down", "page_down", "A page down"),
    _common("page_up", "page_up", "A page up"),
]
"""The table of sessions, which else would take these keys for itself."""

START: list[BindingType] = [
    _key("session.new", "n", "new", "New session"),
    _key("session.rename", "r", "rename", "Rename"),
    _key("session.delete", "d", "delete", "Delete"),
    _key("session.restore", "u", "restore", "Undo the deletion"),
    _key("start.import", "I", "import_files", "Import files"),
    HELP,
    _key("leave", "q", "app.leave", "Leave"),
]
"""The start screen."""

DIALOG: list[BindingType] = [_key("cancel", "escape", "cancel", "Back", display="esc")]
"""Every dialog."""

OUTLINE: list[BindingType] = [
    _common("next", "cursor_down", "Next line"),
    _common("previous", "cursor_up", "Previous line"),
    _common("page_down", "page_down", "A page down"),
    _common("page_up", "page_up", "A page up"),
    _key("place.unfold", "l,right", "unfold", "Unfold", display="l →"),
    _key("place.fold", "h,left", "fold", "Fold", display="h ←"),
    _common("top", "scroll_home", "First line"),
    _common("end", "scroll_end", "Last line"),
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

NOTE: list[BindingType] = [_key("note.save", "ctrl+s", "save", "Keep the note", display="ctrl+s")]
"""The note dialog."""

DETAILS: list[BindingType] = [
    _common("page_down", "page_down", "A page down"),
    _common("page_up", "page_up", "A page up"),
]
"""The details of a document, whose form may not fit the screen."""

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
    "The history of a tag": LINES,
    "The note dialog, and the details": NOTE,
    "The details": DETAILS,
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
    ("The outline and the coverage", "The outline", "Every dialog"),
    ("The outline and the coverage", "The coverage", "Every dialog"),
    ("The history of a tag", "Every dialog"),
    ("The note dialog, and the details", "Every dialog"),
    ("The details", "The note dialog, and the details", "Every dialog"),
    ("Every dialog",),
)
"""Which groups are in force at the same time, so that no key may stand in two of them.

The list of annotations is asked before the screen: it may take a key of the sections or of finding.
"""


def bindings() -> dict[str, Binding]:
    """Return a binding of each id: the first, where several screens share it."""
    found: dict[str, Binding] = {}
    for group in GROUPS.values():
        for one in held(group):
            found.setdefault(one.id or "", one)
    return found


def in_force_together() -> Iterator[list[Binding]]:
    """Yield the bindings that count at the same time, for each place where keys are pressed."""
    for groups in TOGETHER:
        yield [binding for group in groups for binding in held(GROUPS[group])]


def active(screen: Screen[object]) -> dict[str, ActiveBinding]:
    """Return what can be pressed on a screen now, by id; of several keys with one id the first."""
    found: dict[str, ActiveBinding] = {}
    for one in screen.active_bindings.values():
        if one.binding.id and not _is_typed(screen, one):
            found.setdefault(one.binding.id, one)
    return found


def _is_typed(screen: Screen[object], one: ActiveBinding) -> bool:
    """Tell whether the widget with the focus takes a key as something typed just now."""
    key, focused = one.binding.key, screen.focused
    character = key_to_character(REPLACED_KEYS.get(key, key))
    return focused is not None and focused.check_consume_key(key, character)


def held(group: list[BindingType]) -> list[Binding]:
    """Return the bindings of a group: Textual's type for it would also take tuples."""
    return [one for one in group if isinstance(one, Binding)]


RENAMED: dict[str, str] = {
    "move.next": "next",
    "list.next": "next",
    "rows.next": "next",
    "grid.next": "next",
    "session.next": "next",
    "place.next": "next",
    "move.previous": "previous",
    "list.previous": "previous",
    "rows.previous": "previous",
    "grid.previous": "previous",
    "session.previous": "previous",
    "place.previous": "previous",
    "move.page_down": "page_down",
    "list.page_down": "page_down",
    "rows.page_down": "page_down",
    "grid.page_down": "page_down",
    "move.page_up": "page_up",
    "list.page_up": "page_up",
    "rows.page_up": "page_up",
    "grid.page_up": "page_up",
    "move.top": "top",
    "list.top": "top",
    "rows.top": "top",
    "grid.top": "top",
    "place.top": "top",
    "move.end": "end",
    "list.end": "end",
    "rows.end": "end",
    "grid.end": "end",
    "place.end": "end",
    "placing.undo": "undo",
    "search.undo": "undo",
    "threads.undo": "undo",
    "thread.undo": "undo",
    "placing.redo": "redo",
    "search.redo": "redo",
    "threads.redo": "redo",
    "thread.redo": "redo",
    "placing.help": "help",
    "search.help": "help",
    "matrix.help": "help",
    "passages.help": "help",
    "grades.help": "help",
    "threads.help": "help",
    "thread.help": "help",
    "start.help": "help",
    "placing.back": "back",
    "search.back": "back",
    "matrix.back": "back",
    "passages.back": "back",
    "grades.back": "back",
    "threads.back": "back",
    "thread.back": "back",
    "start.leave": "leave",
    "dialog.cancel": "cancel",
    "note.cancel": "cancel",
    **{f"search.tag_{digit}": f"tag.{digit}" for digit in range(1, 10)},
}
"""Former ids of keys that mean the same on several screens, with the one id of today."""
