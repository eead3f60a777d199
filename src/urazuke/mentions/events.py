"""The attack that a text is about, where it has no name (``events.yml``)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "events.yml")
    return {language: re.compile(pattern, re.I) for language, pattern in rows.items() if language != "victim"}


@cache
def _on() -> dict[str, re.Pattern[str]]:
    return {
        place: re.compile(pattern)
        for place, pattern in read_yaml("urazuke.mentions", "events.yml")["victim"].items()
    }


def find_events(text: str, language: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Unnamed attacks as one campaign, which counts only where a claim is made of it; none where a campaign
    is named."""
    if any(candidate.type is EntityType.CAMPAIGN for candidate in named):
        return
    pattern = _patterns().get(language)
    for match in pattern.finditer(text) if pattern else ():
        yield Candidate(
            span=Span(*match.span()),
            type=EntityType.CAMPAIGN,
            rule="unnamed-attack",
            weight=12,
            normal="unnamed-attack",
            tentative=True,
        )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "events.yml")["on"]["after_en"])


def add_named_attacks(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """In English, attacks that bear the name of whom they hit (the SolarWinds hack): campaigns, their victim inside."""
    attacks: list[Candidate] = []
    for candidate in candidates:
        match = None
        if candidate.type in (EntityType.ORGANIZATION, EntityType.PRODUCT):
            match = _after().match(text, candidate.span.end)
        if match is None:
            attacks.append(candidate)
            continue
        attacks.append(
            Candidate(
                span=Span(candidate.span.start, match.end()),
                type=EntityType.CAMPAIGN,
                rule="named-attack",
                weight=30,
                tentative=True,
                inner=(candidate,),
            )
        )
    taken = [c.span for c in attacks if c.rule == "named-attack"]
    return [c for c in attacks if c.span in taken or not any(c.span.overlaps(span) for span in taken)]


_TITLE = 120
"""How many characters of a text may be its title."""


def add_attacks(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """In Chinese, put attacks that are told by their victim (对某大学发起的网络攻击) in the place of the victim's name.

    Only where the sentence names no group, which would be what attacks, and the text no campaign.
    """
    if any(c.type is EntityType.CAMPAIGN and c.rule != "unnamed-attack" for c in candidates):
        return candidates
    groups = [c.span.start for c in candidates if c.type is EntityType.GROUP]
    words = _on()
    attacks: list[Candidate] = []
    for candidate in candidates:
        start, end = candidate.span.start, candidate.span.end
        attacks.append(candidate)
        if candidate.type is not EntityType.ORGANIZATION:
            continue
        if (before := words["before"].search(text[max(0, start - 6) : start])) and (
            after := words["after"].match(text, end)
        ):
            start -= len(before.group())
        elif not (after := words["suffers"].match(text, end)):
            continue
        sentence = text.rfind("。", 0, start), text.find("。", end)
        if any(sentence[0] < place and (place < sentence[1] or sentence[1] < 0) for place in groups):
            continue
        attacks[-1] = Candidate(
            span=Span(start, after.end()),
            type=EntityType.CAMPAIGN,
            rule="attack-on",
            weight=20,
            normal="unnamed-attack",
            tentative=True,
            inner=(candidate,),
        )
    victims = {c.inner[0].span.of(text) for c in attacks if c.rule == "attack-on"}
    if len(victims) == 1 and next(iter(victims)) in text[:_TITLE]:
        return attacks
    # An attack that is told without its victim is another for all that is known, unless the title names the victim.
    return [
        replace(c, normal=f"attack-on:{c.inner[0].span.of(text)}") if c.rule == "attack-on" else c
        for c in attacks
    ]
