"""The keys of the screens over many documents; keys.py holds them all together."""

from textual.binding import BindingType

from ofsted_tui.tui.keys_in_bar import key as _key

ROWS: list[BindingType] = [
    _key("rows.next", "j,down", "move(1)", "Next line", display="j ↓"),
    _key("rows.previous", "k,up", "move(-1)", "Previous line", display="k ↑"),
    _key("rows.page_down", "pagedown,ctrl+d", "page(1)", "A page down", display="PgDn"),
    _key("rows.page_up", "pageup,ctrl+u", "page(-1)", "A page up", display="PgUp"),
    _key("rows.top", "g,home", "move(-1000000)", "First line", display="g"),
    _key("rows.end", "G,end", "move(1000000)", "Last line", display="G"),
    _key("rows.next_group", "}", "group(1)", "Next document"),
    _key("rows.previous_group", "{", "group(-1)", "Previous document"),
]
"""The lists of the screens over many documents."""

SEARCH: list[BindingType] = [
    _key("search.open", "enter", "open", "Open the document there", display="enter"),
    *(
        _key(f"search.tag_{digit}", str(digit), f"tag({digit})", f"Tag with judgement area {digit}, or untag")
        for digit in range(1, 10)
    ),
    _key("search.words", "/", "words", "Other words to search for"),
    _key("search.synonyms", "s", "synonyms", "Let other words for the topic count as much"),
    _key("search.where", "w", "where", "Where to look: authority, kind, years, area, tagged"),
    _key("search.like", "*", "like", "More like this"),
    _key("search.more", "m", "more", "More results"),
    _key("search.undo", "u", "undo", "Undo"),
    _key("search.redo", "ctrl+r", "redo", "Redo", display="^r"),
    _key("search.help", "?", "app.toggle_help", "Keys"),
    _key("search.back", "q,escape", "back", "Back to the workbench", display="q esc"),
]
"""Searching in all documents."""

GRID: list[BindingType] = [
    _key("grid.next", "j,down", "move(1)", "Next row", display="j ↓"),
    _key("grid.previous", "k,up", "move(-1)", "Previous row", display="k ↑"),
    _key("grid.right", "l,right", "across(1)", "Next column", display="l →"),
    _key("grid.left", "h,left", "across(-1)", "Previous column", display="h ←"),
    _key("grid.page_down", "pagedown,ctrl+d", "page(1)", "A page down", display="PgDn"),
    _key("grid.page_up", "pageup,ctrl+u", "page(-1)", "A page up", display="PgUp"),
    _key("grid.top", "g,home", "move(-1000000)", "First row", display="g"),
    _key("grid.end", "G,end", "move(1000000)", "Last row: the sums", display="G"),
]
"""The cells of the matrix."""

MATRIX: list[BindingType] = [
    _key("matrix.open", "enter", "open", "The passages behind the cell", display="enter"),
    _key("matrix.rows", "b", "rows", "Rows: documents, authorities, years"),
    _key("matrix.topics", "t", "topics", "Topics of this area, or the areas again"),
    _key("matrix.together", "x", "together", "Over the crosswalk of 2023, or as judged"),
    _key("matrix.sessions", "a", "sessions", "All sessions, or this one"),
    _key("matrix.help", "?", "app.toggle_help", "Keys"),
    _key("matrix.back", "q,escape", "back", "Back to the workbench", display="q esc"),
]
"""The matrix."""

PASSAGES: list[BindingType] = [
    _key("passages.open", "enter", "open", "Open the document there", display="enter"),
    _key("passages.help", "?", "app.toggle_help", "Keys"),
    _key("passages.back", "q,escape", "back", "Back", display="q esc"),
]
"""The passages behind a cell of the matrix."""

GRADES: list[BindingType] = [
    _key("grades.open", "enter", "open", "Open the newest inspection", display="enter"),
    _key("grades.documents", "a", "documents", "All documents, or those of this session"),
    _key("grades.scroll_on", ">", "scroll_plot(3)", "Plot: scroll down"),
    _key("grades.scroll_back", "<", "scroll_plot(-3)", "Plot: scroll up"),
    _key("grades.help", "?", "app.toggle_help", "Keys"),
    _key("grades.back", "q,escape", "back", "Back to the workbench", display="q esc"),
]
"""Grades over time."""

THREADS: list[BindingType] = [
    _key("threads.open", "enter", "open", "Open the thread, or begin one", display="enter"),
    _key("threads.add", "a", "add", "Add the passage of the workbench to the thread"),
    _key("threads.name", "t", "name", "Title of the thread"),
    _key("threads.remove", "x", "remove", "Remove the thread"),
    _key("threads.undo", "u", "undo", "Undo"),
    _key("threads.redo", "ctrl+r", "redo", "Redo", display="^r"),
    _key("threads.help", "?", "app.toggle_help", "Keys"),
    _key("threads.back", "q,escape", "back", "Back to the workbench", display="q esc"),
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
    _key("thread.undo", "u", "undo", "Undo"),
    _key("thread.redo", "ctrl+r", "redo", "Redo", display="^r"),
    _key("thread.help", "?", "app.toggle_help", "Keys"),
    _key("thread.back", "q,escape", "back", "Back to the threads", display="q esc"),
]
"""One thread: its places side by side, and below them what is proposed."""
