"""What the program opens with: a session by name, the first one, or the start screen."""

from contextlib import suppress

from ofsted_tui.importing.upkeep import read_again
from ofsted_tui.model.errors import StoreError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.review.naming import session_named
from ofsted_tui.review.reviewer import default_reviewer
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.keymap_file import read_keymap


def opened(store: Store, session: str | None) -> WorkbenchApp:
    """Return the app for a store: straight in a session if one is named or none was ever made."""
    codebook = ilacs_codebook()
    # What may not be written now stays as an older reading has read it: that serves too.
    with suppress(StoreError):
        read_again(store, codebook)
    keymap, warnings = read_keymap()
    session_id = session_named(store, session).id if session else _first(store)
    review = Review(store, codebook, session_id) if session_id else None
    return WorkbenchApp(store, codebook, review, keymap, warnings)


def _first(store: Store) -> str | None:
    """Make the first session, so that no form comes before the first page; None where there are any."""
    if store.sessions.all():
        return None
    from ofsted_tui.importing import begin

    return begin(store, ilacs_codebook(), default_reviewer())
