"""Who found a thing out. Claims that go back to one origin count once, however many documents retell them.

First version: the origin of a claim is its named speaker, else the publisher of the document, else its
source. A document that names none of them leaves the origin unknown, which is an answer of its own and is
never counted as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from urazuke.ids import make_id
from urazuke.model.entity import LinkedClaim
from urazuke.model.mention import EntityType
from urazuke.model.origin import Origin
from urazuke.store.base import View
from urazuke.text.normal import make_key

_PARTIES = frozenset({EntityType.ORGANIZATION, EntityType.PERSON})
# What a reader writes where it could not learn a publisher; none of these found anything out.
_NOBODY = frozenset({"", "unknown", "-", "stdin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginCount:
    """`origins` by name; `unknown_documents`: documents with claims whose origin is not known."""

    origins: tuple[Origin, ...]
    unknown_documents: int


class OriginFinder:
    """Finds the origins of claims. A publisher is looked up once, to meet speakers under one name."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._by_publisher: dict[str, Origin | None] = {}

    def find(self, claim: LinkedClaim) -> Origin | None:
        """The origin of one claim; None where it is not known.

        A speaker and a publisher that bear one name are one origin: what "Recorded Future" says on its own
        pages and what a newspaper has it say go back to the same party.
        """
        if claim.speaker is not None:
            return _make_origin(claim.speaker.id, claim.speaker.name, "named as the speaker")
        name = claim.document.publisher or claim.source.name
        if name not in self._by_publisher:
            self._by_publisher[name] = self._find_publisher(name)
        return self._by_publisher[name]

    def count(self, claims: Iterable[LinkedClaim]) -> OriginCount:
        """The distinct origins of `claims`."""
        origins: dict[str, Origin] = {}
        unknown: set[str] = set()
        for claim in claims:
            origin = self.find(claim)
            if origin is None:
                unknown.add(claim.document.id)
            else:
                origins[origin.id] = min(
                    origins.get(origin.id, origin), origin, key=lambda it: (it.name, it.reason)
                )
        ordered = sorted(origins.values(), key=lambda origin: (origin.name, origin.id))
        return OriginCount(origins=tuple(ordered), unknown_documents=len(unknown))

    def _find_publisher(self, name: str) -> Origin | None:
        if make_key(name) in _NOBODY:
            return None
        reason = "published the document, which speaks for itself"
        for entity in self._view.find_entities(name):
            if entity.type in _PARTIES:
                return _make_origin(entity.id, entity.name, reason)
        return _make_origin(make_key(name), name, reason)


def _make_origin(key: str, name: str, reason: str) -> Origin:
    return Origin(id=make_id("origin", key), name=name, reason=reason)
