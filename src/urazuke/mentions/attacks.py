"""Attacks told by their victim: the SolarWinds hack, 議会へのサイバー攻撃, 对某大学发起的网络攻击 (``attacks.yml``)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.events import UNNAMED
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_patterns

_TITLE = 120
"""How many characters of a text may be its title."""
_LEAD = 600
"""How far a text may go before it tells of what it is about."""
_FRONT = 100
"""How far before its victim the words for an attack may begin."""
_VICTIMS = (EntityType.ORGANIZATION, EntityType.PRODUCT)
_PLACES = (EntityType.LOCATION, EntityType.SECTOR)
"""What is attacked all the time: an attack on it is one of its own only where its author is asked for."""
_MATTER = "matter-of"
"""The rule of words for any matter (X事件, Xの件), which are an attack only where its author is asked for."""
_MEANS = (EntityType.MALWARE,)
"""An attack may be named after what was used in it: the NotPetya attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    behind: re.Pattern[str]
    place_ends: re.Pattern[str]
    means: re.Pattern[str]
    ends: re.Pattern[str]
    blamed: re.Pattern[str]
    blames: re.Pattern[str]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] = re.compile("")
    matter: re.Pattern[str] | None = None


@cache
def _wording(language: str) -> _Wording | None:
    patterns = read_patterns("urazuke.mentions", "attacks.yml", language)
    return _Wording(**patterns) if patterns else None


def add_attacks(text: str, language: str, candidates: list[Candidate]) -> list[Candidate]:
    """Put attacks that are told by their victim, as campaigns, in the place of the victim's name.

    Only where the sentence names no group, which would be what attacks, or asks who is behind the attack. They count
    only where something is claimed of them; the victim stays as an inner candidate. An attack that is told without
    its victim is the same one where the text tells of one victim alone, in its title or before all other attacks.
    """
    wording = _wording(language)
    if wording is None:
        return candidates
    ends = [match.end() for match in wording.ends.finditer(text)]
    groups = {bisect_left(ends, c.span.end) for c in candidates if c.type is EntityType.GROUP}
    found = [
        attack
        for attack in _told(text, wording, candidates)
        if (attack.inner[0].type in _VICTIMS and bisect_left(ends, attack.inner[0].span.end) not in groups)
        or wording.blamed.match(text, attack.span.end)
        or wording.blames.search(text, max(0, attack.span.start - _FRONT), attack.span.start)
    ]
    if not found:
        return candidates
    named = any(c.type is EntityType.CAMPAIGN and c.rule != UNNAMED for c in candidates)
    victims = {make_key(attack.inner[0].span.of(text)) for attack in found}
    first = next((c.span.start for c in candidates if c.rule == UNNAMED), len(text))
    leads = found[0].span.start < min(first, _LEAD)
    if named or len(victims) > 1 or not (leads or next(iter(victims)) in make_key(text[:_TITLE])):
        found = [replace(c, normal=f"attack-on:{make_key(c.inner[0].span.of(text))}") for c in found]
    return _in_place(candidates, found)


_ARTICLE = re.compile(r"[Aa]n? |[Tt]h(?:e|is|ese|ose|eir) ")


def _told(text: str, wording: _Wording, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    for index, candidate in enumerate(candidates):
        rule, span = "attack-on", None
        if candidate.type in _MEANS:
            span = _after(text, wording.means, candidate)
        elif candidate.type in _VICTIMS or (
            candidate.type in _PLACES and wording.place_ends.match(text, candidate.span.end)
        ):
            span = _on_victim(text, wording, candidate)
        if span is None and candidate.type is EntityType.ORGANIZATION and wording.matter:
            rule, span = _MATTER, _after(text, wording.matter, candidate)
        if span is not None:
            within = [c for c in candidates[index + 1 : index + 8] if span.contains(c.span)]
            yield Candidate(
                span=span,
                type=EntityType.CAMPAIGN,
                rule=rule,
                weight=20,
                normal=UNNAMED,
                tentative=True,
                inner=(candidate, *within),
            )


def _on_victim(text: str, wording: _Wording, victim: Candidate) -> Span | None:
    """Where the words stand that tell of an attack by its victim."""
    start, end = victim.span.start, victim.span.end
    before = wording.before.search(text, max(0, start - _FRONT), start) if wording.before else None
    if before and (after := wording.after.match(text, end)):
        article = _ARTICLE.match(text, before.start())
        begins = article.end() if article else before.start()
        return Span(begins + (text[begins] == " "), after.end())
    if behind := wording.behind.match(text, end):
        return Span(start - _is_quoted(text, victim.span), behind.end())
    return None


def _after(text: str, words: re.Pattern[str], name: Candidate) -> Span | None:
    """Where the words stand that make an attack of the name before them: the NotPetya attack, “震网”行动."""
    match = words.match(text, name.span.end)
    return Span(name.span.start - _is_quoted(text, name.span), match.end()) if match else None


def _is_quoted(text: str, span: Span) -> bool:
    return span.start > 0 and text[span.start - 1 : span.start] + text[span.end : span.end + 1] in _QUOTES


_QUOTES = ("「」", "『』", "“”")


def _in_place(candidates: Sequence[Candidate], attacks: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with each attack in the place of those that it covers."""
    kept: list[Candidate] = []
    waiting = list(attacks)
    for candidate in candidates:
        while waiting and waiting[0].span.end <= candidate.span.start:
            waiting.pop(0)
        if waiting and waiting[0].span.overlaps(candidate.span):
            if kept and kept[-1] is waiting[0]:
                continue  # a technique within the words for the attack
            kept.append(waiting[0])
        else:
            kept.append(candidate)
    return kept
