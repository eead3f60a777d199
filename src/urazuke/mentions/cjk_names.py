"""Names in kanji, hanzi and katakana: organizations by their endings, names in quotation marks; people are in
``cjk_persons.py``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_words, read_yaml

KANJI = "一-鿿々〇"
"""The characters of a kanji name, as a class of a regular expression."""
_KATAKANA = "ァ-ヺー・"
# 「名前（Name）」: another writing may stand in the quotation marks too.
_QUOTED = re.compile(
    r"[「『“‘]([^「」『』“”‘’\n、。，(（]{2,24})(?:[(（]([^「」『』“”‘’\n、。，()（）]{2,24})[)）])?(?=[」』”’])"
)
_KATAKANA_RUN = re.compile(rf"(?:(?<![{_KATAKANA}])|(?<=\n・))[ァ-ヺ][{_KATAKANA}]{{1,24}}(?![{_KATAKANA}])")
KANJI_CHAR = re.compile(f"[{KANJI}]")


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that make or unmake a name."""
    return read_patterns("urazuke.mentions", "cjk_names.yml")


def _words(section: str) -> tuple[str, ...]:
    return read_words("urazuke.mentions", "stopwords.yml", section)


@dataclass(frozen=True, slots=True)
class _Endings:
    pattern: re.Pattern[str]
    strong: frozenset[str]
    alone: frozenset[str]
    leading: tuple[str, ...]
    never: frozenset[str]
    breaks: re.Pattern[str]
    generic: re.Pattern[str]
    kinds: re.Pattern[str]
    then: re.Pattern[str]
    never_then: re.Pattern[str]


@cache
def _organization() -> _Endings:
    data = read_yaml("urazuke.mentions", "organizations.yml")["cjk"]
    endings = sorted({*data["strong"], *data["weak"]}, key=len, reverse=True)
    return _Endings(
        pattern=re.compile(rf"(?:{'|'.join(map(re.escape, endings))})(?![{KANJI}]?(?:者|員|长))"),
        strong=frozenset(data["strong"]),
        alone=frozenset(data["alone"]),
        leading=tuple(data["leading"]),
        never=frozenset(data["never"]),
        breaks=re.compile(
            rf"(?P<kept>{'|'.join(sorted(map(re.escape, data['protected']), key=len, reverse=True))})|"
            + data["counted"]
            + "|"
            + "|".join(sorted(map(re.escape, data["breaks"]), key=len, reverse=True))
        ),
        generic=re.compile("|".join(data["generic"])),
        kinds=re.compile(data["kinds"]),
        then=re.compile(data["then"]),
        never_then=re.compile(data["never_then"]),
    )


_RUN_JA = re.compile(rf"[{KANJI}{_KATAKANA}A-Za-z0-9&\-]{{1,30}}\Z")
_RUN_ZH = re.compile(rf"(?:[{KANJI}A-Za-z0-9&\-·]|(?<=[A-Za-z0-9]) (?=\Z|[{KANJI}])){{1,26}}\Z")


def find_cjk_organizations(text: str, language: str) -> Iterator[Candidate]:
    """Organizations whose name ends as organizations' names do (``organizations.yml``)."""
    if language == "ja":
        for court in _patterns()["court_of"].finditer(text):
            yield Candidate(
                span=Span(*court.span()), type=EntityType.ORGANIZATION, rule="court-of", weight=36
            )
        for match in _patterns()["katakana_company"].finditer(text):
            yield Candidate(
                span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="katakana-company", weight=34
            )
        for match in _patterns()["katakana_trade"].finditer(text):
            if not _loan_words(match.group()):
                yield Candidate(
                    span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="katakana-company", weight=34
                )
        for match in _patterns()["university"].finditer(text):
            yield Candidate(
                span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="university", weight=34
            )
        for match in _patterns()["abbreviated"].finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.ORGANIZATION, rule="abbreviated", weight=34
            )
        for match in _patterns()["trade_ja"].finditer(text):
            yield Candidate(
                span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="company-trade", weight=35
            )
        for match in _patterns()["told_ja"].finditer(text):
            if not _loan_words(match.group(1)):
                yield Candidate(
                    span=Span(*match.span(1)), type=EntityType.ORGANIZATION, rule="tells-of-itself", weight=26
                )
    endings = _organization()
    run_pattern = _RUN_ZH if language == "zh" else _RUN_JA
    for match in endings.pattern.finditer(text):
        end, ending = match.end(), match.group()
        if endings.never_then.match(text, end):
            continue
        followed = end < len(text) and KANJI_CHAR.match(text[end]) and ending not in endings.strong
        if followed and not (language == "zh" and endings.then.match(text, end)):
            continue
        if ending == "社" and match.start() and text[match.start() - 1].isascii():
            continue  # the counter word after a Latin name: extend.py takes it in
        run = run_pattern.search(text[max(0, match.start() - 30) : match.start()])
        prefix = _trim_prefix(run.group(), language, endings) if run else ""
        name = prefix + ending
        if name in endings.never or len(name) < 3 or _is_generic(name, language):
            continue
        if not prefix and ending not in endings.alone:
            continue
        if prefix and ending not in endings.strong and len(prefix) < 2:
            continue
        # The weight of a known organization, so that the longer of two names is taken.
        weight = 35 if ending in endings.strong else 26
        yield Candidate(
            span=Span(end - len(name), end),
            type=EntityType.ORGANIZATION,
            rule="organization-ending",
            # A company may be called after a person whose name the dots join.
            weight=37 if "·" in name else weight,
        )


def _is_generic(name: str, language: str) -> bool:
    """Whether a name only describes, unless it says so itself: 某科技公司 is one that a text will not name."""
    if "某" in name:
        return False
    return bool(_organization().generic.fullmatch(name)) or (language == "zh" and is_kind(name))


def find_departments(text: str, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """What stands directly after an organization and ends as a department does: 警察庁＋サイバー特別捜査部."""
    for index, item in enumerate(chosen):
        if item.type is not EntityType.ORGANIZATION or item.span.of(text).isascii():
            continue
        limit = chosen[index + 1].span.start if index + 1 < len(chosen) else len(text)
        match = _patterns()["department"].match(text, item.span.end)
        if match and match.end() <= limit and not _patterns()["no_department"].search(match.group()):
            yield Candidate(
                span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="department", weight=26
            )


def find_with_initials(text: str) -> Iterator[Candidate]:
    """Organizations that Chinese writes by their sound, with their initials in a bracket."""
    for match in _with_initials().finditer(text):
        yield Candidate(
            span=Span(*match.span(1)), type=EntityType.ORGANIZATION, rule="with-initials", weight=18
        )


@cache
def _with_initials() -> re.Pattern[str]:
    sounds = "".join(sorted(_sounds()))
    return re.compile(rf"([{sounds}]{{2,8}})\s?[（(][A-Z]{{3,6}}[）)]")


def find_sides(text: str, language: str) -> Iterator[Candidate]:
    """Governments that Chinese statements call a side (美方), and bodies that are only called what they are (检方,
    検察): they count only where a claim is made of them."""
    for match in _patterns()[f"bodies_{language}"].finditer(text):
        yield _side(match, None)
    for match in _patterns()["sides"].finditer(text) if language == "zh" else ():
        yield _side(match, f"side:{match.group()[0]}")


def _side(match: re.Match[str], normal: str | None) -> Candidate:
    return Candidate(
        span=Span(*match.span()),
        type=EntityType.ORGANIZATION,
        rule="side",
        weight=36,
        normal=normal,
        tentative=True,
    )


def _within_sounds(run: str, start: int, end: int) -> bool:
    """Whether one character stands among those that foreign names are written with: 来 in 北卡罗来纳."""
    if end - start != 1 or run[start] not in "来那也因若于如其以" or start == 0 or end >= len(run):
        return False
    sounds = _sounds()
    return run[start - 1] in sounds and run[end] in sounds


@cache
def _sounds() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "persons.yml")["transliteration"])


def _are_subjects(before: str, after: str) -> bool:
    """Whether "and" stands between the two subjects of one body, and not between two bodies."""
    if _patterns()["two_subjects"].search(before):
        return True
    return bool(_patterns()["subject"].search(before)) and 0 < len(after) <= 6


def _ends_name(before: str, after: str) -> bool:
    """Whether "and" is the last character of a company's own name: 青岚和 before 网络科技有限公司."""
    return len(before) > 1 and bool(_patterns()["trade_words"].search(after))


def _trim_prefix(prefix: str, language: str, endings: _Endings) -> str:
    """What of the run before an ending belongs to the name."""
    if language == "zh":
        cut = 0
        for stop in endings.breaks.finditer(prefix):
            if stop["kept"] or _within_sounds(prefix, *stop.span()):
                continue
            # 国际正义与问责委员会, 网络安全和基础设施安全局: two subjects of one body.
            parts = prefix[cut : stop.start()], prefix[stop.end() :]
            if stop.group() not in _words("joins_zh") or not (_are_subjects(*parts) or _ends_name(*parts)):
                cut = stop.end()
        prefix = _patterns()["kind_before"].split(prefix[cut:])[-1]
    else:
        # A middle dot joins the words of one katakana name; between kanji it separates the items of a list.
        prefix = re.split(rf"(?<=[{KANJI}])・|・(?=[{KANJI}])", prefix)[-1]
        # 石油大手アオバ社: what a company is stands before its name without a particle.
        prefix = _patterns()["kind_of_company"].split(prefix)[-1]
    for word in endings.leading:
        if prefix.startswith(word) and not (language == "zh" and prefix.startswith(_words("begins_whole"))):
            prefix = prefix[len(word) :]
            break
    return prefix if re.match(r"\d{2,}", prefix) else prefix.lstrip("・ー-&·0123456789")


def is_kind(name: str) -> bool:
    """Whether a Chinese name is only a kind of body: 软件开发公司."""
    return bool(_organization().kinds.fullmatch(name)) and not _patterns()["organ"].search(name)


@cache
def _short_countries() -> tuple[re.Pattern[str], dict[str, str]]:
    row = read_yaml("urazuke.mentions", "short_countries.yml")["ja"]
    countries: dict[str, str] = row["countries"]
    one = f"[{''.join(countries)}]"
    rest = rf"(?:(?:{row['joins']}){one}){{0,6}}(?:{row['joins']})(?:{row['others']}|{one}{row['after']})"
    behind = rf"(?<=[{''.join(countries)}][、・])"
    return re.compile(
        rf"(?:{row['before']}|{behind})({one})(?:(?={rest})|(?<=[、・].){row['after']})"
    ), countries


def find_short_countries(text: str) -> Iterator[Candidate]:
    """Countries of one character in a Japanese list with others: 英、米、カナダ."""
    pattern, countries = _short_countries()
    for match in pattern.finditer(text):
        yield Candidate(
            span=Span(*match.span(1)),
            type=EntityType.LOCATION,
            rule="short-country",
            weight=21,
            concept=f"location:{countries[match[1]]}",
        )


@cache
def _given() -> frozenset[str]:
    return frozenset(read_yaml("urazuke.mentions", "persons.yml")["given_katakana"])


def find_katakana_names(text: str) -> Iterator[Candidate]:
    """Katakana runs and quoted names that the words beside them give a type; ordinary loan words stay out."""
    for match in _KATAKANA_RUN.finditer(text):
        run = match.group().strip("・")
        start = match.start() + match.group().index(run)
        type = type_by_context(text, start, start + len(run))
        first, dot, rest = run.partition("・")
        if dot and first in _given() and type in (None, EntityType.PERSON) and not _loan_words(rest):
            span = Span(start, start + len(run))
            yield Candidate(span=span, type=EntityType.PERSON, rule="katakana-given-name", weight=30)
            continue
        if type in (EntityType.PERSON, EntityType.ORGANIZATION) and not _loan_words(run):
            if len(run) < 3 and not _patterns()["suspect"].match(text, start + len(run)):
                continue  # パク容疑者
            # More than one word: a place within it is no place.
            weight = 24 if "・" in run else 18
            yield Candidate(
                span=Span(start, start + len(run)), type=type, rule="katakana-name", weight=weight
            )
        elif (
            type is None
            and len(run) >= 3
            and _patterns()["after_country"].search(text, max(0, start - 2), start)
            and _patterns()["case_particle"].match(text, start + len(run))
            and not _loan_words(run)
        ):
            span = Span(start, start + len(run))
            yield Candidate(span=span, type=EntityType.ORGANIZATION, rule="company-after-country", weight=5)


@cache
def _loans() -> re.Pattern[str]:
    words = read_yaml("urazuke.mentions", "stopwords.yml")["katakana"]
    return re.compile("(?:" + "|".join(sorted(words, key=len, reverse=True)) + "|・|ー)+")


def _loan_words(run: str) -> bool:
    """Whether a katakana run is made of ordinary words: メールアカウント, セキュリティソリューション."""
    return bool(_loans().fullmatch(run))


@cache
def _no_han_group() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "stopwords.yml")["han_groups"])


def find_han_groups(text: str) -> Iterator[Candidate]:
    """Groups that Chinese names without quotation marks: two to five characters that describe nothing before 组织."""
    for match in _patterns()["han_group"].finditer(text):
        if not _no_han_group().search(match[1]):
            yield Candidate(span=Span(*match.span(1)), type=EntityType.GROUP, rule="group-word", weight=19)


_QUOTED_TYPES = (
    EntityType.GROUP,
    EntityType.CAMPAIGN,
    EntityType.MALWARE,
    EntityType.TOOL,
    EntityType.ORGANIZATION,
)


@cache
def _quoted_words() -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.mentions", "stopwords.yml")["quoted_words"])


def find_quoted_names(text: str) -> Iterator[Candidate]:
    """Names in quotation marks with a telling word beside them (「…」と呼ばれる, 组织“…”)."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        if match[1] in _words("quoted"):
            continue
        type = type_by_context(text, start, match.end())
        if _patterns()["operation"].search(match[1]) and type is not EntityType.MALWARE:
            yield Candidate(
                span=Span(start, end), type=EntityType.CAMPAIGN, rule="quoted-operation", weight=30
            )
            continue
        if type is EntityType.ORGANIZATION and not _patterns()["company_named"].search(
            text, max(0, start - 12), start
        ):
            continue
        if match[2]:
            # 「クォーツ・ウルフ（Quartz Wolf）」: one name in two scripts
            for place in (match.span(1), match.span(2)):
                known = type if type in _QUOTED_TYPES else None
                yield Candidate(span=Span(*place), type=known, rule="quoted-name", weight=24)
            continue
        if type is EntityType.GROUP and _quoted_words().search(match[1]):
            continue  # 组织“深度入侵”: words of the trade, quoted for their tone
        if type in _QUOTED_TYPES:
            # 黑客组织“图兰军”: more than an ending tells.
            called = type is EntityType.GROUP and _patterns()["group_called"].search(
                text, max(0, start - 4), start
            )
            weight = 36 if called else 24
            yield Candidate(span=Span(start, end), type=type, rule="quoted-name", weight=weight)
