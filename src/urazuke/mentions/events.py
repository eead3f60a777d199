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


UNNAMED = "unnamed-attack"
"""The rule and the normal name of an attack that a text speaks of without a name."""


def find_events(text: str, language: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Unnamed attacks as one campaign, which counts only where a claim is made of it; none where a campaign
    is named."""
    if any(candidate.type is EntityType.CAMPAIGN for candidate in named):
        return
    pattern = _patterns().get(language)
    elections = language == "en" and _patterns()["politics"].search(text)
    for match in pattern.finditer(text) if pattern else ():
        if elections and match.group().lower().endswith("campaign"):
            continue
        yield Candidate(
            span=Span(*match.span()),
            type=EntityType.CAMPAIGN,
            rule=UNNAMED,
            weight=12,
            normal=UNNAMED,
            tentative=True,
        )
