"""Errors that the user can put right."""


class UserError(Exception):
    """An error with a message of one line: what is wrong, with which file, and what to do."""


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
