"""A View over Readings held in memory: what outputs and chains are tested against, without a database."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from urazuke.errors import NotKnownError
from urazuke.ids import make_id
from urazuke.model.claim import ClaimStatus
from urazuke.model.document import Document, Rendition, Source
from urazuke.model.entity import Entity, EntityName, EntityRef, LinkedClaim
from urazuke.model.exhibit import Exhibit
from urazuke.model.judgement import Judgement
from urazuke.model.mention import EntityType, Referent
from urazuke.model.reading import Reading
from urazuke.store.base import DocumentMention, SearchHit
from urazuke.text.normal import make_key


class MemoryView:
    """Entities are referents joined by type and key of any surface, or by concept."""

    def __init__(
        self,
        readings: Sequence[Reading],
        sources: Sequence[Source],
        judgements: Sequence[Judgement] = (),
        as_of: str | None = None,
    ) -> None:
        self.as_of = as_of
        self._sources = {source.id: source for source in sources}
        self._judgements = tuple(judgements)
        self._readings = {
            reading.document.id: reading
            for reading in readings
            if as_of is None or reading.document.published is None or reading.document.published <= as_of
        }
        self._join()
        self._claims = [
            self._link(claim, reading) for reading in self._readings.values() for claim in reading.claims
        ]
        self._touching: dict[str, list[LinkedClaim]] = {}
        for claim in self._claims:
            ends = {claim.subject.id, claim.object.id if claim.object else claim.subject.id}
            for end in ends:
                self._touching.setdefault(end, []).append(claim)

    def _join(self) -> None:
        parent: dict[object, object] = {}

        def root(item: object) -> object:
            while parent.setdefault(item, item) != item:
                item = parent[item]
            return item

        referents = [it for reading in self._readings.values() for it in reading.referents]
        for it in referents:
            keys: list[object] = [(it.type, make_key(surface)) for surface in (it.name, *it.surfaces)]
            if it.concept:
                keys.append(("concept", it.concept))
            for key in keys:
                parent[root(key)] = root(it.id)
        clusters: dict[object, list[Referent]] = {}
        for it in referents:
            clusters.setdefault(root(it.id), []).append(it)
        self._entities: dict[str, Entity] = {}
        self._of: dict[str, str] = {}
        for cluster in clusters.values():
            uses: dict[str, tuple[str, set[str]]] = {}
            for it in cluster:
                for surface in (it.name, *it.surfaces):
                    uses.setdefault(make_key(surface), (surface, set()))[1].add(it.document_id)
            order = {document_id: n for n, document_id in enumerate(self._by_date())}
            names = tuple(
                EntityName(name=name, normal=key, document_ids=tuple(sorted(ids, key=order.__getitem__)))
                for key, (name, ids) in sorted(uses.items(), key=lambda it: (-len(it[1][1]), it[0]))
            )
            entity_id = make_id("entity", cluster[0].type.value, min(uses))
            concept = next((it.concept for it in cluster if it.concept), None)
            self._entities[entity_id] = Entity(
                id=entity_id, type=cluster[0].type, name=names[0].name, names=names, concept=concept
            )
            self._of.update((it.id, entity_id) for it in cluster)

    def _by_date(self) -> list[str]:
        readings = sorted(
            self._readings.values(), key=lambda it: (it.document.published or "9999", it.document.id)
        )
        return [reading.document.id for reading in readings]

    def _link(self, claim, reading) -> LinkedClaim:
        def ref(referent_id: str) -> EntityRef:
            return self._entities[self._of[referent_id]].ref

        return LinkedClaim(
            claim=claim,
            subject=ref(claim.subject),
            object=ref(claim.object) if claim.object else None,
            speaker=ref(claim.speaker) if claim.speaker else None,
            document=reading.document,
            source=self._sources[reading.document.source_id],
            status=ClaimStatus.STANDING,
            locator=reading.rendition.locate(claim.span),
            via=tuple(ref(it) for it in claim.via),
        )

    def find_entities(self, name: str, type: EntityType | None = None) -> tuple[Entity, ...]:
        found = [
            entity
            for entity in self._entities.values()
            if make_key(name) in {it.normal for it in entity.names} and type in (None, entity.type)
        ]
        return tuple(sorted(found, key=lambda it: (-sum(len(n.document_ids) for n in it.names), it.id)))

    def near_names(self, name: str, limit: int = 8) -> tuple[str, ...]:
        start = make_key(name)[:3]
        return tuple(it.name for it in self._entities.values() if make_key(it.name).startswith(start))[:limit]

    def entity(self, entity_id: str) -> Entity:
        if entity_id not in self._entities:
            raise NotKnownError("there is no such entity", where=entity_id)
        return self._entities[entity_id]

    def claims_about(self, entity_id: str, *, ended: bool = False) -> tuple[LinkedClaim, ...]:
        self.entity(entity_id)
        return tuple(
            claim
            for claim in self._claims
            if entity_id
            in (claim.subject.id, claim.object and claim.object.id, claim.speaker and claim.speaker.id)
        )

    def claims_among(
        self, entity_ids: Iterable[str], *, predicates: Collection[str] | None = None
    ) -> tuple[LinkedClaim, ...]:
        found = {claim.claim.id: claim for it in entity_ids for claim in self._touching.get(it, ())}
        return tuple(it for it in found.values() if predicates is None or it.claim.predicate in predicates)

    def claims_between(self, entity_ids: Iterable[str]) -> tuple[LinkedClaim, ...]:
        ids = set(entity_ids)
        among = self.claims_among(ids)
        return tuple(it for it in among if it.object and {it.subject.id, it.object.id} <= ids)

    def mentions_of(self, entity_id: str) -> tuple[DocumentMention, ...]:
        return tuple(
            DocumentMention(document_id=r.document.id, referent_id=it.id, surface=m.surface, span=m.span)
            for r in self._readings.values()
            for it in r.referents
            if self._of[it.id] == entity_id
            for m in it.mentions
        )

    def document(self, document_id: str) -> Document:
        return self._readings[document_id].document

    def documents(self) -> Iterator[Document]:
        return iter(reading.document for reading in self._readings.values())

    def versions(self, address: str) -> tuple[Document, ...]:
        return tuple(document for document in self.documents() if document.address == address)

    def rendition(self, document_id: str) -> Rendition:
        return self._readings[document_id].rendition

    def original(self, document_id: str) -> bytes:
        return self.rendition(document_id).text.encode()

    def source(self, source_id: str) -> Source:
        return self._sources[source_id]

    def referents(self, document_id: str) -> tuple[Referent, ...]:
        return self._readings[document_id].referents

    def exhibits(self, attached_to: str) -> tuple[Exhibit, ...]:
        return ()

    def judgements(self, entity_id: str) -> tuple[Judgement, ...]:
        normals = {name.normal for name in self.entity(entity_id).names}
        return tuple(it for it in self._judgements if normals & {it.left.normal, it.right.normal})

    def search(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        return ()
