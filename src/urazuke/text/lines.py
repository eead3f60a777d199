"""Lines of plain text as a reader of layout sees them: indent, width, the gap above, the bullet in front."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]")
_NUMBERED = re.compile(
    r"(?!(?=\d{1,3}(?:\.\d{1,3}){3}(?![.\d]))[\d.]*(?:[4-9]\d|\d{3}))"  # 198.51.100.7 is no number of a section
    r"(?P<path>\d{1,3}(?:[.．]\d{1,3}){0,5})"
    r"(?P<after>[.．)）、:：]?[ \t\u3000]+|[)）、．]|\.(?=[^\W\d_a-zA-Z]))(?=\S)"
    r"|[(（](?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})[)）][ \t\u3000]*(?=\S)"
    r"|[①-⑳❶-❿⓵-⓾][ \t\u3000]*(?=\S)"
    r"|[a-zA-Z][)）][ \t\u3000]+(?=\S)"
    r"|[一二三四五六七八九十]{1,3}[、．][ \t\u3000]*(?=\S)"
    r"|第[\d一二三四五六七八九十]{1,3}[章節节部][ \t\u3000:：]*(?=\S)"
)


class Words(NamedTuple):
    """The characters and words of ``blocks.yml``."""

    spaced: frozenset[str]
    free: frozenset[str]
    heading_marks: frozenset[str]
    final: frozenset[str]
    final_or_title: frozenset[str]
    caption: re.Pattern[str]


@cache
def load_words() -> Words:
    """Read the data file, once."""
    data = yaml.safe_load((files("urazuke.text") / "blocks.yml").read_text("utf-8"))
    captions = "|".join(re.escape(word) for word in sorted(data["captions"], key=len, reverse=True))
    return Words(
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
class Line:
    """One line, without white space at its ends. `indent` and `columns` count columns: a CJK character fills
    two."""

    start: int
    text: str
    indent: int
    columns: int
    blank_before: bool = False
    blank_after: bool = False
    marker: int | None = None

    @property
    def end(self) -> int:
        """Where the line ends in the text."""
        return self.start + len(self.text)


def count_columns(text: str) -> int:
    """The width of `text` in columns: a CJK character fills two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank, in order."""
    lines: list[Line] = []
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
        indent = count_columns(lead.expandtabs(4))
        line = Line(match.start() + len(lead), stripped, indent, count_columns(stripped), blank_before=blank)
        if lines:
            lines[-1].blank_after = blank
        lines.append(line)
        blank, newlines = False, 0
    if lines:
        lines[-1].blank_after = True
    return lines


def measure_bullet(line: Line) -> int:
    """How many characters of the line its bullet or number takes, 0 if there is none or nothing after it."""
    if line.marker is None:
        line.marker = _measure(line)
    return line.marker


def _measure(line: Line) -> int:
    text = line.text
    words = load_words()
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


def count_levels(line: Line) -> int:
    """How many levels the number in front of a line has: 2 for "3.1", 1 for "3" and for every other mark."""
    match = _NUMBERED.match(line.text)
    return len(re.split(r"[.．]", match.group("path"))) if match and match.group("path") else 1


def is_east_asian(character: str) -> bool:
    """Whether a character fills two columns."""
    return unicodedata.east_asian_width(character) in "WF"
