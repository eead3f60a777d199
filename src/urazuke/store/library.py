"""Documents, their texts and what they name, within one snapshot."""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, select, tuple_

from urazuke.errors import NotKnownError
from urazuke.model.document import Document, Rendition, Source
from urazuke.model.exhibit import Exhibit
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import EntityType, Referent, Role
from urazuke.store import rows, tables
from urazuke.store.graph import chunk

_documents, _sources, _log = tables.documents, tables.sources, tables.log.c


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with its source, and whether a newer version of it can be seen."""

    document: Document
    source: Source
    superseded: bool


class Library:
    """Reads documents; with `as_of` only those whose date is not later."""

    def __init__(self, connection: Connection, as_of: str | None) -> None:
        self._connection = connection
        self._as_of = as_of

    def read_document(self, document_id: str) -> Document:
        """One document. Raises NotKnownError."""
        return rows.to_document(self._read_row(document_id))

    def read_documents(self, address: str | None = None) -> list[Document]:
        """All documents by address and date, or the versions of one address, oldest first."""
        d = _documents.c
        query = _select_documents(self._as_of).order_by(d.address, d.date, d.ingested, d.id)
        if address is not None:
            query = query.where(d.address == address)
        return [rows.to_document(row) for row in self._connection.execute(query)]

    def read_shelved(self, numbers: Collection[int]) -> dict[int, Shelved]:
        """Documents by number, with what claims need to know of them."""
        query = _select_shelved(self._as_of)
        found = [
            row
            for part in chunk(numbers)
            for row in self._connection.execute(query.where(_documents.c.n.in_(part)))
        ]
        sources = {}
        for part in chunk({row.source_n for row in found}):
            for row in self._connection.execute(select(_sources).where(_sources.c.n.in_(part))):
                sources[row.n] = rows.to_source(row)
        return {
            row.n: Shelved(rows.to_document(row), sources[row.source_n], bool(row.superseded))
            for row in found
        }

    def read_issues(self) -> tuple[tuple[str, Issue], ...]:
        """The issues of the readings of all documents, with the id of the document of each."""
        ids = _select_documents(self._as_of).subquery().c.id
        query = select(_log.about, _log.detail).where(_log.action == "ingested", _log.about.in_(select(ids)))
        return tuple(
            (row.about, Issue(severity=Severity(severity), code=code, where=where, message=message))
            for row in self._connection.execute(query.order_by(_log.n))
            for severity, code, where, message in json.loads(row.detail)["issues"]
        )

    def read_source(self, source_id: str) -> Source:
        """One source. Raises NotKnownError."""
        row = self._connection.execute(select(_sources).where(_sources.c.id == source_id)).one_or_none()
        if row is None:
            raise NotKnownError("there is no source of this id", where=source_id)
        return rows.to_source(row)

    def read_rendition(self, document_id: str) -> Rendition:
        """The text of a document with its blocks. Raises NotKnownError."""
        document_n = self._read_row(document_id).n
        table, blocks = tables.renditions, tables.blocks
        row = self._connection.execute(
            select(table).where(table.c.document_n == document_n).order_by(table.c.n).limit(1)
        ).one()
        query = select(blocks).where(blocks.c.rendition_n == row.n).order_by(blocks.c.position)
        return Rendition(
            id=row.id,
            document_id=document_id,
            text=row.text,
            reader=row.reader,
            blocks=tuple(rows.to_block(block) for block in self._connection.execute(query)),
        )

    def read_original(self, id: str) -> bytes:
        """The bytes of a document or an exhibit. Raises NotKnownError."""
        table = tables.exhibits
        sha256 = self._connection.execute(select(table.c.sha256).where(table.c.id == id)).scalar()
        sha256 = sha256 or self._read_row(id).sha256
        query = select(tables.originals.c.packed).where(tables.originals.c.sha256 == sha256)
        return zlib.decompress(self._connection.execute(query).scalar_one())

    def read_referents(self, document_id: str) -> tuple[Referent, ...]:
        """What a document names, in the order in which it was read. Raises NotKnownError."""
        document_n = self._read_row(document_id).n
        table, mentions = tables.referents, tables.mentions
        named = defaultdict(list)
        query = select(mentions).join(table, table.c.n == mentions.c.referent_n)
        query = query.where(table.c.document_n == document_n).order_by(
            mentions.c.referent_n, mentions.c.position
        )
        for row in self._connection.execute(query):
            named[row.referent_n].append(rows.to_mention(row))
        query = select(table).where(table.c.document_n == document_n).order_by(table.c.n)
        return tuple(
            Referent(
                id=row.id,
                document_id=document_id,
                type=EntityType(row.type),
                name=row.name,
                mentions=tuple(named[row.n]),
                concept=row.concept,
                kind=row.kind,
                role=Role(row.role) if row.role else None,
            )
            for row in self._connection.execute(query)
        )

    def read_exhibits(self, attached_to: str) -> tuple[Exhibit, ...]:
        """Exhibits attached to a document or claim, by day of access."""
        table = tables.exhibits
        query = select(table).where(table.c.attached_to == attached_to).order_by(table.c.accessed, table.c.id)
        return tuple(rows.to_exhibit(row) for row in self._connection.execute(query))

    def _read_row(self, document_id: str) -> Row[Any]:
        row = self._connection.execute(
            _select_documents(self._as_of).where(_documents.c.id == document_id)
        ).one_or_none()
        if row is None:
            raise NotKnownError("there is no document of this id", where=document_id)
        return row


@lru_cache(maxsize=16)
def _select_documents(as_of: str | None) -> Select[Any]:
    query = select(_documents, _sources.c.id.label("source_id"))
    query = query.join(_sources, _sources.c.n == _documents.c.source_n)
    return query if as_of is None else query.where(_documents.c.date <= as_of)


@lru_cache(maxsize=16)
def _select_shelved(as_of: str | None) -> Select[Any]:
    """Documents, and whether a later version of each can be seen."""
    newer = _documents.alias()
    later = tuple_(newer.c.date, newer.c.ingested, newer.c.id) > tuple_(
        _documents.c.date, _documents.c.ingested, _documents.c.id
    )
    versions = select(newer.c.n).where(newer.c.address == _documents.c.address, later)
    if as_of is not None:
        versions = versions.where(newer.c.date <= as_of)
    return _select_documents(as_of).add_columns(versions.exists().label("superseded"))
