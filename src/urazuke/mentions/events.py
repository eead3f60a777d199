"""The attack that a text is about, where it has no name (``events.yml``)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.normal import make_key
from urazuke.vocab.load import compile_patterns, read_yaml


@dataclass(frozen=True, slots=True)
class _Wording:
    patterns: re.Pattern[str]
    weak: re.Pattern[str] | None = None
    stands: re.Pattern[str] | None = None
    politics: re.Pattern[str] | None = None


@cache
def _wording(language: str) -> _Wording | None:
    row: dict[str, Any] | None = read_yaml("urazuke.mentions", "events.yml").get(language)
    if row is None:
        return None
    rows = {field.name: row[field.name] for field in fields(_Wording) if field.name in row}
    composed = {
        name: _composed("|".join(it) if isinstance(it, list) else it, row) for name, it in rows.items()
    }
    return _Wording(**compile_patterns(composed, f"urazuke.mentions/events.yml: {language}"))


_PART = re.compile(r"<([a-z]+)>")


def _composed(pattern: str, parts: Mapping[str, Any]) -> str:
    """A pattern with the parts that it names put in; a part may name others."""
    while _PART.search(pattern):
        pattern = _PART.sub(lambda part: str(parts[part[1]]), pattern)
    return pattern


UNNAMED = "unnamed-attack"
"""The rule and the normal name of an attack that a text speaks of without a name."""
_REACH = 700
"""How far from the name of a campaign the words may stand that mean it."""
_NEAR = 900
"""How far before "these attacks" a group may stand whose attacks they are."""


def find_events(text: str, language: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Attacks that a text speaks of without a name; each counts only where a claim is made of it.

    They are one, the attack that the text is about. Near the name of a campaign such words mean that campaign. Words
    that are in everybody's mouth ("these attacks") count only where no group is named before them, whose attacks they
    would be.
    """
    wording = _wording(language)
    if wording is None:
        return
    names = sorted((c for c in named if c.type is EntityType.CAMPAIGN), key=lambda c: c.span)
    groups = sorted(c.span.start for c in named if c.type is EntityType.GROUP)
    elections = wording.politics is not None and wording.politics.search(text) is not None
    for match in wording.patterns.finditer(text):
        if elections and match.group().lower().endswith("campaign"):
            continue
        span = Span(*match.span())
        if (name := _named_before(span, names)) is not None:
            if wording.stands is None or not wording.stands.search(match.group()):
                continue
            yield _event(span, normal=make_key(name.span.of(text)), concept=name.concept)
        else:
            yield _event(span)
    for match in wording.weak.finditer(text) if wording.weak else ():
        before = bisect_left(groups, match.start())
        near = before > 0 and match.start() - groups[before - 1] < _NEAR
        if not near and _named_before(Span(*match.span()), names) is None:
            yield _event(Span(*match.span()))


def name_events(text: str, language: str, candidates: list[Candidate], normal: str) -> list[Candidate]:
    """The candidates with the words that may stand for a campaign taken for the one named `normal`."""
    wording = _wording(language)
    if wording is None or wording.stands is None:
        return candidates
    return [
        replace(c, normal=normal)
        if c.normal == UNNAMED and c.rule == UNNAMED and wording.stands.search(c.span.of(text))
        else c
        for c in candidates
    ]


def _named_before(span: Span, names: Sequence[Candidate]) -> Candidate | None:
    """The campaign whose name stands last before `span`, not far from it."""
    before = [c for c in names if c.span.end <= span.start]
    return before[-1] if before and span.start - before[-1].span.end < _REACH else None


def _event(span: Span, *, normal: str = UNNAMED, concept: str | None = None) -> Candidate:
    return Candidate(
        span=span,
        type=EntityType.CAMPAIGN,
        rule=UNNAMED,
        weight=12,
        normal=normal,
        concept=concept,
        tentative=True,
    )
