"""How a key is written down, which of them the bar at the foot shows, and in which words."""

from textual.binding import Binding

BAR: dict[str, str] = {
    "tag.1": "tag",
    "section.tag": "by section",
    "annotation.note": "note",
    "annotation.topic": "topic",
    "undo": "undo",
    "help": "keys",
    "leave": "leave",
    "placing.accept": "accept",
    "placing.next": "next",
    "placing.accept_certain": "all certain",
    "placing.leave": "leave",
    "placing.undo": "undo",
    "placing.back": "back",
    "placing.help": "keys",
    "placing.find": "find",
    "search.open": "open",
    "search.tag_1": "tag",
    "search.words": "words",
    "search.synonyms": "synonyms",
    "search.where": "where",
    "search.like": "like this",
    "search.help": "keys",
    "search.back": "back",
    "extend.next": "extend",
    "find.start": "find",
    "list.go": "go to passage",
    "list.filter": "filter",
    "pane.other": "other pane",
    "outline": "outline",
    "document.open": "documents",
    "document.import": "import",
    "evidence.search": "search all",
    "export": "export",
    "session.open": "open",
    "session.new": "new",
    "session.rename": "rename",
    "session.delete": "delete",
    "session.restore": "undo deletion",
    "start.import": "import files",
    "note.save": "keep",
    "note.cancel": "back",
    "dialog.cancel": "back",
    "start.help": "keys",
    "start.leave": "leave",
}
"""The keys that the bar at the foot shows, in its order, with as few words as will do."""


def key(name: str, keys: str, action: str, description: str, *, display: str | None = None) -> Binding:
    """Return the binding of a key with the id by which a user can give it another key."""
    return Binding(keys, action, description, show=name in BAR, id=name, key_display=display)
