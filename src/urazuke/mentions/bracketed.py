"""Names that stand alone in a bracket after another name, or after a word for "also called": untyped until
one tells. The wording is in ``bracketed.yml``."""

import re
from collections.abc import Iterator

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns


def find_bracketed(text: str) -> Iterator[Candidate]:
    """Untyped candidates, so light that any other reading of the place wins over them."""
    wording = read_patterns("urazuke.mentions", "bracketed.yml")
    no_name = wording["no_name"]
    for match in wording["bracket"].finditer(text):
        if not no_name.fullmatch(match[1]) and not wording["no_beginning"].match(match[1]):
            yield Candidate(span=Span(*match.span(1)), type=None, rule="bracketed", weight=6)
    for match in wording["before_designator"].finditer(text):
        if not no_name.fullmatch(match[1]) and not wording["kinds"].search(match[1]):
            yield Candidate(span=Span(*match.span(1)), type=EntityType.GROUP, rule="alias", weight=34)
    for match in wording["designated"].finditer(text):
        if not match[1].isascii() and not no_name.fullmatch(match[1]):
            yield Candidate(span=Span(*match.span(1)), type=EntityType.GROUP, rule="alias", weight=51)
    for name in ("called", "named", "spelled"):
        yield from _called(text, wording[name])


def _called(text: str, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        yield Candidate(span=Span(*match.span(1)), type=None, rule="called", weight=9)
