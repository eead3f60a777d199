"""What the columns of a table say of all claims in a row (``tables.yml``)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.claim import Level
from urazuke.model.document import Block
from urazuke.model.place import Span
from urazuke.text.blocks import find_cells
from urazuke.vocab.load import load_predicates, read_yaml


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


_ATTACKERS = ("group", "campaign", "malware")


@cache
def _columns() -> tuple[tuple[re.Pattern[str], Frame], ...]:
    rows = read_yaml("urazuke.claims", "tables.yml")["columns"]
    return tuple(
        (
            re.compile(words, re.I),
            Frame(rule=f"column-{name}", predicate=load_predicates()[name]),
        )
        for name, words in rows.items()
    )


def read_columns(text: str, head: Sequence[str], row: Block, sentence: MaskedSentence) -> Iterator[Draft]:
    """What the cells of a row say of the attacker in its first cell, by the heads of their columns."""
    cells = find_cells(text, row.span)
    if not cells or len(cells) > len(head):
        return
    named = [t for t in sentence.tokens if t.referent and not t.pronoun]
    subject = next((t for t in named if cells[0].contains(t.span) and t.type in _ATTACKERS), None)
    if subject is None:
        return
    for title, cell in zip(head[1:], cells[1:], strict=False):
        yield from _read_cell(title, subject, cell, sentence)


def find_head_names(text: str, head: Block, sentence: MaskedSentence) -> Iterator[tuple[int, Token]]:
    """The attackers that head the columns of a table, with the number of their column."""
    for column, cell in enumerate(find_cells(text, head.span)):
        named = [t for t in sentence.tokens if t.referent and not t.pronoun and cell.contains(t.span)]
        if column and named and named[0].type in _ATTACKERS:
            yield column, named[0]


def read_rows(
    text: str, names: Sequence[tuple[int, Token]], row: Block, sentence: MaskedSentence
) -> Iterator[Draft]:
    """What a row says of the attackers that head its columns, where its first cell says what the row holds."""
    cells = find_cells(text, row.span)
    for column, subject in names:
        if column < len(cells):
            yield from _read_cell(cells[0].of(text), subject, cells[column], sentence)


def _read_cell(title: str, subject: Token, cell: Span, sentence: MaskedSentence) -> Iterator[Draft]:
    """What the names in a cell are to an attacker, by the title of its column or row."""
    for words, frame in _columns():
        if not words.search(title) or subject.type not in frame.predicate.subject:
            continue
        # A country that is "behind" a group is where it comes from.
        wanted = frame.predicate.object - ({"location"} if frame.predicate.name == "attributed-to" else set())
        for token in sentence.tokens:
            if token.referent and not token.pronoun and cell.contains(token.span) and token.type in wanted:
                start = sentence.place_of(token)
                yield Draft(frame=frame, subject=subject, object=token, start=start, end=start + 1)
