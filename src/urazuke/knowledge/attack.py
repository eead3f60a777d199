"""MITRE ATT&CK: groups, campaigns, software and techniques, read as records of names."""

import re
from collections.abc import Iterator
from typing import Any

from urazuke.knowledge.concepts import Record, make_slug
from urazuke.knowledge.files import attack_file
from urazuke.model.mention import EntityType

SOURCE = "attack"

TYPES = {
    "intrusion-set": EntityType.GROUP,
    "campaign": EntityType.CAMPAIGN,
    "malware": EntityType.MALWARE,
    "tool": EntityType.TOOL,
    "attack-pattern": EntityType.ATTACK_PATTERN,
}


def read_objects(kind: str, key: str) -> list[dict[str, Any]]:
    """The living objects of one file: those revoked or deprecated are left out."""
    rows: list[dict[str, Any]] = attack_file(kind).load()[key]
    return [row for row in rows if not row.get("revoked") and not row.get("deprecated")]


def read_actors() -> list[dict[str, Any]]:
    """Groups and campaigns."""
    return read_objects("groups-campaigns", "groups_campaigns")


def read_software() -> list[dict[str, Any]]:
    """Malware and tools."""
    return read_objects("software", "software")


def read_techniques() -> list[dict[str, Any]]:
    """Techniques and sub-techniques."""
    return read_objects("attack-patterns", "attack_patterns")


def clean_name(name: str) -> str:
    """A name without the bracket that ATT&CK tells a group from its tool by: "BlackEnergy (Group)"."""
    return re.sub(r"\s*\([^)]*\)$", "", name).strip()


def concept_of(row: dict[str, Any]) -> str:
    """The concept's id of an object: by name, techniques by number."""
    type = TYPES[row["stix_id"].split("--")[0]]
    if type is EntityType.ATTACK_PATTERN:
        return f"technique:{row['external_id'].lower()}"
    return f"{type.value}:{make_slug(clean_name(row['name']))}"


def iter_records(rows: list[dict[str, Any]]) -> Iterator[Record]:
    """The names of objects; each is a thing of its own."""
    for row in rows:
        names = dict.fromkeys(map(clean_name, (row["name"], *row.get("aliases", ()))))
        main, *others = names
        yield Record(
            name=main,
            type=TYPES[row["stix_id"].split("--")[0]],
            source=SOURCE,
            synonyms=tuple(others),
            anchor=concept_of(row),
        )
