"""Days by which documents are ordered."""

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")


def find_last_day(edtf: str | None) -> str | None:
    """The last day that an EDTF date or interval can mean, as ``YYYY-MM-DD``; None where it says none.

    A document "of 2019" counts as of 31 December: before that day nobody can be said to have known it.
    """
    start, _, end = (edtf or "").partition("/")
    match = _DATE.match(end) or _DATE.match(start)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    if not (year >= 1 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{min(int(day), last) if day else last:02}"
