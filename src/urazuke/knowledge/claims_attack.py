"""MITRE ATT&CK as claims: names, who uses what, which group a campaign belongs to, when it was seen."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from urazuke.knowledge import attack
from urazuke.knowledge.draft import Draft, Thing
from urazuke.knowledge.files import attack_file
from urazuke.knowledge.index import ThingIndex
from urazuke.knowledge.naming import name_thing
from urazuke.model.reading import Reading

NAME = "MITRE ATT&CK"

_KEYS = {
    "groups-campaigns": "groups_campaigns",
    "software": "software",
    "attack-patterns": "attack_patterns",
}
_USERS = ("intrusion-set", "campaign")


def iter_documents(index: ThingIndex) -> Iterator[tuple[Reading, bytes]]:
    """Groups and campaigns, software, techniques, and their relations: a document for each file."""
    version, released = read_release()
    writers: dict[str, Callable[[Draft, ThingIndex, Any], None]] = {
        "groups-campaigns": _write_names,
        "software": _write_names,
        "attack-patterns": _write_techniques,
        "relationships": _write_relations,
    }
    for kind, write in writers.items():
        file = attack_file(kind)
        original = file.read()
        draft = Draft(
            original=original,
            address=file.name,
            title=f"MITRE ATT&CK Enterprise {version}: {kind.replace('-', ' ')}",
            source=NAME,
            published=released,
        )
        write(draft, index, json.loads(original)[_KEYS.get(kind, kind)])
        yield draft.finish(), original


def read_release() -> tuple[str, str | None]:
    """The version of ATT&CK that is installed, and the day of its release where the data says it."""
    collection = attack_file("infrastructure").load()["collections"][0]
    modified = str(collection.get("modified") or "")[:10]
    return str(collection["version"]), modified or None


def _is_living(row: dict[str, Any]) -> bool:
    return not row.get("revoked") and not row.get("deprecated")


def _write_names(draft: Draft, index: ThingIndex, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        if not _is_living(row):
            continue
        main, *others = dict.fromkeys(map(attack.clean_name, (row["name"], *row.get("aliases", ()))))
        path = f"{row['external_id']} ({number + 1})"
        thing = Thing(attack.concept_of(row), attack.TYPES[row["stix_type"]], main)
        name_thing(draft, index, thing, others, path, rule="attack:aliases")
        for field, predicate in (("first_seen", "active-since"), ("last_seen", "active-until")):
            if row.get(field):  # ATT&CK gives the month; days and hours in its data are fill
                draft.date(thing, predicate, row[field][:7], path, rule=f"attack:{field}")


def _write_techniques(draft: Draft, _: ThingIndex, rows: list[dict[str, Any]]) -> None:
    for row in filter(_is_living, rows):
        thing = _technique(row)
        draft.name(thing, row["external_id"], row["external_id"])


def _technique(row: dict[str, Any]) -> Thing:
    return Thing(attack.concept_of(row), attack.TYPES["attack-pattern"], row["name"])


def _write_relations(draft: Draft, index: ThingIndex, rows: list[dict[str, Any]]) -> None:
    """What groups and campaigns use, and whose a campaign is."""
    techniques = {row["stix_id"]: _technique(row) for row in attack.read_techniques()}
    for row in filter(_is_living, rows):
        kind, source = row["relationship_type"], row["source_ref"]
        if kind not in ("uses", "attributed-to") or not source.startswith(_USERS):
            continue
        target = row["target_ref"]
        subject = index.by_uuid(source.split("--")[1])
        object = techniques.get(target) or index.by_uuid(target.split("--")[1])
        if subject is not None and object is not None:
            draft.claim(subject, kind, object, row["stix_id"], rule=f"attack:{kind}")
