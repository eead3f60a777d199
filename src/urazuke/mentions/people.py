"""People whom a text names without a title: in bylines, among those charged, by introducing them, and by what they
call themselves online (``people.yml``)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from urazuke.knowledge.gates import is_ordinary
from urazuke.mentions.base import Candidate
from urazuke.mentions.latin_names import is_person_name
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_MOST = 8
"""How many names a list may have."""
_REACH = 300
"""How far before a handle its bearer may be named."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("urazuke.mentions", "people.yml")
    return data


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    row = _data()[language]
    one = f"(?:{row['name']})"
    several = rf"{one}(?:(?:{_data()['joint']}){one}){{0,{_MOST}}}"
    return tuple(
        re.compile(pattern.replace("{names}", several).replace("{name}", one)) for pattern in row["patterns"]
    )


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(_data()["joint"])


@cache
def _family_names() -> frozenset[str]:
    data = read_yaml("urazuke.mentions", "persons.yml")
    return frozenset([*data["surnames"], *data["surnames_zh"]])


def find_people(text: str, language: str) -> Iterator[Candidate]:
    """People by such wording, each name of a list for itself."""
    language = language if language in _data() else "en"
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            for span in _split(text, *match.span("names")):
                if _is_name(span.of(text), language):
                    yield Candidate(span=span, type=EntityType.PERSON, rule="person-named", weight=33)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for joint in _joint().finditer(text, start, end):
        if joint.group() == "・":
            continue  # within a name of katakana
        yield Span(position, joint.start())
        position = joint.end()
    yield Span(position, end)


def _is_name(name: str, language: str) -> bool:
    if language == "en":
        return is_person_name(name) and not is_ordinary(name.rpartition(" ")[2])
    if language == "zh":
        return "·" in name or name[0] in _family_names() or name[:2] in _family_names()
    first, space, _ = name.replace("　", " ").partition(" ")
    return not space or first in _family_names() or len(first) >= 2


@cache
def _handles() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    data = _data()
    return tuple(re.compile(pattern) for pattern in data["handles"]), re.compile(data["more_handles"])


HANDLE = "handle"
"""The rule that finds them. They have no type until somebody bears them."""


def find_handles(text: str) -> Iterator[Candidate]:
    """What the text calls somebody's handle, nickname or the like."""
    patterns, more = _handles()
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Candidate(span=Span(*match.span("name")), type=None, rule=HANDLE, weight=34)
            while after := more.match(text, match.end("name")):
                match = after
                yield Candidate(span=Span(*match.span("name")), type=None, rule=HANDLE, weight=34)


def find_bearers(text: str, items: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of `items`: a person, and a handle that the same paragraph gives after him."""
    for index, item in enumerate(items):
        if item.rule != HANDLE:
            continue
        bearer = next((i for i in range(index - 1, -1, -1) if items[i].type in _BEARERS), None)
        if bearer is None or items[bearer].type is not EntityType.PERSON:
            continue
        end = items[bearer].span.end
        if item.span.start - end <= _REACH and "\n" not in text[end : item.span.start]:
            yield bearer, index


_BEARERS = (EntityType.PERSON, EntityType.GROUP)
