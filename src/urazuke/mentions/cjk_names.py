"""Names in kanji, hanzi and katakana: organizations by their endings, people by family name and the words beside them."""

import re
from collections.abc import Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_KANJI = "一-鿿々〇"
_KATAKANA = "ァ-ヺー・"
_QUOTED = re.compile(r"[「『“‘]([^「」『』“”‘’\n、。，]{2,24})[」』”’]")
_KATAKANA_RUN = re.compile(rf"(?<![{_KATAKANA}])[ァ-ヺ][{_KATAKANA}]{{1,24}}(?![{_KATAKANA}])")
_DOTTED_PERSON = re.compile(rf"[{_KANJI}]{{1,6}}[·•・][{_KANJI}]{{1,8}}(?:[·•・][{_KANJI}]{{1,8}})?")


@cache
def _organization() -> tuple[
    re.Pattern[str], frozenset[str], tuple[str, ...], frozenset[str], re.Pattern[str]
]:
    data = read_yaml("urazuke.mentions", "organizations.yml")["cjk"]
    strong, weak = data["strong"], data["weak"]
    endings = sorted(set(strong) | set(weak), key=len, reverse=True)
    body = rf"[{_KANJI}{_KATAKANA}A-Za-z0-9０-９&\-（）()]"
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, endings))})(?![{_KANJI}]{{0,1}}(?:者|員|长))")
    breaks = re.compile("|".join(sorted(map(re.escape, data["breaks"]), key=len, reverse=True)))
    run = re.compile(body + r"{1,28}$")
    _ = run
    return pattern, frozenset(strong), tuple(data["leading"]), frozenset(data["never"]), breaks


_RUN_JA = re.compile(rf"[{_KANJI}{_KATAKANA}A-Za-z0-9&\-]{{1,30}}$")
_RUN_ZH = re.compile(rf"[{_KANJI}A-Za-z0-9&\-·]{{1,26}}$")


def find_cjk_organizations(text: str, language: str) -> Iterator[Candidate]:
    """Organizations whose name ends as organizations' names do (``organizations.yml``)."""
    pattern, strong, leading, never, breaks = _organization()
    run_pattern = _RUN_ZH if language == "zh" else _RUN_JA
    for match in pattern.finditer(text):
        end = match.end()
        if end < len(text) and re.match(rf"[{_KANJI}]", text[end]) and match.group() not in strong:
            continue
        run = run_pattern.search(text[max(0, match.start() - 30) : match.start()])
        if not run:
            continue
        prefix = run.group()
        if language == "zh":
            cut = 0
            for stop in breaks.finditer(prefix):
                cut = stop.end()
            prefix = prefix[cut:]
        for word in leading:
            if prefix.startswith(word):
                prefix = prefix[len(word) :]
                break
        prefix = prefix.lstrip("・ー-&·0123456789") if not re.match(r"\d{2,}", prefix) else prefix
        name = prefix + match.group()
        if not prefix or name in never or len(name) < 3:
            continue
        if match.group() not in strong and len(prefix) < 2:
            continue
        weight = 34 if match.group() in strong else 26
        yield Candidate(
            span=Span(end - len(name), end),
            type=EntityType.ORGANIZATION,
            rule="organization-ending",
            weight=weight,
        )


@cache
def _chinese_person() -> re.Pattern[str]:
    surnames = sorted(read_yaml("urazuke.mentions", "persons.yml")["surnames"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(surnames)})[{_KANJI}]{{1,2}}")


def find_cjk_persons(text: str, language: str) -> Iterator[Candidate]:
    """People: a family name and one or two characters where a title, a role or a verb of speech stands beside it."""
    for match in _DOTTED_PERSON.finditer(text):
        if "·" in match.group() and language == "zh":
            yield Candidate(span=Span(*match.span()), type=EntityType.PERSON, rule="person-dotted", weight=36)
    for match in _chinese_person().finditer(text):
        for end in (match.end(), match.end() - 1):
            if end - match.start() < 2:
                continue
            if type_by_context(text, match.start(), end) is EntityType.PERSON or _bracketed_latin(
                text, match.start(), end
            ):
                yield Candidate(
                    span=Span(match.start(), end), type=EntityType.PERSON, rule="person-surname", weight=38
                )
                break


def _bracketed_latin(text: str, start: int, end: int) -> bool:
    """``Wu Haibo（吴海波）`` and ``吴海波（Wu Haibo）``: two capitalised words on the other side of a bracket."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    return bool(
        (re.search(r"[A-Z][a-z]+ [A-Z][a-z]+ ?[（(]$", before)
        and re.match(r"[)）、,]", after))
        or re.match(r"[（(][A-Z][a-z]+ [A-Z][a-z]+[)）]", after)
    )


def find_katakana_names(text: str) -> Iterator[Candidate]:
    """Katakana runs and quoted names that the words beside them give a type; ordinary loan words stay out."""
    for match in _KATAKANA_RUN.finditer(text):
        run = match.group().strip("・")
        start = match.start() + match.group().index(run)
        type = type_by_context(text, start, start + len(run))
        if type in (EntityType.PERSON, EntityType.ORGANIZATION) and len(run) >= 3:
            yield Candidate(span=Span(start, start + len(run)), type=type, rule="katakana-name", weight=18)


def find_quoted_names(text: str) -> Iterator[Candidate]:
    """Names in quotation marks with a telling word beside them (「…」と呼ばれる, 组织“…”)."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        type = type_by_context(text, start, end)
        if type in (EntityType.GROUP, EntityType.CAMPAIGN, EntityType.MALWARE, EntityType.TOOL):
            yield Candidate(span=Span(start, end), type=type, rule="quoted-name", weight=24)
