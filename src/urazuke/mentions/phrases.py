"""Techniques and products by their wording: phrase tables compiled to one automaton each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_PACKAGE = "urazuke.mentions"
_WORD = re.compile(r"[A-Za-z0-9]")
_OF_A_FLAW = re.compile(r"(?:の|の?可能な)?(?:漏洞|脆弱性)")
_KATAKANA = re.compile(r"[ァ-ヺー]{2}")


@dataclass(frozen=True, slots=True)
class _Table:
    automaton: AhoCorasick
    concepts: tuple[str | None, ...]
    ending: re.Pattern[str] | None


@cache
def _techniques() -> _Table:
    data = read_yaml(_PACKAGE, "techniques.yml")
    phrases: dict[str, str] = {}
    for technique, languages in data["techniques"].items():
        for language, words in languages.items():
            for word in words:
                for form in _variants(word.lower(), language):
                    phrases.setdefault(form, f"technique:{technique.lower()}")
    endings = data["endings"]
    latin = "|".join(sorted(map(re.escape, endings["en"]), key=len, reverse=True))
    cjk = "|".join(map(re.escape, [*endings["ja"], *endings["zh"]]))
    return _Table(
        AhoCorasick(list(phrases), matchkind=MatchKind.LeftmostLongest),
        tuple(phrases.values()),
        re.compile(rf" (?:{latin})\b|{cjk}", re.I),
    )


@cache
def _products() -> _Table:
    names = dict.fromkeys(name.lower() for name in read_yaml(_PACKAGE, "products.yml")["names"])
    automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
    return _Table(automaton, tuple(None for _ in names), None)


def _variants(phrase: str, language: str) -> set[str]:
    forms = {phrase, phrase.replace("-", " "), phrase.replace("-", "")} if language == "en" else {phrase}
    forms |= {form.replace(" ", "-", 1) for form in forms if language == "en" and form.count(" ") == 1}
    if language == "en" and phrase[-1] not in "sg":
        forms |= {form + "s" for form in forms}
    return forms


def find_techniques(text: str) -> Iterator[Candidate]:
    """Wording of attack techniques, with an ending such as "attack" or メール taken in. `concept` holds the
    ATT&CK id."""
    return _find(text, _techniques(), EntityType.ATTACK_PATTERN, "technique-wording", weight=40)


@cache
def _tools() -> _Table:
    names = dict.fromkeys(name.lower() for name in read_yaml(_PACKAGE, "dual_use.yml")["named"])
    automaton = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
    return _Table(automaton, tuple(None for _ in names), None)


def find_tools(text: str) -> Iterator[Candidate]:
    """Public tools that are nothing else, by name."""
    return _find(text, _tools(), EntityType.TOOL, "tool-name", weight=30)


def find_products(text: str) -> Iterator[Candidate]:
    """Attacked software and hardware by name."""
    return _find(text, _products(), EntityType.PRODUCT, "product-name", weight=30)


def _find(text: str, table: _Table, type: EntityType, rule: str, *, weight: int) -> Iterator[Candidate]:
    lowered = text.lower() if len(text.lower()) == len(text) else "".join(map(_lower_one, text))
    for index, start, end in table.automaton.find_matches_as_indexes(lowered):
        if type is EntityType.ATTACK_PATTERN and _OF_A_FLAW.match(text, end):
            continue  # 远程代码执行漏洞 is a flaw and no technique
        if table.ending and (ending := table.ending.match(text, end)):
            end = ending.end()
        if _inside_word(text, start, end):
            continue
        yield Candidate(
            span=Span(start, end),
            type=type,
            rule=rule,
            weight=weight,
            concept=table.concepts[index],
            tentative=type is EntityType.PRODUCT,
        )


def _lower_one(char: str) -> str:
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin letter or digit goes on beyond an end that is itself Latin, or katakana beyond katakana."""
    if start and _WORD.match(text[start]) and _WORD.match(text[start - 1]):
        return True
    if end < len(text) and _WORD.match(text[end - 1]) and _WORD.match(text[end]):
        return True
    return (start > 0 and _KATAKANA.match(text[start - 1 : start + 1]) is not None) or (
        _KATAKANA.match(text[end - 1 : end + 1]) is not None
    )
