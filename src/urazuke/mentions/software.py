"""Names of malware that no word beside them calls so: what a whole text says of a name tells what it is.

"PLUSDROP decrypts PLUSINJECT", "PaperKite 由 PaperCrane 改写而来", "203.0.113.7 – TWOSTROKE". Each mention adds its
points, a name written like code needs few, an ordinary word many (``software.yml``).
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_yaml

_BEFORE, _AFTER = 48, 90
_STRONG, _WEAK, _AGAINST = 2, 1, -3
_WEIGHT = 20
_GUESSED = ("latin-name", "known-name-alone", "quoted-name")

_CAMEL = re.compile(r"[A-Z]?[a-z0-9]+(?:[A-Z][a-z0-9]+)+[A-Z]?|[A-Z][a-z]+[A-Z]{2,}\d?|[A-Z]{2,}[a-z]{3,}\w*")
_CAPITALS = re.compile(r"[A-Z]{6,}[0-9]?|[A-Z]{4,}[._][A-Z]{3,}|\w+_\w+_?\w*")
_PART = re.compile(r"[A-Z][a-z]{3,}(?=[A-Z0-9_])")
_STEM = 4
"""How many letters names of one series share: MINIBIKE and MINIBROWSE, PaperKite and PaperCrane."""


@dataclass(frozen=True, slots=True)
class _Words:
    left: tuple[re.Pattern[str], re.Pattern[str]]
    right: tuple[re.Pattern[str], re.Pattern[str]]
    against: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    row: dict[str, Any] = _data()[language if language in ("ja", "zh") else "en"]
    left, right = row["left"], row["right"]
    return _Words(
        (re.compile(f"(?:{left['strong']})$"), re.compile(f"(?:{left['weak']})$")),
        (re.compile(right["strong"]), re.compile(right["weak"])),
        re.compile(row["against"]),
    )


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("urazuke.mentions", "software.yml")
    return data


@cache
def _never() -> re.Pattern[str]:
    never = _data()["never"]
    return re.compile(rf"(?:{never['whole']})|(?:{never['begins']}).*|.*(?:{never['ends']})")


def is_coined(name: str) -> bool:
    """Whether a name is written like code, as no word of a language is: PaperKite, TWOSTROKE, New_Dsz_Implant."""
    return bool(_CAMEL.fullmatch(name) or _CAPITALS.fullmatch(name)) and not _never().fullmatch(name)


def type_software(text: str, language: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """`candidates` with those names typed as malware of which the text speaks as of malware."""
    unknown: dict[str, list[Candidate]] = defaultdict(list)
    typed: set[str] = set()
    for candidate in candidates:
        name = candidate.span.of(text)
        if candidate.type is not None:
            typed.add(make_key(name))
        elif candidate.rule in _GUESSED and len(name) > 2:
            unknown[make_key(name)].append(candidate)
    stems, bases = _stems(text, candidates), _bases(text, candidates)
    observables = [c.span for c in candidates if c.type is EntityType.OBSERVABLE]
    starts = [span.start for span in observables]
    chosen: set[int] = set()
    for key, mentions in unknown.items():
        name = mentions[0].span.of(text)
        enough = _enough(name, language, tabled=mentions[0].rule == "known-name-alone")
        if key in typed or enough is None:
            continue
        coined = is_coined(name)
        akin = coined and (not stems.isdisjoint(_own_stems(name)) or any(base in key for base in bases))
        points = _STRONG if akin else 0
        for mention in mentions:
            if coined or not _begins_sentence(text, mention.span.start):
                points += _points(text, language, mention)
                points += _STRONG if _beside_observable(text, mention, starts) else 0
        if points >= enough:
            chosen.update(id(mention) for mention in mentions)
    return [
        replace(c, type=EntityType.MALWARE, rule="software", weight=_WEIGHT) if id(c) in chosen else c
        for c in candidates
    ]


def _enough(name: str, language: str, *, tabled: bool) -> int | None:
    """How many points a name needs; None where it can be no malware. `tabled`: tables know something by that name."""
    enough: dict[str, int] = _data()["enough"]
    if is_coined(name):
        return enough["coined"]
    if _never().fullmatch(name) or not name[0].isupper() or " " in name:
        return None
    return enough["foreign" if language in ("ja", "zh") or tabled else "plain"]


def _points(text: str, language: str, mention: Candidate) -> int:
    words, (start, end) = _words(language), (mention.span.start, mention.span.end)
    if words.against.match(text, end):
        return _AGAINST
    before, limit = text[max(0, start - _BEFORE) : start], end + _AFTER
    points = 0
    for weight, left, right in zip((_STRONG, _WEAK), words.left, words.right, strict=True):
        if left.search(before):
            points = max(points, weight)
        if right.match(text, end, limit):
            points = max(points, weight) if points < _STRONG else points + _WEAK
    return points


_BEGINS = re.compile(r"(?:^|[.!?:;•*\n|\t–—][\s\"“”’']*|\s{2,}|[“‘\"'(]|[A-Z][a-z]+ )$")


def _begins_sentence(text: str, start: int) -> bool:
    """Whether any word may have a capital letter at a place: it begins a sentence or a line, or is one of several."""
    before = text[max(0, start - 20) : start]
    return before.isascii() and bool(_BEGINS.search(before))


def _beside_observable(text: str, mention: Candidate, starts: Sequence[int]) -> bool:
    """Whether a row of indicators names it: "198.51.100.17 - POLLBLEND"."""
    line = text.rfind("\n", 0, mention.span.start) + 1
    first = bisect_left(starts, line)
    return (
        first < len(starts)
        and starts[first] < mention.span.start
        and mention.span.start - line < 120
        and text[line : starts[first]].strip(" \t-*•・|") == ""
    )


def _stems(text: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """What names of malware in a text begin with, where they are written like code."""
    names = {c.span.of(text) for c in candidates if c.type is EntityType.MALWARE}
    return frozenset(stem for name in names if is_coined(name) for stem in _own_stems(name))


def _bases(text: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """Keys of known malware of a text, which names of its kin contain: ANEL and ANELLDR, Kazuar and KazuarV2."""
    keys = {make_key(c.span.of(text)) for c in candidates if c.type is EntityType.MALWARE and c.concept}
    return frozenset(key for key in keys if len(key) >= _STEM and key.isascii())


def _own_stems(name: str) -> frozenset[str]:
    if name.isupper():
        return frozenset({name[:_STEM]}) if len(name) > _STEM + 2 else frozenset()
    part = _PART.match(name)
    return frozenset({part.group()}) if part else frozenset()
