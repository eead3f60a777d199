"""A draft: what a frame found in a sentence, before it is known how it is put and who says it."""

from dataclasses import dataclass

from urazuke.claims.frames import Frame
from urazuke.claims.mask import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Subject, predicate (of the frame) and object or date, with the part of the masked sentence that says it.

    `speakers` are referents that an earlier sentence already named for it (the lead-in of a list).
    """

    frame: Frame
    subject: Token
    object: Token | None = None
    date: str | None = None
    start: int
    end: int
    speakers: tuple[str, ...] = ()
