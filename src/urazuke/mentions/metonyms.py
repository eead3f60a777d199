"""Governments by the name of a place: "Moscow denied it", "of interest to Beijing", 北京は否定した
(``metonyms.yml``)."""

import re
from dataclasses import dataclass, replace
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_patterns, read_yaml

_LEFT = 40


@dataclass(frozen=True, slots=True)
class _Wording:
    not_before: re.Pattern[str]
    speaks: re.Pattern[str]
    in_a_row: re.Pattern[str]
    acts: re.Pattern[str]
    before: re.Pattern[str]
    after_before: re.Pattern[str] | None = None


@cache
def _wording(language: str) -> _Wording:
    file = "urazuke.mentions", "metonyms.yml"
    return _Wording(**(read_patterns(*file, language) or read_patterns(*file, "en")))


@cache
def _capitals() -> frozenset[str]:
    ids: list[str] = read_yaml("urazuke.mentions", "metonyms.yml")["capitals"]
    return frozenset(f"location:{id}" for id in ids)


@cache
def _denies() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "metonyms.yml")["denies"])


_COUNTRY = re.compile(r"location:[a-z]{2}$")


def speak_for_states(text: str, language: str, candidates: list[Candidate]) -> list[Candidate]:
    """Let a capital that speaks or acts, and a country that speaks, stand for its government.

    That of a country counts only where a claim is made of it.
    """
    return [
        _as_government(text, language, c) if c.type is EntityType.LOCATION and c.concept else c
        for c in candidates
    ]


def _as_government(text: str, language: str, place: Candidate) -> Candidate:
    capital = place.concept in _capitals()
    if not capital and not _COUNTRY.match(place.concept or ""):
        return place
    wording = _wording(language)
    before = text[max(0, place.span.start - _LEFT) : place.span.start]
    if _told_before(text, place, before, wording) if capital else False:
        return _government(place, tentative=False)
    if wording.not_before.search(before):
        return place
    speaks = wording.speaks.match(text, place.span.end)
    if speaks and not capital and _denies().search(text, place.span.end, speaks.end() + _LEFT):
        return place
    acts = capital and (
        wording.acts.match(text, place.span.end) or wording.in_a_row.match(text, place.span.end)
    )
    return _government(place, tentative=not capital) if speaks or acts else place


def _told_before(text: str, place: Candidate, before: str, wording: _Wording) -> bool:
    """Whether the words before a capital, and in Chinese those behind it too, make it a government."""
    if not wording.before.search(before):
        return False
    return wording.after_before is None or bool(wording.after_before.match(text, place.span.end))


def _government(place: Candidate, *, tentative: bool) -> Candidate:
    return replace(
        place,
        type=EntityType.ORGANIZATION,
        rule="metonym",
        concept=None,
        normal=f"government:{place.concept}",
        inner=(),
        tentative=tentative,
    )
