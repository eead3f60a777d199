"""What a source hands on: a named piece of bytes that is not read before it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Bytes of one file, and where they are from.

    `name` is the last part of the path, `address` the path as given (``-`` for standard input). `media_hint`
    is a media type guessed from the name, None without a guess. `size_bytes` is None where it is not known
    before reading.
    """

    name: str
    address: str
    media_hint: str | None = None
    size_bytes: int | None = None
    fetch: Callable[[], bytes] = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Read the bytes, now.

        Raises:
            SourceError: they are gone, may not be read, or are more than the limit.
        """
        return self.fetch()
