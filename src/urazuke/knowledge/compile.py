"""From all tables to one list of names: joined to things, graded, and ordered by how probable each reading is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from urazuke.knowledge import attack, galaxy, places, tables
from urazuke.knowledge.concepts import Concept, ConceptTable
from urazuke.knowledge.entry import Gate, LexiconEntry
from urazuke.knowledge.files import ACTOR_CLUSTERS, OWN_DATA
from urazuke.knowledge.gates import grade_name
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_yaml

_GATE_ORDER = {Gate.OPEN: 0, Gate.CASE: 1, Gate.CONTEXT: 2}
_SOURCE_ORDER = {"urazuke": 0, "cldr": 1, "attack": 2, "misp-galaxy": 3}


@dataclass(frozen=True, slots=True)
class Tables:
    """All known things by kind, before they become one list of names.

    `fixed` are names of things that only our tables and CLDR know; their keys are foreign to groups and software.
    """

    fixed: tuple[LexiconEntry, ...]
    groups: ConceptTable
    campaigns: ConceptTable
    software: ConceptTable
    techniques: ConceptTable


def join_tables() -> Tables:
    """Read every table and join what is the same."""
    fixed = tuple(_iter_fixed())
    foreign = {make_key(entry.name) for entry in fixed}
    software = _join_software(foreign | {make_key(word) for word in read_yaml(OWN_DATA, "not_names.yml")})
    actors = attack.read_actors()
    records = {
        kind: [*attack.iter_records([row for row in actors if row["stix_type"] == stix])]
        for kind, stix in ((EntityType.GROUP, "intrusion-set"), (EntityType.CAMPAIGN, "campaign"))
    }
    own = list(tables.iter_records("groups", EntityType.GROUP))
    own_software = {make_key(name) for row in tables.read_rows("software") for name in tables.names_of(row)}
    own_names = {make_key(name) for row in own for name in (row.name, *row.synonyms)}
    joined = {
        EntityType.GROUP: ConceptTable((foreign | own_software) - own_names),
        EntityType.CAMPAIGN: ConceptTable(foreign | own_software),
    }
    sources = [[*records[EntityType.GROUP], *records[EntityType.CAMPAIGN]], own]
    sources += [list(galaxy.iter_actors(cluster)) for cluster in ACTOR_CLUSTERS]
    for rows in sources:
        for kind, table in joined.items():
            table.add_all([row for row in rows if row.type is kind])
    techniques = ConceptTable()
    techniques.add_all(attack.iter_records(attack.read_techniques()))
    return Tables(fixed, joined[EntityType.GROUP], joined[EntityType.CAMPAIGN], software, techniques)


def _iter_fixed() -> Iterator[LexiconEntry]:
    """Places, sectors, organizations and products."""
    yield from places.iter_places()
    yield from tables.iter_entries("sectors", EntityType.SECTOR)
    yield from tables.iter_entries("organizations", EntityType.ORGANIZATION)
    yield from places.iter_governments()
    yield from tables.iter_entries("products", EntityType.PRODUCT)


def _join_software(foreign: set[str]) -> ConceptTable:
    """Malware and tools of all tables."""
    table = ConceptTable(foreign)
    table.add_all(attack.iter_records(attack.read_software()))
    table.add_all(tables.iter_records("software", EntityType.MALWARE))
    for rows in galaxy.iter_software():
        table.add_all(rows)
    return table


def iter_entries(joined: Tables) -> Iterator[LexiconEntry]:
    """Every name of every thing, in no particular order; the main name of each thing stands before its others."""
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
    """Readings of one name, the most probable first: by gate, then by the table's care, then by type and id."""
    kinds = list(EntityType)
    return tuple(
        sorted(
            entries,
            key=lambda entry: (
                _GATE_ORDER[entry.gate],
                _SOURCE_ORDER[entry.source],
                kinds.index(entry.type),
                entry.concept,
            ),
        )
    )
