"""Which short Chinese words for a sector stand by themselves, and which are only a part of another word (``bounds.yml``)."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

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


def _stands_alone(text: str, candidate: Candidate, candidates: Sequence[Candidate]) -> bool:
    after, before_item, after_item, only_listed = _bounds()
    word = candidate.span.of(text)
    if len(word) > _SHORT or not _HAN.fullmatch(word):
        return True
    end = candidate.span.end
    if word in only_listed:
        start = candidate.span.start
        return bool(before_item.search(text[max(0, start - 3) : start]) and after_item.match(text, end))
    return bool(after.match(text, end)) or any(other.span.start == end for other in candidates)
