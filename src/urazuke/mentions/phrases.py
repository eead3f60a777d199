"""Products and public tools by their names: tables compiled to one automaton each."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from urazuke.mentions.base import Candidate
from urazuke.mentions.words import is_inside_word, lower_in_place
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_PACKAGE = "urazuke.mentions"


def _build(names: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(
        list(dict.fromkeys(name.lower() for name in names)), matchkind=MatchKind.LeftmostLongest
    )


@cache
def _products() -> AhoCorasick:
    return _build(read_yaml(_PACKAGE, "products.yml")["names"])


@cache
def _tools() -> AhoCorasick:
    return _build(read_yaml(_PACKAGE, "dual_use.yml")["named"])


def find_tools(text: str) -> Iterator[Candidate]:
    """Public tools that are nothing else, by name."""
    return _find(text, _tools(), EntityType.TOOL, "tool-name", weight=30)


def find_products(text: str, language: str) -> Iterator[Candidate]:
    """Attacked software and hardware by the name of its kind, and systems by what they do."""
    yield from _find(text, _products(), EntityType.PRODUCT, "product-name", weight=30)
    pattern = _systems(language)
    for match in pattern.finditer(text) if pattern else ():
        yield Candidate(
            span=Span(*match.span()), type=EntityType.PRODUCT, rule="system", weight=19, tentative=True
        )


@cache
def _systems(language: str) -> re.Pattern[str] | None:
    pattern = read_yaml(_PACKAGE, "products.yml")["systems"].get(language)
    return re.compile(pattern) if pattern else None


def _find(text: str, table: AhoCorasick, type: EntityType, rule: str, *, weight: int) -> Iterator[Candidate]:
    for _, start, end in table.find_matches_as_indexes(lower_in_place(text)):
        if not is_inside_word(text, start) and not is_inside_word(text, end):
            yield Candidate(
                span=Span(start, end),
                type=type,
                rule=rule,
                weight=weight,
                tentative=type is EntityType.PRODUCT,
            )
