"""Claims: who says what about whom, where it is written, how surely. The unit of storage."""

from dataclasses import dataclass
from enum import StrEnum

from urazuke.model.place import Span
from urazuke.model.provenance import Provenance


class Stance(StrEnum):
    """How a claim is put. `UNKNOWN`: the speaker says that it is not known whether it is so."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    DENIED = "denied"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """A likelihood or a confidence as reports word it. The two are different things and never share a field."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Basis(StrEnum):
    """The kind of ground that a text gives for a claim."""

    REGISTRATION = "registration"
    INFRASTRUCTURE = "infrastructure"
    CODE = "code"
    HOURS = "hours"
    VICTIMOLOGY = "victimology"
    LANGUAGE = "language"
    DOCUMENT = "document"
    STATEMENT = "statement"


class ClaimStatus(StrEnum):
    """Whether a claim still stands. Claims are never deleted."""

    STANDING = "standing"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of one document.

    `subject`, `object`, `speaker` and `via` are ids of referents of the same document; the object of a dated predicate
    is an EDTF date in `object_date` instead. `speaker` None means the document itself. `quote` is exactly
    ``rendition.text[span]``. `words` are the text's own words of doubt, `likelihood` and `confidence` what the table of
    words makes of them. `time` is an EDTF date or interval, None where the text gives none.
    """

    id: str
    document_id: str
    rendition_id: str
    subject: str
    predicate: str
    object: str | None
    object_date: str | None = None
    quote: str
    span: Span
    speaker: str | None = None
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTED
    likelihood: Level | None = None
    confidence: Level | None = None
    words: str | None = None
    time: str | None = None
    basis: Basis | None = None
    provenance: Provenance

    def __post_init__(self) -> None:
        if (self.object is None) == (self.object_date is None):
            raise ValueError("a claim has an object or a date, and not both")
