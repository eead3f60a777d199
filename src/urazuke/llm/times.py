"""Times that a model gives: kept where the text around the quote says as much."""

import re
from calendar import monthrange

from urazuke.model.place import Span
from urazuke.text.dates import find_dates

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_edtf(value: str) -> bool:
    """Whether `value` is a date of EDTF level 0 or an interval of two such dates in order."""
    parts = value.split("/")
    if len(parts) > 2 or not all(map(_is_date, parts)):
        return False
    return len(parts) == 1 or parts[0][: len(parts[1])] <= parts[1][: len(parts[0])]


def _is_date(value: str) -> bool:
    found = _DATE.fullmatch(value) if value.isascii() else None
    if not found or found[1] == "0000":
        return False
    if found[2] and not 1 <= int(found[2]) <= 12:
        return False
    return not found[3] or 1 <= int(found[3]) <= monthrange(int(found[1]), int(found[2]))[1]


def is_time_in_text(value: str, text: str, within: Span, published: str | None) -> bool:
    """Whether ``text[within]`` names the date, or both ends of the interval, at least as finely.

    Relative words (last year, 昨年) count from `published`.
    """
    found = {
        part
        for date in find_dates(text, within, published)
        for whole in (date.value, *date.value.split("/"))
        for part in (whole, whole[:4], whole[:7])
    }
    return value in found or all(part in found for part in value.split("/"))
