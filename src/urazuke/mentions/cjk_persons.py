"""People in kanji, hanzi and kana: a name with a title, a role, a verb of speech or its spelling beside it."""

import re
from collections.abc import Iterator
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.mentions.cjk_names import KANJI, KANJI_CHAR
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml


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
    for match in _HONOURED.finditer(text):
        if language == "ja" and not _NO_PERSON.search(match[1]):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-honorific", weight=37
            )
    titled: set[int] = set()
    if language == "ja":
        for match in _READ_OUT.finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-read-out", weight=38
            )
        for match in _HEAD_OF.finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-head-of", weight=19
            )
        for match in _titled().finditer(text):
            titled.add(match.start(1))
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-titled", weight=37
            )
    for match in _OFFICIAL.finditer(text):
        if language == "ja" and not _NO_PERSON.search(match[1]):
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
        counted = language == "zh" and text[start - 1] in "的了诉捕缉" and _COUNTED.match(text, match.end(1))
        inside = start and KANJI_CHAR.match(text[start - 1]) and not _role_before(text, start)
        if inside and not joined and not counted:
            continue
        ends = [
            end
            for end in (match.end(1), match.end(1) - 1)
            if end - start >= 2 and text[end - 1] not in "両ら两"  # 周帥両被告 are two
        ]
        spoken = [
            end for end in ends if _SPEAKS.match(text, end) and not _VERB_GOES_BACK.match(text, end - 1)
        ]
        if not spoken and _BEGINS_CLAUSE.match(text, ends[-1]) and not _BEGINS_CLAUSE.match(text, ends[0]):
            ends = ends[-1:]  # 毛宁主持: the third character begins the verb
        fitting = spoken or [
            end
            for end in ends
            if joined
            or type_by_context(text, start, end) is EntityType.PERSON
            or _bracketed_latin(text, start, end)
            or _NATIONAL.search(text, max(0, start - 8), start)
            or (language == "zh" and (_COUNTED.match(text, end) or _COUNTED_BEFORE.search(text[:start][-8:])))
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


# The head of a company whose family name no list has: 青葉社の三輪信雄社長.
_HEAD_OF = re.compile(
    r"(?<=の)(?!代表|副|元|前|現|主任|上級|名誉|客員|担当|最高|特任|衆院|参院|国会|首席|主席|同|両|各|他)"
    r"([一-鿿々]{3,5})(?=(?:社長|会長|弁護士|教授|准教授|議員|研究員|主任研究員|所長|理事長)(?![一-鿿]))"
)


# 山田太郎（やまだ・たろう）: only of a person does a text say how the name is read in two parts.
_READ_OUT = re.compile(
    r"(?<![一-鿿々「『])([一-鿿々]{2,5})"
    r"[（(][ぁ-んァ-ヺー]{1,8}[・ 　][ぁ-んァ-ヺー]{1,10}(?:[、 　][^（）()\n]{1,12})?[)）]"
)


@cache
def _titled() -> re.Pattern[str]:
    """A Japanese family name, with or without a given name, directly before a title."""
    data = read_yaml("urazuke.mentions", "persons.yml")
    surnames = sorted(data["surnames"], key=len, reverse=True)
    long = "|".join(name for name in surnames if len(name) > 1)
    short = "|".join(data["short_surnames"])
    given = rf"(?:(?!{data['office_ja']})[{KANJI}]){{0,3}}?"
    return re.compile(rf"(?<![{KANJI}])((?:{long}){given}|(?:{short}))(?={data['titles_ja']})")


_HONOURED = re.compile(r"(?<![一-鿿々〇])([一-鿿々〇]{2,5})(?:氏(?![名族])|容疑者|被告(?![人側]))")


_OFFICIAL = re.compile(
    r"(?<![一-鿿々〇])([一-鿿々〇]{2,4}?)(?=(?:官房長官|外務報道官|国家公安委員長|国務長官|国防長官|司法長官|副報道局長|報道局長|報道官"
    r"|防衛相|国防相|総務相|外相|首相|大統領|防衛大臣|外務大臣)(?![一-鿿]))"
)


_NO_PERSON = re.compile(
    r"^(?:次期|大統領|首相|外相|副)|^[同両各元前現故他某]|[両ら]$|[人社名者的国省庁府]$|^(?:日本|台湾|北朝鮮|外務|内閣|防衛|副)|^(?:中国|米国|両方|共同|主犯)"
)


_SPEAKS = re.compile(
    r"(?:[（(][^（）()\n]{2,30}[）)])?(?:[、，・と][一-鿿]{2,4}(?:[（(][^（）()\n]{2,30}[）)])?){0,6}(?:の\d+|ら\d*|の?両)?(?:氏(?![名族])|容疑者|被告|[一-鿿]{0,6}(?:報道官|長官|外相|局長|首相|国防相|大臣|報道局長|大使|検事))"
    r"|\s?(?:表示|说|称(?!为)|认为|指出|透露|强调|回应|介绍|在接受|受雇|供职|任职|被捕|被起诉|被指控|出生于|涉嫌|否认)"
)


# The verb begins before the last character: 声称, 据称, 自称 are words of their own.
_BEGINS_CLAUSE = re.compile(
    r"主持|当天|当日|当地|昨|今|日前|近日|上周|随后|周[一二三四五六日]|就|对|在|于|从|为|是|被|将|已|曾|也|还|则|都|又|于|和|与|及|等|的|向|给|把|[，。、（）：；！？”\s]|表示|说|称|指出|认为|强调|透露|回应|介绍|答|宣布"
    r"|提到|写道|告诉|出席|率|会见|出生|涉嫌|承认|否认|担任|加入|创办|领导|负责|开发|注册|利用|使用|参与"
)


_VERB_GOES_BACK = re.compile(
    r"(?:声|宣|自|据|号|指|坚|堪|对|人|统|简|全|代|俗|职|名|并|也|还|则|均|都|又|却|所|来|再|官)(?:称|说|表示|指出)"
)


_ROLE = re.compile(
    r"(?:发言人|总裁|官|创始人|经理|工程师|研究员|专家|主任|局长|部长|所长|教授|总统|总理|黑客|负责人|记者|分析师|董事长|司长"
    r"|司令|代表|股东|员工|院长|男子|公民|嫌疑人|被告|報道官|氏|社長|長官|外相|首相|大臣|人|和|与|及|向|主犯|同伙|主管|中校|大校|少将|特工|间谍|警官|军人)$"
)


_NATIONAL = re.compile(r"(?:籍|国|朗|鲜|越南|斯|坦|列|湾|港|印度|伯|西亚|尼)(?:人|男子|女子|公民|黑客|居民)$")
"""A national of a country, whose name follows: 伊朗人李平."""


# 李平、王安两人; 两名被告李平和王安
_COUNTED = re.compile(
    r"(?:[、和与及][一-鿿]{2,3}){0,4}(?:等)?[两二三四五六七八九十](?:人|名|位)(?![一-鿿]?(?:口|次))"
)


_COUNTED_BEFORE = re.compile(
    r"[两二三四五六七八九十\d](?:人|名|位)(?:被告|嫌疑人|男子|黑客|军官|商人|高管|员工|特工|公民)?[：:、，]?$"
)


def _role_before(text: str, start: int) -> bool:
    return bool(_ROLE.search(text[max(0, start - 6) : start]))


@cache
def _transliterated_after_role() -> re.Pattern[str]:
    sounds = read_yaml("urazuke.mentions", "persons.yml")["transliteration"]
    return re.compile(
        r"(?:总裁|工程师|分析师|发言人|研究员|研究人员|专家|主管|经理|部长|总统|总理|局长|首席\w{2,3}官|创始人|负责人|主任|检察官|国务卿|大臣|议员"
        r"|总监|顾问|记者|上校|将军|大使|司长|律师|教授|黑客|男子|官员)"
        rf"([{sounds}]{{4,8}})(?=[”）]?(?:表示|说|称|认为|指出|告诉|透露|补充|强调|警告|写道|否认|回应|宣称|介绍|批评|谴责|在|于|也|则|[，。、（]))"
    )


@cache
def _transliterated() -> re.Pattern[str]:
    sounds = read_yaml("urazuke.mentions", "persons.yml")["transliteration"]
    return re.compile(rf"[{sounds}]{{1,6}}(?:[·•][{sounds}]{{1,6}}){{1,2}}")


def _bracketed_latin(text: str, start: int, end: int) -> bool:
    """``Wu Haibo（吴海波）`` and ``吴海波（Wu Haibo）``: two capitalised words on the other side of a bracket."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    return bool(
        (re.search(r"[A-Z][a-z]+ [A-Z][a-z]+ ?[（(]$", before) and re.match(r"[)）、,]", after))
        or re.match(r"[（(][A-Z][a-z]+ [A-Z][a-z]+[)）]", after)
    )
