"""Where a mention ends: words after a name that belong to it, places before an organ of state (``endings.yml``)."""

import re
from dataclasses import dataclass, replace
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "extend.yml")


@dataclass(frozen=True, slots=True)
class _Ending:
    words: re.Pattern[str]
    keep: bool
    tells: bool


@cache
def _endings() -> dict[EntityType, _Ending]:
    rows = read_yaml("urazuke.mentions", "endings.yml")
    return {
        EntityType(type): _Ending(re.compile(row["words"]), row.get("keep", False), row.get("tells", False))
        for type, row in rows.items()
    }


def ending_after(text: str, candidate: Candidate) -> re.Match[str] | None:
    """The words directly after a candidate that belong to it."""
    ending = _endings().get(candidate.type) if candidate.type else None
    return ending.words.match(text, candidate.span.end) if ending else None


def extend_to_right(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Microsoft＋社, financial＋sector: take in the word after a name that belongs to it."""
    extended: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        limit = candidates[index + 1].span.start if index + 1 < len(candidates) else len(text)
        ending = _endings().get(candidate.type) if candidate.type else None
        match = ending.words.match(text, candidate.span.end) if ending else None
        if ending and match and match.end() <= limit:
            keeps = ending.keep or match.groupdict().get("keep") is not None
            inner = (*candidate.inner, candidate) if keeps else candidate.inner
            # "financial sector" is a sector by its own word; "financial" alone may be any adjective.
            tentative = candidate.tentative and not ending.tells
            candidate = replace(
                candidate, span=Span(candidate.span.start, match.end()), inner=inner, tentative=tentative
            )
        extended.append(candidate)
    return extended


@cache
def _organs() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words for an organ of state behind a place, for those who act for one, and for where an embassy sits."""
    english = read_yaml("urazuke.mentions", "organizations.yml")["en"]
    return re.compile(english["organs"]), re.compile(english["people"]), re.compile(english["seated"])


def add_organs(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Norway's parliament, the Dutch foreign ministry: a place and a word for an organ of state are an organization.

    So are a ruler and the word for those who rule under him, and "Dutch officials" where a claim is made of them.
    """
    organs, people, _ = _organs()
    found: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        if found and candidate.span.start < found[-1].span.end:
            continue
        match = acting = None
        if candidate.type is EntityType.LOCATION:
            match = organs.match(text, candidate.span.end)
            if match and match.group().endswith("grand jury") and _COUNTRY.match(candidate.concept or ""):
                match = None  # a U.S. grand jury sits somewhere, but is named after no country
            acting = None if match else people.match(text, candidate.span.end)
            if acting and _are_attacked(text, acting, candidates[index + 1 : index + 2]):
                acting = None
        elif candidate.type is EntityType.PERSON:
            match = _patterns()["rulers"].match(text, candidate.span.end)
        if match:
            end = _seat(text, match, candidates[index + 1 : index + 4])
            candidate = Candidate(
                span=Span(candidate.span.start, end),
                type=EntityType.ORGANIZATION,
                rule="organ",
                weight=30,
            )
        elif acting:
            candidate = Candidate(
                span=Span(candidate.span.start, acting.end()),
                type=EntityType.ORGANIZATION,
                rule="acts-for-state",
                weight=30,
                tentative=True,
                inner=(candidate,),
            )
        found.append(candidate)
    return found


def _seat(text: str, organ: re.Match[str], following: list[Candidate]) -> int:
    """Where an embassy's or a court's name ends: behind the place where it sits, if that follows."""
    seated = _organs()[2].match(text, organ.end())
    if seated and _patterns()["sits"].search(organ.group()):
        for place in following:
            if place.type is EntityType.LOCATION and place.span.start == seated.end():
                return place.span.end
    return organ.end()


def _are_attacked(text: str, acting: re.Match[str], following: list[Candidate]) -> bool:
    """Whether officials are those of a sector ("Belgian diplomats were spied on") and say nothing for their state."""
    named = any(
        c.type is EntityType.SECTOR and c.concept != "sector:intelligence" and c.span.end == acting.end()
        for c in following
    )
    return named and not _patterns()["speak"].match(text, acting.end())


_COUNTRY = re.compile(r"location:[a-z]{2}$")


def extend_to_left(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """中国＋国家安全部, Chinese＋Ministry of …: a country directly before an organ of state belongs to its name."""
    joined: list[Candidate] = []
    for candidate in candidates:
        last = joined[-1] if joined else None
        if last and _is_place_in_place(text, last, candidate):
            # 中国四川省成都市 is the city once more, and names the country and the province too.
            whole = Span(last.span.start, candidate.span.end)
            outer = last.inner or (last,)
            joined[-1] = replace(candidate, span=whole, inner=(*outer, *candidate.inner, candidate))
        elif last and last.rule != "home" and _is_of_state(text, last, candidate):
            whole = Span(last.span.start, candidate.span.end)
            joined[-1] = replace(candidate, span=whole, inner=(*candidate.inner, candidate))
        elif last and _belongs_before(text, last, candidate):
            # 四川i-SOON and i-SOON are one; 海南省国家安全庁 is not the only 国家安全庁.
            ascii = candidate.span.of(text).isascii()
            possessive = ascii and text[last.span.end : candidate.span.start] != " "
            bare = (candidate,) if ascii and (text[last.span.end - 1] > "\u3000" or possessive) else ()
            joined[-1] = replace(
                candidate,
                span=Span(last.span.start, candidate.span.end),
                inner=(*candidate.inner, *bare),
            )
        else:
            joined.append(candidate)
    return joined


def _is_place_in_place(text: str, outer: Candidate, place: Candidate) -> bool:
    """Whether a place in kanji stands directly behind the place that it is in."""
    return (
        outer.type is place.type is EntityType.LOCATION
        and text[outer.span.end : place.span.start] in ("", "・")
        and bool(_patterns()["part_of_country"].search(place.span.of(text)))
        and not outer.span.of(text).isascii()
    )


def _is_of_state(text: str, place: Candidate, organ: Candidate) -> bool:
    """中国の国家安全部: with の between, the name without the place is a mention as well."""
    return (
        place.type is EntityType.LOCATION
        and organ.type is EntityType.ORGANIZATION
        and text[place.span.end : organ.span.start] == "の"
        and not organ.inner
        and bool(_patterns()["state_organ"].search(organ.span.of(text)))
    )


def _belongs_before(text: str, place: Candidate, organ: Candidate) -> bool:
    if place.rule == "home":
        return False  # 我国 is no part of a name
    if place.type is not EntityType.LOCATION or organ.type is not EntityType.ORGANIZATION:
        return False
    gap, name = text[place.span.end : organ.span.start], organ.span.of(text)
    if name.isascii():
        return gap in (" ", "’s ", "'s ") and bool(_patterns()["state"].search(name))
    if organ.rule == "with-initials":
        return False
    return gap == "" or (gap == " " and organ.rule != "latin-name")
