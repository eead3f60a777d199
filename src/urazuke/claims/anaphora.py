"""Words that stand for a thing named before: このグループ, 同社, the group, 该组织 (``anaphora.yml``)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from urazuke.claims.mask import Token
from urazuke.claims.protagonists import Protagonists
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_words, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "anaphora.yml", "patterns")


_Named = Sequence[tuple[Span, Referent]]


@dataclass(frozen=True, slots=True)
class _Cue:
    type: EntityType
    pattern: re.Pattern[str]


@cache
def _cues(language: str) -> tuple[_Cue, ...]:
    rows: Mapping[str, Sequence[str]] = read_yaml("urazuke.claims", "anaphora.yml").get(language, {})
    return tuple(_Cue(EntityType(type), re.compile("|".join(words), re.I)) for type, words in rows.items())


def find_pronouns(
    text: str,
    within: Span,
    language: str,
    named: _Named,
    about: Protagonists | None = None,
    start: int = 0,
) -> Iterator[Token]:
    """Resolve each pronoun in ``text[within]`` to the nearest thing of its type named before it.

    Args:
        text: One rendition.
        within: A sentence.
        language: Whose words to look for.
        named: Mentions of the whole text in text order, each with its referent.
        about: Whom text and section are about; "the group" means them, unless another was named since `start`.
        start: Where the paragraph begins.

    Yields:
        Tokens for the pronouns that have an antecedent; one that has none is left alone.
    """
    taken = [span for span, _ in named if span.overlaps(within)]
    for cue in _plurals(language):
        for match in cue.pattern.finditer(text, within.start, within.end):
            span = Span(*match.span())
            count = _counts().get(match["count"], 2)
            meant = _last_of(span.start, cue.type, named, count)
            if len(meant) == count and not any(span.overlaps(other) for other in taken):
                taken.append(span)
                yield Token(
                    span=span, type=cue.type.value, referent=meant[0], also=tuple(meant[1:]), pronoun=True
                )
    for cue in _cues(language):
        for match in cue.pattern.finditer(text, within.start, within.end):
            span = Span(*match.span())
            if any(span.overlaps(other) for other in taken):
                continue
            latter = match.group().startswith("后者")  # the last that was named, by whatever it is governed
            free = named if latter else _without_governed(text, language, named)
            antecedent = _antecedent(span.start, match.group(), cue.type, free)
            if antecedent is None and cue.type is EntityType.GROUP:
                # "The attackers" of a text that names no group are known by their attack alone.
                antecedent = _antecedent(span.start, match.group(), EntityType.CAMPAIGN, free)
            # In a text about an attack "the hackers" are those of the attack, not the group it is compared with.
            hero = about.meant(cue.type.value) if about else None
            if about and hero is None and cue.type is EntityType.GROUP:
                hero = about.meant(EntityType.CAMPAIGN.value)
            if hero and (language == "en" or cue.type in _ACTORS):
                near = (r for place, r in named if place.start >= start and place.end <= span.start)
                if not any(referent.type is cue.type for referent in near):
                    taken.append(span)
                    yield replace(hero, span=span, pronoun=True)
                    continue
            if antecedent:
                taken.append(span)
                yield Token(span=span, type=antecedent.type.value, referent=antecedent.id, pronoun=True)


_ACTORS = (EntityType.GROUP, EntityType.CAMPAIGN)


def _without_governed(text: str, language: str, named: Sequence[tuple[Span, Referent]]) -> _Named:
    """In Chinese, names that a preposition governs are seldom what "this group" means: leave them out."""
    if language != "zh":
        return named
    return [
        (span, referent)
        for span, referent in named
        if referent.type is not EntityType.GROUP
        or not _patterns()["governed"].search(text[max(0, span.start - 3) : span.start])
    ]


@cache
def _counts() -> Mapping[str, int]:
    """How many things the words for a number mean."""
    rows: Mapping[int, Sequence[str]] = read_yaml("urazuke.claims", "anaphora.yml")["counts"]
    return {word: number for number, words in rows.items() for word in words}


@cache
def _plurals(language: str) -> tuple[_Cue, ...]:
    rows: Mapping[str, Sequence[str]] = read_yaml("urazuke.claims", "anaphora.yml")["plural"].get(
        language, {}
    )
    return tuple(_Cue(EntityType(type), re.compile(word)) for type, words in rows.items() for word in words)


def _last_of(
    position: int, type: EntityType, named: Sequence[tuple[Span, Referent]], count: int
) -> list[str]:
    """Ids of the last `count` things of a type that are named before `position`, in the order of the text."""
    found: dict[str, None] = {}
    for span, referent in reversed(named):
        if referent.type is type and span.end <= position and len(found) < count:
            found.setdefault(referent.id)
    return list(found)[::-1]


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    """How the names end that 同庁, 同省, 同局 and 同紙 can stand for, by the last character of these."""
    rows: Mapping[str, Sequence[str]] = read_yaml("urazuke.claims", "anaphora.yml")["endings"]
    return {kind: tuple(endings) for kind, endings in rows.items()}


def _words(section: str) -> tuple[str, ...]:
    return read_words("urazuke.claims", "anaphora.yml", section)


def _antecedent(
    position: int, pronoun: str, type: EntityType, named: Sequence[tuple[Span, Referent]]
) -> Referent | None:
    """The last thing of that type named within two thousand characters before `position`.

    "This cluster" means a thing that was called a cluster, where there is one.
    """
    fitting = [
        referent
        for span, referent in named
        if span.end <= position and position - span.end <= 2000 and referent.type is type
    ]
    if endings := _endings().get(pronoun[-1:]):
        fitting = [
            referent
            for referent in fitting
            if any(surface.endswith(endings) for surface in referent.surfaces)
        ]
    elif pronoun in _words("of_company"):
        fitting = [
            referent
            for referent in fitting
            if not any(surface.endswith(_words("of_state")) for surface in referent.surfaces)
        ]
    heads = [word for word in _words("heads") if word in pronoun.casefold()]
    if heads:
        called = [
            referent for referent in fitting if any(heads[0] in s.casefold() for s in referent.surfaces)
        ]
        if called:
            return called[-1]
    return fitting[-1] if fitting else None
