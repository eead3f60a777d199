"""Claims from a clause that speaks of an attack in words that no frame fits (``loose.yml``).

Reports word attacks in endlessly many ways; but in a clause with an attacker, a word such as 標的 and a sector,
the sector is nearly always what is attacked. The types of the names do what a frame would do by grammar.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from urazuke.claims.arguments import find_subjects, is_aside, is_guarded
from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import SIGNS, MaskedSentence, Token, read_masked
from urazuke.vocab.load import load_predicates, read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_masked("loose.yml", "patterns")


ATTACKERS = frozenset({"group", "campaign", "malware"})
_TECHNIQUE = frozenset({"attack-pattern"})


def _shared() -> dict[str, re.Pattern[str]]:
    """Patterns of all languages: where a clause ends, and what makes a place before it an origin."""
    return read_patterns("urazuke.claims", "loose.yml", "shared", re.I)


@dataclass(frozen=True, slots=True)
class _Rule:
    frame: Frame
    objects: frozenset[str]
    subjects: frozenset[str]
    cues: re.Pattern[str]
    short: bool


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    rows = read_yaml("urazuke.claims", "loose.yml").get(language, {})
    return tuple(
        _Rule(
            Frame(rule=f"{language}-{name}-loose", predicate=load_predicates()[name.partition("/")[0]]),
            frozenset(row["objects"]),
            frozenset(row.get("subjects", ATTACKERS)),
            re.compile(row["cues"], re.I),
            row.get("short", False),
        )
        for name, row in rows.items()
    )


def find_loose(
    sentence: MaskedSentence, language: str, topic: Callable[[frozenset[str]], Token | None]
) -> Iterator[Draft]:
    """The drafts of clauses that speak of an attack. `topic` tells what of some types the text is about."""
    for rule in _rules(language):
        for start, end in _clauses(sentence.masked, language, short=rule.short):
            cue = rule.cues.search(sentence.masked, start, end)
            if not cue or _is_statement(sentence.masked, start, end, language):
                continue
            objects = [
                token
                for token in sentence.tokens_in(start, end)
                if token.type in rule.objects
                and token.referent
                and not (language == "en" and _stands_before(sentence, token, cue, rule.frame.predicate.name))
            ]
            if not objects:
                continue
            # Words of use stand everywhere ("the executable file"): who used a technique is asked where it is named.
            first = sentence.place_of(objects[0]) if rule.objects == _TECHNIQUE else cue.start()
            subjects = find_subjects(
                sentence,
                max(first, cue.start()),
                max(first + 1, cue.end()),
                rule.subjects,
                language,
                "any",
                topic(rule.subjects),
            )
            uses = rule.frame.predicate.name == "uses" and language == "ja"
            if uses and any(subject in objects for subject in subjects):
                # ゼブラやオカピといったワイパーが使用された: none of them uses the other.
                meant = topic(rule.subjects - {"malware"})
                subjects = (meant,) if meant else ()
            for subject in subjects:
                for token in objects:
                    if token.referent != subject.referent and not (
                        _belongs_elsewhere(sentence, token, language)
                        or (rule.frame.predicate.name == "targets" and is_aside(sentence, token, language))
                        or (rule.frame.predicate.name == "uses" and is_guarded(sentence, token, language))
                        or _is_agent(sentence, token, end, language)
                    ):
                        place = sentence.place_of(token)
                        yield Draft(
                            frame=rule.frame,
                            subject=subject,
                            object=token,
                            start=min(place, cue.start()),
                            end=max(place + 1, cue.end()),
                        )


def _is_statement(masked: str, start: int, end: int, language: str) -> bool:
    """Whether a Chinese clause is about what somebody says or should do, and not about an attack."""
    return language == "zh" and bool(_shared()["statement_zh"].search(masked, start, end))


def _clauses(masked: str, language: str, *, short: bool) -> Iterator[tuple[int, int]]:
    start = 0
    clause = (
        _shared()["clause"]
        if language != "zh"
        else _patterns()["short_clause_zh"]
        if short
        else _patterns()["clause_zh"]
    )
    for match in clause.finditer(masked):
        yield start, match.end()
        start = match.end()
    if start < len(masked):
        yield start, len(masked)


def _belongs_elsewhere(sentence: MaskedSentence, token: Token, language: str) -> bool:
    """Whether a place says where somebody is from ("Chinese hackers", "米国の企業") and not who is attacked."""
    after = sentence.place_of(token) + 1
    if (
        language == "zh"
        and token.type in ("location", "sector")
        and (_shared()["elsewhere_zh"].search(sentence.masked, max(0, after - 44), after - 1))
    ):
        return True
    if language == "zh" and token.type in ("malware", "tool") and _is_compared(sentence.masked, after):
        return True
    if token.type == "sector":
        if sentence.masked[max(0, after - 3) : after - 1] == SIGNS["organization"] + "の":
            return True  # McAfee の研究者 are no victims
        return bool(_patterns()["about"].match(sentence.masked, after))
    if token.type != "location":
        return False
    if _shared()["origin"].match(sentence.masked, after):
        return True
    following = sentence.masked[after : after + 2]
    return any(following.startswith(sign) for sign in _NAMES)


def _is_agent(sentence: MaskedSentence, token: Token, end: int, language: str) -> bool:
    """Whether a country is who attacks in a Japanese clause that is not passive: 中国が攻撃を仕掛けた."""
    after = sentence.place_of(token) + 1
    return (
        language == "ja"
        and token.type == "location"
        and bool(_shared()["agent"].match(sentence.masked, after))
        and not _shared()["passive"].search(sentence.masked, after, end)
    )


def _stands_before(sentence: MaskedSentence, token: Token, cue: re.Match[str], predicate: str) -> bool:
    """Whether an English name stands before words of attack that are no passive: it is not what they attack."""
    return (
        predicate == "targets"
        and sentence.place_of(token) < cue.start()
        and not _patterns()["passive"].search(sentence.masked, max(0, cue.start() - 60), cue.start())
    )


def _is_compared(masked: str, after: int) -> bool:
    """Whether a Chinese clause only compares something with the malware whose sign ends at `after`."""
    shared = _shared()
    return bool(
        shared["compared_before_zh"].search(masked, max(0, after - 16), after - 1)
        and shared["compared_after_zh"].match(masked, after)
    )


_NAMES = tuple(chr(0xE000 + index) for index in range(6))
"""Signs of names that a place before them belongs to (group, campaign, person, organization, malware, tool)."""
