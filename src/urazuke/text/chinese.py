"""One spelling for Chinese: a text in traditional characters as a text in simplified ones, every place kept.

Rules and tables are written once, in simplified characters, with the punctuation and the words of the mainland
(``chinese.yml``). A text of Taiwan or Hong Kong is read in that spelling, and quoted in its own.
"""

import re
from functools import cache

from urazuke.vocab.load import read_yaml

_HAN = "一-鿿"
_PUNCTUATION = str.maketrans(",;:?!", "，；：？！")
# A Latin mark counts as Chinese where a Chinese character or the end of a quotation or bracket stands before it.
_MARK = re.compile(rf"(?<=[{_HAN}”’）》])[,;:?!]|[,;:?!](?=[{_HAN}“‘（《])")
_BRACKET = re.compile(rf"(?<=[{_HAN}”’])\(([^()（）\n]{{1,80}})\)|\(([^()（）\n]{{1,80}})\)(?=[{_HAN}])")


@cache
def _characters() -> dict[int, str]:
    pairs = "".join(read_yaml("urazuke.text", "chinese.yml")["characters"].split())
    table = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    return table | {ord(old): new for old, new in zip("「」『』", "“”‘’", strict=True)}


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = read_yaml("urazuke.text", "chinese.yml")["words"]
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))), words


def simplify_words(text: str) -> str:
    """`text` in simplified characters and mainland words; of the same length."""
    pattern, words = _words()
    return pattern.sub(lambda match: words[match.group()], text.translate(_characters()))


def fold_chinese(text: str) -> str:
    """A Chinese text in the one spelling that it is read in: words and punctuation; of the same length."""
    folded = _BRACKET.sub(lambda match: f"（{match.group()[1:-1]}）", simplify_words(text))
    return _MARK.sub(lambda match: match.group().translate(_PUNCTUATION), folded)
