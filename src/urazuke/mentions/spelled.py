"""A group's or a malware's name in another script, in or before the bracket beside a name that is known.

BlackTech（黑科技）, トータスシェル（Tortoiseshell）, 组织画像｜浊水 MuddyWater. The wording is in ``spelled.yml``.
"""

from collections.abc import Iterator, Sequence

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns

_NAMED = (EntityType.GROUP, EntityType.MALWARE)
_SURE = 30
"""From this weight on a name's type is more than a guess."""
_REACH = 20
"""How many characters such a spelling may have, with its bracket."""


def find_spelled(text: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Names in kanji, hanzi or kana that stand beside a known name in Latin letters, of its type.

    Args:
        text: One rendition.
        candidates: What the other finders found, in any order; a name that they know is left to them.
    """
    wording = read_patterns("urazuke.mentions", "spelled.yml")
    known = {c.span for c in candidates if c.concept is not None}
    for c in candidates:
        if c.type not in _NAMED or not (c.concept or c.weight >= _SURE) or not c.span.of(text).isascii():
            continue
        start, end = c.span.start, c.span.end
        found = (
            wording["behind"].match(text, end, end + _REACH),
            wording["before"].search(text, max(0, start - _REACH), start),
            wording["heading"].search(text, max(0, start - _REACH), start),
        )
        for match in filter(None, found):
            span = Span(*match.span("name"))
            if span not in known and not wording["no_name"].search(match["name"]):
                yield Candidate(span=span, type=c.type, rule="spelled", weight=_SURE + 2)


def find_listed(text: str) -> Iterator[Candidate]:
    """Untyped names that a bracket lists after a word for "also called": （別名インペリアル・キトゥン、TA456）."""
    wording = read_patterns("urazuke.mentions", "spelled.yml")
    for match in wording["listed"].finditer(text):
        offset = match.start("list")
        for item in wording["item"].finditer(match["list"]):
            if not wording["no_name"].search(item["name"]):
                start, end = item.span("name")
                yield Candidate(span=Span(offset + start, offset + end), type=None, rule="called", weight=9)
