"""Names that stand alone in a bracket after another name, or after a word for "also called": untyped until
one tells."""

import re
from collections.abc import Iterator

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span

# A nickname in a bracket is short and has no particles: （三色堇）, （ティック）, (冷河).
_BRACKET = re.compile(
    r"(?<=[A-Za-z0-9\u3040-\u9fff」』”])\s?[（(][“「]?([一-鿿々ァ-ヺー·・A-Za-z0-9]{2,12})[”」]?[)）]"
)
_CALLED = re.compile(
    r"(?:別名|通称|又名|又称|又稱|亦称|亦稱|化名|网名|网号|昵称|ハンドルネーム|a\.k\.a\.|\baka\b|\balias\b|nicknamed)"
    r"(?:は|で|为|是|[:：、,])?\s?[「“\"'‘]?"
    r"([A-Za-z0-9_.-]{3,24}(?: [A-Z][A-Za-z0-9_.-]+){0,3}|[一-鿿ァ-ヺー]{2,8}(?=[”」]))"
)
_NAMED = re.compile(
    r"(?:命名为|命名為|取名为|取名為|称之为|稱之為|称其为|稱其為|叫它|叫牠|叫做|追踪为|追蹤為|代号为|代號為|标记为)[“「]?([一-鿿]{2,8})(?=[”」，。（(；、])"
)
# 「石英狼」（Quartz Wolf）: a quoted name with its spelling in another script behind it.
_SPELLED = re.compile(r"[「“『]([一-鿿ァ-ヺー・]{2,12})[」”』]\s?[（(](?=[A-Z])")
# A designator's own name is what its bracket holds, whatever else bears that name: APT-C-64（匿名者64）.
_DESIGNATED = re.compile(
    r"\b(?:APT|UTG|CNC|TA|UNC)-?[A-Z]?(?:-[A-Z])?-?\d{1,5}\s?[（(][“‘]?([一-鿿0-9A-Za-z]{2,12})[”’]?[)）]"
)
_BEFORE_DESIGNATOR = re.compile(
    r"(?<![一-鿿ァ-ヺー])([一-鿿]{2,6}|[ァ-ヺー・]{3,16})[”」]?(?:组织|組織|グループ)?[（(](?:APT|UTG|CNC|TA|UNC)-?[A-Z]?(?:-[A-Z])?-?\d{1,5}[)）]"
)
_NO_NAME = re.compile(
    r"以下|下称|図|表|注|出典|当時|同上|上|下|左|右|写真|提供|敬称略|仮名|約|計|\d+(?:年|月|日|歳|人|件|社|个|名)?|現地時間|英語|中国語"
)


_KINDS = (
    "组织",
    "団体",
    "集団",
    "グループ",
    "团伙",
    "组",
    "攻击者",
    "黑客",
    "アクター",
    "組織",
    "クラスター",
)


def find_bracketed(text: str) -> Iterator[Candidate]:
    """Untyped candidates, so light that any other reading of the place wins over them."""
    for match in _BRACKET.finditer(text):
        if not _NO_NAME.fullmatch(match[1]) and not match[1].startswith(("以下", "下称", "図", "表", "当時")):
            yield Candidate(span=Span(*match.span(1)), type=None, rule="bracketed", weight=6)
    for match in _BEFORE_DESIGNATOR.finditer(text):
        if not _NO_NAME.fullmatch(match[1]) and not match[1].endswith(_KINDS):
            yield Candidate(span=Span(*match.span(1)), type=EntityType.GROUP, rule="alias", weight=34)
    for match in _DESIGNATED.finditer(text):
        if not match[1].isascii() and not _NO_NAME.fullmatch(match[1]):
            yield Candidate(span=Span(*match.span(1)), type=EntityType.GROUP, rule="alias", weight=51)
    for pattern in (_CALLED, _NAMED, _SPELLED):
        yield from _called(text, pattern)


def _called(text: str, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        yield Candidate(span=Span(*match.span(1)), type=None, rule="called", weight=9)
