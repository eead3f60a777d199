"""Every error that urazuke raises on purpose.

Errors are for callers and machines: a bad argument, a missing file, a broken database. What is wrong with *data*
is a value, :class:`urazuke.model.issue.Issue`. An error reads as one sentence that says what, where and what to do;
it knows neither exit codes nor HTTP (``cli`` maps them).
"""


class UrazukeError(Exception):
    """The base of all errors raised on purpose. `where` is a path, an address or a place; None where there is none."""

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(UrazukeError):
    """The call is wrong: an option or argument that cannot be used."""


class SettingsError(UrazukeError):
    """A setting has a value that cannot be used."""


class VocabularyError(UrazukeError):
    """A word, type, predicate or rule file says something that is not known or does not fit."""


class SourceError(UrazukeError):
    """Bytes could not be fetched from where they are said to be."""


class DocumentError(UrazukeError):
    """A document could not be read: broken, empty, encrypted, too large, or of no known form."""


class StoreError(UrazukeError):
    """The knowledge base could not be opened, or is of a version that this program does not know."""


class NoBaseError(StoreError):
    """There is no knowledge base where one was looked for."""


class NotKnownError(UrazukeError):
    """Something asked for is not there. `near` holds names that look like it, nearest first."""

    def __init__(self, message: str, *, where: str | None = None, near: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where)
        self.near = near
