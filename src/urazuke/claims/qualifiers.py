"""How a claim is put: stance, likelihood, confidence, and the text's own words for them (``qualifiers.yml``)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from urazuke.claims.mask import MaskedSentence
from urazuke.model.claim import Level, Stance
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "qualifiers.yml", "patterns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """What the words around a claim make of it."""

    stance: Stance = Stance.ASSERTED
    likelihood: Level | None = None
    confidence: Level | None = None
    words: str | None = None
    void: bool = False
    """Whether nothing is claimed: a condition, or the words say that there is no evidence."""


@dataclass(frozen=True, slots=True)
class _Cue:
    pattern: re.Pattern[str]
    stance: Stance | None
    likelihood: Level | None
    confidence: Level | None
    before: int
    after: int
    hearsay: bool
    void: bool


@cache
def _cues(language: str) -> tuple[_Cue, ...]:
    data: dict[str, Any] = read_yaml("urazuke.claims", "qualifiers.yml").get(language, {})
    default_before, default_after = (
        data.get("scope", {}).get("before", 40),
        data.get("scope", {}).get("after", 40),
    )
    return tuple(
        _Cue(
            re.compile("|".join(row["cues"]), re.I),
            Stance(row["stance"]) if "stance" in row else None,
            Level(row["likelihood"]) if "likelihood" in row else None,
            Level(row["confidence"]) if "confidence" in row else None,
            row.get("before", default_before),
            row.get("after", default_after),
            row.get("hearsay", False),
            row.get("void", False),
        )
        for row in data.get("rows", ())
    )


def _in_relative(masked: str, cue: re.Match[str], start: int) -> bool:
    """Whether a cue stands in a relative clause that ends before the claim: "X, which is believed to be …, used Y"."""
    return "," in masked[cue.end() : start] and bool(
        _patterns()["relative"].search(masked, max(0, cue.start() - 80), cue.start())
    )


def find_qualifier(
    sentence: MaskedSentence,
    start: int,
    end: int,
    language: str,
    *,
    spoken: bool = False,
    inside: bool = False,
) -> Qualifier:
    """The qualifier of the claim whose words stand at ``masked[start:end]``.

    A cue counts when it stands within its reach before or after those words and no end of a clause lies between. Of
    several stances the strongest doubt wins: denied, then unknown, then hedged. Where somebody is named who says it
    (`spoken`), hearsay ("is said to") is no doubt of the text's own. `inside`: only words between `start` and
    `end` count.
    """
    masked = sentence.masked
    stance, likelihood, confidence = Stance.ASSERTED, None, None
    words: list[str] = []
    rank = [Stance.ASSERTED, Stance.HEDGED, Stance.UNKNOWN, Stance.DENIED]
    void = False
    for cue in _cues(language):
        if cue.hearsay and spoken:
            continue
        low, high = max(0, start - cue.before), min(len(masked), end + cue.after)
        if inside:
            low, high = start, end
        for match in cue.pattern.finditer(masked, low, high):
            clause_end = (
                _patterns()["clause_end_zh"]
                if language == "zh" and cue.confidence is None
                else _patterns()["clause_end"]
            )
            if match.start() >= end and clause_end.search(masked, end, match.start()):
                continue
            if language == "en" and match.end() <= start and _in_relative(masked, match, start):
                continue
            if language == "en" and _patterns()["that"].search(masked, end, max(end, match.start())):
                continue
            clause_end = _patterns()["opening_end_zh"] if language == "zh" else _patterns()["clause_end"]
            if match.end() <= start and clause_end.search(masked, min(match.end() + 1, start), start):
                continue
            if cue.stance is not None and rank.index(cue.stance) > rank.index(stance):
                stance = cue.stance
            likelihood = likelihood or cue.likelihood
            confidence = confidence or cue.confidence
            void = void or cue.void
            words.append(match.group().strip())
            break
    if language == "en" and not inside and _patterns()["denied_after"].match(masked, end):
        stance = Stance.DENIED
    if likelihood is not None and stance is Stance.ASSERTED:
        stance = Stance.HEDGED
    if stance is not Stance.HEDGED:
        likelihood = None
    return Qualifier(
        stance=stance,
        likelihood=likelihood,
        confidence=confidence,
        words="; ".join(dict.fromkeys(words)) or None,
        void=void,
    )
