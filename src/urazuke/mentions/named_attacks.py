"""Attacks that bear the name of whom they hit, such as the SolarWinds hack (``named_attacks.yml``)."""

import re
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml


@cache
def _after() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "named_attacks.yml")["after"])


def add_named_attacks(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Put a campaign in the place of an English victim's name with a word for an attack after it.

    It counts only where something is claimed of it; the victim stays as an inner candidate.
    """
    attacks: list[Candidate] = []
    end = 0
    for candidate in candidates:
        if candidate.span.start < end:
            continue  # a technique within the name of the attack
        attacks.append(candidate)
        if candidate.type in (EntityType.ORGANIZATION, EntityType.PRODUCT) and (
            match := _after().match(text, candidate.span.end)
        ):
            end = match.end()
            attacks[-1] = Candidate(
                span=Span(candidate.span.start, end),
                type=EntityType.CAMPAIGN,
                rule="named-attack",
                weight=30,
                tentative=True,
                inner=(candidate,),
            )
    return attacks
