"""How distinctive a name is: the rule that decides what help it needs in a text."""

import re
from functools import cache
from importlib import resources

from urazuke.knowledge.entry import Gate
from urazuke.knowledge.files import OWN_DATA
from urazuke.knowledge.fold import fold_width, is_cjk
from urazuke.model.mention import EntityType

_WORD = re.compile(r"[^\W\d_]+")
_SERIES = re.compile(
    r"(?:T-)?(?:APT|FIN|TA|UNC|TG|DEV|UAC|TAG|ITG|CL|TGR)(?:[- ][A-Z]{1,3})?[- ]?[A-Z]?\d+", re.IGNORECASE
)
"""Names that a house counts: distinctive however short."""


@cache
def load_ordinary_words() -> frozenset[str]:
    """English words that occur in names of groups, campaigns and software, in small letters."""
    text = resources.files(OWN_DATA).joinpath("ordinary_words.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def is_ordinary(word: str) -> bool:
    """Whether `word` is an English word, or one with an ending."""
    word = word.casefold()
    words = load_ordinary_words()
    return word in words or (word.endswith("s") and len(word) > 3 and word[:-1] in words)


def grade_name(name: str, type: EntityType) -> Gate:
    """The gate of a name of a group, a campaign or a piece of software that a large table gives.

    Large tables name everything: precision lies in asking for capitals of a single word, and for company of a
    short or an ordinary one. Names with digits, with a capital inside, or of several words that are not all
    ordinary are open.
    """
    plain = fold_width(name).strip()
    if any(map(is_cjk, plain)):
        return Gate.OPEN if len(plain) >= 3 else Gate.CONTEXT
    letters = sum(map(str.isalpha, plain))
    if _SERIES.fullmatch(plain) or "_" in name.strip("_"):
        return Gate.OPEN
    words = _WORD.findall(plain)
    ordinary = all(is_ordinary(word) or len(word) == 1 for word in words)
    if len(plain) <= 3 or letters < 2:
        return Gate.CONTEXT
    if len(words) == 1 and plain.isalpha():
        return _grade_word(plain, ordinary)
    digits = sum(map(str.isdigit, plain))
    if ordinary and (0 < digits < 3 or words[0].casefold() == "the"):
        return Gate.CONTEXT  # "Group 3", "The Mask"; "Threat Group-3390" is one of a kind
    if ordinary or len(plain) <= 4:
        return Gate.CASE
    return Gate.OPEN


def _grade_word(word: str, ordinary: bool) -> Gate:
    """The gate of a name that is one word of letters alone."""
    camel = not word.islower() and not word.isupper() and not word[1:].islower()
    if camel and len(word) >= 5:
        return Gate.CASE if ordinary else Gate.OPEN
    if ordinary:
        return Gate.CASE if word.isupper() and len(word) >= 4 else Gate.CONTEXT
    if len(word) <= 4:
        return Gate.CONTEXT if word.islower() else Gate.CASE
    return Gate.CASE if len(word) <= (5 if word.islower() else 6) else Gate.OPEN
