"""Writing: one document and all that was read from it at a time, within the transaction that the store
opened."""

import json
import zlib
from collections import Counter
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select, update

from urazuke.errors import NotKnownError, StoreError
from urazuke.ids import hash_bytes
from urazuke.model.claim import ClaimStatus
from urazuke.model.document import Source
from urazuke.model.exhibit import Exhibit
from urazuke.model.judgement import Judgement
from urazuke.model.reading import Reading
from urazuke.store import graph, rows, sqlite, tables
from urazuke.store.days import find_last_day
from urazuke.store.naming import NameUse, find_names, make_main_key

_ZLIB_LEVEL = 6


class SqlWriter:
    """A :class:`urazuke.store.base.Writer` on a connection that is in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_source(self, source: Source) -> None:
        """Add a source, or leave the one of this id as it is."""
        row = {
            "id": source.id,
            "name": source.name,
            "reliability": source.reliability.value,
            "reason": source.reason,
        }
        sqlite.insert_missing(self._connection, tables.sources, [row])

    def add_reading(self, reading: Reading, original: bytes, ingested: str) -> bool:
        """Add a document with its text, referents and claims. False if the very document was there: nothing
        changes.

        Documents of one address are versions: the one with the latest date (see :func:`find_last_day`), then
        the latest `ingested`, then the last id is the newest, and the claims of the others count as
        superseded.

        Raises:
            NotKnownError: the source was not added before.
            StoreError: `original` is not what the document was made from, or the reading does not hang
                together.
        """
        document = reading.document
        if self._find(tables.documents, document.id) is not None:
            return False
        if hash_bytes(original) != document.sha256:
            raise StoreError(
                "the bytes are not those that the document was read from", where=document.address
            )
        source_n = self._find(tables.sources, document.source_id)
        if source_n is None:
            raise NotKnownError(
                f"the source {document.source_id} is not known; add it first", where=document.address
            )
        self._keep_bytes(document.sha256, original)
        date = find_last_day(document.published) or ingested[:10]
        document_n = self._insert(tables.documents, rows.document_row(document, source_n, ingested, date))
        rendition = reading.rendition
        rendition_n = self._insert(
            tables.renditions,
            {
                "id": rendition.id,
                "document_n": document_n,
                "reader": rendition.reader,
                "text": rendition.text,
            },
        )
        self._insert_all(tables.blocks, list(rows.block_rows(reading, rendition_n)))
        sqlite.index_text(self._connection, rendition_n, rendition.text)
        numbers = self._add_referents(reading, document_n)
        try:
            claims = [rows.claim_row(claim, document_n, rendition_n, numbers) for claim in reading.claims]
        except KeyError as err:
            raise StoreError(f"a claim names {err}, which the reading lacks", where=document.address) from err
        self._insert_all(tables.claims, claims)
        issues = [[issue.severity, issue.code, issue.where, issue.message] for issue in reading.issues]
        detail = {"referents": len(reading.referents), "claims": len(claims), "issues": issues}
        self._log(ingested, "ingested", document.id, detail)
        return True

    def _add_referents(self, reading: Reading, document_n: int) -> dict[str, int]:
        """Add referents, mentions and names, and gather entities anew; the numbers of the referents by id."""
        mains = [make_main_key(referent) for referent in reading.referents]
        heads: Counter[NameUse] = Counter()
        for referent in reading.referents:
            heads.update(find_names(referent, reading.document.kind))
        keys = graph.ensure_keys(
            self._connection, {*mains, *(use.main for use in heads), *(use.key for use in heads)}
        )
        first = (self._connection.execute(select(func.max(tables.referents.c.n))).scalar() or 0) + 1
        referents: list[dict[str, Any]] = []
        mentions: list[dict[str, Any]] = []
        for n, (referent, main) in enumerate(zip(reading.referents, mains, strict=True), first):
            referents.append(
                {
                    "n": n,
                    "id": referent.id,
                    "document_n": document_n,
                    "key_n": keys[main],
                    "type": referent.type.value,
                    "name": referent.name,
                    "concept": referent.concept,
                    "kind": referent.kind,
                    "role": referent.role and referent.role.value,
                }
            )
            mentions.extend(rows.mention_rows(referent.mentions, n))
        self._insert_all(tables.referents, referents)
        self._insert_all(tables.mentions, mentions)

        uses: dict[tuple[int, int, str, str], int] = {}
        for use in heads:
            spelling = (keys[use.main], keys[use.key], use.name, use.rule)
            uses[spelling] = max(uses.get(spelling, 0), int(use.head))
        self._add_names(uses, document_n)
        return {row["id"]: row["n"] for row in referents}

    def _add_names(self, uses: dict[tuple[int, int, str, str], int], document_n: int) -> None:
        added = [
            {"main_n": main_n, "key_n": key_n, "name": name, "rule": rule, "documents": 1, "heads": head}
            for (main_n, key_n, name, rule), head in uses.items()
        ]
        sqlite.add_counts(self._connection, tables.names, added, ("documents", "heads"))
        links = []
        touched: set[int] = set()
        names = tables.names.c
        for part in graph.chunk({main_n for main_n, _, _, _ in uses}):
            for row in self._connection.execute(select(tables.names).where(names.main_n.in_(part))):
                head = uses.get((row.main_n, row.key_n, row.name, row.rule))
                if head is None:
                    continue
                links.append({"name_n": row.n, "document_n": document_n, "head": head})
                if row.rule and row.documents == 1:  # a tie that was not there before
                    touched |= {row.main_n, row.key_n}
        self._insert_all(tables.name_uses, links)
        if touched:
            graph.refresh(self._connection, touched)

    def withdraw_document(self, document_id: str, reason: str, made: str) -> int:
        """A retraction: mark all claims of the document as withdrawn; the number of claims marked.

        Claims that were withdrawn before keep their reason. Raises NotKnownError.
        """
        document_n = self._find(tables.documents, document_id)
        if document_n is None:
            raise NotKnownError("there is no document of this id", where=document_id)
        mine = tables.claims.c.document_n == document_n
        status = ClaimStatus.WITHDRAWN.value
        query = select(tables.claims.c.n).where(mine).order_by(tables.claims.c.n)
        numbers: list[int] = list(self._connection.execute(query).scalars())
        marks = [{"claim_n": n, "status": status, "reason": reason, "made": made} for n in numbers]
        marked = sqlite.insert_missing(self._connection, tables.claim_status, marks)
        if marked or not marks:
            self._log(made, "withdrawn", document_id, {"reason": reason, "claims": marked})
        return marked

    def add_judgement(self, judgement: Judgement) -> None:
        """Record a decision on two names; entities follow.

        A judgement of this id that is there stays as it is.
        """
        ends = (judgement.left, judgement.right)
        if self._find(tables.judgements, judgement.id) is not None:
            return
        keys = graph.ensure_keys(self._connection, ends)
        self._insert(
            tables.judgements,
            {
                "id": judgement.id,
                "left_n": keys[judgement.left],
                "right_n": keys[judgement.right],
                "verdict": judgement.verdict.value,
                "reason": judgement.reason,
                "author": judgement.author,
                "document_id": judgement.document_id,
                "made": judgement.made,
                "withdrawn_reason": "" if judgement.withdrawn else None,
                "withdrawn_made": (judgement.made or "") if judgement.withdrawn else None,
            },
        )
        graph.refresh(self._connection, keys.values())

    def withdraw_judgement(self, judgement_id: str, reason: str, made: str) -> None:
        """Take a decision back. Entities are as if it had never been made.

        Raises:
            NotKnownError: no such judgement was recorded. What follows from a document by a rule can't be
                taken back; judge the two names to be different instead.
        """
        table = tables.judgements
        row = self._connection.execute(select(table).where(table.c.id == judgement_id)).one_or_none()
        if row is None:
            raise NotKnownError(
                "no such judgement was recorded; what a rule took for one, judge to be different instead",
                where=judgement_id,
            )
        if row.withdrawn_made is None:
            statement = update(table).where(table.c.n == row.n)
            self._connection.execute(statement.values(withdrawn_reason=reason, withdrawn_made=made))
            self._log(made, "judgement withdrawn", judgement_id, {"reason": reason})
            graph.refresh(self._connection, {row.left_n, row.right_n})

    def add_exhibit(self, exhibit: Exhibit, data: bytes) -> None:
        """Keep an exhibit and its bytes; one of this id that is there stays as it is.

        Raises:
            NotKnownError: what it is attached to is neither a document nor a claim of this base.
            StoreError: `data` does not have the hash that the exhibit says.
        """
        if hash_bytes(data) != exhibit.sha256:
            raise StoreError("the bytes do not have the hash that the exhibit gives", where=exhibit.title)
        if all(self._find(table, exhibit.attached_to) is None for table in (tables.documents, tables.claims)):
            raise NotKnownError(
                "there is no document or claim of this id to attach to", where=exhibit.attached_to
            )
        self._keep_bytes(exhibit.sha256, data)
        sqlite.insert_missing(self._connection, tables.exhibits, [rows.exhibit_row(exhibit)])

    def _find(self, table: Table, id: str) -> int | None:
        return self._connection.execute(_select_n(table), {"wanted": id}).scalar()

    def _insert(self, table: Table, row: dict[str, Any]) -> int:
        key = self._connection.execute(table.insert(), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _insert_all(self, table: Table, added: list[dict[str, Any]]) -> None:
        if added:
            self._connection.execute(table.insert(), added)

    def _keep_bytes(self, sha256: str, data: bytes) -> None:
        row = {"sha256": sha256, "size_bytes": len(data), "packed": zlib.compress(data, _ZLIB_LEVEL)}
        sqlite.insert_missing(self._connection, tables.originals, [row])

    def _log(self, made: str, action: str, about: str, detail: dict[str, Any]) -> None:
        written = json.dumps(detail, ensure_ascii=False)
        self._insert(tables.log, {"made": made, "action": action, "about": about, "detail": written})


@cache  # to build a statement takes longer than to run it
def _select_n(table: Table) -> Select[Any]:
    return select(table.c.n).where(table.c.id == bindparam("wanted"))
