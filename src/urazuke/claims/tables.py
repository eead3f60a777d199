"""What the columns of a table say of all claims in a row (``tables.yml``)."""

import re
from collections.abc import Sequence
from functools import cache

from urazuke.model.claim import Level
from urazuke.model.document import Block
from urazuke.text.blocks import find_cells
from urazuke.vocab.load import read_yaml


@cache
def _confidence() -> tuple[re.Pattern[str], dict[Level, re.Pattern[str]]]:
    row = read_yaml("urazuke.claims", "tables.yml")["confidence"]
    levels = {Level(level): re.compile(words, re.I) for level, words in row["levels"].items()}
    return re.compile(row["column"], re.I), levels


def read_cells(text: str, row: Block) -> tuple[str, ...]:
    """The words of the cells of a row."""
    return tuple(span.of(text) for span in find_cells(text, row.span))


def find_row_confidence(head: Sequence[str], cells: Sequence[str]) -> Level | None:
    """The confidence that a row states in a column for it; the lower end of "中 - 高"; None without such a column."""
    column, levels = _confidence()
    index = next((i for i, cell in enumerate(head) if column.fullmatch(cell.strip("* "))), None)
    if index is None or index >= len(cells) or len(cells[index]) > 20:
        return None
    order = (Level.LOW, Level.MODERATE, Level.HIGH)
    return next((level for level in order if levels[level].search(cells[index])), None)
