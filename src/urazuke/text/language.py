"""Which language a text is written in, told by counting scripts. Linear, without dictionaries."""

import re

_SAMPLE_LENGTH = 200_000
"""Code points looked at: more does not change the answer, and a huge document should cost little."""

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKED_LATIN = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_FOREIGN = re.compile(
    r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff\u3041-\u30fc\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9f]"
)

_WEIGHT = 4
"""Latin letters that weigh as much as one Chinese character or kana. A Chinese word is two characters and an
English one some five letters, and reports in Chinese or Japanese quote Latin names, code and addresses, while
English ones seldom quote Chinese at length."""

_KANA_SHARE = 0.08
"""Of kana and Han together. Japanese prose has half and more, tables of kanji terms a tenth; Chinese that
quotes a Japanese name stays below."""

_MARKED_SHARE = 0.01
"""Of Latin letters with diacritics. English stays below 0.3 %, French, German, Spanish, Vietnamese above 1
%."""


def detect_language(text: str) -> str:
    """``ja``, ``zh``, ``en``, or ``other`` for anything else and for a text without letters."""
    sample = text[:_SAMPLE_LENGTH]
    kana = len(_KANA.findall(sample))
    han = len(_HAN.findall(sample))
    latin = len(_LATIN.findall(sample))
    marked = len(_MARKED_LATIN.findall(sample))
    foreign = len(_FOREIGN.findall(sample))
    east_asian = kana + han
    if east_asian * _WEIGHT >= max(latin + marked, foreign * _WEIGHT, 1):
        return "ja" if kana >= _KANA_SHARE * east_asian else "zh"
    if foreign * 2 >= latin + marked:
        return "other"
    return "en" if marked <= _MARKED_SHARE * (latin + marked) else "other"
