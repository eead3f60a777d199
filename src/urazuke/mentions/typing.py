"""What the words beside a name say about its type (``typing.yml``)."""

import re
from functools import cache

from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

_EDGE_LEFT = re.compile(r"[「『“\"‘'（(\[*`]+$")
# A cell of a table may say what the name in the cell before it is.
# Another writing of a foreign name, which stands between it and its title: ジェーン・ドウ（Jane Doe）氏.
_WRITTEN = re.compile(
    r"^[」』]?\s?[（(][A-Za-zァ-ヺ][A-Za-zァ-ヺー .・、'’-]{1,38}[)）][」』]?(?=[一-鿿ァ-ヺと])"
)
_EDGE_RIGHT = re.compile(r"^[」』”\"’'）)\]*`]*(?:\s*\|\s*)?")


_AFTER = 90
"""How far behind a name the words may end that tell its type: ", an Iranian company that …"."""


@cache
def _cues() -> tuple[tuple[EntityType, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    rows = read_yaml("urazuke.mentions", "typing.yml")
    return tuple(
        (
            EntityType(type),
            re.compile("(?:" + "|".join(sides["left"]) + r")\Z") if "left" in sides else None,
            re.compile("|".join(sides["right"])) if "right" in sides else None,
        )
        for type, sides in rows.items()
    )


def type_by_context(text: str, start: int, end: int) -> EntityType | None:
    """The type that the nearest words give to the name at ``text[start:end]``; None where they are silent.

    Words after the name ("… グループ", "… said") are asked before those in front of it, which may belong to another.
    """
    before = text[max(0, start - 40) : start]
    after = text[end : end + _AFTER]
    before_bare = _EDGE_LEFT.sub("", before)
    after_bare = _EDGE_RIGHT.sub("", after)
    if written := _WRITTEN.match(text[end : end + 44]):
        after_bare = text[end + written.end() : end + written.end() + 40]
    for type, _, right in _cues():
        if right and (right.match(after) or right.match(after_bare)):
            return type
    # Of the words before a name the longest wording is the surest: "malware, which they track as …".
    best: tuple[int, EntityType] | None = None
    for type, left, _ in _cues():
        match = left.search(before_bare) or left.search(before) if left else None
        if match and (best is None or len(match.group()) > best[0]):
            best = len(match.group()), type
    return best[1] if best else None
