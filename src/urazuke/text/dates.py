"""Finding dates in running text and writing them as EDTF (ISO 8601-2, level 0).

Japanese, English and Chinese wording; relative words (昨年, last month, 去年) count from the date of publication,
and are left out where that is not known. Level 0 keeps precision by length ("2014" / "2014-05" / "2014-05-04")
or as an interval.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from urazuke.model.place import Span
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.text", "dates.yml", "around")


class Bound(StrEnum):
    """What the words around a date make of it."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date in the text: `value` is EDTF; `bound` says whether the words mark a beginning or an end.

    `ends` are the two dates of "from 2011 to 2013"; a quarter, though an interval too, is one date.
    """

    span: Span
    value: str
    bound: Bound = Bound.AT
    ends: tuple[str, str] | None = None


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@cache
def _absolute_dates() -> re.Pattern[str]:
    """All ways to write a date, each in a group of its name."""
    data = read_yaml("urazuke.text", "dates.yml")
    ways = "|".join(f"(?P<{name}>{way})" for name, way in data["absolute"].items())
    for name, part in data["parts"].items():
        ways = ways.replace(f"<{name}>", part)
    return re.compile(ways)


@cache
def _seasons() -> dict[str, tuple[int, int]]:
    rows: dict[str, list[int]] = read_yaml("urazuke.text", "dates.yml")["seasons"]
    return {word: (first, last) for word, (first, last) in rows.items()}


@cache
def _relative() -> tuple[re.Pattern[str], dict[str, tuple[int, int | None]]]:
    rows: dict[str, list[Any]] = read_yaml("urazuke.text", "relative_dates.yml")
    table = {word.casefold(): (int(row[0]), row[1]) for word, row in rows.items()}
    words = sorted(table, key=len, reverse=True)
    body = "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words)
    return re.compile(
        rf"(?P<word>{body})(?:\s?(?P<m>1[0-2]|[1-9])月)?(?:\s?(?P<d>3[01]|[12]\d|[1-9])[日号])?", re.I
    ), table


def find_dates(text: str, within: Span, published: str | None = None) -> list[DateMention]:
    """Find dates in ``text[within]``, in text order, not overlapping.

    Args:
        text: One rendition.
        within: Where to look.
        published: EDTF date that relative words count from; None leaves relative dates out.
    """
    found: list[DateMention] = []
    for match in _absolute_dates().finditer(text, within.start, within.end):
        value = _absolute(match)
        if value:
            found.append(_with_bound(text, within, Span(*match.span()), value))
    if published and re.match(r"(?:19|20)\d\d", published):
        pattern, table = _relative()
        for match in pattern.finditer(text, within.start, within.end):
            offset = table[match["word"].casefold()]
            value = _relative_value(offset, match["m"], match["d"], published)
            if value:
                found.append(_with_bound(text, within, Span(*match.span()), value))
        for match in _patterns()["bare"].finditer(text, within.start, within.end):
            year, month = int(published[:4]), int(match["m"])
            if not match["d"] and published[5:7].isdigit() and month > int(published[5:7]):
                year -= 1  # a month alone is one that has been: 12月に, written in May
            value = f"{year}-{month:02}" + (f"-{int(match['d']):02}" if match["d"] else "")
            found.append(_with_bound(text, within, Span(*match.span()), value))
    found.sort(key=lambda date: (date.span.start, -date.span.end))
    kept: list[DateMention] = []
    for date in found:
        if not kept or date.span.start >= kept[-1].span.end:
            kept.append(date)
    return _join_intervals(text, kept)


def _absolute(match: re.Match[str]) -> str | None:
    kind = match.lastgroup
    groups = match.groupdict()
    if groups["iso"]:
        return _valid(groups["iso"])
    if groups["isomonth"]:
        if groups["im2"] and groups["im"] < groups["im2"]:
            return _months(groups["iy"], int(groups["im"]), int(groups["im2"]))
        return f"{groups['iy']}-{groups['im']}"
    if groups["slash"]:
        year, month, day = re.split(r"[/.]", groups["slash"])
        return _valid(f"{year}-{int(month):02}-{int(day):02}")
    if groups["cjk"]:
        if groups["cq"]:
            return _months(groups["cy"], *_quarter(groups["cq"]))
        if groups["cm2"] and int(groups["cm"]) < int(groups["cm2"]):
            return _months(groups["cy"], int(groups["cm"]), int(groups["cm2"]))
        if groups["cm"]:
            day = f"-{int(groups['cd']):02}" if groups["cd"] else ""
            return _valid(f"{groups['cy']}-{int(groups['cm']):02}{day}")
        if groups["cpart"] in ("春", "夏", "秋"):
            return _months(groups["cy"], *_seasons()[groups["cpart"]])
        return groups["cy"]
    if groups["dmy"]:
        return _valid(f"{groups['dy']}-{_month(groups['dm']):02}-{int(groups['dd']):02}")
    if groups["mdy"]:
        return _valid(f"{groups['my']}-{_month(groups['mm']):02}-{int(groups['md']):02}")
    if groups["my2"]:
        return f"{groups['yy']}-{_month(groups['ym']):02}"
    if groups["enq"]:
        return _months(groups["qy"], *_quarter(groups["q1"] or groups["q2"]))
    if groups["half"]:
        return _months(groups["hy"], *((1, 6) if groups["h"] == "first" else (7, 12)))
    if groups["enpart"]:
        season = groups["ep"].removesuffix(" of").lower()
        return _months(groups["ey"], *_seasons()[season]) if season in _seasons() else groups["ey"]
    return groups["year"] if kind else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _quarter(word: str) -> tuple[int, int]:
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}
    number = names.get(word) or int(word)
    return 3 * number - 2, 3 * number


def _months(year: str, first: int, last: int) -> str:
    return f"{year}-{first:02}/{year}-{last:02}"


def _valid(date: str) -> str | None:
    parts = [int(part) for part in date.split("-")]
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return None
    if len(parts) > 2 and not 1 <= parts[2] <= monthrange(parts[0], parts[1])[1]:
        return None
    return date


def _relative_value(
    offset: tuple[int, int | None], month: str | None, day: str | None, published: str
) -> str | None:
    years, months = offset
    if months is None:
        year = int(published[:4]) + years
        if not month:
            return str(year)
        return _valid(f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    if len(published) < 7:
        return None
    index = int(published[:4]) * 12 + int(published[5:7]) - 1 + months
    value = f"{index // 12}-{index % 12 + 1:02}"
    return _valid(f"{value}-{int(day):02}") if day else value


def _with_bound(text: str, within: Span, span: Span, value: str) -> DateMention:
    before, after = (
        text[max(within.start, span.start - 24) : span.start],
        text[span.end : min(span.end + 8, within.end)],
    )
    bound = Bound.AT
    if _patterns()["since_after"].match(after) or _patterns()["since_before"].search(before):
        bound = Bound.SINCE
    elif _patterns()["until_after"].match(after) or _patterns()["until_before"].search(before):
        bound = Bound.UNTIL
    return DateMention(span=span, value=value, bound=bound)


def _join_intervals(text: str, dates: list[DateMention]) -> list[DateMention]:
    """Join "2011 から 2013 まで", "from 2011 through 2013" into one interval A/B."""
    joined: list[DateMention] = []
    for date in dates:
        last = joined[-1] if joined else None
        between = text[last.span.end : date.span.start] if last else ""
        if (
            last
            and len(between) <= 10
            and _patterns()["interval"].fullmatch(between)
            and "/" not in last.value + date.value
            and (
                between.strip() != "and"
                or _patterns()["between"].search(text, max(0, last.span.start - 16), last.span.start)
            )
            and date.value > last.value
        ):
            span = Span(last.span.start, date.span.end)
            joined[-1] = DateMention(
                span=span, value=f"{last.value}/{date.value}", ends=(last.value, date.value)
            )
        else:
            joined.append(date)
    return joined
