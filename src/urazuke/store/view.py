"""Answers. Each question is put to one snapshot of the base, so that its parts agree while others write."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError

from urazuke.errors import NotKnownError, StoreError
from urazuke.model.document import Document, Rendition, Source
from urazuke.model.entity import Entity, EntityName, EntityRef, LinkedClaim
from urazuke.model.exhibit import Exhibit
from urazuke.model.issue import Issue
from urazuke.model.judgement import Judgement
from urazuke.model.mention import EntityType, Referent
from urazuke.store import tables
from urazuke.store.base import DocumentMention, SearchHit
from urazuke.store.deciding import read_entity_judgements
from urazuke.store.entities import CONCEPT
from urazuke.store.finding import find_near_names, search_texts
from urazuke.store.graph import NameRow, chunk, read_names
from urazuke.store.library import Library
from urazuke.store.linking import read_linked_claims, read_mentions
from urazuke.store.lookup import EntityLookup, choose_name, count_referents
from urazuke.store.naming import make_query_normals

_keys = tables.name_keys


class Snapshot:
    """One open reading transaction and what looks things up in it."""

    def __init__(self, connection: Connection, as_of: str | None) -> None:
        self.connection = connection
        self.as_of = as_of
        self.entities = EntityLookup(connection, as_of)
        self.library = Library(connection, as_of)

    def find_entity(self, entity_id: str) -> int:
        """The key that stands for an entity; None if nothing that can be seen names it.

        An id that an entity had before it was joined with another leads to the whole.
        """
        key = self.connection.execute(select(_keys.c.n).where(_keys.c.id == entity_id)).scalar()
        home = self.entities.find_entities([key]).get(key) if key is not None else None
        if home is None:
            raise NotKnownError("there is no entity of this id", where=entity_id)
        return home


class SqlView:
    """A :class:`urazuke.store.base.View` on a database.

    With `as_of` (an ISO date) everything is as it could be known on that day. A document counts from the last
    day that its date of publication can mean ("2019": 31 December), or if it gives none from its ingestion; a
    judgement or a withdrawal from the day it was made.
    """

    def __init__(self, engine: Engine, as_of: str | None = None) -> None:
        self._engine = engine
        self.as_of = as_of

    def find_entities(self, name: str, type: EntityType | None = None) -> tuple[Entity, ...]:
        """Entities that bear `name` (compared by key): those of that key before those for which some document
        uses it, then the one with most documents first; empty if none."""
        with self._open() as snapshot:
            normals = make_query_normals(name)
            query = select(_keys.c.n).where(_keys.c.normal.in_(normals), _keys.c.type != CONCEPT)
            asked: set[int] = set(snapshot.connection.execute(query).scalars())
            uses = read_names(snapshot.connection, keys=asked, as_of=self.as_of) if asked else []
            homes = set(snapshot.entities.find_entities(row.main_n for row in uses).values())
            own = set(snapshot.entities.find_entities(asked).values())
            names = snapshot.entities.read_names(homes)
            homes = {home for home in homes if any(row.key_n in asked for row in names[home])}
            refs = snapshot.entities.make_refs(homes)
            wanted = [home for home in homes if type is None or refs[home].type is type]
            wanted.sort(key=lambda home: (home not in own, -count_referents(names[home]), refs[home].id))
            return tuple(_make_entity(snapshot, home, refs[home], names[home]) for home in wanted)

    def near_names(self, name: str, limit: int = 8) -> tuple[str, ...]:
        """Known names that look like `name`, nearest first."""
        with self._open() as snapshot:
            return find_near_names(snapshot.connection, name, limit, self.as_of)

    def entity(self, entity_id: str) -> Entity:
        """One entity with all its names, the most used first. Raises NotKnownError."""
        with self._open() as snapshot:
            home = snapshot.find_entity(entity_id)
            ref = snapshot.entities.make_refs([home]).get(home)
            if ref is None:
                raise NotKnownError("no document names this entity", where=entity_id)
            return _make_entity(snapshot, home, ref, snapshot.entities.read_names([home])[home])

    def claims_about(self, entity_id: str, *, ended: bool = False) -> tuple[LinkedClaim, ...]:
        """Claims in which the entity is subject, object or speaker; superseded and withdrawn ones only if
        `ended`."""
        with self._open() as snapshot:
            return self._read_claims(snapshot, [entity_id], ("subject", "object", "speaker"), ended)

    def claims_among(
        self, entity_ids: Iterable[str], *, predicates: Collection[str] | None = None
    ) -> tuple[LinkedClaim, ...]:
        """Standing claims whose subject or object is one of the entities, of these predicates if given: one
        step outward, for chains and charts."""
        with self._open() as snapshot:
            return self._read_claims(snapshot, entity_ids, ("subject", "object"), False, predicates)

    def claims_between(self, entity_ids: Iterable[str]) -> tuple[LinkedClaim, ...]:
        """Standing claims whose subject and object are both among the entities."""
        with self._open() as snapshot:
            return self._read_claims(snapshot, entity_ids, ("both",), False)

    def mentions_of(self, entity_id: str) -> tuple[DocumentMention, ...]:
        """Where the entity is named, in the order of documents and places."""
        with self._open() as snapshot:
            home = snapshot.find_entity(entity_id)
            return read_mentions(
                snapshot.connection, snapshot.entities.find_members([home])[home], self.as_of
            )

    def document(self, document_id: str) -> Document:
        """One document. Raises NotKnownError."""
        with self._open() as snapshot:
            return snapshot.library.read_document(document_id)

    def documents(self) -> Iterator[Document]:
        """All documents, by address and date."""
        with self._open() as snapshot:
            return iter(snapshot.library.read_documents())

    def versions(self, address: str) -> tuple[Document, ...]:
        """The documents of one address, oldest first."""
        with self._open() as snapshot:
            return tuple(snapshot.library.read_documents(address))

    def rendition(self, document_id: str) -> Rendition:
        """The text of a document with its blocks. Raises NotKnownError."""
        with self._open() as snapshot:
            return snapshot.library.read_rendition(document_id)

    def original(self, document_id: str) -> bytes:
        """The bytes of a document, or of an exhibit by its id, as they came. Raises NotKnownError."""
        with self._open() as snapshot:
            return snapshot.library.read_original(document_id)

    def source(self, source_id: str) -> Source:
        """One source. Raises NotKnownError."""
        with self._open() as snapshot:
            return snapshot.library.read_source(source_id)

    def referents(self, document_id: str) -> tuple[Referent, ...]:
        """What a document names, in text order. Raises NotKnownError."""
        with self._open() as snapshot:
            return snapshot.library.read_referents(document_id)

    def issues(self) -> tuple[tuple[str, Issue], ...]:
        """What was wrong when documents were read, each with the id of its document, in the order of reading."""
        with self._open() as snapshot:
            return snapshot.library.read_issues()

    def exhibits(self, attached_to: str) -> tuple[Exhibit, ...]:
        """Exhibits attached to a document or claim, by day of access."""
        with self._open() as snapshot:
            return snapshot.library.read_exhibits(attached_to)

    def judgements(self, entity_id: str) -> tuple[Judgement, ...]:
        """Judgements that touch the names of an entity, withdrawn ones too: recorded ones first, then those
        of rules."""
        with self._open() as snapshot:
            home = snapshot.find_entity(entity_id)
            return read_entity_judgements(snapshot.connection, snapshot.entities, home, self.as_of)

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Full text over documents, in any script, best first.

        All words have to be there; "words in a row" in quotes.
        """
        with self._open() as snapshot:
            return search_texts(snapshot.connection, snapshot.library, words, limit, self.as_of)

    @contextmanager
    def _open(self) -> Iterator[Snapshot]:
        try:
            with self._engine.begin() as connection:
                yield Snapshot(connection, self.as_of)
        except DatabaseError as err:
            raise StoreError(
                f"the knowledge base can't be read: {err.orig}", where=self._engine.url.database
            ) from err

    def _read_claims(
        self,
        snapshot: Snapshot,
        entity_ids: Iterable[str],
        ends: tuple[str, ...],
        ended: bool,
        predicates: Collection[str] | None = None,
    ) -> tuple[LinkedClaim, ...]:
        homes = {snapshot.find_entity(entity_id) for entity_id in entity_ids}
        keys = {key for members in snapshot.entities.find_members(homes).values() for key in members}
        return read_linked_claims(
            snapshot.connection,
            snapshot.entities,
            snapshot.library,
            keys,
            ends=ends,
            ended=ended,
            as_of=self.as_of,
            predicates=predicates,
        )


def _make_entity(snapshot: Snapshot, home: int, ref: EntityRef, names: list[NameRow]) -> Entity:
    """An entity; spellings of one key are one name, in the spelling that most documents use."""
    documents, uses = tables.documents, tables.name_uses
    query = select(uses.c.name_n, documents.c.date, documents.c.id).join(
        documents, documents.c.n == uses.c.document_n
    )
    if snapshot.as_of is not None:
        query = query.where(documents.c.date <= snapshot.as_of)
    used = defaultdict(set)
    for part in chunk([row.n for row in names]):
        for use in snapshot.connection.execute(query.where(uses.c.name_n.in_(part))):
            used[use.name_n].add((use.date, use.id))
    spellings = defaultdict(list)
    for row in names:
        spellings[row.normal].append(row)
    made = [
        EntityName(
            name=choose_name(group),
            normal=normal,
            document_ids=tuple(id for _, id in sorted(set().union(*(used[row.n] for row in group)))),
        )
        for normal, group in spellings.items()
    ]
    made.sort(key=lambda name: (name.name != ref.name, -len(name.document_ids), name.normal))
    key = snapshot.connection.execute(select(_keys.c.type, _keys.c.normal).where(_keys.c.n == home)).one()
    concept = key.normal if key.type == CONCEPT else None
    return Entity(id=ref.id, type=ref.type, name=ref.name, names=tuple(made), concept=concept)
