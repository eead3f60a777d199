"""Words that name a sector only in company: "research" in "energy and research", not in "our research"."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from urazuke.mentions.base import Candidate
from urazuke.mentions.dictionary import BARE_SECTOR, VOUCHED_SECTOR
from urazuke.mentions.extend import ending_after
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "lone_sectors.yml")


def drop_lone_sectors(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out bare sector words that stand alone.

    One is kept with a word such as "industry" after it, in a list with another sector, as a line of its own,
    where it is a plural that means those who are in the sector ("banks"), and where it ends what is attacked.
    """
    sectors = [c for c in candidates if c.type is EntityType.SECTOR]
    plurals = _plurals()
    listed = _listed(text, sectors)
    return [
        c
        for c in candidates
        if c.type is not EntityType.SECTOR
        or c.rule != BARE_SECTOR
        or c in listed
        or c.span.of(text).lower() in plurals
        or ending_after(text, c)
        or _is_line(text, c)
        or (
            _patterns()["ends"].match(text, c.span.end)
            and _patterns()["aimed"].search(text, max(0, c.span.start - 60), c.span.start)
        )
    ]


@cache
def _plurals() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "stopwords.yml")["sector_plurals"])


def _listed(text: str, sectors: Sequence[Candidate]) -> set[Candidate]:
    """Sectors that stand in a list with another."""
    listed: set[Candidate] = set()
    for left, right in pairwise(sectors):
        if _patterns()["gap"].fullmatch(text, left.span.end, right.span.start):
            listed |= {left, right}
    return listed


def _is_line(text: str, candidate: Candidate) -> bool:
    before = text[max(0, candidate.span.start - 6) : candidate.span.start].rpartition("\n")
    after = text[candidate.span.end : candidate.span.end + 3].partition("\n")
    starts = bool(before[1]) or candidate.span.start < 6
    return starts and not before[2].strip(" *-•\t|") and not after[0].strip(" .;,|\t")


@cache
def _in_japanese() -> dict[str, re.Pattern[str]]:
    rows: dict[str, str] = read_yaml("urazuke.mentions", "stopwords.yml")["sector_ja"]
    return {name: re.compile(pattern) for name, pattern in rows.items()}


_IN_WORD = re.compile(r"[一-鿿々ァ-ヺー]")


def drop_parts_of_sectors(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """In Japanese, leave out words for a sector that are only a part of another word: 個人 in 個人情報."""
    ends = {c.span.end for c in candidates}
    return [
        c
        for c in candidates
        if c.rule not in (BARE_SECTOR, VOUCHED_SECTOR)
        or not _is_part_of_word(text, c.span.start, c.span.end, ends)
    ]


def _is_part_of_word(text: str, start: int, end: int, ends: set[int]) -> bool:
    words = _in_japanese()
    if words["not_then"].match(text, end):
        return True
    if _IN_WORD.match(text, end) and not words["goes_on"].match(text, end):
        return True
    before = text[start - 1 : start]
    return bool(_IN_WORD.fullmatch(before)) and start not in ends and not words["before"].fullmatch(before)
