"""The judgements that made an entity what it is, within one snapshot."""

from collections import defaultdict

from sqlalchemy import Connection, select

from urazuke.ids import make_id
from urazuke.model.judgement import Judgement, NameKey, Verdict
from urazuke.store import tables
from urazuke.store.entities import ALIAS
from urazuke.store.graph import NameRow, chunk, read_judgements, read_names
from urazuke.store.lookup import EntityLookup

_UNSURE = "rule:kept-apart"
_REASONS = {ALIAS: "one document uses both names for one thing"}
_KNOWN_REASON = "a known name of the concept"


def read_entity_judgements(
    connection: Connection, entities: EntityLookup, entity: int, as_of: str | None
) -> tuple[Judgement, ...]:
    """Judgements that touch the keys of an entity.

    First what was recorded, in the order in which it was made, withdrawn or not. Then what rules conclude: a
    `same` for each document that uses two names alike, one for each known name of a concept (with the first
    document that has it), and an `unsure` for each tie that would join what is kept apart.
    """
    members = entities.find_members([entity])[entity]
    recorded = [judgement for _, _, judgement in read_judgements(connection, members, as_of)]
    tied = {row.n: row for row in read_names(connection, mains=members, as_of=as_of) if row.rule}
    tied |= {row.n: row for row in read_names(connection, keys=members, as_of=as_of) if row.rule}
    contests = entities.find_contests(entity)
    ends = {n for row in tied.values() for n in (row.main_n, row.key_n)} | {
        n for c in contests for n in c[:2]
    }
    keys = {}
    for part in chunk(ends):
        for row in connection.execute(select(tables.name_keys).where(tables.name_keys.c.n.in_(part))):
            keys[row.n] = NameKey(type=row.type, normal=row.normal)
    concluded = _conclude_same(connection, tied, keys, contests, as_of)
    rules = defaultdict(list)
    for left, right, rule in sorted(contests):
        rules[left, right].append(rule)
    for (left, right), tying in rules.items():
        reason = f"{' and '.join(tying)} would join what is kept apart"
        concluded.append(_make(keys[left], keys[right], Verdict.UNSURE, reason, _UNSURE, None))
    once = {judgement.id: judgement for judgement in concluded}.values()
    order = sorted(once, key=lambda j: (j.verdict, j.author, j.left.normal, j.right.normal, j.id))
    return (*sorted(recorded, key=lambda j: (j.made or "", j.id)), *order)


def _conclude_same(
    connection: Connection,
    tied: dict[int, NameRow],
    keys: dict[int, NameKey],
    contests: set[tuple[int, int, str]],
    as_of: str | None,
) -> list[Judgement]:
    documents, uses = tables.documents, tables.name_uses
    query = select(uses.c.name_n, documents.c.id).join(documents, documents.c.n == uses.c.document_n)
    query = query.order_by(documents.c.date, documents.c.id)
    if as_of is not None:
        query = query.where(documents.c.date <= as_of)
    concluded = []
    known = set()
    for part in chunk(tied):
        for use in connection.execute(query.where(uses.c.name_n.in_(part))):
            row = tied[use.name_n]
            tie = (row.main_n, row.key_n, row.rule)
            if tie in contests or tie in known:
                continue
            if row.rule != ALIAS:
                known.add(tie)
            reason = _REASONS.get(row.rule, _KNOWN_REASON)
            concluded.append(_make(keys[row.main_n], keys[row.key_n], Verdict.SAME, reason, row.rule, use.id))
    return concluded


def _make(
    left: NameKey, right: NameKey, verdict: Verdict, reason: str, author: str, document_id: str | None
) -> Judgement:
    parts = (left.type, left.normal, right.type, right.normal, verdict.value, author, document_id)
    return Judgement(
        id=make_id("judgement", *parts),
        left=left,
        right=right,
        verdict=verdict,
        reason=reason,
        author=author,
        document_id=document_id,
    )
