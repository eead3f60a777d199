"""Which short Chinese words for a sector stand by themselves, and which are only a part of another word
(``bounds.yml``)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from urazuke.mentions.base import Candidate
from urazuke.mentions.cjk_names import is_kind
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_words, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "bounds.yml", "patterns")


_SHORT = 3
_HAN = re.compile(r"[一-鿿]+")


@cache
def _bounds() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    row: dict[str, Any] = read_yaml("urazuke.mentions", "bounds.yml")["sector"]
    return (
        re.compile(row["after"]),
        re.compile(row["before_item"]),
        re.compile(row["after_item"]),
        frozenset(row["only_listed"]),
    )


def drop_parts_of_words(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out sectors that a Chinese text only writes inside other words (电子 in 电子邮件)."""
    return [c for c in candidates if c.type is not EntityType.SECTOR or _stands_alone(text, c, candidates)]


def cut_at_places(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Let an organization in Chinese begin with the place in its run of characters: 活动源自＋美国国家安全局.

    Nobody writes where a name begins; but organs and companies begin with their place. What is then only a kind
    of body (美国软件公司) is left to its place.
    """
    places = {
        c.span.start: c.span.end
        for c in candidates
        if c.type is EntityType.LOCATION and c.rule.startswith("known-name") and len(c.span) > 1
    }
    kept: list[Candidate] = []
    for candidate in candidates:
        if candidate.rule == "organization-ending":
            start = _first_place(text, candidate, places)
            candidate = replace(candidate, span=Span(start, candidate.span.end))
            if start in places and is_kind(text[places[start] : candidate.span.end]):
                continue
        kept.append(candidate)
    return kept


def _first_place(text: str, candidate: Candidate, places: Mapping[int, int]) -> int:
    span = candidate.span
    around = next((p for p in range(max(0, span.start - 8), span.start + 1) if p in places), None)
    if around is not None and span.start < places[around] < span.end:
        return around  # 马来西亚当局, where 来 seemed to end a word
    inside = [p for p in range(span.start + 1, span.end - 2) if p in places and places[p] < span.end]
    if not inside or text[inside[0] - 1] in read_words("urazuke.mentions", "bounds.yml", "at_place"):
        return span.start
    return inside[0]


def share_endings(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out an ending that the items of a list share: 电子和电信部门 are 电子 and 电信."""
    shared: list[Candidate] = []
    for candidate in candidates:
        last = shared[-1] if shared else None
        ending = (
            _patterns()["ending"].search(candidate.span.of(text))
            if candidate.type is EntityType.SECTOR
            else None
        )
        if (
            last
            and ending
            and last.type is EntityType.SECTOR
            and ending.start() >= 2
            and not _patterns()["ending"].search(last.span.of(text))
            and not _patterns()["other_ending"].search(last.span.of(text))
            and _patterns()["and"].fullmatch(text[last.span.end : candidate.span.start])
        ):
            span = Span(candidate.span.start, candidate.span.start + ending.start())
            candidate = replace(candidate, span=span)
        shared.append(candidate)
    return shared


def _stands_alone(text: str, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    after, before_item, after_item, only_listed = _bounds()
    word = candidate.span.of(text)
    if _patterns()["of_spies"].match(text, candidate.span.end):
        return False
    if _patterns()["kind"].search(word) and _patterns()["name"].match(text, candidate.span.end):
        return False
    if len(word) > _SHORT or not _HAN.fullmatch(word) or _patterns()["whole_word"].search(word):
        return True
    end = candidate.span.end
    if word in only_listed:
        start = candidate.span.start
        return bool(before_item.search(text[max(0, start - 3) : start]) and after_item.match(text, end))
    return bool(after.match(text, end)) or any(other.span.start == end for other in candidates)
