"""Groups that a text describes instead of naming them: 中国のAPTグループ, Iranian hackers, 台湾省APT组织.

A description counts as one group for each place or organ in it and each document ("the Chinese hackers" of one
report are taken for the same). A description that a name follows or precedes in apposition is left to the name.
"""

import re
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "descriptions.yml", "patterns")


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


@cache
def _predicative_end() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "descriptions.yml")
    return {
        language: re.compile(row["predicative_end"])
        for language, row in rows.items()
        if "predicative_end" in row
    }


def _says_what_a_thing_is(text: str, language: str, start: int, end: int) -> bool:
    """Whether the description at ``text[start:end]`` ends a clause that says of something else that it is such."""
    pattern = _predicative_end().get(language)
    if pattern is None or not pattern.search(text, max(0, start - 30), start):
        return False
    return end == len(text) or text[end] in "，。；！\n"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "descriptions.yml")["en"]["before"], re.I)


_BACK = 130
"""How far before a place or an organ the words may begin that say who is from there."""


def add_linked(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """In English, attackers whose origin follows them ("hackers linked to China") are the group that "Chinese hackers"
    would be. A name beside such words is what they describe, and is left alone."""
    linked: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        match = None
        if candidate.type in _INNER:
            match = _before().search(text[max(0, candidate.span.start - _BACK) : candidate.span.start])
        if match:
            start = candidate.span.start - len(match.string) + match.start("head")
            before = linked[-1] if linked else None
            after = candidates[index + 1] if index + 1 < len(candidates) else None
            free = before is None or before.span.end <= start
            # A is a threat actor from B; A is an Iranian threat actor run by B.
            told = any(c.type is EntityType.GROUP and c.span.end > start - 40 for c in linked[-2:])
            named = (
                after is not None
                and after.type is EntityType.GROUP
                and _touches(text, candidate.span.end, after)
            )
            if free and not told and not named:
                # "Hackers in Iran" says itself where they are; other words say it with doubt or none.
                plain = match.string[match.end("head") :].split()[0] in ("in", "inside")
                whole = Span(start, candidate.span.end if plain else start + len(match["head"]))
                linked.append(
                    Candidate(
                        span=whole,
                        type=EntityType.GROUP,
                        rule="description",
                        weight=20,
                        normal=f"description:{candidate.concept or candidate.span.of(text)}",
                        inner=(candidate,) if plain else (),
                    )
                )
                if plain:
                    continue
        linked.append(candidate)
    return linked


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
            named = before is not None and near and before.type in (EntityType.GROUP, EntityType.PERSON)
            acts = _patterns()["acts"].match(text, match.end())
            if predicative.search(gap) and (named or (language == "zh" and not acts)):
                match = None  # "X is a Chinese group" describes X, and names no other
            if before and before.type is EntityType.GROUP and before.rule != "description":
                # The UNC3886 Chinese espionage group: a name before says which.
                match = None if text[before.span.end : candidate.span.start] == " " else match
        if (
            match
            and language == "zh"
            and _patterns()["governed"].search(text, max(0, candidate.span.start - 4), candidate.span.start)
        ):
            match = None  # 针对中国的黑客攻击
        if (
            match
            and language == "ja"
            and _patterns()["other"].search(text, max(0, candidate.span.start - 6), candidate.span.start)
        ):
            match = None  # 他の北朝鮮系グループ are none that the text tells of
        if (
            match
            and (is_it := _is_it().get(language))
            and is_it.match(text, match.end())
            and _has_subject(text, described, candidate.span.start)
        ):
            match = None
        if match and _says_what_a_thing_is(text, language, candidate.span.start, match.end()):
            match = None
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
                    and following.type in (EntityType.GROUP, EntityType.PERSON)
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


@cache
def _is_it() -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "descriptions.yml")
    return {language: re.compile(row["is_it"]) for language, row in rows.items() if "is_it" in row}


_BEGINS = re.compile(r"(?:^|[。\n])[ 　]?$")


def _has_subject(text: str, before: list[Candidate], position: int) -> bool:
    """Whether a group is the subject of the sentence that leads to `position`, or goes on as its subject."""
    if _BEGINS.search(text, max(0, position - 2), position):  # a sentence that leaves its subject out
        return any(item.type is EntityType.GROUP and item.rule != "description" for item in before)
    for item in reversed(before[-6:]):
        if "。" in text[item.span.end : position] or position - item.span.end > 80:
            return False
        if item.type is EntityType.GROUP and _patterns()["topic"].match(text, item.span.end):
            return True
    return False


def _touches(text: str, position: int, following: Candidate) -> bool:
    return (
        bool(_named_next().fullmatch(text[position : following.span.start]))
        if following.span.start - position < 40
        else False
    )
