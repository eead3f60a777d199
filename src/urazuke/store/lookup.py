"""Entities as a view sees them: which keys are one, and how the whole is called.

Of the present they are read as the writer left them. For an earlier date they are worked out anew, island by
island, from the names and judgements that could be known then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, select

from urazuke.model.entity import EntityRef
from urazuke.model.judgement import NameKey, Verdict
from urazuke.model.mention import EntityType
from urazuke.store import tables
from urazuke.store.entities import CANONICAL, Tie, gather, is_by_rule
from urazuke.store.graph import NameRow, chunk, read_judgements, read_keys, read_names

_keys = tables.name_keys


class EntityLookup:
    """Looks up entities by the numbers of keys, within one snapshot.

    An entity is known by the key that stands for it.
    """

    def __init__(self, connection: Connection, as_of: str | None) -> None:
        self._connection = connection
        self._as_of = as_of
        self._entity: dict[int, int] = {}
        self._members: dict[int, tuple[int, ...]] = {}
        self._contests: set[tuple[int, int, str]] = set()

    def find_entities(self, keys: Iterable[int]) -> dict[int, int]:
        """The entity that each key belongs to. A key that could not be known as of the date is left out."""
        wanted = set(keys)
        unknown = wanted - self._entity.keys()
        for part in chunk(unknown):
            if self._as_of is None:
                rows = self._connection.execute(select(_keys.c.n, _keys.c.entity).where(_keys.c.n.in_(part)))
                self._entity.update((row.n, row.entity) for row in rows)
            else:
                query = select(_keys.c.island).where(_keys.c.n.in_(part)).distinct()
                self._gather(set(self._connection.execute(query).scalars()))
        return {n: self._entity[n] for n in wanted if n in self._entity}

    def find_members(self, entities: Collection[int]) -> dict[int, tuple[int, ...]]:
        """The keys of each entity."""
        if self._as_of is not None:
            self.find_entities(entities)
            return {n: self._members[n] for n in entities}
        members = defaultdict(list)
        for part in chunk(entities):
            query = select(_keys.c.n, _keys.c.entity).where(_keys.c.entity.in_(part)).order_by(_keys.c.n)
            for row in self._connection.execute(query):
                members[row.entity].append(row.n)
        return {n: tuple(members[n]) for n in entities}

    def find_contests(self, entity: int) -> set[tuple[int, int, str]]:
        """Ties that were not followed, from keys of the entity and to them: left, right, rule."""
        members = set(self.find_members([entity])[entity])
        if self._as_of is not None:
            return {contest for contest in self._contests if members & set(contest[:2])}
        table = tables.contests
        found = set()
        for part in chunk(members):
            for end in (table.c.left_n, table.c.right_n):
                rows = self._connection.execute(select(table).where(end.in_(part)))
                found |= {(row.left_n, row.right_n, row.rule) for row in rows}
        return found

    def read_names(self, entities: Collection[int]) -> dict[int, list[NameRow]]:
        """The names that documents use for each entity; without those that a person judged to be something
        different."""
        members = self.find_members(entities)
        owner = {key: entity for entity, keys in members.items() for key in keys}
        names = read_names(self._connection, mains=owner, as_of=self._as_of) if owner else []
        kept_apart = self._find_kept_apart(owner)
        homes = self.find_entities(row.key_n for row in names) if kept_apart else {}
        found: dict[int, list[NameRow]] = {entity: [] for entity in entities}
        for row in names:
            found[owner[row.main_n]].append(row)
        for entity, apart in kept_apart.items():
            own = [row for row in found[entity] if homes.get(row.key_n) not in apart]
            found[entity] = (
                own or found[entity]
            )  # a thing without any other name is still called what it is called
        return found

    def make_refs(self, entities: Collection[int]) -> dict[int, EntityRef]:
        """The short form of each entity that some document names."""
        named = {entity: names for entity, names in self.read_names(entities).items() if names}
        ids: dict[int, str] = {}
        for part in chunk(named):
            rows = self._connection.execute(select(_keys.c.n, _keys.c.id).where(_keys.c.n.in_(part)))
            ids.update((row.n, row.id) for row in rows)
        return {n: EntityRef(ids[n], choose_type(names), choose_name(names)) for n, names in named.items()}

    def _find_kept_apart(self, owner: Mapping[int, int]) -> dict[int, set[int]]:
        """By entity: the entities that persons judged to be different from it."""
        pairs = [
            pair
            for left, right, judgement in read_judgements(self._connection, owner, self._as_of)
            if judgement.verdict is Verdict.DIFFERENT
            and not judgement.withdrawn
            and not is_by_rule(judgement)
            for pair in ((left, right), (right, left))
        ]
        homes = self.find_entities(other for _, other in pairs)
        apart = defaultdict(set)
        for key, other in pairs:
            if key in owner and homes.get(other) != owner[key]:
                apart[owner[key]].add(homes.get(other, other))
        return apart

    def _gather(self, islands: set[int]) -> None:
        """Work out the entities of islands as of the date, as if nothing later had ever been written."""
        keys = read_keys(self._connection, islands)
        names = read_names(self._connection, mains=keys, as_of=self._as_of)
        judged = read_judgements(self._connection, keys, self._as_of)
        used = [*names, *read_names(self._connection, keys=keys, as_of=self._as_of)]
        seen = {n for row in used for n in (row.main_n, row.key_n)}
        seen |= {n for left, right, _ in judged for n in (left, right)}
        numbers: dict[NameKey, int] = {keys[n]: n for n in seen if n in keys}
        ties = {Tie(keys[row.main_n], keys[row.key_n], row.rule) for row in names if row.rule}
        within = [judgement for left, right, judgement in judged if left in keys and right in keys]
        gathering = gather(numbers, ties, within)
        members = defaultdict(list)
        for key, head in gathering.entity.items():
            self._entity[numbers[key]] = numbers[head]
            members[numbers[head]].append(numbers[key])
        self._members.update((entity, tuple(sorted(ns))) for entity, ns in members.items())
        self._contests |= {(numbers[tie.left], numbers[tie.right], tie.rule) for tie in gathering.contests}


def choose_name(names: Iterable[NameRow]) -> str:
    """The name of a whole: one under which knowledge tables list the concept, else the one that most
    documents use.

    Of equals, the one that more documents use as the name of the referent, then the first in the alphabet. A
    document with two referents of one entity counts for both.
    """
    votes: defaultdict[str, tuple[bool, int, int]] = defaultdict(lambda: (False, 0, 0))
    for row in names:
        canonical, documents, heads = votes[row.name]
        canonical |= row.heads > 0 and row.rule == CANONICAL
        votes[row.name] = (canonical, documents + row.documents, heads + row.heads)
    return min(votes, key=lambda name: (*(-int(vote) for vote in votes[name]), name))


def choose_type(names: Iterable[NameRow]) -> EntityType:
    """The type that most referents have."""
    votes: defaultdict[str, int] = defaultdict(int)
    for row in names:
        votes[row.type] += row.heads
    return EntityType(min(votes, key=lambda type: (-votes[type], type)))


def count_referents(names: Iterable[NameRow]) -> int:
    """How many referents an entity has, at most one for each document and main key."""
    return sum(row.heads for row in names)
