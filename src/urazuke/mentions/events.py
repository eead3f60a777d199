"""The attack that a text is about, where it has no name (``events.yml``)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "events.yml")
    return {language: re.compile(pattern, re.I) for language, pattern in rows.items()}


def find_events(text: str, language: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Unnamed attacks as one campaign, which counts only where a claim is made of it; none where a campaign is named."""
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
