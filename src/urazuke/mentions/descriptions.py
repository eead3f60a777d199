"""Groups that a text describes instead of naming them: 中国のAPTグループ, Iranian hackers, 台湾省APT组织.

A description counts as one group for each place or organ in it and each document ("the Chinese hackers" of one
report are taken for the same). A description that a name follows or precedes in apposition is left to the name.
"""

import re
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_INNER = frozenset({EntityType.LOCATION, EntityType.ORGANIZATION})


@cache
def _named_next() -> re.Pattern[str]:
    """What may stand between a description and the name of what it describes."""
    return re.compile(read_yaml("urazuke.mentions", "descriptions.yml")["named_next"]["any"])


@cache
def _tails() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "descriptions.yml")
    return {
        language: re.compile(row["links"] + row["heads"], re.I if language == "en" else 0)
        for language, row in rows.items()
        if "links" in row
    }


@cache
def _predicative() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "descriptions.yml")
    return {
        language: re.compile(row["predicative"]) for language, row in rows.items() if "predicative" in row
    }


def add_descriptions(text: str, language: str, candidates: list[Candidate]) -> list[Candidate]:
    """Put descriptions of groups in the place of the place or organ that begins them.

    The place or organ stays as an inner candidate, for what the description itself claims about its group.
    """
    tail = _tails().get(language, _tails()["en"])
    predicative = _predicative().get(language)
    described: list[Candidate] = []
    end = 0
    for index, candidate in enumerate(candidates):
        if candidate.span.start < end:
            continue
        match = tail.match(text, candidate.span.end) if candidate.type in _INNER else None
        if match and predicative:
            before = described[-1] if described else None
            gap = text[max(0, candidate.span.start - 40) : candidate.span.start]
            near = before is not None and before.span.end > candidate.span.start - 40
            named = before is not None and near and before.type is EntityType.GROUP
            if predicative.search(gap) and (named or language == "zh"):
                match = None  # "X is a Chinese group" describes X, and names no other
        if match and match.end() > candidate.span.end and candidate.span.start >= end:
            following = next(
                (other for other in candidates[index + 1 : index + 20] if other.span.end > match.end()), None
            )
            swallowed = [c for c in candidates[index + 1 : index + 8] if c.span.end <= match.end()]
            if (
                not any(c.type in (EntityType.GROUP, EntityType.CAMPAIGN) for c in swallowed)
                and not (following and following.span.start < match.end())
                and not (
                    following
                    and following.type is EntityType.GROUP
                    and _touches(text, match.end(), following)
                )
            ):
                # "Chinese MSS-affiliated actors": the organ tells more than the country.
                organ = next(
                    (c for c in swallowed if c.type is EntityType.ORGANIZATION and c.concept), candidate
                )
                described.append(
                    Candidate(
                        span=Span(candidate.span.start, match.end()),
                        type=EntityType.GROUP,
                        rule="description",
                        weight=20,
                        # One concept for each place or organ: equal descriptions of one document mean one group.
                        normal=f"description:{organ.concept or organ.span.of(text)}",
                        inner=(candidate,) if organ is candidate else (candidate, organ),
                    )
                )
                end = match.end()
                continue
        described.append(candidate)
    return described


def _touches(text: str, position: int, following: Candidate) -> bool:
    return (
        bool(_named_next().fullmatch(text[position : following.span.start]))
        if following.span.start - position < 40
        else False
    )
