"""Cutting blocks of text into sentences, with places kept."""

import re
from collections.abc import Iterator

from urazuke.model.place import Span

# A CJK full stop ends a sentence wherever it stands; a Latin one only before white space and a likely beginning.
_END = re.compile(
    r"[。！？!?]+[」』”’）)\]]*"
    r"|(?:(?<=[^\s.\d])\.[\]\d\[]*|(?<=\d)\.(?:\[\d{1,3}\])*)[”\"’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9À-Þ]|\s*$)"
    r"|\n\s*\n|\n(?=\s*[-*•・●◆■]\s)"
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Lt|Col|Gen|Sgt|Maj|Capt|Sr|Jr|St|No|Inc|Ltd|Co|Corp|vs|etc|e\.g|i\.e|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|U\.S|U\.K|a\.k\.a))\.$"
)
# 「…。」と述べた: the quotation has ended, the sentence has not.
_SPOKEN = re.compile(r"[」』”](?:と|って|という|など|，|,|、)")
# （退職者を含む。）: a stop before the end of a short bracket ends no sentence, unless the bracket stands after one.
_IN_BRACKET = re.compile(r"(?<![。！？\n])[（(][^（）()。\n]{1,60}。[）)]$")
_MAX = 1500
"""Longer sentences are cut at the next comma or space: a bound on the work for hostile text."""


def iter_sentences(text: str, within: Span) -> Iterator[Span]:
    """Cut ``text[within]`` into sentences.

    Yields:
        Spans in text order that do not overlap, without white space at their ends, none longer than
        about 1,500 characters.
    """
    start = within.start
    for match in _END.finditer(text, within.start, within.end):
        head = text[max(start, match.start() - 12) : match.start() + 1]
        if match.group().startswith(".") and _ABBREVIATIONS.search(head):
            continue
        if match.group().endswith(("）", ")")) and _IN_BRACKET.search(text, start, match.end()):
            continue
        if _open_quote(text, start, match.end()) or _SPOKEN.match(text, match.end() - 1):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, within.end)


def _open_quote(text: str, start: int, end: int) -> bool:
    """Whether the stop stands inside a quotation of ordinary length, which stays in one sentence with its speaker."""
    if end - start > 600:
        return False
    piece = text[start:end]
    if piece.rstrip()[-1:] not in "。！？":
        return False
    return any(piece.count(a) > piece.count(b) for a, b in (("「", "」"), ("“", "”"), ("『", "』"))) and (
        _closes_soon(text, end)
    )


def _closes_soon(text: str, end: int) -> bool:
    window = text[end : end + 400]
    return any(mark in window.split("\n", 1)[0] for mark in "」”』")


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _MAX:
        cut = max(text.rfind(mark, start + _MAX // 2, start + _MAX) for mark in "、，,; \n")
        cut = cut + 1 if cut > start else start + _MAX
        yield from _trimmed_one(text, start, cut)
        start = cut
    yield from _trimmed_one(text, start, end)


def _trimmed_one(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
