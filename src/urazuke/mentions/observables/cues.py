"""Words that say something about the observables beside them: labels, and what tells roles."""

import re
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from urazuke.mentions.observables.words import load_labels, load_role_words
from urazuke.model.mention import Role

LABELS = ("serials", "mutexes", "agents", "phones", "systems")
"""The groups of ``labels.yml`` whose words stand before a value."""


_SURROGATES = re.compile(
    "[\ud800-\udfff]"
)  # halves of characters: broken input has them, the finder refuses them


class Cue(NamedTuple):
    """A word at ``text[start:end]`` that speaks for `role`."""

    start: int
    end: int
    role: Role


class Cues(NamedTuple):
    """What one text has: `labels` group -> where its words end, `headings`, `beside` all other words."""

    labels: dict[str, list[int]]
    headings: list[Cue]
    beside: list[Cue]


def _list(*, ascii_only: bool) -> list[tuple[str, str, Role | None]]:
    """Word, group, role."""
    roles, labels = load_role_words(), load_labels()
    rows: list[tuple[str, str, Role | None]] = [
        (word, group, None) for group in LABELS for word in labels[group]
    ]
    for group in ("sections", "cues"):
        rows += [(word, group, Role(role)) for role, words in roles[group].items() for word in words]
    if not ascii_only:  # the text is not put into lower case where that would move its characters
        rows += [(word.upper(), group, role) for word, group, role in rows if word.upper() != word]
    return [row for row in rows if row[0].isascii() == ascii_only]


@cache
def _load() -> tuple[Any, Any, list[tuple[str, str, Role | None]], int]:
    """The finder of words in ASCII, that of the others, all rows, and how many rows are in ASCII."""
    latin, others = _list(ascii_only=True), _list(ascii_only=False)
    finders = BytesAhoCorasick([row[0].encode() for row in latin]), AhoCorasick([row[0] for row in others])
    return *finders, latin + others, len(latin)


def find_cues(text: str, lower: bytes, *, wide: bool) -> Cues:
    """All words of ``labels.yml`` and ``roles.yml`` in a text, in text order.

    Args:
        text: the text.
        lower: the same in lower case, one byte a character.
        wide: whether the text has characters of East Asia; without, only words in ASCII are looked for.
    """
    latin, others, rows, count = _load()
    hits = []
    for index, start, end in latin.find_matches_as_indexes(lower, overlapping=True):
        stem = rows[index][1] == "cues"  # "exfiltrat" stands for all that begins so
        if not (lower[start - 1 : start].isalnum() or (lower[end : end + 1].isalnum() and not stem)):
            hits.append((start, end, index))
    if wide:
        places = others.find_matches_as_indexes(_SURROGATES.sub("\ufffd", text), overlapping=True)
        hits += [(start, end, index + count) for index, start, end in places]
    hits.sort()
    cues = Cues({}, [], [])
    for start, end, index in hits:
        _, group, role = rows[index]
        if role is None:
            ends = cues.labels.setdefault(group, [])
            if end not in ends[-3:]:
                ends.append(end)
        else:
            (cues.headings if group == "sections" else cues.beside).append(Cue(start, end, role))
    return cues
