"""A reading: all that was found in one rendition of one document."""

from dataclasses import dataclass

from urazuke.model.claim import Claim
from urazuke.model.document import Document, Rendition
from urazuke.model.issue import Issue
from urazuke.model.mention import Referent
from urazuke.model.place import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Referents stand in the order of their first mention, claims in the order of their spans.

    `missed` are sentences that name two things and use a word of the domain, and yet gave no claim.
    """

    document: Document
    rendition: Rendition
    referents: tuple[Referent, ...]
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
    missed: tuple[Span, ...] = ()
