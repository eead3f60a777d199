"""Claims with their ends resolved to entities, and mentions of entities, within one snapshot."""

from collections.abc import Collection
from functools import lru_cache
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, select

from urazuke.model.claim import ClaimStatus
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.model.place import Span
from urazuke.store import rows, tables
from urazuke.store.base import DocumentMention
from urazuke.store.graph import chunk
from urazuke.store.library import Library, Shelved
from urazuke.store.lookup import EntityLookup

_claims, _referents, _documents = tables.claims, tables.referents, tables.documents
_ENDS = {"subject": _claims.c.subject_n, "object": _claims.c.object_n, "speaker": _claims.c.speaker_n}


def read_linked_claims(
    connection: Connection,
    entities: EntityLookup,
    library: Library,
    keys: Collection[int],
    *,
    ends: tuple[str, ...],
    ended: bool,
    as_of: str | None,
    predicates: Collection[str] | None = None,
) -> tuple[LinkedClaim, ...]:
    """Claims that have a referent of one of the main keys at one of `ends`, of these predicates if given.

    An end is ``subject``, ``object``, ``speaker`` or ``both`` (subject and object).

    They come by date of their documents, then by place. Superseded and withdrawn ones come only if `ended`.
    """
    found: dict[int, Any] = {}
    query = _select_claims(as_of)
    if predicates is not None:
        query = query.where(_claims.c.predicate.in_(sorted(predicates)))
    parts = [select(_referents.c.n).where(_referents.c.key_n.in_(part)) for part in chunk(keys)]
    conditions: list[ColumnElement[bool]] = [
        _ENDS[end].in_(mine) for mine in parts for end in ends if end != "both"
    ]
    if "both" in ends:
        pairs = product(parts, repeat=2)
        conditions += [and_(_ENDS["subject"].in_(one), _ENDS["object"].in_(two)) for one, two in pairs]
    for condition in conditions:
        numbers = select(_claims.c.n).where(condition)
        found.update((row.n, row) for row in connection.execute(query.where(_claims.c.n.in_(numbers))))
    shelved = library.read_shelved({row.document_n for row in found.values()})
    standing = {n: _find_status(row, shelved[row.document_n], as_of) for n, row in found.items()}
    if not ended:
        found = {n: row for n, row in found.items() if standing[n] is ClaimStatus.STANDING}

    via = _read_via(connection, found.values())
    used = {key for row in found.values() for key in (row.subject_key, row.object_key, row.speaker_key)}
    used |= {key for _, key in via.values()}
    homes = entities.find_entities(used - {None})
    refs = entities.make_refs(set(homes.values()))
    by_key: dict[int | None, EntityRef | None] = {key: refs[home] for key, home in homes.items()}
    claims = []
    for row in sorted(
        found.values(), key=lambda row: (row.date, row.document_id, row.start, row.end, row.id)
    ):
        through = [via[n] for n in _split_via(row)]
        subject = by_key[row.subject_key]
        assert subject is not None
        claims.append(
            LinkedClaim(
                claim=rows.to_claim(row, tuple(id for id, _ in through)),
                subject=subject,
                object=by_key.get(row.object_key),
                speaker=by_key.get(row.speaker_key),
                document=shelved[row.document_n].document,
                source=shelved[row.document_n].source,
                status=standing[row.n],
                locator=rows.read_locator(row.locator),
                via=tuple(refs[homes[key]] for _, key in through),
            )
        )
    return tuple(claims)


def read_mentions(
    connection: Connection, keys: Collection[int], as_of: str | None
) -> tuple[DocumentMention, ...]:
    """Where referents of these main keys are named, by date of the documents and place."""
    mentions = tables.mentions
    query = (
        select(_documents.c.date, _documents.c.id, mentions.c.start, mentions.c.end)
        .add_columns(_referents.c.id.label("referent_id"), mentions.c.surface)
        .join(_referents, _referents.c.n == mentions.c.referent_n)
        .join(_documents, _documents.c.n == _referents.c.document_n)
    )
    if as_of is not None:
        query = query.where(_documents.c.date <= as_of)
    found: list[Any] = []
    for part in chunk(keys):
        found += connection.execute(query.where(_referents.c.key_n.in_(part)))
    return tuple(
        DocumentMention(document_id=id, referent_id=referent_id, surface=surface, span=Span(start, end))
        for _, id, start, end, referent_id, surface in sorted(map(tuple, found))
    )


@lru_cache(maxsize=16)  # to build it takes longer than to run it
def _select_claims(as_of: str | None) -> Select[Any]:
    """Rows of claims with the ids and keys of what they point at, their locator, and when they were
    withdrawn."""
    subject, object, speaker = _referents.alias(), _referents.alias(), _referents.alias()
    blocks, status = tables.blocks, tables.claim_status
    locator = (
        select(case((blocks.c.end > _claims.c.start, blocks.c.locator)))
        .where(blocks.c.rendition_n == _claims.c.rendition_n, blocks.c.start <= _claims.c.start)
        .order_by(blocks.c.start.desc(), blocks.c.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(_claims, _documents.c.id.label("document_id"), _documents.c.date)
        .add_columns(tables.renditions.c.id.label("rendition_id"), locator.label("locator"))
        .add_columns(subject.c.id.label("subject_id"), subject.c.key_n.label("subject_key"))
        .add_columns(object.c.id.label("object_id"), object.c.key_n.label("object_key"))
        .add_columns(speaker.c.id.label("speaker_id"), speaker.c.key_n.label("speaker_key"))
        .add_columns(status.c.made.label("withdrawn_made"))
        .select_from(_claims)
        .join(_documents, _documents.c.n == _claims.c.document_n)
        .join(tables.renditions, tables.renditions.c.n == _claims.c.rendition_n)
        .join(subject, subject.c.n == _claims.c.subject_n)
        .outerjoin(object, object.c.n == _claims.c.object_n)
        .outerjoin(speaker, speaker.c.n == _claims.c.speaker_n)
        .outerjoin(status, status.c.claim_n == _claims.c.n)
    )
    return query if as_of is None else query.where(_documents.c.date <= as_of)


def _find_status(row: Any, shelved: Shelved, as_of: str | None) -> ClaimStatus:
    if row.withdrawn_made is not None and (as_of is None or row.withdrawn_made[:10] <= as_of):
        return ClaimStatus.WITHDRAWN
    return ClaimStatus.SUPERSEDED if shelved.superseded else ClaimStatus.STANDING


def _split_via(row: Any) -> list[int]:
    return [int(n) for n in row.via.split(",")] if row.via else []


def _read_via(connection: Connection, found: Collection[Any]) -> dict[int, tuple[str, int]]:
    """The id and key of each referent that claims came through, by number."""
    via: dict[int, tuple[str, int]] = {}
    for part in chunk({n for row in found for n in _split_via(row)}):
        query = select(_referents.c.n, _referents.c.id, _referents.c.key_n).where(_referents.c.n.in_(part))
        via.update((row.n, (row.id, row.key_n)) for row in connection.execute(query))
    return via
