"""People in kanji, hanzi and kana: a name with a title, a role, a verb of speech or its spelling beside it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.cjk_names import KANJI, KANJI_CHAR
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that make or unmake a name."""
    return read_patterns("urazuke.mentions", "cjk_persons.yml")


@cache
def _chinese_person(language: str) -> re.Pattern[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    further = data["surnames_zh"] if language == "zh" else []
    surnames = sorted([*data["surnames"], *further], key=len, reverse=True)
    # Within a lookahead: in 副主任刘某 the second 任 is no family name, though it could be one.
    return re.compile(rf"(?=((?:{'|'.join(surnames)})[{KANJI}]{{1,2}}))")


def find_cjk_persons(text: str, language: str) -> Iterator[Candidate]:
    """People: a family name and one or two characters where a title, a role or a verb of speech stands beside it."""
    if language == "zh":
        for match in _transliterated().finditer(text):
            yield Candidate(span=Span(*match.span()), type=EntityType.PERSON, rule="person-dotted", weight=39)
        for match in _transliterated_after_role().finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-sounds", weight=30
            )
    for match in _patterns()["honoured"].finditer(text):
        if language == "ja" and not _patterns()["no_person"].search(match[1]):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-honorific", weight=37
            )
    titled: set[int] = set()
    if language == "ja":
        for match in _patterns()["read_out"].finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-read-out", weight=38
            )
        for match in _patterns()["head_of"].finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-head-of", weight=19
            )
        for match in _titled().finditer(text):
            titled.add(match.start(1))
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-titled", weight=37
            )
    for match in _patterns()["official"].finditer(text):
        if language == "ja" and not _patterns()["no_person"].search(match[1]):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-official", weight=19
            )
    if language == "zh":
        for match in _WITH_LATIN.finditer(text):
            length = _length_of(match[2])
            if 0 < length <= len(match[1]) and match[1][-length] in _surnames():
                span = Span(match.end(1) - length, match.end(1))
                yield Candidate(span=span, type=EntityType.PERSON, rule="person-latin", weight=39)
    last_end = -1
    for match in _chinese_person(language).finditer(text):
        start = match.start()
        if start in titled or (language == "zh" and start < last_end):
            continue
        joined = 0 <= last_end == start - 1 and text[start - 1] in "和与、及"
        counted = (
            language == "zh"
            and text[start - 1] in "的了诉捕缉"
            and _patterns()["counted"].match(text, match.end(1))
        )
        inside = start and KANJI_CHAR.match(text[start - 1]) and not _role_before(text, start)
        if inside and not joined and not counted:
            continue
        ends = [
            end
            for end in (match.end(1), match.end(1) - 1)
            if end - start >= 2 and text[end - 1] not in "両ら两署厅"  # 周帥両被告 are two
        ]
        spoken = [
            end
            for end in ends
            if _patterns()["speaks"].match(text, end)
            and not _patterns()["verb_goes_back"].match(text, end - 1)
        ]
        if (
            not spoken
            and _patterns()["begins_clause"].match(text, ends[-1])
            and not _patterns()["begins_clause"].match(text, ends[0])
        ):
            ends = ends[-1:]  # 毛宁主持: the third character begins the verb
        fitting = spoken or [
            end
            for end in ends
            if joined
            or type_by_context(text, start, end) is EntityType.PERSON
            or _bracketed_latin(text, start, end)
            or _patterns()["national"].search(text, max(0, start - 8), start)
            or (
                language == "zh"
                and (
                    _patterns()["counted"].match(text, end)
                    or _patterns()["counted_before"].search(text[:start][-8:])
                )
            )
        ]
        if fitting:
            last_end = fitting[0]
            span = Span(start, fitting[0])
            yield Candidate(span=span, type=EntityType.PERSON, rule="person-surname", weight=38)


# 周帅（Zhou Shuai）: the bracket tells how many characters the name has, a syllable each.
_WITH_LATIN = re.compile(
    r"([一-鿿]{2,4})\s?[（(]\s?([A-Z][a-z]{1,5}[ -][A-Z][a-z]+(?:[- ][A-Za-z]{1,6})?)\s?[)）]"
)


_SYLLABLE = re.compile(r"[aeiouü]+(?:ng|n|r)?", re.I)


def _length_of(latin: str) -> int:
    count = len(_SYLLABLE.findall(latin))
    return count if 2 <= count <= 4 else 0


@cache
def _surnames() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "persons.yml")["surnames"])


@cache
def _titled() -> re.Pattern[str]:
    """A Japanese family name, with or without a given name, directly before a title."""
    data = read_yaml("urazuke.mentions", "persons.yml")
    surnames = sorted(data["surnames"], key=len, reverse=True)
    long = "|".join(name for name in surnames if len(name) > 1)
    short = "|".join(data["short_surnames"])
    given = rf"(?:(?!{data['office_ja']})[{KANJI}]){{0,3}}?"
    return re.compile(rf"(?<![{KANJI}])((?:{long}){given}|(?:{short}))(?={data['titles_ja']})")


def _role_before(text: str, start: int) -> bool:
    return bool(_patterns()["role"].search(text[max(0, start - 6) : start]))


@cache
def _transliterated_after_role() -> re.Pattern[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    return re.compile(rf"{data['roles_zh']}([{data['transliteration']}]{{4,8}}){data['acts_zh']}")


@cache
def _transliterated() -> re.Pattern[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    sounds = data["transliteration"] + data["transliteration_dotted"]
    first = data["transliteration"]
    # Before the first dot a plain word may stand that the name does not begin with.
    inside = first + data["transliteration_inside"]
    return re.compile(
        rf"{data['transliteration_opening']}?[{first}][{inside}]{{0,6}}(?:[·•][{sounds}]{{1,8}}){{1,2}}"
    )


def find_family_names(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The last part of a foreign name, wherever it stands later: 弗拉霍夫 after 格列布·弗拉霍夫, マロリー after
    トリスタン・マロリー. What stands before the whole name may be a company of that name."""
    people = [c.span for c in candidates if c.type is EntityType.PERSON]
    taken = {place for span in people for place in range(span.start, span.end)}
    parts: dict[str, int] = {}
    for span in people:
        if (match := _LAST_PART.search(span.of(text))) and len(part := match[1]) > 2:
            parts[part] = min(span.start, parts.get(part, span.start))
    for part, named in parts.items():
        places = [match.start() for match in re.finditer(re.escape(part), text)]
        free = [start for start in places if start not in taken and _is_whole(text, start, start + len(part))]
        if free and free[0] > named:
            for start in free:
                yield Candidate(
                    span=Span(start, start + len(part)),
                    type=EntityType.PERSON,
                    rule="person-family-name",
                    weight=27,
                )


_LAST_PART = re.compile(r"[·・•]([^·・•]+)\Z")
_KATAKANA = re.compile("[ァ-ヺー]")


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no dot joins a part of a name to more of it, and no word of katakana goes on around it."""
    around = text[start - 1 : start] + text[end : end + 1]
    joined = any(mark in around for mark in "·・•")
    return not joined and not (_KATAKANA.match(text[start]) and _KATAKANA.search(around))


def _bracketed_latin(text: str, start: int, end: int) -> bool:
    """``Wu Haibo（吴海波）`` and ``吴海波（Wu Haibo）``: two capitalised words on the other side of a bracket."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    return bool(
        (re.search(r"[A-Z][a-z]+ [A-Z][a-z]+ ?[（(]$", before) and re.match(r"[)）、,]", after))
        or re.match(r"[（(][A-Z][a-z]+ [A-Z][a-z]+[)）]", after)
    )
