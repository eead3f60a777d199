"""Text as search sees it: folded, cut into tokens, and back to the place in the original.

A writing system without spaces gives one token for each character, any other a token for each run of letters
and digits. A word that is searched for is a phrase of its tokens: so 成都404 and 安洵 are found inside
running text, and 404 is found in 成都404. The same cut is made of texts and of what is searched for, hence
what the index finds :func:`find_phrase` finds again in the text, with its exact span.
"""

import re
import unicodedata
from dataclasses import dataclass

from urazuke.model.place import Span

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Myanmar, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u312f"  # kana, bopomofo, 々〆〇
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"  # ideographs, Yi, Hangul
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_VOICED = "\u3099\u309a"  # the marks that NFKD takes off kana; they make another syllable and stay
_LETTER = f"(?![{_UNSPACED}])[^\\W_]"
_GAP = f"(?:(?![{_UNSPACED}])[\\W_])*"
_TOKEN = re.compile(f"[{_UNSPACED}][{_VOICED}]?|(?:{_LETTER})+")
_WORDS = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTATION = str.maketrans("“”„＂「」『』«»", '""""""""""')
_JOINT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_MAX_WORDS = 64
_MAX_TOKENS = 256
_MAX_JOINED = 16
"""Longer runs of letters and digits are hashes or keys, which nobody writes with a space in between."""


class _Fold(dict[int, str]):
    """For :meth:`str.translate`: each character to its folded form, worked out when first met.

    Folding goes by character, so that lengths add up and places can be found again. NFKD and not NFKC,
    because then half-width ﾊﾞ (two characters) and バ (one) fold alike without looking at neighbours.
    """

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not 0xAC00 <= code <= 0xD7A3:  # Hangul syllables stay whole
            char = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
        folded = "".join(c for c in char if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
        self[code] = folded
        return folded


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Query:
    """What was searched for: for each word its variants, each a phrase of tokens; all words have to be
    there."""

    words: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """What to show as the match, best first: all words in a row, then the first word's variants."""
        row = tuple(token for word in self.words for token in word[0])
        return (row, *self.words[0]) if len(self.words) > 1 else self.words[0]


def cut_tokens(text: str) -> list[str]:
    """The tokens of `text`, folded, in order."""
    return _TOKEN.findall(text.translate(_FOLD))


def read_query(words: str) -> Query:
    """Read what a person typed. Words are parted by space, "a phrase" stands in quotation marks of any kind.

    No input is an error: what holds no letter or digit is passed over. Short words of letters and digits are
    also looked for with the two apart ("APT41" finds "APT-41"), and the other way round. At most 64 words are
    read.
    """
    found = []
    for phrase, word in _WORDS.findall(words.translate(_QUOTATION)):
        tokens = tuple(cut_tokens(phrase or word)[:_MAX_TOKENS])
        if tokens:
            found.append((tokens,) if phrase else _make_variants(tokens))
    return Query(tuple(found[:_MAX_WORDS]))


def _make_variants(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    joined = "".join(tokens)
    if len(joined) > _MAX_JOINED or not joined.isascii():
        return (tokens,)
    parts = tuple(_JOINT.split(joined))
    if len(parts) != 2 or tokens not in {(joined,), parts}:
        return (tokens,)
    return (tokens, parts if tokens == (joined,) else (joined,))


def find_phrase(text: str, phrase: tuple[str, ...]) -> Span | None:
    """The first place of a phrase of tokens in `text`; None if it is not there."""
    folded = text.translate(_FOLD)
    match = re.search(_GAP.join(_make_pattern(token) for token in phrase), folded)
    if match is None:
        return None
    start = _find_place(text, match.start())
    return Span(start, _find_place(text, match.end() - 1) + 1)


def _make_pattern(token: str) -> str:
    if re.match(f"[{_UNSPACED}]", token):
        return re.escape(token) + f"(?![{_VOICED}])"
    return f"(?<!{_LETTER}){re.escape(token)}(?!{_LETTER})"


def _find_place(text: str, folded_place: int) -> int:
    """The character of `text` whose folded form covers `folded_place`: halving, so each half is folded
    once."""
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        length = len(text[low:middle].translate(_FOLD))
        if folded_place < length:
            high = middle
        else:
            folded_place -= length
            low = middle
    return low


def make_grams(normal: str) -> list[str]:
    """Pairs of neighbouring characters of a name key, the first and the last marked: for finding names that
    look alike."""
    marked = f"\u0002{normal}\u0003".replace(" ", "")
    return ["".join(f"{ord(c):x}x" for c in marked[i : i + 2]) for i in range(len(marked) - 1)]
