"""Entities: what claims are about, put together through judgements; computed, never edited."""

from dataclasses import dataclass

from urazuke.model.claim import Claim, ClaimStatus
from urazuke.model.document import Document, Source
from urazuke.model.mention import EntityType
from urazuke.model.place import Locator


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity as another thing points at it."""

    id: str
    type: EntityType
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityName:
    """One name of an entity and where it is used: ids of the documents, in the order of their dates."""

    name: str
    normal: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity with all its names; `name` is the one that most documents use, knowledge tables first."""

    id: str
    type: EntityType
    name: str
    names: tuple[EntityName, ...] = ()
    concept: str | None = None

    @property
    def ref(self) -> EntityRef:
        """The short form."""
        return EntityRef(self.id, self.type, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedClaim:
    """A claim whose ends are resolved to entities, with its document and source: what outputs are made from."""

    claim: Claim
    subject: EntityRef
    object: EntityRef | None
    speaker: EntityRef | None
    document: Document
    source: Source
    status: ClaimStatus
    locator: Locator | None = None
    via: tuple[EntityRef, ...] = ()
