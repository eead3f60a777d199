"""A draft: what a frame found in a sentence, before it is known how it is put and who says it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

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


def singly(draft: Draft) -> Iterator[Draft]:
    """The draft once for each thing that its ends mean: "both defendants" are two."""
    for subject in _each(draft.subject):
        if draft.object is None:
            yield replace(draft, subject=subject)
        else:
            for object in _each(draft.object):
                yield replace(draft, subject=subject, object=object)


def _each(token: Token) -> Iterator[Token]:
    yield token
    for referent in token.also:
        yield replace(token, referent=referent, also=())
