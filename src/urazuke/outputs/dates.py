"""EDTF dates as stretches of days, for sorting and drawing: a year is a span, a day is a point."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
# Level 1 sub-year groupings: seasons and quarters (ISO 8601-2, 4.8), as first and last month.
_SEASONS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 12),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """The first and last day that an EDTF date may mean; an open end is None. `approximate`: ? ~ or %."""

    start: date | None
    end: date | None
    approximate: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one known day."""
        return self.start is not None and self.start == self.end and not self.approximate

    @property
    def order(self) -> tuple[date, date]:
        """For sorting by start, then end."""
        return self.start or self.end or date.min, self.end or date.max


def parse_edtf(text: str) -> DateSpan | None:
    """The stretch of days of an EDTF date or interval (level 0, and of level 1: ? ~ %, seasons, open ends).

    None if it is none of these: what cannot be placed is still shown as text.
    """
    if "/" in text:
        left, _, right = text.partition("/")
        start, end = _parse_end(left), _parse_end(right)
        if start is None or end is None or (start.start is None and end.end is None):
            return None
        if start.start and end.end and end.end < start.start:
            return None
        return DateSpan(start=start.start, end=end.end, approximate=start.approximate or end.approximate)
    return _parse_one(text)


def _parse_end(text: str) -> DateSpan | None:
    return DateSpan(start=None, end=None) if text in ("", "..") else _parse_one(text)


def _parse_one(text: str) -> DateSpan | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), match[2] and int(match[2]), match[3] and int(match[3])
    approximate = bool(match[4])
    try:
        if day:
            exact = date(year, month or 1, day)
            return DateSpan(start=exact, end=exact, approximate=approximate)
        first, last = (1, 12) if not month else _SEASONS.get(month, (month, month))
        return DateSpan(
            start=date(year, first, 1),
            end=date(year, last, monthrange(year, last)[1]),
            approximate=approximate,
        )
    except ValueError:
        return None
