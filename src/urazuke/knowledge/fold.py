"""Folding text for comparison with names without moving a single character, and the edges that names must
respect.
"""

import re
import unicodedata
from itertools import pairwise

_SEPARATORS = frozenset("-_‐‑‒–—−・·･\t\n\r\u00a0\u3000\u2028")
_APOSTROPHES = frozenset("’‘ʼ＇")


class _Fold(dict[int, str]):
    """A table for ``str.translate`` that works out each character once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _SEPARATORS or char.isspace():
            folded = " "
        elif char in _APOSTROPHES:
            folded = "'"
        else:
            wide = unicodedata.normalize("NFKC", char)
            wide = wide if len(wide) == 1 else char
            folded = wide.lower() if len(wide.lower()) == 1 else wide
            folded = " " if folded in _SEPARATORS else folded
        self[code] = folded
        return folded


class _Width(dict[int, str]):
    """Like `_Fold`, but the case of letters stays."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        wide = unicodedata.normalize("NFKC", char)
        width = wide if len(wide) == 1 else char
        if _FOLD[ord(width)] == " ":
            width = " "
        self[code] = width
        return width


_FOLD = _Fold()
_WIDTH = _Width()


def fold_text(text: str) -> str:
    """`text` with width and case folded and every space, hyphen and middle dot made one space: the length is
    the same.

    A character whose folded form is longer than one (㍿, ﬁ) stays as it is.
    """
    return text.translate(_FOLD)


def fold_width(text: str) -> str:
    """As :func:`fold_text`, but capitals stay capitals."""
    return text.translate(_WIDTH)


def is_word(char: str) -> bool:
    """Whether `char` belongs to words that spaces divide: letters and digits of no East Asian script."""
    return char.isalnum() and not is_cjk(char)


def is_cjk(char: str) -> bool:
    """Whether `char` is a kana, a Han character, or a mark written among them."""
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF66 <= code <= 0xFF9F or code >= 0x20000


def is_katakana(char: str) -> bool:
    """Whether `char` is katakana or its long mark, which a run of katakana may not be cut at."""
    code = ord(char)
    return 0x30A1 <= code <= 0x30FA or code == 0x30FC or 0xFF66 <= code <= 0xFF9F


def respects_edges(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` neither begins nor ends inside a longer word.

    A word of letters and digits ends at any other character, except that a dot or an at sign between two such
    words joins them (``symantec.com``), as an underscore does. A run of katakana is one word. Han characters
    need no edge.
    """
    return not (_is_inside(text, start - 1, start, -1) or _is_inside(text, end, end - 1, 1))


def _is_inside(text: str, outer: int, inner: int, step: int) -> bool:
    """Whether the character at `outer` continues the word whose edge is at `inner`."""
    if not 0 <= outer < len(text):
        return False
    edge, beyond = text[inner], text[outer]
    if is_katakana(edge):
        return is_katakana(beyond)
    if not is_word(edge):
        return False
    if is_word(beyond) or beyond == "_":
        return True
    further = outer + step
    return beyond in ".@" and 0 <= further < len(text) and text[further].isascii() and is_word(text[further])


def vary_name(name: str) -> tuple[tuple[str, bool], ...]:
    """Folded spellings under which `name` is sought, each with whether letters must be cased as in a name.

    "APT 32", "APT-32" and "APT32" find one another; words may be run together where the name is long enough
    to stay itself; "OceanLotus" is also found as "Ocean Lotus", if so capitalised.
    """
    base = " ".join(fold_text(name).split())
    spellings = {base: False, fold_text(name).strip(): False} if base else {}
    joined = base.replace(" ", "")
    if joined != base and (len(joined) >= 8 or not joined.isalpha() or any(map(is_cjk, joined))):
        spellings.setdefault(joined, False)
    letters = joined.rstrip("0123456789")
    if joined.isascii() and letters != joined and letters.isalpha() and 2 <= len(letters) <= 6:
        spellings.setdefault(f"{letters} {joined[len(letters) :]}", False)
    camel = _split_camel(name)
    if camel:
        spellings.setdefault(camel.lower(), True)
    return tuple(spellings.items())


def _split_camel(name: str) -> str | None:
    """The words of a name like "OceanLotus", each of four letters or more, set apart; None for others."""
    if not (name.isascii() and name.isalpha()):
        return None
    starts = [index for index, char in enumerate(name) if char.isupper()]
    bounds = [*starts, len(name)]
    if len(starts) < 2 or starts[0] != 0 or any(right - left < 4 for left, right in pairwise(bounds)):
        return None
    return " ".join(name[left:right] for left, right in pairwise(bounds))


def is_cased_alike(surface: str, name: str) -> bool:
    """Whether `surface` is written with the capitals of a name.

    As the table writes it; a name of five letters and more may stand in capitals throughout, as headings do,
    one of several words with each of them capitalised, one word with a capital inside (SideWinder is no common
    word), and one that the table writes without any must have them here. Spaces and hyphens do not count.
    """
    found, known = fold_width(surface).replace(" ", ""), fold_width(name).replace(" ", "")
    if known.islower() and known.isalpha() and known.isascii():
        return found.isupper() or _is_title(surface)
    if found == known or (found.isupper() and sum(map(str.isalpha, known)) >= 5):
        return True
    if " " in surface.strip():
        return _is_title(surface)
    return surface[:1].isupper() and bool(_INNER_CAPITAL.search(surface)) and len(surface) >= 6


_INNER_CAPITAL = re.compile(r"[a-z]{2}[A-Z][a-z]{2}")


def _is_title(surface: str) -> bool:
    return all(word[0].isupper() or not word[0].isalpha() for word in fold_width(surface).split())
