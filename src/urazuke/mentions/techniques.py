"""Attack techniques by their wording (``techniques.yml``): nouns as well as what attackers are said to do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind

from urazuke.mentions.base import Candidate, settle
from urazuke.mentions.wording import Family, Verbs
from urazuke.mentions.words import is_inside_word, lower_in_place
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

RULE = "technique-wording"
_WEIGHT = 40
_LOOSE = 8
"""The weight of a wording with a gap: a name in the gap is worth more."""
_GAP = {"en": r"(?: [\w’'/.-]+){0,4} ", "ja": r"[^、。，；\s]{0,10}?", "zh": r"[^、。，；\s]{0,10}?"}
_ATTACK = re.compile(r" (?:attack|attempt)", re.I)
_REACH = 48
"""How far before a phrase a word may make it something else."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """One family of wordings of a technique. Its expression is compiled when a text first needs it."""

    concept: str | None
    tentative: bool
    family: Family
    language: str
    gapped: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compile(self)


@cache
def _compile(wording: _Wording) -> re.Pattern[str]:
    english = wording.language == "en"
    return re.compile(wording.family.expression(_GAP[wording.language], english=english))


@dataclass(frozen=True, slots=True)
class _Table:
    automaton: AhoCorasick
    wordings: tuple[tuple[_Wording, ...], ...]
    ending: re.Pattern[str]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]


@cache
def _table() -> _Table:
    data = read_yaml("urazuke.mentions", "techniques.yml")
    verbs = Verbs(data["irregular"], frozenset(data["doubling"]))
    waiting: dict[str, list[_Wording]] = {}
    for technique, row in data["techniques"].items():
        for language in _GAP:
            for pattern in filter(None, map(str.strip, row.get(language, "").split(";"))):
                wording = _Wording(
                    concept=None if row.get("apart") else f"technique:{technique.lower()}",
                    tentative=row.get("tentative", False),
                    family=Family(pattern, verbs),
                    language=language,
                    gapped="…" in pattern,
                )
                for head in wording.family.heads():
                    waiting.setdefault(head, []).append(wording)
    latin = "|".join(sorted(map(re.escape, data["endings"]["en"]), key=len, reverse=True))
    cjk = sorted({*data["endings"]["ja"], *data["endings"]["zh"]}, key=len, reverse=True)
    return _Table(
        automaton=AhoCorasick(list(waiting), matchkind=MatchKind.Standard),
        wordings=tuple(map(tuple, waiting.values())),
        ending=re.compile(rf" (?:{latin})\b|{'|'.join(map(re.escape, cjk))}", re.I),
        not_before=_one_of(data["not_before"]),
        not_after=_one_of(data["not_after"]),
    )


def _one_of(patterns: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns.values()), re.I)


def find_techniques(text: str, language: str) -> list[Candidate]:
    """Wording of attack techniques, with an ending such as "attack" or メール taken in.

    Its concept is the technique's number in ATT&CK, unless its wordings mean several things.
    """
    return settle(_find(text, language))


def _find(text: str, language: str) -> Iterator[Candidate]:
    table, lowered = _table(), lower_in_place(text)
    for index, start, _ in table.automaton.find_matches_as_indexes(lowered, overlapping=True):
        if is_inside_word(text, start):
            continue
        for wording in table.wordings[index]:
            # English words stand in every text; kanji and hanzi are read as one language only.
            if wording.language not in (language, "en"):
                continue
            match = wording.pattern.match(lowered, start)
            if match is None:
                continue
            phrase = len(match.group().rstrip())
            ending = table.ending.match(text, start + phrase)
            end = ending.end() if ending and not wording.gapped else start + phrase
            if is_inside_word(text, end) or _is_something_else(text, start, end, table):
                continue
            whole = Candidate(
                span=Span(start, end),
                type=EntityType.ATTACK_PATTERN,
                rule=RULE,
                weight=_LOOSE if wording.gapped else _WEIGHT,
                concept=wording.concept,
                tentative=wording.tentative,
            )
            yield _with_inner(whole, start + phrase, text)


def _with_inner(whole: Candidate, end: int, text: str) -> Candidate:
    """What is sent has a technique in its name: "spearphishing" in "spearphishing mails". An "attack" only says again
    that it is one."""
    if end == whole.span.end or not text[end].isspace() or _ATTACK.match(text, end):
        return whole
    return replace(whole, inner=(replace(whole, span=Span(whole.span.start, end)),))


def _is_something_else(text: str, start: int, end: int, table: _Table) -> bool:
    """Whether the words around a phrase make it part of another name: a keylogging tool, 远程代码执行漏洞."""
    return bool(
        table.not_before.match(text, end) or table.not_after.search(text, max(0, start - _REACH), start)
    )


_BESIDE = re.compile(r"\s?[-–—:：|/(（\[,\t]?\s?")
"""What stands between the number of a technique and its name."""


def join_numbers(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """A number and the name beside it are one technique, whichever level of ATT&CK each is of: T1053.005 Scheduled
    Task."""
    joined = list(candidates)
    for index, (left, right) in enumerate(pairwise(joined)):
        pair = {left.rule, right.rule}
        if (
            left.type is right.type is EntityType.ATTACK_PATTERN
            and len(pair) == 2
            and RULE in pair
            and _BESIDE.fullmatch(text, left.span.end, right.span.start)
        ):
            number, name = (left, right) if right.rule == RULE else (right, left)
            concept = name.concept or number.concept
            joined[index : index + 2] = [replace(left, concept=concept), replace(right, concept=concept)]
    return joined
