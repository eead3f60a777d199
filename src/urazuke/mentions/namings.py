"""Who calls a group what: "which Microsoft calls X", "CrowdStrikeはこれをYと呼び", "微软称其为Z".

The wording is in ``aliases.yml`` (`naming`). The name is one more of the group that the text spoke of last; several
namings in a row ("…, Symantec A, Microsoft B") are all of the same group.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

_LEFT = 60
"""How far before who names it the words may begin."""
_BETWEEN = 60
_RIGHT = 110
_REACH = 1200
"""How far back the group may stand that is named."""
_NEXT = 40
"""How far one naming may stand from the next of a row."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """`left` stands before who names, `between` before the name, `right` after it."""

    left: re.Pattern[str]
    between: re.Pattern[str]
    right: re.Pattern[str]


@cache
def _wordings() -> tuple[tuple[_Wording, ...], re.Pattern[str], re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "aliases.yml")["naming"]
    ways = tuple(
        _Wording(
            re.compile(row.get("left", "") + "$", re.I),
            re.compile(row["between"], re.I),
            re.compile(row.get("right", ""), re.I),
        )
        for row in rows["ways"]
    )
    return ways, re.compile(rows["again"], re.I), re.compile(rows["more"], re.I)


@cache
def _another() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "aliases.yml")["naming"]["another"])


def find_namings(text: str, items: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of `items`, the group and what somebody calls it. `items` stand in text order."""
    ways, again, more = _wordings()
    meant: int | None = None
    end = -1
    for index, namer in enumerate(items[:-1]):
        name = items[index + 1]
        if namer.type is not EntityType.ORGANIZATION or not _may_be_name(name):
            continue
        gap = (namer.span.end, name.span.start)
        if gap[1] - gap[0] > _BETWEEN:
            continue
        goes_on = meant is not None and namer.span.start - end <= _NEXT and again.fullmatch(text, *gap)
        if not goes_on:
            if _another().search(text, max(0, namer.span.start - _LEFT), namer.span.start):
                continue
            if not any(_fits(way, text, namer, name) for way in ways):
                continue
            meant = _spoken_of(text, items, index)
        if meant is None:
            meant = index + 1  # named before anything else is said of it
        else:
            yield meant, index + 1
        last = index + 1
        while last + 1 < len(items) and more.fullmatch(
            text, items[last].span.end, items[last + 1].span.start
        ):
            if not _may_be_name(items[last + 1]):
                break
            last += 1
            yield meant, last
        end = items[last].span.end


def _may_be_name(item: Candidate) -> bool:
    guessed = item.concept is None and item.weight <= 24
    return item.type is EntityType.GROUP or (
        guessed and item.type in (None, EntityType.ORGANIZATION, EntityType.MALWARE)
    )


def _fits(way: _Wording, text: str, namer: Candidate, name: Candidate) -> bool:
    return bool(
        way.between.fullmatch(text, namer.span.end, name.span.start)
        and way.left.search(text[max(0, namer.span.start - _LEFT) : namer.span.start])
        and way.right.match(text, name.span.end, name.span.end + _RIGHT)
    )


def _spoken_of(text: str, items: Sequence[Candidate], index: int) -> int | None:
    """The group named last before who names it, in this paragraph or the one before."""
    start = items[index].span.start
    for earlier in range(index - 1, -1, -1):
        item = items[earlier]
        if start - item.span.end > _REACH:
            return None
        if item.type is EntityType.GROUP and item.rule != "description":
            return earlier
        if item.type is None and item.rule == "latin-name" and _begins_sentence(text, item.span.start):
            return earlier
    return None


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in "\n.。"
