"""Blocks of plain text: headings, paragraphs, bullets, rows … guessed from its lines. Pure, linear in the
text.

Markdown is read by the same rules, since plain texts are full of it: the markup in front of a line (``## ``,
``- ``, ``> ``) stays outside the span of its block.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from urazuke.model.document import Block, BlockKind
from urazuke.model.place import Span

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_ATX = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")
_UNDERLINE = re.compile(r"(={3,}|-{3,})$")
_RULE = re.compile(r"(?:[-*_=~＝－―─━]\s?){3,}$")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_NUMBERED = re.compile(
    r"(?P<path>\d{1,3}(?:[.．]\d{1,3}){0,5})"
    r"(?P<after>[.．)）、:：]?[ \t\u3000]+|[)）、．]|\.(?=[^\W\d_a-zA-Z]))(?=\S)"
    r"|[(（](?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）][ \t\u3000]*(?=\S)"
    r"|[①-⑳❶-❿⓵-⓾][ \t\u3000]*(?=\S)"
    r"|[a-zA-Z][)）][ \t\u3000]+(?=\S)"
    r"|[一二三四五六七八九十]{1,3}[、．][ \t\u3000]*(?=\S)"
    r"|第[\d一二三四五六七八九十]{1,3}[章節节部][ \t\u3000:：]*(?=\S)"
)
_CELL_BREAK = re.compile(r"\t+|(?<!\\)\|")
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


class _Words(NamedTuple):
    spaced: frozenset[str]
    free: frozenset[str]
    heading_marks: frozenset[str]
    final: frozenset[str]
    final_or_title: frozenset[str]
    caption: re.Pattern[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load((files("urazuke.text") / "blocks.yml").read_text("utf-8"))
    captions = "|".join(re.escape(word) for word in sorted(data["captions"], key=len, reverse=True))
    return _Words(
        spaced=frozenset(data["bullets"]["spaced"]),
        free=frozenset(data["bullets"]["free"]),
        heading_marks=frozenset(data["heading_marks"]),
        final=frozenset(data["final"]),
        final_or_title=frozenset(data["final_or_title"]),
        caption=re.compile(
            rf"[(（【\[]?(?:{captions})[ .\u3000]*[\d０-９]{{1,3}}(?:[-.．－]\d{{1,3}})*[ 　:：.．)）】\]|]"
        ),
    )


@dataclass(slots=True)
class _Line:
    """One line, without white space at its ends. `indent` and `columns` count columns: a CJK character fills
    two."""

    start: int
    text: str
    indent: int
    columns: int
    blank_before: bool = False
    blank_after: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_blocks(text: str) -> tuple[Block, ...]:
    """Find the blocks of a plain or Markdown text.

    Returns:
        Blocks in text order, never empty, never overlapping, without locator. A row keeps its own separators
        (tabs or bars: see `find_cells`), an item is without its bullet, a paragraph holds the newlines of its
        lines.
    """
    lines = _split_lines(text)
    return tuple(_iter_blocks(lines))


def find_cells(text: str, row: Span) -> tuple[Span, ...]:
    """The cells of a row, as spans in `text` without the white space around them; an empty cell has an empty
    span."""
    cells: list[Span] = []
    start = row.start
    for match in _CELL_BREAK.finditer(text, row.start, row.end):
        cells.append(_trim(text, start, match.start()))
        start = match.end()
    cells.append(_trim(text, start, row.end))
    return tuple(cells)


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + left + len(piece.strip())) if piece.strip() else Span(start, start)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _split_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    newlines = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip()
        if not stripped:
            # One break ends a line; a second one, or a page break, makes a gap.
            newlines += 1 if raw in ("\n", "\r", "\r\n") else 0
            blank = blank or newlines > 1 or raw == "\f"
            continue
        lead = raw[: len(raw) - len(raw.lstrip())]
        indent = _columns(lead.expandtabs(4))
        line = _Line(match.start() + len(lead), stripped, indent, _columns(stripped), blank_before=blank)
        if lines:
            lines[-1].blank_after = blank
        lines.append(line)
        blank, newlines = False, 0
    if lines:
        lines[-1].blank_after = True
    return lines


def _iter_blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    fences = _pair_fences(lines)
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
        if line.blank_before and line.indent == 0 and _bullet_length(line) == 0:
            indents.clear()
        taken, block = _read_one(lines, index, indents, fences)
        if block is not None:
            yield block
        index += taken


def _read_one(
    lines: Sequence[_Line], index: int, indents: list[int], fences: dict[int, int]
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
    if _words().caption.match(line.text) or _is_parenthesised(line):
        return 1, _block(line, line.end, BlockKind.CAPTION)
    if (
        (below := index + 1) < len(lines)
        and not line.blank_after
        and (match := _UNDERLINE.match(lines[below].text))
    ):
        level = 1 if match.group(1)[0] == "=" else 2
        return 2, _block(line, line.end, BlockKind.HEADING, level)
    if length := _bullet_length(line):
        if _is_marked_heading(lines, index):
            return 1, _marked_heading(line, length)
        return _read_item(lines, index, length, indents, fences)
    if _is_heading(lines, index):
        return 1, _block(line, line.end, BlockKind.HEADING, 1 if index == 0 else 2)
    last = _last_of_paragraph(lines, index, fences)
    return last - index + 1, _block(line, lines[last].end, BlockKind.PARAGRAPH)


def _block(line: _Line, end: int, kind: BlockKind, level: int = 0) -> Block:
    return Block(span=Span(line.start, end), kind=kind, level=level)


def _pair_fences(lines: Sequence[_Line]) -> dict[int, int]:
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


def _read_quotation(lines: Sequence[_Line], index: int, marker: int) -> tuple[int, Block | None]:
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


def _is_row(lines: Sequence[_Line], index: int) -> bool:
    line = lines[index]
    if line.text[0] == "|" and len(line.text) > 2:
        return line.text[-1] == "|" or _bars(line.text) > 1
    if "\t" in line.text:
        marker = _bullet_length(line)
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


def _row(line: _Line) -> Block | None:
    left = 1 if line.text.startswith("|") else 0
    right = 1 if line.text.endswith("|") and not line.text.endswith("\\|") else 0
    inner = line.text[left : len(line.text) - right]
    if not inner.strip(" \t\u3000|"):
        return None
    start = line.start + left + len(inner) - len(inner.lstrip(" \u3000"))
    return Block(span=Span(start, start + len(inner.strip(" \u3000"))), kind=BlockKind.ROW)


def _bullet_length(line: _Line) -> int:
    """How many characters of the line its bullet or number takes, 0 if there is none or nothing after it."""
    text = line.text
    words = _words()
    if text[0] in words.spaced or text[0] in words.free:
        rest = text[1:]
        body = rest.lstrip()
        spaced = len(body) < len(rest)
        if body and (spaced or (text[0] in words.free and not body.startswith(text[0]))):
            return len(text) - len(body)
        return 0
    match = _NUMBERED.match(text)
    if match is None:
        return 0
    # "2023 年" and "3 companies were hit" begin with a number that counts: a bare one needs several levels or
    # a mark.
    if (
        match.group("path")
        and match.group("after").isspace()
        and not re.search(r"[.．]", match.group("path"))
    ):
        return 0
    return match.end()


def _ends_as_title(line: _Line, most: int) -> bool:
    """Whether the line could be a heading by its length and its end."""
    words = _words()
    last = line.text.rstrip("」』）)”\"'")[-1:] or line.text[-1]
    if line.columns > most or last in words.final or line.text[-1] in words.final:
        return False
    if last in words.final_or_title and line.columns > 2 * most // 3:
        return False
    return "。" not in line.text and not re.search(r"[a-z]{2}[.;] +[A-Z]", line.text)


def _is_marked_heading(lines: Sequence[_Line], index: int) -> bool:
    """A line with a number or a mark is a heading if it looks like one and stands alone, not in a list."""
    line = lines[index]
    mark = line.text[0]
    words = _words()
    if (mark in words.spaced or mark in words.free) and mark not in words.heading_marks:
        return False
    if line.indent > 3 or not _ends_as_title(line, _MAX_HEADING_COLUMNS):
        return False
    if not line.blank_before and not (index and _is_prose(lines[index - 1])):
        return False
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following is None or (_bullet_length(following) and not _is_deeper(line, following)):
        return False
    return index == 0 or not _bullet_length(lines[index - 1]) or line.blank_before


def _is_prose(line: _Line) -> bool:
    return line.text[-1] in _words().final or line.columns > _MAX_HEADING_COLUMNS


def _number_depth(line: _Line) -> int:
    match = _NUMBERED.match(line.text)
    return len(re.split(r"[.．]", match.group("path"))) if match and match.group("path") else 1


def _is_deeper(line: _Line, following: _Line) -> bool:
    """Whether the next marked line is of another sort: a bullet below a numbered heading, or 1.1 below 1."""
    if line.text[0] in _words().heading_marks:
        return following.text[0] != line.text[0]
    return following.text[0] in _words().spaced | _words().free or _number_depth(following) > _number_depth(
        line
    )


def _marked_heading(line: _Line, length: int) -> Block:
    level = min(6, 1 + _number_depth(line))
    return Block(span=Span(line.start + length, line.end), kind=BlockKind.HEADING, level=level)


def _read_item(
    lines: Sequence[_Line], index: int, length: int, indents: list[int], fences: dict[int, int]
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


def _continues(line: _Line) -> bool:
    """Whether a line is nothing in itself, so that it may go on with what stands above."""
    return not (
        _bullet_length(line)
        or _ATX.match(line.text)
        or _QUOTE.match(line.text)
        or _RULE.match(line.text)
        or "\t" in line.text
        or line.text[0] == "|"
        or _words().caption.match(line.text)
    )


def _is_parenthesised(line: _Line) -> bool:
    """A line all in brackets, standing alone, tells what a picture shows."""
    alone = line.blank_before and line.blank_after
    return alone and line.text[0] in "(（" and line.text[-1] in ")）" and line.columns <= _MAX_HEADING_COLUMNS


def _is_heading(lines: Sequence[_Line], index: int) -> bool:
    """A short line without final punctuation that stands alone, or opens a run of much longer lines."""
    line = lines[index]
    if line.text[0] in "【〔［" and line.text[-1] in "】〕］":
        return line.columns <= _MAX_HEADING_COLUMNS
    if not line.blank_before or line.indent > 12:
        return False
    if not _ends_as_title(line, _MAX_TITLE_COLUMNS if index < _TITLE_LINES else _MAX_HEADING_COLUMNS) or _SOLID.match(
        line.text
    ):
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
        and (following.text[-1] in _words().final or not following.blank_after)
    )


def _last_of_paragraph(lines: Sequence[_Line], index: int, fences: dict[int, int]) -> int:
    """The last line of the paragraph that begins at `index`: lines go on as long as each was wrapped to fit a
    width."""
    run_end = index
    widest = lines[index].columns
    # Looking ahead is bounded, so that a run of a million lines costs no more than its length.
    while run_end + 1 < len(lines) and not lines[run_end].blank_after and run_end - index < 60:
        following = lines[run_end + 1]
        if not _continues(following) or run_end + 1 in fences or _is_row(lines, run_end + 1):
            break
        run_end += 1
        widest = max(widest, following.columns)
    last = index
    while last < run_end and _is_wrapped(lines[last], lines[last + 1], widest):
        last += 1
    return last


def _is_wrapped(line: _Line, following: _Line, widest: int) -> bool:
    """Whether `following` goes on with the sentence or paragraph of `line`.

    Either the next word would not have fitted into the width of the run, or the sentence is open and goes on
    in lower case.
    """
    if not _MIN_WRAP_COLUMNS <= widest <= _MAX_WRAP_COLUMNS:
        return False
    first = following.text[:1]
    if _is_east_asian(line.text[-1]) or _is_east_asian(first):
        # Such text may be broken anywhere, save before a closing mark: full lines differ by a character or
        # two.
        closed = line.text[-1] in "。！？!?:：" or _URL_AT_END.search(line.text[-200:])
        return line.columns >= widest - 6 and not closed
    word = len(following.text.split(maxsplit=1)[0][:_MAX_WRAP_COLUMNS])
    if line.columns + 1 + word > widest:
        return True
    return first.islower() and line.text[-1] not in ".!?:;" and line.columns >= widest // 2


def _is_east_asian(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
