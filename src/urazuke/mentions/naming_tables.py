"""Tables and lists of a group's names, one to a row: "Secureworks | BRONZE SILHOUETTE | same" below "Names".

The heading above the rows says what they hold (``aliases.yml``, `table`). A row that says in its own words that the
two are not one (overlaps with, 別アクター) is left out.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_patterns

_LINE = re.compile(r"[^\n]+")
_TITLE = 120
"""How many characters of a text may be its title."""
_MOST_ROWS = 60
_LONGEST_ROW = 400


def _wording() -> dict[str, re.Pattern[str]]:
    return read_patterns("urazuke.mentions", "aliases.yml", "table", re.I)


def find_naming_rows(text: str, items: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of `items`: a group, and its other name in a row of such a table.

    The group is the one that the text is about; in a table with a column of other names, the one that the row
    begins with. `items` stand in text order.
    """
    wording = _wording()
    lines = [line for line in _LINE.finditer(text) if len(line.group()) <= _LONGEST_ROW]
    starts = [item.span.start for item in items]
    main: int | None = None
    for place, line in enumerate(lines):
        heads = _cells(line)
        column = _column(heads, wording["alias_column"]) if len(heads) > 1 else None
        about_main = wording["heading"].fullmatch(line.group()) or (
            _column(heads, wording["vendor_column"]) is not None
            and _column(heads, wording["name_column"]) is not None
        )
        if column is None and not about_main:
            continue
        if about_main and main is None and (main := _main_group(text, items)) is None:
            return
        for row in lines[place + 1 : place + 1 + _MOST_ROWS]:
            if not wording["row"].search(row.group()):
                break
            if (
                wording["apart"].search(row.group())
                or _column(_cells(row), wording["name_column"]) is not None
            ):
                continue
            first, last = bisect_left(starts, row.start()), bisect_left(starts, row.end())
            names = [i for i in range(first, last) if _may_be_name(text, items[i])]
            if column and not about_main:
                cells = _cells(row)
                limit = cells[column].end() if column < len(cells) else row.start()
                yield from (
                    (names[0], name) for name in names[1:] if items[name].span.end <= row.start() + limit
                )
            elif main is not None:
                yield from ((main, name) for name in _listed(text, items, names))


def _listed(text: str, items: Sequence[Candidate], names: Sequence[int]) -> list[int]:
    """The first name of a row and those that go on from it: MERCURY → Mango Sandstorm."""
    listed = list(names[:1])
    for name in names[1:]:
        if not _GOES_ON.fullmatch(text, items[listed[-1]].span.end, items[name].span.start):
            break
        listed.append(name)
    return listed


_GOES_ON = re.compile(r"\s?(?:→|->|/|／|、|,|，|;)\s?")
_CELL = re.compile(r"[^|\t]+?(?=\s*(?:\||\t|$| {2,}\S))")


def _cells(line: re.Match[str]) -> list[re.Match[str]]:
    """The cells of a row; positions count in the row."""
    return [cell for cell in _CELL.finditer(line.group()) if cell.group().strip()]


def _column(cells: Sequence[re.Match[str]], heading: re.Pattern[str]) -> int | None:
    return next((i for i, cell in enumerate(cells) if heading.fullmatch(cell.group().strip(" *#"))), None)


def _may_be_name(text: str, item: Candidate) -> bool:
    if item.type is None:
        return item.rule == "latin-name" and not _wording()["column"].fullmatch(item.span.of(text))
    return item.type is EntityType.GROUP


def _main_group(text: str, items: Sequence[Candidate]) -> int | None:
    """Index of the first mention of the group that the title names, or else that the text names most."""
    groups = [
        (index, make_key(item.span.of(text)))
        for index, item in enumerate(items)
        if item.type is EntityType.GROUP and item.rule != "description"
    ]
    if not groups:
        return None
    if items[groups[0][0]].span.end <= _TITLE:
        return groups[0][0]
    counts = Counter(key for _, key in groups)
    best = max(counts, key=lambda key: counts[key])
    return next(index for index, key in groups if key == best)
