"""A reading: all that was found in one rendition of one document."""

from dataclasses import dataclass

from urazuke.model.claim import Claim
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue
from urazuke.model.mention import Referent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Referents stand in the order of their first mention, claims in the order of their spans."""

    document: Document
    rendition: Rendition
    referents: tuple[Referent, ...]
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
