"""Keys, names and judgements as they are stored, and keeping the entities of the present up to date.

An *island* is all keys that any chain of ties connects, followed or not. What one island's entities are
depends on nothing outside it, so a new tie costs the reading of the islands at its ends, however large the
base.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select, update

from urazuke.model.judgement import Judgement, NameKey
from urazuke.store import rows, sqlite, tables
from urazuke.store.entities import Tie, gather, make_entity_id

_keys, _names, _uses = tables.name_keys, tables.names, tables.name_uses


@dataclass(frozen=True, slots=True)
class NameRow:
    """A row of ``names`` with the type and normal form of its key; counts are of the documents that may be
    seen."""

    n: int
    main_n: int
    key_n: int
    type: str
    normal: str
    name: str
    rule: str
    documents: int
    heads: int


def chunk(values: Collection[Any]) -> Iterator[list[Any]]:
    """`values` in lists that one statement can take."""
    everything = sorted(values)
    for start in range(0, len(everything), sqlite.MAX_PARAMETERS):
        yield everything[start : start + sqlite.MAX_PARAMETERS]


def ensure_keys(connection: Connection, keys: Collection[NameKey]) -> dict[NameKey, int]:
    """The numbers of keys; those that are new are added, each an entity of its own."""
    wanted = set(keys)
    numbers = {}
    for normals in chunk({key.normal for key in wanted}):
        for row in connection.execute(select(_keys).where(_keys.c.normal.in_(normals))):
            numbers[NameKey(type=row.type, normal=row.normal)] = row.n
    new = sorted(wanted - numbers.keys(), key=lambda key: (key.type, key.normal))
    if new:
        first = (connection.execute(select(func.max(_keys.c.n))).scalar() or 0) + 1
        added = {key: n for n, key in enumerate(new, first)}
        connection.execute(
            _keys.insert(),
            [
                {
                    "n": n,
                    "id": make_entity_id(k),
                    "type": k.type,
                    "normal": k.normal,
                    "island": n,
                    "entity": n,
                }
                for k, n in added.items()
            ],
        )
        named = {n: key.normal for key, n in added.items() if key.type not in ("concept", "observable")}
        sqlite.index_names(connection, named)
        numbers |= added
    return {key: numbers[key] for key in wanted}


def read_keys(connection: Connection, islands: Collection[int]) -> dict[int, NameKey]:
    """All keys of some islands, by number."""
    keys = {}
    for part in chunk(islands):
        for row in connection.execute(select(_keys).where(_keys.c.island.in_(part))):
            keys[row.n] = NameKey(type=row.type, normal=row.normal)
    return keys


def read_names(
    connection: Connection,
    *,
    mains: Collection[int] = (),
    keys: Collection[int] = (),
    as_of: str | None = None,
) -> list[NameRow]:
    """Rows of names by main key, or by the key of the name; with `as_of` only of documents that can be seen
    then."""
    by, wanted = (_names.c.main_n, mains) if mains else (_names.c.key_n, keys)
    query = _select_names(as_of)
    found: list[Any] = []
    for part in chunk(wanted):
        found += connection.execute(query.where(by.in_(part)))
    return [NameRow(*row) for row in found]


@lru_cache(maxsize=16)
def _select_names(as_of: str | None) -> Select[Any]:
    plain = [
        _names.c.n,
        _names.c.main_n,
        _names.c.key_n,
        _keys.c.type,
        _keys.c.normal,
        _names.c.name,
        _names.c.rule,
    ]
    query: Select[Any] = select(*plain, _names.c.documents, _names.c.heads)
    if as_of is not None:
        query = select(*plain, func.count().label("documents"), func.sum(_uses.c.head).label("heads"))
    query = query.join(_keys, _keys.c.n == _names.c.key_n)
    if as_of is not None:
        query = query.join(_uses, _uses.c.name_n == _names.c.n).join(
            tables.documents, tables.documents.c.n == _uses.c.document_n
        )
        query = query.where(tables.documents.c.date <= as_of).group_by(_names.c.n)
    return query


def read_judgements(
    connection: Connection, keys: Collection[int], as_of: str | None = None
) -> list[tuple[int, int, Judgement]]:
    """Judgements with at least one end among `keys`, with the numbers of both ends; with `as_of` as they
    stood then."""
    table = tables.judgements
    found: dict[int, Any] = {}
    for part in chunk(keys):
        ends = or_(table.c.left_n.in_(part), table.c.right_n.in_(part))
        found |= {row.n: row for row in connection.execute(select(table).where(ends))}
    if as_of is not None:
        found = {n: row for n, row in found.items() if (row.made or "")[:10] <= as_of}
    ends_seen = {row.left_n for row in found.values()} | {row.right_n for row in found.values()}
    named = {}
    for part in chunk(ends_seen):
        for row in connection.execute(select(_keys).where(_keys.c.n.in_(part))):
            named[row.n] = NameKey(type=row.type, normal=row.normal)
    result = []
    for row in found.values():
        made = row.withdrawn_made
        withdrawn = made is not None and (as_of is None or made[:10] <= as_of)
        result.append((row.left_n, row.right_n, rows.to_judgement(row, named, withdrawn)))
    return result


def refresh(connection: Connection, touched: Collection[int]) -> None:
    """Work out the entities of the islands that hold the keys in `touched` again."""
    before = {}
    islands: set[int] = set()
    for part in chunk(touched):
        islands.update(connection.execute(select(_keys.c.island).where(_keys.c.n.in_(part))).scalars())
    for part in chunk(islands):
        for row in connection.execute(select(_keys).where(_keys.c.island.in_(part))):
            before[row.n] = row
    keys = {n: NameKey(type=row.type, normal=row.normal) for n, row in before.items()}
    numbers = {key: n for n, key in keys.items()}
    ties = {
        Tie(keys[row.main_n], keys[row.key_n], row.rule)
        for row in read_names(connection, mains=keys)
        if row.rule
    }
    judged = [j for left, right, j in read_judgements(connection, keys) if left in keys and right in keys]
    gathering = gather(keys.values(), ties, judged)

    changes = []
    for n, key in keys.items():
        island, entity = numbers[gathering.island[key]], numbers[gathering.entity[key]]
        if (before[n].island, before[n].entity) != (island, entity):
            changes.append({"key_n": n, "new_island": island, "new_entity": entity})
    if changes:
        statement = update(_keys).where(_keys.c.n == bindparam("key_n"))
        connection.execute(
            statement.values(island=bindparam("new_island"), entity=bindparam("new_entity")), changes
        )
    for part in chunk(keys):
        connection.execute(tables.contests.delete().where(tables.contests.c.left_n.in_(part)))
    if gathering.contests:
        contests = [
            {"left_n": numbers[tie.left], "right_n": numbers[tie.right], "rule": tie.rule}
            for tie in gathering.contests
        ]
        connection.execute(tables.contests.insert(), contests)
