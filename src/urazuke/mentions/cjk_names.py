"""Names in kanji, hanzi and katakana: organizations by their endings, people by family name and the words
beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_KANJI_CHAR = re.compile(f"[{_KANJI}]")


@dataclass(frozen=True, slots=True)
class _Endings:
    pattern: re.Pattern[str]
    strong: frozenset[str]
    alone: frozenset[str]
    leading: tuple[str, ...]
    never: frozenset[str]
    breaks: re.Pattern[str]
    generic: re.Pattern[str]
    then: re.Pattern[str]
    never_then: re.Pattern[str]


@cache
def _organization() -> _Endings:
    data = read_yaml("urazuke.mentions", "organizations.yml")["cjk"]
    endings = sorted({*data["strong"], *data["weak"]}, key=len, reverse=True)
    return _Endings(
        pattern=re.compile(rf"(?:{'|'.join(map(re.escape, endings))})(?![{_KANJI}]?(?:者|員|长))"),
        strong=frozenset(data["strong"]),
        alone=frozenset(data["alone"]),
        leading=tuple(data["leading"]),
        never=frozenset(data["never"]),
        breaks=re.compile(
            rf"(?P<kept>{'|'.join(map(re.escape, data['protected']))})|"
            + "|".join(sorted(map(re.escape, data["breaks"]), key=len, reverse=True))
        ),
        generic=re.compile("|".join(data["generic"])),
        then=re.compile(data["then"]),
        never_then=re.compile(data["never_then"]),
    )


_RUN_JA = re.compile(rf"[{_KANJI}{_KATAKANA}A-Za-z0-9&\-]{{1,30}}\Z")
_RUN_ZH = re.compile(rf"(?:[{_KANJI}A-Za-z0-9&\-·]|(?<=[A-Za-z0-9]) (?=\Z|[{_KANJI}])){{1,26}}\Z")


def find_cjk_organizations(text: str, language: str) -> Iterator[Candidate]:
    """Organizations whose name ends as organizations' names do (``organizations.yml``)."""
    if language == "ja":
        for court in _COURT_OF.finditer(text):
            yield Candidate(
                span=Span(*court.span()), type=EntityType.ORGANIZATION, rule="court-of", weight=36
            )
    endings = _organization()
    run_pattern = _RUN_ZH if language == "zh" else _RUN_JA
    for match in endings.pattern.finditer(text):
        end, ending = match.end(), match.group()
        if endings.never_then.match(text, end):
            continue
        followed = end < len(text) and _KANJI_CHAR.match(text[end]) and ending not in endings.strong
        if followed and not (language == "zh" and endings.then.match(text, end)):
            continue
        if ending == "社" and match.start() and text[match.start() - 1].isascii():
            continue  # the counter word after a Latin name: extend.py takes it in
        run = run_pattern.search(text[max(0, match.start() - 30) : match.start()])
        prefix = _trim_prefix(run.group(), language, endings) if run else ""
        name = prefix + ending
        if name in endings.never or len(name) < 3 or (endings.generic.fullmatch(name) and "某" not in name):
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


_COURT_OF = re.compile(
    r"(?<![一-鿿々ァ-ヺー])(?![同各当両])[一-鿿ァ-ヺー]{2,12}の(?:米?連邦|州|地方|最高)?(?:大陪審|地方裁判所|控訴裁判所|裁判所|地裁|高裁|地検|軍?情報機関|諜報機関|対外情報機関|軍事情報(?:機関|サービス|部)|情報(?:総|当)局|公安局|公安当局|公安機関|治安当局|捜査当局|情報当局|国営メディア|国営通信社?|諜報部|シークレットサービス|サイバー軍)(?![一-鿿])"
)
_DEPARTMENT = re.compile(
    r"(?:[一-鿿ァ-ヺー]{2,14}?)(?:部隊|部門|本部|部|課|室|チーム|センター|ラボ|研究所|班|局)(?![一-鿿ァ-ヺー])"
)
_NO_DEPARTMENT = re.compile(r"^(?:[長員の]|関係|職員|幹部|内部|外部|一部|全部|上層)|(?:内|外|一|全|幹)部$")


def find_departments(text: str, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """What stands directly after an organization and ends as a department does: 警察庁＋サイバー特別捜査部."""
    for index, item in enumerate(chosen):
        if item.type is not EntityType.ORGANIZATION or item.span.of(text).isascii():
            continue
        limit = chosen[index + 1].span.start if index + 1 < len(chosen) else len(text)
        match = _DEPARTMENT.match(text, item.span.end)
        if match and match.end() <= limit and not _NO_DEPARTMENT.search(match.group()):
            yield Candidate(
                span=Span(*match.span()), type=EntityType.ORGANIZATION, rule="department", weight=26
            )


_JOINS = ("与", "和", "及", "暨")
_TWO_SUBJECTS = re.compile(
    r"^(?:国际|国家|全国|世界|全球|联合国|欧洲|亚洲|亚太|中央|联邦|网络|信息|安全|司法)[一-鿿]{0,4}$"
)


# 美方: the government of a country as it speaks and acts.
_SIDES = re.compile(r"[美中俄英日韩台朝法德印伊乌](?:国)?方(?=[^面法式便案向程形才能可位])")


def find_sides(text: str) -> Iterator[Candidate]:
    """Governments that Chinese statements call a side (美方), which count only where a claim is made of them."""
    for match in _SIDES.finditer(text):
        yield Candidate(
            span=Span(*match.span()),
            type=EntityType.ORGANIZATION,
            rule="side",
            weight=36,
            normal=f"side:{match.group()[0]}",
            tentative=True,
        )


def _trim_prefix(prefix: str, language: str, endings: _Endings) -> str:
    """What of the run before an ending belongs to the name."""
    if language == "zh":
        cut = 0
        for stop in endings.breaks.finditer(prefix):
            if stop["kept"]:
                continue
            # 国际正义与问责委员会, 网络安全和基础设施安全局: two subjects of one body.
            if not (stop.group() in _JOINS and _TWO_SUBJECTS.search(prefix[cut : stop.start()])):
                cut = stop.end()
        prefix = prefix[cut:]
    else:
        # A middle dot joins the words of one katakana name; between kanji it separates the items of a list.
        prefix = re.split(rf"(?<=[{_KANJI}])・|・(?=[{_KANJI}])", prefix)[-1]
    for word in endings.leading:
        if prefix.startswith(word):
            prefix = prefix[len(word) :]
            break
    return prefix if re.match(r"\d{2,}", prefix) else prefix.lstrip("・ー-&·0123456789")


@cache
def _chinese_person() -> re.Pattern[str]:
    surnames = sorted(read_yaml("urazuke.mentions", "persons.yml")["surnames"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(surnames)})[{_KANJI}]{{1,2}}")


def find_cjk_persons(text: str, language: str) -> Iterator[Candidate]:
    """People: a family name and one or two characters where a title, a role or a verb of speech stands beside it."""
    if language == "zh":
        for match in _transliterated().finditer(text):
            yield Candidate(span=Span(*match.span()), type=EntityType.PERSON, rule="person-dotted", weight=36)
        for match in _transliterated_after_role().finditer(text):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-sounds", weight=30
            )
    for match in _HONOURED.finditer(text):
        if language == "ja" and not _NO_PERSON.search(match[1]):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-honorific", weight=37
            )
    for match in _OFFICIAL.finditer(text):
        if language == "ja" and not _NO_PERSON.search(match[1]):
            yield Candidate(
                span=Span(*match.span(1)), type=EntityType.PERSON, rule="person-official", weight=19
            )
    for match in _chinese_person().finditer(text):
        start = match.start()
        if start and _KANJI_CHAR.match(text[start - 1]) and not _role_before(text, start):
            continue
        ends = [
            end
            for end in (match.end(), match.end() - 1)
            if end - start >= 2 and text[end - 1] not in "両ら"  # 周帥両被告 are two
        ]
        spoken = [end for end in ends if _SPEAKS.match(text, end)]
        fitting = spoken or [
            end
            for end in ends
            if type_by_context(text, start, end) is EntityType.PERSON or _bracketed_latin(text, start, end)
        ]
        if fitting:
            span = Span(start, fitting[0])
            yield Candidate(span=span, type=EntityType.PERSON, rule="person-surname", weight=38)


_HONOURED = re.compile(r"(?<![一-鿿々〇])([一-鿿々〇]{2,5})(?:氏(?![名族])|容疑者|被告(?![人側]))")
_OFFICIAL = re.compile(
    r"(?<![一-鿿々〇])([一-鿿々〇]{2,4}?)(?=(?:官房長官|外務報道官|国家公安委員長|国務長官|国防長官|司法長官|副報道局長|報道局長|報道官"
    r"|防衛相|国防相|総務相|外相|首相|大統領|防衛大臣|外務大臣)(?![一-鿿]))"
)
_NO_PERSON = re.compile(
    r"^[同両各元前現故他某]|[両ら]$|[人社名者的国省庁府]$|^(?:日本|台湾|北朝鮮|外務|内閣|防衛|副)|^(?:中国|米国|両方|共同|主犯)"
)
_SPEAKS = re.compile(
    r"(?:[（(][^（）()\n]{2,30}[）)])?(?:[、，・と][一-鿿]{2,4}(?:[（(][^（）()\n]{2,30}[）)])?){0,6}(?:の\d+|ら\d*|の?両)?(?:氏(?![名族])|容疑者|被告|[一-鿿]{0,6}(?:報道官|長官|外相|局長|首相|国防相|大臣|報道局長|大使|検事))"
    r"|(?:表示|说|称(?!为)|认为|指出|透露|强调|回应|介绍|在接受|受雇|供职|任职|被捕|被起诉|被指控|出生于|涉嫌|否认)"
)
_ROLE = re.compile(
    r"(?:发言人|总裁|官|创始人|经理|工程师|研究员|专家|主任|局长|部长|所长|教授|总统|总理|黑客|负责人|记者|分析师|董事长|司长"
    r"|司令|代表|股东|员工|院长|男子|公民|嫌疑人|被告|報道官|氏|社長|長官|外相|首相|大臣|人|和|与|及|向)$"
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


def find_katakana_names(text: str) -> Iterator[Candidate]:
    """Katakana runs and quoted names that the words beside them give a type; ordinary loan words stay out."""
    for match in _KATAKANA_RUN.finditer(text):
        run = match.group().strip("・")
        start = match.start() + match.group().index(run)
        type = type_by_context(text, start, start + len(run))
        if type in (EntityType.PERSON, EntityType.ORGANIZATION) and len(run) >= 3 and not _loan_words(run):
            yield Candidate(span=Span(start, start + len(run)), type=type, rule="katakana-name", weight=18)


@cache
def _loans() -> re.Pattern[str]:
    words = read_yaml("urazuke.mentions", "stopwords.yml")["katakana"]
    return re.compile("(?:" + "|".join(sorted(words, key=len, reverse=True)) + "|・|ー)+")


def _loan_words(run: str) -> bool:
    """Whether a katakana run is made of ordinary words: メールアカウント, セキュリティソリューション."""
    return bool(_loans().fullmatch(run))


_QUOTED_TYPES = (
    EntityType.GROUP,
    EntityType.CAMPAIGN,
    EntityType.MALWARE,
    EntityType.TOOL,
    EntityType.ORGANIZATION,
)
_COMPANY_NAMED = re.compile(r"(?:企業|会社|ベンダー|メーカー|大手|機関|団体|シンクタンク|業者)[「『“]$")


def find_quoted_names(text: str) -> Iterator[Candidate]:
    """Names in quotation marks with a telling word beside them (「…」と呼ばれる, 组织“…”)."""
    for match in _QUOTED.finditer(text):
        start, end = match.span(1)
        type = type_by_context(text, start, end)
        if type is EntityType.ORGANIZATION and not _COMPANY_NAMED.search(text, max(0, start - 12), start):
            continue
        if type in _QUOTED_TYPES:
            yield Candidate(span=Span(start, end), type=type, rule="quoted-name", weight=24)
