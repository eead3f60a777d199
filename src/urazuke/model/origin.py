"""Origins: the party that found a thing out, however many retell it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One finding-out. Claims of one origin count once.

    `name` is the party ("Recorded Future"); `reason` says how we know: it is named as the speaker, or the document
    speaks for itself.
    """

    id: str
    name: str
    reason: str
