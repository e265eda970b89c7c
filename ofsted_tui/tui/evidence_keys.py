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
