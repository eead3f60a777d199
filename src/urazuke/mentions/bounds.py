"""Which short Chinese words for a sector stand by themselves, and which are only a part of another word
(``bounds.yml``)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_SHORT = 3
_KIND = re.compile(r"(?:公司|厂商|企业|承包商|运营商|供应商|机构|巨头)$")
_NAME = re.compile(r"[“‘《]?[A-Z]|[一-鿿]{2,8}(?:公司|集团)?(?:表示|称|认为|披露|指出|发布)")
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


_ENDING = re.compile(r"(?:机构|部门|公司|企业|行业|领域|产业|组织|单位|实体|承包商|运营商|供应商|厂商)$")
_AND = re.compile(r"[、，]?(?:和|与|及|以及|或|、)")


def share_endings(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out an ending that the items of a list share: 电子和电信部门 are 电子 and 电信."""
    shared: list[Candidate] = []
    for candidate in candidates:
        last = shared[-1] if shared else None
        ending = _ENDING.search(candidate.span.of(text)) if candidate.type is EntityType.SECTOR else None
        if (
            last
            and ending
            and last.type is EntityType.SECTOR
            and ending.start() >= 2
            and not _ENDING.search(last.span.of(text))
            and _AND.fullmatch(text[last.span.end : candidate.span.start])
        ):
            span = Span(candidate.span.start, candidate.span.start + ending.start())
            candidate = replace(candidate, span=span)
        shared.append(candidate)
    return shared


def _stands_alone(text: str, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    after, before_item, after_item, only_listed = _bounds()
    word = candidate.span.of(text)
    if _KIND.search(word) and _NAME.match(text, candidate.span.end):
        return False
    if len(word) > _SHORT or not _HAN.fullmatch(word):
        return True
    end = candidate.span.end
    if word in only_listed:
        start = candidate.span.start
        return bool(before_item.search(text[max(0, start - 3) : start]) and after_item.match(text, end))
    return bool(after.match(text, end)) or any(other.span.start == end for other in candidates)
