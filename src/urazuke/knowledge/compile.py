"""From all tables to one list of names: joined to things, graded, and ordered by how probable each reading
is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from urazuke.knowledge import attack, galaxy, places, tables
from urazuke.knowledge.concepts import Concept, ConceptTable, Record
from urazuke.knowledge.entry import Gate, LexiconEntry
from urazuke.knowledge.files import ACTOR_CLUSTERS, OWN_DATA, SOFTWARE_CLUSTERS
from urazuke.knowledge.gates import grade_name
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_yaml

_SURE_FAMILIES = frozenset({"software", *SOFTWARE_CLUSTERS}) - {"ransomware"}
_SOURCE_ORDER = {"urazuke": 0, "cldr": 1, "attack": 2, "misp-galaxy": 3}


@dataclass(frozen=True, slots=True)
class Tables:
    """All known things by kind, before they become one list of names.

    `fixed` are names of things that only our tables and CLDR know; their keys are foreign to groups and
    software. `placed` says for each table of groups and software which row went to which thing.
    """

    fixed: tuple[LexiconEntry, ...]
    groups: ConceptTable
    campaigns: ConceptTable
    software: ConceptTable
    techniques: ConceptTable
    placed: dict[str, dict[int, str]]


def join_tables() -> Tables:
    """Read every table and join what is the same."""
    fixed = tuple(_iter_fixed())
    foreign = {make_key(entry.name) for entry in fixed}
    placed: dict[str, dict[int, str]] = {}
    software = _join_software(foreign, placed)
    own = list(enumerate(tables.iter_records("groups", EntityType.GROUP)))
    own_names = {make_key(name) for _, row in own for name in (row.name, *row.synonyms)}
    own_software = {make_key(name) for row in tables.read_rows("software") for name in tables.names_of(row)}
    actors = {
        EntityType.GROUP: ConceptTable((foreign | own_software) - own_names),
        EntityType.CAMPAIGN: ConceptTable(foreign | own_software),
    }
    _place(actors, "groups-campaigns", list(enumerate(attack.iter_records(attack.read_actors()))), placed)
    _place(actors, "groups", own, placed)
    actors[EntityType.GROUP].bar(_families(software, placed))
    for cluster in ACTOR_CLUSTERS:
        _place(actors, cluster, list(galaxy.iter_actors(cluster)), placed)
    techniques = ConceptTable()
    techniques.add_all(attack.iter_records(attack.read_techniques()))
    groups, campaigns = actors[EntityType.GROUP], actors[EntityType.CAMPAIGN]
    return Tables(fixed, groups, campaigns, software, techniques, placed)


def _place(
    into: dict[EntityType, ConceptTable],
    name: str,
    rows: list[tuple[int, Record]],
    placed: dict[str, dict[int, str]],
) -> None:
    """Add the rows of one table, each to the things of its type, and note where each went."""
    for kind, table in into.items():
        wanted = [(number, row) for number, row in rows if row.type is kind]
        ids = table.add_all(row for _, row in wanted)
        found = {number: id for (number, _), id in zip(wanted, ids, strict=True) if id is not None}
        placed.setdefault(name, {}).update(found)


def _families(software: ConceptTable, placed: dict[str, dict[int, str]]) -> set[str]:
    """Keys of the main names of families: a synonym of a group that is one of these names its tool.

    Families that only the table of ransomware has do not count: they and those who run them share a name.
    """
    sure = {id for name, found in placed.items() if name in _SURE_FAMILIES for id in found.values()}
    return {next(iter(concept.names)) for concept in software.concepts.values() if concept.id in sure}


def _iter_fixed() -> Iterator[LexiconEntry]:
    """Places, sectors, organizations and products."""
    yield from places.iter_places()
    yield from tables.iter_entries("sectors", EntityType.SECTOR)
    yield from tables.iter_entries("organizations", EntityType.ORGANIZATION)
    yield from places.iter_governments()
    yield from tables.iter_entries("products", EntityType.PRODUCT)


def _join_software(foreign: set[str], placed: dict[str, dict[int, str]]) -> ConceptTable:
    """Malware and tools of all tables."""
    table = ConceptTable(foreign | {make_key(word) for word in read_yaml(OWN_DATA, "not_names.yml")})
    sources = {
        "software": list(enumerate(attack.iter_records(attack.read_software()))),
        "own-software": list(enumerate(tables.iter_records("software", EntityType.MALWARE))),
        **{cluster: list(galaxy.iter_software(cluster)) for cluster in SOFTWARE_CLUSTERS},
    }
    for name, rows in sources.items():
        ids = table.add_all(row for _, row in rows)
        placed[name] = {number: id for (number, _), id in zip(rows, ids, strict=True) if id is not None}
    return table


def iter_entries(joined: Tables) -> Iterator[LexiconEntry]:
    """Every name of every thing, in no particular order; the main name of each thing stands before its
    others.
    """
    yield from joined.fixed
    for table in (joined.groups, joined.campaigns, joined.software):
        for concept in table.concepts.values():
            yield from _iter_concept(concept)
    for concept in joined.techniques.concepts.values():
        number = concept.id.removeprefix("technique:").upper()
        for _, name, source in concept.spellings():
            yield LexiconEntry(name, concept.type, concept.id, source, Gate.CONTEXT)
        yield LexiconEntry(number, concept.type, concept.id, attack.SOURCE, Gate.OPEN)


def _iter_concept(concept: Concept) -> Iterator[LexiconEntry]:
    for key, name, source in concept.spellings():
        gate = Gate(concept.gates[key]) if key in concept.gates else grade_name(name, concept.type)
        yield LexiconEntry(name, concept.type, concept.id, source, gate)


def order_readings(entries: Iterable[LexiconEntry]) -> tuple[LexiconEntry, ...]:
    """Readings of one name, the most probable first: by need of company, by source, by type."""
    kinds = list(EntityType)
    return tuple(
        sorted(
            entries,
            key=lambda entry: (
                entry.gate is Gate.CONTEXT,
                _SOURCE_ORDER[entry.source],
                kinds.index(entry.type),
                entry.concept,
            ),
        )
    )
