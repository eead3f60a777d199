"""Find every observable of a text: the one entry of this package."""

from collections.abc import Iterator

from urazuke.mentions.observables.addresses import find_addresses6, find_emails, find_hosts
from urazuke.mentions.observables.files import find_paths, find_unix_paths
from urazuke.mentions.observables.foreign import find_foreign_hosts, find_foreign_names
from urazuke.mentions.observables.hashes import find_fuzzy_hashes, find_hashes
from urazuke.mentions.observables.identifiers import find_catalogued
from urazuke.mentions.observables.labelled import (
    find_mutexes,
    find_phones,
    find_serials,
    find_systems,
    find_user_agents,
)
from urazuke.mentions.observables.refang import refang
from urazuke.mentions.observables.roles import RoleJudge
from urazuke.mentions.observables.rules import find_rule_names
from urazuke.mentions.observables.scan import Found, Scan
from urazuke.mentions.observables.urls import find_urls
from urazuke.model.mention import EntityType, Mention, Role
from urazuke.model.place import Span

# Each takes what it finds out of sight of those below it, so what can hold other things comes first.
_FINDERS = (
    find_urls,
    find_user_agents,
    find_emails,
    find_paths,
    find_unix_paths,
    find_rule_names,
    find_fuzzy_hashes,
    find_hashes,
    find_addresses6,
    find_mutexes,
    find_foreign_names,
    find_foreign_hosts,
    find_hosts,
    find_serials,
    find_catalogued,
    find_systems,
    find_phones,
)
_TYPES = {
    "vulnerability": EntityType.VULNERABILITY,
    "weakness": EntityType.VULNERABILITY,
    "attack-pattern": EntityType.ATTACK_PATTERN,
    "x-mitre-tactic": EntityType.ATTACK_PATTERN,
}


PART_SIZE = 1 << 20
"""Characters that are looked at together, so that memory does not grow with the text."""


def find_observables(text: str, *, publisher_domains: frozenset[str] = frozenset()) -> list[Mention]:
    """Find the observables, vulnerabilities and ATT&CK ids of `text`, refanged, each with its role.

    Args:
        text: one rendition, in any script. Spans of the result are code points into it.
        publisher_domains: hosts of the document's own publisher, in lower case; they and all below them are
            references.

    Returns:
        Mentions in text order that do not overlap; ``text[span] == surface``. A host inside a URL or an
        e-mail address is no mention of its own. `kind` is a STIX name (``domain-name``, ``file:sha256``,
        ``mutex``…). `role` is None for vulnerabilities and techniques. Empty for a text without any.
    """
    if len(text) <= PART_SIZE:
        return _find(text, 0, publisher_domains, None)[0]
    mentions: list[Mention] = []
    section: Role | None = None
    for start, end in _iter_parts(text):
        found, section = _find(text[start:end], start, publisher_domains, section)
        mentions += found
    return mentions


def _iter_parts(text: str) -> Iterator[tuple[int, int]]:
    """Ranges of at most `PART_SIZE` that end at a line end, else at a space, else anywhere."""
    start = 0
    while start < len(text):
        end = min(start + PART_SIZE, len(text))
        if end < len(text):
            floor = end - PART_SIZE // 8
            end = text.rfind("\n", floor, end) + 1 or text.rfind(" ", floor, end) + 1 or end
        yield start, end
        start = end


def _find(
    text: str, offset: int, publishers: frozenset[str], section: Role | None
) -> tuple[list[Mention], Role | None]:
    """The mentions of a part of a text that begins at `offset` in `section`, and the section it ends in."""
    refanged = refang(text)
    scan = Scan(refanged)
    found: list[Found] = []
    for finder in _FINDERS:
        found += finder(scan)
    found.sort()
    judge = RoleJudge(scan, publishers, section)
    roles = judge.judge_all(found)
    mentions = []
    last = 0
    for item, role in zip(found, roles, strict=True):
        start, end = refanged.to_original(item.start, item.end)
        if start < last:  # both have a share in one mark, which belongs to the first
            continue
        last = end
        kind = item.kind
        known = _TYPES.get(kind)
        mention = Mention(
            span=Span(start + offset, end + offset),
            surface=text[start:end],
            name=item.name,
            normal=item.normal,
            type=known or EntityType.OBSERVABLE,
            rule="observable:" + kind,
            kind=kind,
            role=None if known else role,
        )
        mentions.append(mention)
    return mentions, judge.last_section
