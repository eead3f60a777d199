"""Which known thing a value of a table means: by row, by name, or by its identifier."""

import re
from collections import defaultdict

from urazuke.knowledge import attack, galaxy
from urazuke.knowledge.compile import Tables, iter_entries, order_readings
from urazuke.knowledge.draft import Thing
from urazuke.knowledge.entry import LexiconEntry
from urazuke.knowledge.files import ACTOR_CLUSTERS, SOFTWARE_CLUSTERS
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key

_REVERSED = re.compile(r"(.+?) \((.+) of\)")


class ThingIndex:
    """Finds known things for readers of tables.

    Built once for all tables; `tables` is what they were joined to.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._by_key: dict[str, list[LexiconEntry]] = defaultdict(list)
        self._main: dict[str, LexiconEntry] = {}
        for entry in iter_entries(tables):
            self._main.setdefault(entry.concept, entry)
            self._by_key[make_key(entry.name)].append(entry)
        self._by_uuid = dict(self._iter_uuids())

    def thing(self, concept: str) -> Thing:
        """A known thing under its main name."""
        entry = self._main[concept]
        return Thing(concept, entry.type, entry.name)

    def find(self, name: str, *types: EntityType) -> Thing | None:
        """The thing of one of the `types` that `name` means, the first type first, under its main name.

        "Korea (Republic of)" is understood, and so is the first part of "Government, Administration".
        """
        reversed_name = _REVERSED.fullmatch(name)
        spellings = [name, re.split(r", | - |/", name)[0], name.removeprefix("The ")]
        if reversed_name:
            spellings = [f"{reversed_name[2]} of {reversed_name[1]}", reversed_name[1]]
        for spelling in spellings:
            for type in types:
                found = [entry for entry in self._by_key.get(make_key(spelling), ()) if entry.type is type]
                if found:
                    return self.thing(order_readings(found)[0].concept)
        return None

    def country(self, code: str) -> Thing | None:
        """The country of a code of ISO 3166, None for a code that is not known."""
        concept = f"location:{code.lower()}"
        return self.thing(concept) if concept in self._main else None

    def bearers(self, name: str) -> tuple[str, ...]:
        """Concepts of all groups, campaigns, software and organizations that bear `name`, likeliest first."""
        entries = [
            entry
            for entry in self._by_key.get(make_key(name), ())
            if entry.type in _ALIASABLE and not entry.concept.startswith("organization:government-")
        ]
        return tuple(dict.fromkeys(entry.concept for entry in order_readings(entries)))

    def placed(self, table: str, row: int) -> Thing | None:
        """The thing that a row of a table went to; None where the row was left out."""
        concept = self.tables.placed.get(table, {}).get(row)
        return self.thing(concept) if concept in self._main else None

    def by_uuid(self, uuid: str) -> Thing | None:
        """The thing of a value of misp-galaxy or of an object of ATT&CK, which share their identifiers."""
        concept = self._by_uuid.get(uuid)
        return self.thing(concept) if concept in self._main else None

    def _iter_uuids(self) -> list[tuple[str, str]]:
        found = [
            (row["stix_id"].split("--")[1], attack.concept_of(row))
            for rows in (attack.read_actors(), attack.read_software(), attack.read_techniques())
            for row in rows
        ]
        for cluster in (*ACTOR_CLUSTERS, *SOFTWARE_CLUSTERS):
            values = galaxy.read_cluster(cluster)["values"]
            found += [(values[row]["uuid"], concept) for row, concept in self.tables.placed[cluster].items()]
        return found


_ALIASABLE = frozenset(
    {
        EntityType.GROUP,
        EntityType.CAMPAIGN,
        EntityType.MALWARE,
        EntityType.TOOL,
        EntityType.ORGANIZATION,
        EntityType.PERSON,
    }
)
"""Types that `alias-of` may join."""
