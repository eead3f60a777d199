"""What a store can do: a Writer takes in one document at a time, a View answers.

A document and all that was read from it are written in one transaction, so that a run killed at any moment
leaves whole documents or none. What a View answers depends on the set of documents and judgements alone,
never on their order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from urazuke.model.document import Document, Rendition, Source
from urazuke.model.entity import Entity, LinkedClaim
from urazuke.model.exhibit import Exhibit
from urazuke.model.issue import Issue
from urazuke.model.judgement import Judgement
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.model.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A place in a document that holds the words searched for.

    `match` is the span of the words in the rendition.
    """

    document: Document
    match: Span
    excerpt: str
    """The text around the match, on one line."""
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMention:
    """A mention of an entity, for showing where a name is used."""

    document_id: str
    referent_id: str
    surface: str
    span: Span


class View(Protocol):
    """Questions to the knowledge base.

    `as_of` (an ISO date) leaves out documents published, or else ingested, later.
    """

    as_of: str | None

    def find_entities(self, name: str, type: EntityType | None = None) -> tuple[Entity, ...]:
        """Entities that bear `name` (compared by key), the one with most documents first; empty if none."""

    def near_names(self, name: str, limit: int = 8) -> tuple[str, ...]:
        """Known names that look like `name`, nearest first."""

    def entity(self, entity_id: str) -> Entity:
        """One entity with all its names. Raises NotKnownError."""

    def claims_about(self, entity_id: str, *, ended: bool = False) -> tuple[LinkedClaim, ...]:
        """Claims in which the entity is subject, object or speaker; superseded and withdrawn ones only if
        `ended`."""

    def claims_among(
        self, entity_ids: Iterable[str], *, predicates: Collection[str] | None = None
    ) -> tuple[LinkedClaim, ...]:
        """Standing claims whose subject or object is one of the entities: one step outward, for chains and
        charts.

        `predicates` leaves out all others: most claims about a well-known group say whom it attacks.
        """

    def claims_between(self, entity_ids: Iterable[str]) -> tuple[LinkedClaim, ...]:
        """Standing claims whose subject and object are both among the entities."""

    def mentions_of(self, entity_id: str) -> tuple[DocumentMention, ...]:
        """Where the entity is named, in the order of documents and places."""

    def document(self, document_id: str) -> Document:
        """One document. Raises NotKnownError."""

    def documents(self) -> Iterator[Document]:
        """All documents, by address and date."""

    def versions(self, address: str) -> tuple[Document, ...]:
        """The documents of one address, oldest first."""

    def rendition(self, document_id: str) -> Rendition:
        """The text of a document with its blocks."""

    def original(self, document_id: str) -> bytes:
        """The bytes of a document as they came."""

    def source(self, source_id: str) -> Source:
        """One source."""

    def referents(self, document_id: str) -> tuple[Referent, ...]:
        """What a document names, in text order."""

    def issues(self) -> tuple[tuple[str, Issue], ...]:
        """What was wrong when documents were read, each with the id of its document, in the order of reading."""

    def exhibits(self, attached_to: str) -> tuple[Exhibit, ...]:
        """Exhibits attached to a document or claim."""

    def judgements(self, entity_id: str) -> tuple[Judgement, ...]:
        """Judgements that touch the names of an entity, withdrawn ones too."""

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Full text over documents, in any script, best first."""


class Writer(Protocol):
    """A unit of work. Everything written within the context is committed together, or not at all."""

    def add_source(self, source: Source) -> None:
        """Add a source, or leave the one of this id as it is."""

    def add_reading(self, reading: Reading, original: bytes, ingested: str) -> bool:
        """Add a document with its text, referents and claims. False if the very document was there: nothing
        changes.

        An older document of the same address is superseded: its claims stay and are marked.
        """

    def withdraw_document(self, document_id: str, reason: str, made: str) -> int:
        """A retraction: mark all claims of the document as withdrawn; the number of claims marked."""

    def add_judgement(self, judgement: Judgement) -> None:
        """Record a decision on two names; entities follow."""

    def withdraw_judgement(self, judgement_id: str, reason: str, made: str) -> None:
        """Take a decision back. Entities are as if it had never been made."""

    def add_exhibit(self, exhibit: Exhibit, data: bytes) -> None:
        """Keep an exhibit and its bytes."""


class Store(Protocol):
    """A knowledge base that is open."""

    def writer(self) -> AbstractContextManager[Writer]:
        """A unit of work."""

    def view(self, as_of: str | None = None) -> View:
        """Questions, as of a date."""

    def has_documents(self, sha256: Sequence[str]) -> frozenset[str]:
        """Which of these hashes of originals are there already."""

    def close(self) -> None:
        """Close the connection. The store can't be used afterwards."""
