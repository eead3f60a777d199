"""How texts shorten companies' names: 青嵐和網絡科技有限公司 is 青嵐和 from then on (``company_names.yml``)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from urazuke.knowledge.gates import is_ordinary
from urazuke.knowledge.places import read_cities, read_places
from urazuke.mentions.base import Candidate
from urazuke.mentions.cjk_names import is_kind
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_HAN = re.compile(r"[一-鿿々〇]")
_BRIEF = 4
"""How long a name may be that is called a company for short: 云嶂公司 of 成都云嶂信息技术有限公司."""
_HAN_NAME = re.compile(r"[一-鿿々〇A-Za-z0-9·・ァ-ヺー]{3,24}")


@dataclass(frozen=True, slots=True)
class _Han:
    legal: re.Pattern[str]
    trade: re.Pattern[str]
    place: re.Pattern[str]
    ordinary: frozenset[str]


@cache
def _han() -> _Han:
    row = read_yaml("urazuke.mentions", "company_names.yml")["han"]
    places = {name.strip("()") for city in read_cities() for name in city[4:]}
    places |= {name for country in read_places()["countries"].values() for name in country.get("names", ())}
    places = {name for name in places if len(name) > 1 and _HAN.match(name)}
    longest_first = "|".join(sorted(map(re.escape, places), key=len, reverse=True))
    return _Han(
        re.compile(row["legal"]),
        re.compile(row["trade"]),
        re.compile(rf"(?:(?:{longest_first})(?:省|市|県|县|区)?)+"),
        frozenset(row["ordinary"]) | places,
    )


@cache
def short_han_names(name: str) -> frozenset[str]:
    """The shorter names that a text may use for the company `name`; none where it is no company's full name."""
    if not _HAN_NAME.fullmatch(name):
        return frozenset()
    han = _han()
    stages = [name]
    for pattern in (han.legal, han.trade):
        shorter = pattern.sub("", stages[-1])
        if len(shorter) >= 2 and shorter != stages[-1]:
            stages.append(shorter)
    if len(stages) == 1:
        return frozenset()
    forms = set(stages[1:])
    if place := han.place.match(stages[-1]):
        forms |= {stage[place.end() :] for stage in stages}
    if name.endswith("公司"):
        forms |= {form + "公司" for form in forms if not form.endswith("公司") and len(form) <= _BRIEF}
    return frozenset(form for form in forms if _is_name(form, han))


def _is_name(form: str, han: _Han) -> bool:
    return (
        len(form) >= 2
        and form not in han.ordinary
        and not form.isdigit()
        and not han.place.fullmatch(form)
        and not han.trade.fullmatch(form)
        and not is_kind(form)
    )


def find_short_companies(text: str, language: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Companies that `candidates` name in full, and their short forms, wherever else they stand in the text."""
    organizations = [c.span for c in candidates if c.type is EntityType.ORGANIZATION]
    full = {span.of(text) for span in organizations}
    taken = {place for span in organizations for place in range(span.start, span.end)}
    short = {name: short_han_names(name) for name in full}
    forms = {name for name in short if short[name]}.union(*short.values())
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if start not in taken and _stands_alone(text, language, start, end):
                taken.update(range(start, end))
                yield Candidate(
                    span=Span(start, end), type=EntityType.ORGANIZATION, rule="short-company", weight=25
                )
            start = text.find(form, end)


def _stands_alone(text: str, language: str, start: int, end: int) -> bool:
    """Whether a short form is no part of a longer word. Chinese leaves no gaps: there only a short run of
    letters or digits would tell."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isascii() and before.isascii() and before.isalnum():
        return False
    if text[end - 1].isascii() and after.isascii() and after.isalnum():
        return False
    return language == "zh" or not (_HAN.match(before) or _HAN.match(after))


@cache
def _latin_trade() -> frozenset[str]:
    words: list[str] = read_yaml("urazuke.mentions", "company_names.yml")["latin"]["trade"]
    return frozenset(words)


def short_latin_names(name: str) -> frozenset[str]:
    """ "Calder Web Services" is also "Calder": the name without the words that say what its bearer does."""
    words = name.replace(",", " ").replace(".", " ").split()
    while len(words) > 1 and words[-1] in _latin_trade():
        words.pop()
    short = " ".join(words)
    whole = short == name or len(short) < 3 or not name.isascii() or not short[0].isupper()
    if whole or words[0] in _latin_trade() or is_ordinary(short):
        return frozenset()
    return frozenset((short,))
