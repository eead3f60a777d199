"""What the words beside a name say about its type (``typing.yml``)."""

import re
from functools import cache

from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

_EDGE_LEFT = re.compile(r"[「『“\"‘'（(\[*`]+$")
# A cell of a table may say what the name in the cell before it is.
_EDGE_RIGHT = re.compile(r"^[」』”\"’'）)\]*`]*(?:\s*\|\s*)?")


@cache
def _cues() -> tuple[tuple[EntityType, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    rows = read_yaml("urazuke.mentions", "typing.yml")
    return tuple(
        (
            EntityType(type),
            re.compile("(?:" + "|".join(sides["left"]) + ")$") if "left" in sides else None,
            re.compile("|".join(sides["right"])) if "right" in sides else None,
        )
        for type, sides in rows.items()
    )


def type_by_context(text: str, start: int, end: int) -> EntityType | None:
    """The type that the nearest words give to the name at ``text[start:end]``; None where they are silent.

    Words after the name ("… グループ", "… said") are asked before those in front of it, which may belong to another.
    """
    before = text[max(0, start - 40) : start]
    after = text[end : end + 40]
    before_bare = _EDGE_LEFT.sub("", before)
    after_bare = _EDGE_RIGHT.sub("", after)
    for type, _, right in _cues():
        if right and (right.match(after) or right.match(after_bare)):
            return type
    for type, left, _ in _cues():
        if left and (left.search(before_bare) or left.search(before)):
            return type
    return None
