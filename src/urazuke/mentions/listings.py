"""Names in lists and tables whose head says what they are: 標的となる金融機関 above a list of banks (``listings.yml``).

A list is a run of bullets, or of short lines, below a line that announces things of one kind; a table has a column
with the kind in its first row.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.blocks import find_cells
from urazuke.vocab.load import read_yaml

_WEIGHT = 12
"""Less than what tells the type of a name by itself or the words beside it."""
_LONGEST_HEAD = 160
_MOST_ITEMS = 200
_FEWEST_LINES = 3
"""How many short lines without bullets make a list."""


@dataclass(frozen=True, slots=True)
class _Wording:
    kinds: tuple[tuple[EntityType, re.Pattern[str], re.Pattern[str]], ...]
    names: dict[EntityType, re.Pattern[str]]
    announces: re.Pattern[str]
    other_kinds: re.Pattern[str]
    bullet: re.Pattern[str]
    item: re.Pattern[str]
    no_item: re.Pattern[str]


@cache
def _wording() -> _Wording:
    rows = read_yaml("urazuke.mentions", "listings.yml")
    return _Wording(
        tuple(
            (EntityType(type), re.compile(words["line"], re.I), re.compile(words["column"], re.I))
            for type, words in rows["kinds"].items()
        ),
        {EntityType(t): re.compile(w["name"]) for t, w in rows["kinds"].items() if "name" in w},
        *(re.compile(rows[name]) for name in ("announces", "other_kinds", "bullet", "item", "no_item")),
    )


def find_listings(text: str) -> Iterator[Candidate]:
    """Candidates for the items of such lists and the cells of such columns, in text order."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    for index, line in enumerate(lines):
        head = line.of(text)
        if len(head) > _LONGEST_HEAD:
            continue
        cells = find_cells(text, line) if "\t" in head or "|" in head else ()
        if len(cells) > 1:
            yield from _columns(text, cells, lines[index + 1 : index + 1 + _MOST_ITEMS])
        elif type := _announced(head):
            yield from _items(text, type, lines[index + 1 : index + 1 + _MOST_ITEMS])


def _announced(head: str) -> EntityType | None:
    """What a line says that the list below it holds; None where it announces none."""
    wording = _wording()
    if wording.bullet.match(head) or not wording.announces.search(head):
        return None
    named = [
        (match.end(), -order, type)
        for order, (type, line, _) in enumerate(wording.kinds)
        for match in line.finditer(head)
    ]
    if not named:
        return None
    end, _, type = max(named)
    # The last noun of kind is what follows: malware that attacks | banks, but banks attacked by | malware.
    others = [match.end() for match in wording.other_kinds.finditer(head)]
    return type if end > max(others, default=0) else None


def _items(text: str, type: EntityType, lines: Sequence[Span]) -> Iterator[Candidate]:
    """The bullets below the head, or short lines where there are several."""
    wording = _wording()
    found: list[Span] = []
    bulleted = bool(lines and wording.bullet.match(lines[0].of(text)))
    for line in lines:
        mark = wording.bullet.match(text, line.start, line.end)
        if bool(mark) is not bulleted:
            break
        item = _item(text, Span(mark.end() if mark else line.start, line.end))
        if item is None:
            if not bulleted:
                break
            continue
        found.append(item)
    if bulleted or len(found) >= _FEWEST_LINES:
        yield from (Candidate(span=span, type=type, rule="listing", weight=_WEIGHT) for span in found)


def _columns(text: str, head: Sequence[Span], rows: Sequence[Span]) -> Iterator[Candidate]:
    """The cells below those of a head that say what their column holds."""
    kinds = {
        column: type
        for column, cell in enumerate(head)
        for type, _, title in _wording().kinds
        if title.fullmatch(cell.of(text).strip("* "))
    }
    if not kinds:
        return
    for row in rows:
        cells = find_cells(text, row)
        if len(cells) < 2:
            return
        for column, type in kinds.items():
            if column >= len(cells) or not (span := _item(text, cells[column])):
                continue
            if (names := _wording().names.get(type)) is None or names.fullmatch(span.of(text)):
                yield Candidate(span=span, type=type, rule="listing", weight=_WEIGHT)


def _item(text: str, place: Span) -> Span | None:
    """The name that an item or cell begins with, if it is nothing but a name; a bracket behind it is left out."""
    match = _wording().item.match(text, place.start, place.end)
    if match is None or _wording().no_item.search(match["name"]):
        return None
    return Span(*match.span("name"))
