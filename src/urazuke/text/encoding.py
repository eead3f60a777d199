"""Bytes to text: which character encoding a document is in.

Detectors guess from statistics and fail on short texts, so the encodings that reports come in are tried
strictly, one by one, and the decodings are compared by how common their characters are. "Common" needs no
table of frequencies: the national standards put the everyday characters into their first level (JIS X 0208,
GB 2312, Big5), so that the code of a character tells. Only what fits none of them is left to
charset-normalizer.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

_SAMPLE_BYTES = 60_000
"""Bytes whose decoding is scored; the whole is decoded strictly."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_JP = ("iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext")
_ESCAPE_2022 = re.compile(rb"\x1b(?:\$[@B(]|\([IJ])")
# Controls that text has no use for. Form feed, escape (terminal logs) and the newlines are none.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
_MAX_REPLACED_SHARE = 0.02
_MIN_SCORE = 0.35
"""Below this mean value of the non-ASCII characters, no East Asian encoding is believed."""
_DECLARED_BONUS = 0.15


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in (a Python codec). `replaced` counts bytes that could not be
    decoded."""

    text: str
    encoding: str
    replaced: int = 0


def decode_bytes(data: bytes, declared: str | None = None) -> Decoded | None:
    """Decode a document, without its byte order mark.

    Args:
        data: All bytes of the document.
        declared: An encoding that the document or its sender names. It is believed where it fits about as
        well as any
            other.

    Returns:
        The text with newlines as they are; None if the bytes are no text in any encoding that is known.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            decoded = _decode_leniently(data[len(mark) :], encoding)
            return decoded if decoded is not None and not _has_controls(decoded.text) else None
    if b"\x00" in data:
        return _decode_wide(data)
    if _ESCAPE_2022.search(data):
        for encoding in _ISO_2022_JP:
            if (text := _decode_strictly(data, encoding)) is not None:
                return Decoded(text, encoding)
    if (text := _decode_strictly(data, "utf-8")) is not None:
        return None if _has_controls(text) else Decoded(text, "utf-8")
    return _decode_western(data, declared) or _decode_legacy(data, declared) or _decode_damaged(data)


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_leniently(data: bytes, encoding: str) -> Decoded | None:
    """Decode with U+FFFD for what is broken; None if too much is."""
    text = data.decode(encoding, errors="replace")
    replaced = text.count("\ufffd") - data.count("\ufffd".encode(encoding))
    return (
        None
        if replaced > max(1, _MAX_REPLACED_SHARE * len(text))
        else Decoded(text, encoding, max(0, replaced))
    )


def _has_controls(text: str) -> bool:
    return len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text)


def _decode_wide(data: bytes) -> Decoded | None:
    """UTF-32 or UTF-16 without a mark: the NULs of ASCII characters stand all in the same half."""
    best: tuple[float, Decoded] | None = None
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = _decode_strictly(data, encoding)
        if text is None or _has_controls(text):
            continue
        score = _score_wide(text[:_SAMPLE_BYTES])
        if best is None or score > best[0]:
            best = (score, Decoded(text, encoding))
    return best[1] if best is not None and best[0] > 0.7 else None


_ORDINARY = re.compile(
    r"[\n\r\t -~\u00a0-\u024f\u0370-\u052f\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


def _score_wide(text: str) -> float:
    """The share of ordinary characters. Bytes swapped, ASCII becomes rare Han: a text wants spaces or
    newlines too."""
    if not text:
        return 0.0
    share = len(_ORDINARY.findall(text)) / len(text)
    return share if re.search(r"[\n \u3001\u3002]", text) else share - 0.2


def _level_1(codec: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character stands in the first level of a standard: its lead byte lies between `first` and
    `last`."""

    def is_common(character: str) -> bool:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return False
        return len(code) == 2 and first <= code[0] <= last

    return is_common


_CANDIDATES: tuple[tuple[str, Callable[[str], bool], bool], ...] = (
    # encoding, common Han characters, whether kana speak for it
    ("cp932", _level_1("euc_jp", 0xB0, 0xCF), True),
    ("euc_jp", _level_1("euc_jp", 0xB0, 0xCF), True),
    ("euc_jis_2004", _level_1("euc_jp", 0xB0, 0xCF), True),
    ("shift_jis_2004", _level_1("euc_jp", 0xB0, 0xCF), True),
    ("gb18030", _level_1("gb2312", 0xB0, 0xD7), False),
    ("big5hkscs", _level_1("big5", 0xA4, 0xC6), False),
    ("cp950", _level_1("big5", 0xA4, 0xC6), False),
)


def _decode_legacy(data: bytes, declared: str | None) -> Decoded | None:
    best: tuple[float, Decoded] | None = None
    # GB 2312 and Big5 hold kana too, GB 2312 at the very codes of EUC-JP: they vote for Japanese where that
    # is ruled out.
    no_japanese = all(
        _decode_strictly(data, encoding) is None for encoding in ("euc_jp", "euc_jis_2004", "cp932")
    )
    for encoding, is_common, has_kana in _CANDIDATES:
        text = _decode_strictly(data, encoding)
        if text is None or _has_controls(text):
            continue
        score = _score(text[:_SAMPLE_BYTES], is_common, has_kana or no_japanese)
        if _same_encoding(encoding, declared):
            score += _DECLARED_BONUS
        if best is None or score > best[0] + 1e-9:
            best = (score, Decoded(text, encoding))
    if best is not None and best[0] >= _MIN_SCORE:
        return best[1]
    return _decode_by_statistics(data, declared)


_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WESTERN = frozenset("“”‘’–—…•·«»©®™°§£€×\u00a0ÀÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØŒÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøœùúûüý¡¿")


def _decode_western(data: bytes, declared: str | None) -> Decoded | None:
    """Windows-1252: high bytes alone among ASCII, where the East Asian encodings have them in pairs and
    rows."""
    runs = _HIGH_RUN.findall(data[:_SAMPLE_BYTES])
    high = sum(map(len, runs))
    if not runs or high > 1.2 * len(runs) or high > 0.2 * min(len(data), _SAMPLE_BYTES):
        return None
    if any(_same_encoding(encoding, declared) for encoding, _, _ in _CANDIDATES):
        return None
    text = _decode_strictly(data, "cp1252")
    if text is None or _has_controls(text):
        return None
    high_characters = {character for character in text[:_SAMPLE_BYTES] if character >= "\x80"}
    return Decoded(text, "cp1252") if high_characters <= _WESTERN else None


_FAMILIES = (
    {"cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"},
    {"euc_jp", "euc_jis_2004", "euc_jisx0213"},
    {"gb18030", "gbk", "gb2312"},
    {"big5", "big5hkscs", "cp950"},
)


def _same_encoding(encoding: str, declared: str | None) -> bool:
    """Whether `declared` names this encoding or one of its older and newer forms."""
    if not declared:
        return False
    try:
        name = codecs.lookup(declared).name.replace("-", "_")
    except (LookupError, ValueError):  # ValueError: a NUL or the like in the name
        return False
    return name == encoding or any(encoding in family and name in family for family in _FAMILIES)


_PUNCTUATION = frozenset("　、。，．「」『』（）【】《》“”‘’・：；？！…—–―～〜％＆＋－／＝")


def _score(text: str, is_common: Callable[[str], bool], has_kana: bool) -> float:
    """The mean value of the non-ASCII characters, from about -2 (nonsense) to 1 (everyday words)."""
    total = 0.0
    count = 0
    for character, number in _tally(text):
        if character < "\x80":
            continue
        count += number
        code = ord(character)
        if 0x3041 <= code <= 0x30FE:
            value = 1.0 if has_kana else 0.3
        elif 0x4E00 <= code <= 0x9FFF:
            value = 1.0 if is_common(character) else -0.2
        elif character in _PUNCTUATION:
            value = 1.0
        elif 0xFF01 <= code <= 0xFF5E or 0x2460 <= code <= 0x2473 or 0x25A0 <= code <= 0x25FF:
            value = 0.7
        elif 0xFF61 <= code <= 0xFF9F:
            value = -0.8  # half-width katakana: what other encodings look like in Shift_JIS
        elif 0xE000 <= code <= 0xF8FF or code < 0xA0:
            value = -2.0  # private use and C1 controls
        else:
            value = -0.5
        total += value * number
    return total / count if count else 0.0


def _tally(text: str) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for character in text:
        counts[character] = counts.get(character, 0) + 1
    return list(counts.items())


def _decode_by_statistics(data: bytes, declared: str | None) -> Decoded | None:
    """Whatever else there is: Cyrillic, Korean, Western encodings."""
    if declared and (text := _decode_strictly(data, declared)) is not None and not _has_controls(text):
        return Decoded(text, declared)
    if _looks_damaged(data):
        return None
    import charset_normalizer

    match = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    if match is None:
        return None
    text = _decode_strictly(data, match.encoding)
    return None if text is None or _has_controls(text) else Decoded(text, match.encoding)


def _looks_damaged(data: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few: cut at a length, or with one byte lost."""
    text = data.decode("utf-8", errors="replace")
    multibyte = sum(1 for character in text[:_SAMPLE_BYTES] if character >= "\x80")
    broken = text[:_SAMPLE_BYTES].count("\ufffd")
    return 0 < broken <= max(1, multibyte // 10) and multibyte > broken * 2


def _decode_damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes, else nothing."""
    if not _looks_damaged(data):
        return None
    decoded = _decode_leniently(data, "utf-8")
    return decoded if decoded is not None and not _has_controls(decoded.text) else None
