"""misp-galaxy as claims: names, suspected countries and sponsors, victims, relations between clusters."""

import json
import re
from collections.abc import Iterator
from typing import Any

from urazuke.knowledge import galaxy
from urazuke.knowledge.draft import CERTAIN, Doubt, Draft, Thing
from urazuke.knowledge.files import ACTOR_CLUSTERS, SOFTWARE_CLUSTERS, galaxy_file
from urazuke.knowledge.index import ThingIndex
from urazuke.knowledge.naming import name_thing
from urazuke.model.claim import Level, Stance
from urazuke.model.mention import EntityType
from urazuke.model.reading import Reading
from urazuke.vocab.load import load_likelihood, load_predicates

NAME = "misp-galaxy"

_RELATIONS = {
    "similar": "overlaps-with",
    "overlaps": "overlaps-with",
    "uses": "uses",
    "deploys": "uses",
    "part-of": "part-of",
    "subset-of": "part-of",
}
_ESTIMATES = {
    "almost-certain": Level.HIGH,
    "very-likely": Level.HIGH,
    "likely": Level.MODERATE,
    "roughly-even-chance": Level.MODERATE,
    "unlikely": Level.LOW,
    "very-unlikely": Level.LOW,
    "almost-no-chance": Level.LOW,
}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_VICTIMS = (EntityType.LOCATION, EntityType.ORGANIZATION, EntityType.SECTOR)


def iter_documents(index: ThingIndex) -> Iterator[tuple[Reading, bytes]]:
    """A document for each cluster of groups and of software."""
    for cluster in (*ACTOR_CLUSTERS, *SOFTWARE_CLUSTERS):
        file = galaxy_file(cluster)
        original = file.read()
        content = json.loads(original)
        draft = Draft(
            original=original,
            address=file.name,
            title=f"misp-galaxy: {content['name']}, version {content['version']}",
            source=NAME,
        )
        for number, value in enumerate(content["values"]):
            placed = index.placed(cluster, number)
            if placed is not None:
                _write_value(draft, index, cluster, number, value, placed)
        yield draft.finish(), original


def _write_value(
    draft: Draft, index: ThingIndex, cluster: str, number: int, value: dict[str, Any], placed: Thing
) -> None:
    path = f"/values/{number}"
    is_actor = cluster in ACTOR_CLUSTERS
    names = galaxy.actor_names(cluster, value) if is_actor else galaxy.software_names(value)
    thing = Thing(placed.concept, placed.type, names[0])
    name_thing(draft, index, thing, names[1:], path, rule=f"{cluster}:synonyms")
    if is_actor:
        meta = value.get("meta") or {}
        _write_origin(draft, index, thing, meta, path)
        _write_victims(draft, index, thing, meta, path)
        since = str(meta.get("since", ""))
        if _DATE.fullmatch(since):
            draft.date(thing, "active-since", since, f"{path}/meta/since", rule="misp:since")
    if cluster != "mitre-malware":  # its relations are those of ATT&CK, which speaks for itself
        _write_related(draft, index, thing, value, path)


def _write_origin(draft: Draft, index: ThingIndex, thing: Thing, meta: dict[str, Any], path: str) -> None:
    """The country of a group, and the state that is suspected to be its sponsor."""
    country = str(meta.get("country") or "")
    if len(country) == 2 and country.isalpha():
        place = index.country(country)
        if place is not None:
            doubt = read_confidence(meta.get("attribution-confidence"))
            draft.claim(
                thing, "originates-from", place, f"{path}/meta/country", rule="misp:country", doubt=doubt,
                word="country",
            )  # fmt: skip
    sponsor = meta.get("cfr-suspected-state-sponsor")
    for name in [sponsor] if isinstance(sponsor, str) else sponsor or ():
        place = index.find(name, EntityType.LOCATION)
        if place is None:
            draft.set_aside(name)
            continue
        field = "cfr-suspected-state-sponsor"
        draft.claim(
            thing, "attributed-to", place, f"{path}/meta/{field}", rule=f"misp:{field}",
            doubt=Doubt(stance=Stance.HEDGED, words="suspected"), word="state sponsor",
        )  # fmt: skip


def read_confidence(value: Any) -> Doubt:
    """How sure misp-galaxy is of a country: `attribution-confidence` in per cent; certain where it is 100 or
    absent.

    The likelihood is that of the ICD 203 band that the number falls into.
    """
    try:
        percent = int(str(value))
    except ValueError:
        return CERTAIN
    if percent >= 100:
        return CERTAIN
    _, bands = load_likelihood()
    level = next((band.level for band in bands if percent <= band.high), Level.HIGH)
    return Doubt(stance=Stance.HEDGED, likelihood=level, words=f"attribution-confidence {percent}")


def _write_victims(draft: Draft, index: ThingIndex, thing: Thing, meta: dict[str, Any], path: str) -> None:
    """Countries, firms and sectors that a group is said, or suspected, to target."""
    fields = {
        "cfr-suspected-victims": (_VICTIMS, Doubt(stance=Stance.HEDGED, words="suspected")),
        "suspected-victims": (_VICTIMS, Doubt(stance=Stance.HEDGED, words="suspected")),
        "cfr-target-category": ((EntityType.SECTOR,), CERTAIN),
        "targeted-sector": ((EntityType.SECTOR,), CERTAIN),
    }
    for field, (types, doubt) in fields.items():
        found = meta.get(field) or ()
        for number, name in enumerate([found] if isinstance(found, str) else found):
            victim = index.find(name, *types)
            if victim is None:
                draft.set_aside(name)
                continue
            place = f"{path}/meta/{field}/{number}"
            draft.claim(thing, "targets", victim, place, rule=f"misp:{field}", doubt=doubt)


def _write_related(draft: Draft, index: ThingIndex, thing: Thing, value: dict[str, Any], path: str) -> None:
    """Relations to other clusters, as likely as they are tagged."""
    for number, related in enumerate(value.get("related") or ()):
        predicate = _RELATIONS.get(related.get("type", ""))
        other = index.by_uuid(related.get("dest-uuid", ""))
        if predicate is None or other is None:
            continue
        rule = load_predicates()[predicate]
        if thing.type not in rule.subject or other.type not in rule.object:
            continue
        doubt = read_estimate(related.get("tags") or ())
        if related["type"] == "similar" and doubt.stance is Stance.ASSERTED:
            doubt = Doubt(stance=Stance.HEDGED)
        draft.claim(
            thing, predicate, other, f"{path}/related/{number}", rule=f"misp:{related['type']}", doubt=doubt,
            word=related["type"],
        )  # fmt: skip


def read_estimate(tags: Any) -> Doubt:
    """The doubt of a relation's tag ``estimative-language:likelihood-probability="likely"``; certain without
    one.
    """
    for tag in tags:
        found = re.fullmatch(r'estimative-language:likelihood-probability="([a-z-]+)"', str(tag))
        if found and found[1] in _ESTIMATES:
            return Doubt(
                stance=Stance.HEDGED, likelihood=_ESTIMATES[found[1]], words=found[1].replace("-", " ")
            )
    return CERTAIN
