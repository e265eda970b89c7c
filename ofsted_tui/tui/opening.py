"""What the program opens with: a session by name, the first one, or the start screen."""

from contextlib import suppress
from typing import TYPE_CHECKING

from ofsted_tui.importing.opening import read_again
from ofsted_tui.model.errors import StoreError
from ofsted_tui.reading.codebook_file import ilacs_codebook
from ofsted_tui.review import Review
from ofsted_tui.store import Store
from ofsted_tui.tui.app import WorkbenchApp
from ofsted_tui.tui.keymap_file import read_keymap

if TYPE_CHECKING:
    from ofsted_tui.model.errors import Progress


def opened(store: Store, session: str | None, progress: "Progress | None" = None) -> WorkbenchApp:
    """Return the app for a store: straight in a session if one is named or none was ever made."""
    codebook = ilacs_codebook()
    # What may not be written now stays as an older reading has read it: that serves too.
    with suppress(StoreError):
        read_again(store, codebook, progress)
    session_id = _named(store, session) if session else _first(store)
    review = Review(store, codebook, session_id) if session_id else None
    return WorkbenchApp(store, codebook, review, *read_keymap())


def _named(store: Store, session: str) -> str:
    from ofsted_tui.review.naming import session_named

    return session_named(store, session).id


def _first(store: Store) -> str | None:
    """Make the first session, so that no form comes before the first page; None where there are any."""
    if store.sessions.names():
        return None
    from ofsted_tui.importing.opening import begin
    from ofsted_tui.review.naming import default_reviewer

    return begin(store, ilacs_codebook(), default_reviewer())
