"""Names that have a shape of their own: designators of vendors, numbered units, operations (``designators.yml``)."""

import re
from collections.abc import Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml

_BESIDE = "beside"
"""The key of the words beside such shapes; the others are types."""


@cache
def _patterns() -> tuple[tuple[EntityType, re.Pattern[str]], ...]:
    rows = read_yaml("urazuke.mentions", "designators.yml")
    # ASCII word boundaries, so that a kanji beside a Latin letter is a boundary.
    return tuple(
        (EntityType(type), re.compile("|".join(shapes), re.ASCII))
        for type, shapes in rows.items()
        if type != _BESIDE
    )


def find_designators(text: str) -> Iterator[Candidate]:
    """Candidates of type group, organization or campaign whose shape alone tells what they are."""
    beside = read_patterns("urazuke.mentions", "designators.yml", _BESIDE)
    for type, pattern in _patterns():
        for match in pattern.finditer(text):
            if beside["no_beginning"].match(match.group()):
                continue
            if type is EntityType.GROUP and beside["operation"].match(text, match.end()):
                type_here = EntityType.CAMPAIGN  # 「Iron Tiger」と呼ばれる作戦
            else:
                type_here = type
            yield Candidate(
                span=Span(*match.span()), type=type_here, rule=f"designator-{type_here}", weight=60
            )
