"""Wording that a model must not be believed about: orders to the reader, and ties that are named without
being claimed."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from urazuke.claims.mask import MaskedSentence
from urazuke.model.place import Span
from urazuke.text.sentences import iter_sentences
from urazuke.vocab.load import read_yaml


@cache
def _orders() -> re.Pattern[str]:
    """Of all languages together: an order may well stand in another language than the text around it."""
    rows: dict[str, list[str]] = read_yaml("urazuke.llm", "injections.yml")
    return re.compile("|".join(row for language in rows.values() for row in language), re.I | re.M)


def find_orders(text: str) -> Iterator[Span]:
    """The sentences of `text` that speak to whoever reads: "ignore the above", 指示を無視, 忽略以上.

    Yields:
        Spans in text order.
    """
    last = -1
    for match in _orders().finditer(text):
        if match.start() < last:
            continue
        # Half a sentence before is enough to hold its beginning; a line is no longer than that as a rule.
        around = Span(text.rfind("\n", 0, match.start()) + 1, _line_end(text, match.end()))
        near = Span(max(around.start, match.start() - 1500), min(around.end, match.end() + 1500))
        for sentence in iter_sentences(text, near):
            if sentence.overlaps(Span(*match.span())) and sentence.end > last:
                yield sentence
                last = sentence.end


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


@cache
def _not_claimed(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows: dict[str, Any] = read_yaml("urazuke.llm", "not-claimed.yml")
    return re.compile("|".join(rows[language]), re.I), re.compile(rows["clause_end"], re.I)


def is_not_claimed(sentence: MaskedSentence, start: int, end: int, language: str) -> bool:
    """Whether "no evidence that" or its like governs ``masked[start:end]``."""
    cues, clause_end = _not_claimed(language)
    masked = sentence.masked
    for match in cues.finditer(masked):
        low, high = min(match.end(), end), max(match.start(), start)
        between = (match.end(), start) if match.end() <= start else (end, match.start())
        inside = low > start and high < end
        if inside or not clause_end.search(masked, min(between), max(between)):
            return True
    return False
