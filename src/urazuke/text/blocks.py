"""Blocks of plain text: headings, paragraphs, bullets, rows … guessed from its lines. Pure, linear in the
text.

Markdown is read by the same rules, since plain texts are full of it: the markup in front of a line (``## ``,
``- ``, ``> ``) stays outside the span of its block.
"""

import re
from collections.abc import Iterator, Sequence

from urazuke.model.document import Block, BlockKind
from urazuke.model.place import Span
from urazuke.text.lines import Line, count_levels, is_east_asian, load_words, measure_bullet, split_lines

_ATX = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")
_UNDERLINE = re.compile(r"(={3,}|-{3,})$")
_RULE = re.compile(r"(?:[-*_=~＝－―─━]\s?){3,}$")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_TAB = re.compile(r"\t")
_BAR = re.compile(r"(?<!\\)\|")
_LABEL = re.compile(r"[^\W\d_]+[:：]\s*\S")
_LIST_COMMA = re.compile(r"[、,，]")
_URL_AT_END = re.compile(r"https?://\S+$")
_SOLID = re.compile(r"\S*[./:\\@\[\]_=][!-~]*$|[0-9a-fA-F]{16,}$")

_MAX_HEADING_COLUMNS = 100
_MAX_TITLE_COLUMNS = 140
_TITLE_LINES = 2
"""Lines at the top of which one may be the title: often a rubric stands above it."""
_MIN_WRAP_COLUMNS = 40
_MAX_WRAP_COLUMNS = 130
_MAX_RUN_LINES = 200
"""Lines that are measured together: a longer run is hardly one of wrapped paragraphs."""


def find_blocks(text: str) -> tuple[Block, ...]:
    """Find the blocks of a plain or Markdown text.

    Returns:
        Blocks in text order, never empty, never overlapping, without locator. A row keeps its own separators
        (tabs or bars: see `find_cells`), an item is without its bullet, a paragraph holds the newlines of its
        lines.
    """
    lines = split_lines(text)
    return tuple(_iter_blocks(lines))


def find_cells(text: str, row: Span) -> tuple[Span, ...]:
    """The cells of a row, as spans in `text` without white space around them; that of an empty cell is empty.

    Cells are parted by tabs if there is one in the row, else by bars.
    """
    mark = _TAB if "\t" in text[row.start : row.end] else _BAR
    cells: list[Span] = []
    start = row.start
    for match in mark.finditer(text, row.start, row.end):
        cells.append(_trim(text, start, match.start()))
        start = match.end()
    cells.append(_trim(text, start, row.end))
    return tuple(cells)


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + left + len(piece.strip())) if piece.strip() else Span(start, start)


def _iter_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    fences = _pair_fences(lines)
    runs = _Runs(lines, fences)
    indents: list[int] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if index in fences:
            close = fences[index]
            if close > index + 1:
                yield _block(lines[index + 1], lines[close - 1].end, BlockKind.CODE)
            index = close + 1
            continue
        if line.blank_before and line.indent == 0 and measure_bullet(line) == 0:
            indents.clear()
        taken, block = _read_one(lines, index, indents, runs)
        if block is not None:
            yield block
        index += taken


def _read_one(
    lines: Sequence[Line], index: int, indents: list[int], runs: "_Runs"
) -> tuple[int, Block | None]:
    """The block that begins at a line, and how many lines it takes."""
    line = lines[index]
    if match := _ATX.match(line.text):
        text = line.text[match.end() :].rstrip("#").rstrip() or line.text[match.end() :]
        start = line.start + match.end()
        return 1, Block(
            span=Span(start, start + len(text)), kind=BlockKind.HEADING, level=len(match.group(1))
        )
    if _RULE.match(line.text) or _TABLE_RULE.match(line.text):
        return 1, None
    if match := _QUOTE.match(line.text):
        return _read_quotation(lines, index, match.end())
    if _is_row(lines, index):
        return 1, _row(line)
    if load_words().caption.match(line.text) or _is_parenthesised(line):
        return 1, _block(line, line.end, BlockKind.CAPTION)
    if (
        (below := index + 1) < len(lines)
        and not line.blank_after
        and (match := _UNDERLINE.match(lines[below].text))
    ):
        level = 1 if match.group(1)[0] == "=" else 2
        return 2, _block(line, line.end, BlockKind.HEADING, level)
    if length := measure_bullet(line):
        if _is_marked_heading(lines, index):
            return 1, _marked_heading(line, length)
        return _read_item(lines, index, length, indents, runs.fences)
    if _is_heading(lines, index):
        return 1, _block(line, line.end, BlockKind.HEADING, 1 if index == 0 else 2)
    last = runs.last_of_paragraph(index)
    return last - index + 1, _block(line, lines[last].end, BlockKind.PARAGRAPH)


def _block(line: Line, end: int, kind: BlockKind, level: int = 0) -> Block:
    return Block(span=Span(line.start, end), kind=kind, level=level)


def _pair_fences(lines: Sequence[Line]) -> dict[int, int]:
    """Opening line -> closing line of fenced code; a fence that is never closed is none."""
    pairs: dict[int, int] = {}
    opened: dict[str, int] = {}
    marks = [(i, m.group(1)) for i, line in enumerate(lines) if (m := _FENCE.match(line.text))]
    inside: str | None = None
    for index, mark in marks:
        if inside is None:
            inside, opened[mark[0]] = mark, index
        elif mark[0] == inside[0] and len(mark) >= len(inside) and lines[index].text == mark:
            pairs[opened[mark[0]]] = index
            inside = None
    return pairs


def _read_quotation(lines: Sequence[Line], index: int, marker: int) -> tuple[int, Block | None]:
    last = index
    while last + 1 < len(lines) and not lines[last].blank_after and _QUOTE.match(lines[last + 1].text):
        following = lines[last + 1]
        match = _QUOTE.match(following.text)
        if match is not None and match.end() == len(following.text):  # ">" alone parts paragraphs
            break
        last += 1
    start = lines[index].start + marker
    taken = last - index + 1
    if start >= lines[last].end:
        return taken, None
    return taken, Block(span=Span(start, lines[last].end), kind=BlockKind.QUOTATION)


def _bars(text: str) -> int:
    return text.count("|") - text.count("\\|")


def _is_row(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if line.text[0] == "|" and len(line.text) > 2:
        return line.text[-1] == "|" or _bars(line.text) > 1
    if "\t" in line.text:
        marker = measure_bullet(line)
        return "\t" in line.text[marker:]
    bars = _bars(line.text)
    if not bars or " | " not in line.text:
        return False
    above = lines[index - 1] if index and not line.blank_before else None
    below = lines[index + 1] if index + 1 < len(lines) and not line.blank_after else None
    return any(
        other is not None and (_bars(other.text) == bars or _TABLE_RULE.match(other.text))
        for other in (above, below)
    )


def _row(line: Line) -> Block | None:
    left = 1 if line.text.startswith("|") else 0
    right = 1 if line.text.endswith("|") and not line.text.endswith("\\|") else 0
    inner = line.text[left : len(line.text) - right]
    if not inner.strip(" \t\u3000|"):
        return None
    start = line.start + left + len(inner) - len(inner.lstrip(" \u3000"))
    return Block(span=Span(start, start + len(inner.strip(" \u3000"))), kind=BlockKind.ROW)


def _ends_as_title(line: Line, most: int) -> bool:
    """Whether the line could be a heading by its length and its end."""
    words = load_words()
    last = line.text.rstrip("」』）)”\"'")[-1:] or line.text[-1]
    if line.columns > most or last in words.final or line.text[-1] in words.final:
        return False
    if last in words.final_or_title and line.columns > 2 * most // 3:
        return False
    return "。" not in line.text and not re.search(r"[a-z]{2}[.;] +[A-Z]", line.text)


def _is_marked_heading(lines: Sequence[Line], index: int) -> bool:
    """A line with a number or a mark is a heading if it looks like one and stands alone, not in a list."""
    line = lines[index]
    mark = line.text[0]
    words = load_words()
    if (mark in words.spaced or mark in words.free) and mark not in words.heading_marks:
        return False
    if line.indent > 3 or not _ends_as_title(line, _MAX_HEADING_COLUMNS):
        return False
    if not line.blank_before and not (index and _is_prose(lines[index - 1])):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or (measure_bullet(following) and not _is_deeper(line, following)):
        return False
    return index == 0 or not measure_bullet(lines[index - 1]) or line.blank_before


def _is_prose(line: Line) -> bool:
    return line.text[-1] in load_words().final or line.columns > _MAX_HEADING_COLUMNS


def _is_deeper(line: Line, following: Line) -> bool:
    """Whether the next marked line is of another sort: a bullet below a numbered heading, or 1.1 below 1."""
    if line.text[0] in load_words().heading_marks:
        return following.text[0] != line.text[0]
    return following.text[0] in load_words().spaced | load_words().free or count_levels(
        following
    ) > count_levels(line)


def _marked_heading(line: Line, length: int) -> Block:
    level = min(6, 1 + count_levels(line))
    return Block(span=Span(line.start + length, line.end), kind=BlockKind.HEADING, level=level)


def _read_item(
    lines: Sequence[Line], index: int, length: int, indents: list[int], fences: dict[int, int]
) -> tuple[int, Block]:
    line = lines[index]
    while indents and line.indent < indents[-1]:
        indents.pop()
    if not indents or line.indent > indents[-1]:
        indents.append(line.indent)
    last = index
    while last + 1 < len(lines) and not lines[last].blank_after:
        following = lines[last + 1]
        if not _continues(following) or last + 1 in fences:
            break
        hangs = following.indent > line.indent
        if not hangs and not _is_wrapped(lines[last], following, max(lines[last].columns, following.columns)):
            break
        last += 1
    span = Span(line.start + length, lines[last].end)
    return last - index + 1, Block(span=span, kind=BlockKind.ITEM, level=len(indents) - 1)


def _continues(line: Line) -> bool:
    """Whether a line is nothing in itself, so that it may go on with what stands above."""
    return not (
        measure_bullet(line)
        or _ATX.match(line.text)
        or _QUOTE.match(line.text)
        or _RULE.match(line.text)
        or "\t" in line.text
        or line.text[0] == "|"
        or load_words().caption.match(line.text)
    )


def _is_parenthesised(line: Line) -> bool:
    """A line all in brackets, standing alone, tells what a picture shows."""
    alone = line.blank_before and line.blank_after
    return alone and line.text[0] in "(（" and line.text[-1] in ")）" and line.columns <= _MAX_HEADING_COLUMNS


def _is_heading(lines: Sequence[Line], index: int) -> bool:
    """A short line without final punctuation that stands alone, or opens a run of much longer lines."""
    line = lines[index]
    if line.text[0] in "【〔［" and line.text[-1] in "】〕］":
        return line.columns <= _MAX_HEADING_COLUMNS
    if not line.blank_before or line.indent > 12:
        return False
    if not _ends_as_title(
        line, _MAX_TITLE_COLUMNS if index < _TITLE_LINES else _MAX_HEADING_COLUMNS
    ) or _SOLID.match(line.text):
        return False
    if not any(character.isalpha() for character in line.text) or line.text[0].islower():
        return False
    if (index and _LABEL.match(line.text)) or len(_LIST_COMMA.findall(line.text)) > 2:
        return False
    if line.blank_after:
        return True
    following = lines[index + 1]
    if index == 0 and following.blank_after and following.columns < line.columns:
        return True  # a title with a date or byline right below
    return (
        following.columns > 2 * line.columns
        and following.columns > _MIN_WRAP_COLUMNS
        and (following.text[-1] in load_words().final or not following.blank_after)
    )


class _Runs:
    """Runs of ordinary lines with their width. Each is looked at once, however many paragraphs it falls
    into."""

    def __init__(self, lines: Sequence[Line], fences: dict[int, int]) -> None:
        self.lines = lines
        self.fences = fences
        self.start, self.end, self.widest = 0, -1, 0

    def last_of_paragraph(self, index: int) -> int:
        """The last line of the paragraph that begins at `index`: it goes on as long as lines were wrapped."""
        if not self.start <= index <= self.end:
            self._measure(index)
        last = index
        while last < self.end and _is_wrapped(self.lines[last], self.lines[last + 1], self.widest):
            last += 1
        return last

    def _measure(self, index: int) -> None:
        self.start = self.end = index
        self.widest = self.lines[index].columns
        while self.end - index < _MAX_RUN_LINES and not self.lines[self.end].blank_after:
            following = self.end + 1
            ordinary = _continues(self.lines[following]) and not _is_row(self.lines, following)
            if not ordinary or following in self.fences:
                return
            self.end = following
            self.widest = max(self.widest, self.lines[following].columns)


def _is_wrapped(line: Line, following: Line, widest: int) -> bool:
    """Whether `following` goes on with the sentence or paragraph of `line`.

    Either the next word would not have fitted into the width of the run, or the sentence is open and goes on
    in lower case.
    """
    if not _MIN_WRAP_COLUMNS <= widest <= _MAX_WRAP_COLUMNS:
        return False
    first = following.text[:1]
    if is_east_asian(line.text[-1]) or is_east_asian(first):
        # Such text may be broken anywhere, save before a closing mark: full lines differ by a character or
        # two.
        closed = line.text[-1] in "。！？!?:：" or _URL_AT_END.search(line.text[-200:])
        return line.columns >= widest - 6 and not closed
    word = len(following.text.split(maxsplit=1)[0][:_MAX_WRAP_COLUMNS])
    if line.columns + 1 + word > widest:
        return True
    return first.islower() and line.text[-1] not in ".!?:;" and line.columns >= widest // 2
