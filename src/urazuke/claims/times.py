"""The date that goes with a claim (``times.yml``)."""

import re

from urazuke.claims.mask import MaskedSentence, read_masked
from urazuke.text.dates import Bound

_ACTS_OF_LAW = frozenset({"indicted", "sued"})
_DATE_AFTER = 24
"""How far behind its words a date may stand: "… registered the domain in May 2012"."""


def find_time(sentence: MaskedSentence, start: int, end: int, language: str, predicate: str) -> str | None:
    """The date that goes with the words: within them, else the nearest one before them in the sentence."""
    times = read_masked("times.yml", flags=re.I)
    if predicate not in _ACTS_OF_LAW and times["act_of_law"].search(sentence.masked):
        return None  # the day of an indictment is not the day of what it charges
    dates = [
        (sentence.place_of(token), token.date)
        for token in sentence.tokens
        if token.date is not None
        and token.date.bound is Bound.AT
        and not times["reported"].match(sentence.masked, sentence.place_of(token) + 1)
        and not times["reported_on"].search(
            sentence.masked, max(0, sentence.place_of(token) - 20), sentence.place_of(token)
        )
    ]
    inside = [date for place, date in dates if start <= place < end]
    before = [
        date
        for place, date in dates
        if place < start
        and not (language == "zh" and times["other_clause_zh"].search(sentence.masked, place, start))
    ]
    after = [date for place, date in dates if end <= place < end + _DATE_AFTER]
    chosen = inside[-1] if inside else before[-1] if before else after[0] if after else None
    return chosen.value if chosen else None
