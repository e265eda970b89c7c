"""What can go wrong in a way that the user can put right."""


class UserError(Exception):
    """A fault said in one plain line: what is wrong, with which file, and the way out."""


class ReadingError(UserError):
    """A file cannot be read as a document."""


class StoreError(UserError):
    """The database cannot be opened, read or written; nothing was changed."""


class StoreBusyError(StoreError):
    """Another program holds the database; the same action can be tried again."""


class CodebookError(UserError):
    """A judgement area, topic or edition does not exist, or did not exist at the time."""


class NotFoundError(UserError):
    """No document, session or annotation goes by the given name."""
