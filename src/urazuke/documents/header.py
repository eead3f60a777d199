"""What the first lines of a report tell about it: labelled values, a date alone on its line, a marking of
distribution."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

_HEAD_LINES = 15
"""Non-empty lines that count as the top of a report."""
_MAX_LINE = 300
_LABELLED = re.compile(r"(?:[-*・●■]\s*)?\**(?P<label>[^:：|*]{1,24}?)\**\s*[:：]\**\s*(?P<value>\S.*)$")
_TLP = re.compile(r"TLP\s*[:：]?\s*(RED|AMBER\s?\+\s?STRICT|AMBER|GREEN|CLEAR|WHITE)(?![A-Za-z])")
_TLP_LEVELS = ("clear", "green", "amber", "amber+strict", "red")
_TLP_HEAD = 3_000

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ZONE = r"(?:Z|UTC|GMT|JST|CST|EST|EDT|[+-]\d\d:?\d\d)"
_CLOCK = rf"(?:[T\s,]+(?:at\s+)?\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*[AP]M)?\s*{_ZONE}?)?"
_WEEKDAY = r"(?:\s*[(（][^()（）]{1,9}[)）])?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the top of a text says. `published` is an EDTF date; `title_line` the first line that no label
    opens."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    language: str | None = None


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    """Label in lower case -> the fields that it may open: 发布 stands before a date and before a name."""
    labels: dict[str, tuple[str, ...]] = {}
    for field, words in _data()["labels"].items():
        for word in words:
            labels[str(word).lower()] = (*labels.get(str(word).lower(), ()), field)
    return labels


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (files("urazuke.documents") / "headers.yml").read_text("utf-8")
    )
    return data


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    months = "|".join(
        sorted({form for name in _months() for form in (name, f"{name}.")}, key=len, reverse=True)
    )
    month_word = rf"(?P<month>{months})"
    day_word = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    patterns = (
        rf"{_YEAR}\s?[年년]\s?(?:(?P<month>\d{{1,2}})\s?[月월]\s?(?:(?P<day>\d{{1,2}})\s?[日일]?)?)?{_WEEKDAY}{_CLOCK}",
        rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}))?{_WEEKDAY}{_CLOCK}",
        rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
        rf"(?:[A-Za-z]{{3,9}}\.?,\s+)?{month_word}\s+{day_word},?\s+{_YEAR}{_CLOCK}",
        rf"(?:[A-Za-z]{{3,9}}\.?,\s+)?{day_word}\s+{month_word},?\s+{_YEAR}{_CLOCK}",
        rf"{month_word},?\s+{_YEAR}",
        _YEAR,
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


@cache
def _months() -> dict[str, int]:
    """Month names and their first three letters in lower case -> 1..12."""
    names = _data()["months"]
    return {
        form: number
        for number, name in enumerate(names, 1)
        for form in (str(name), str(name)[:3], "sept")[:2]
    } | {"sept": 9}


def read_date(words: str) -> str | None:
    """The date that `words` begin with and are nothing else than, as EDTF at the precision given; None if
    there is none.

    A time of day and a weekday may follow. "2017年5月" gives ``2017-05``; "May 17, 2017, 10:00" gives
    ``2017-05-17``.
    """
    words = words.strip()
    if len(words) > _MAX_LINE:
        return None
    for pattern in _date_patterns():
        if match := pattern.fullmatch(words):
            found = match.groupdict()
            return _make_edtf(found["year"], found.get("month"), found.get("day"))
    return None


def read_timestamp(words: str) -> str | None:
    """The date in a machine-made time stamp (ISO 8601, RFC 5322 or as people write it); None if there is
    none."""
    words = words.strip()
    if match := re.match(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?=[T\s]|$)", words):
        return _make_edtf(match["year"], match["month"], match["day"])
    return read_date(words)


def _make_edtf(year: str, month: str | None, day: str | None) -> str | None:
    if month is None:
        return year
    number = int(month) if month.isdigit() else _months().get(month.lower().rstrip("."), 0)
    if not 1 <= number <= 12:
        return None
    if day is None:
        return f"{year}-{number:02}"
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def read_header(text: str) -> Header:
    """Read the first lines of `text`: labelled values, and a date that stands alone on its line.

    A label counts only within the lines before the first long line, and titles and publishers only if they
    open the text one below another: "Source: the police" further down is prose. Of dates, one of publication
    goes before a bare one, and that before one of change.
    """
    found: dict[str, str] = {}
    dates: dict[str, str] = {}
    opening = True
    for line in _iter_head_lines(text):
        field, value = _split_label(line)
        if field is None:
            opening = False
            if (bare := read_date(line)) and len(bare) >= 7:
                dates.setdefault("bare", bare)
        elif field in ("published", "updated"):
            dates.setdefault(field, value)
        elif opening:
            found.setdefault(field, value)
    published = dates.get("published") or dates.get("bare") or dates.get("updated")
    return Header(published=published, **found)


def find_opening(text: str) -> int:
    """Where the labelled lines that open a text end, in code points; 0 if it opens with anything else."""
    end = 0
    for _ in range(_HEAD_LINES):
        line_end = text.find("\n", end)
        line = text[end : line_end if line_end >= 0 else len(text)]
        if len(line) > _MAX_LINE or _split_label(line.strip())[0] is None:
            break
        end = line_end + 1 if line_end >= 0 else len(text)
    return end


def _iter_head_lines(text: str) -> Iterator[str]:
    count = 0
    for line in text[: _HEAD_LINES * 4 * _MAX_LINE].split("\n"):
        stripped = line.strip()
        if not stripped:
            continue
        count += 1
        if count > _HEAD_LINES:
            return
        if len(stripped) <= _MAX_LINE:
            yield stripped


def _split_label(line: str) -> tuple[str | None, str]:
    """The field that a line gives, with its value; None for a line without a known label."""
    match = _LABELLED.match(line)
    if match is None:
        return _split_unpunctuated(line)
    value = match["value"].strip()
    for field in _labels().get(match["label"].strip().lower(), ()):
        if field in ("published", "updated"):
            # "Original release date: September 14, 2020 | Last revised: October 24, 2020"
            if dated := read_date(re.split(r"[|｜]", value)[0]):
                return field, dated
        elif read_date(value) is None and (field != "address" or re.match(r"https?://\S+$", value)):
            return field, value
    return None, line


def _split_unpunctuated(line: str) -> tuple[str | None, str]:
    """A label of a date without a colon: "Last updated on May 3, 2021", "公開日 2021年5月3日"."""
    match = re.match(r"(?P<label>\D{2,24}?)\s*(?P<value>(?:(?:19|20)\d\d|[A-Z][a-z]{2}).*)$", line)
    if match is None:
        return None, line
    for field in _labels().get(match["label"].strip().lower(), ()):
        if field in ("published", "updated") and (dated := read_date(match["value"])):
            return field, dated
    return None, line


def is_header_line(line: str) -> bool:
    """Whether a line is nothing but a labelled value or a date, so that it is no title."""
    return _split_label(line)[0] is not None or read_date(line) is not None


def read_tlp(text: str) -> str:
    """The strictest TLP marking in the opening of a text, as ``clear`` … ``red``; ``clear`` if there is
    none."""
    found = {match.group(1).replace(" ", "").lower() for match in _TLP.finditer(text[:_TLP_HEAD])}
    levels = [_TLP_LEVELS.index("clear" if level == "white" else level) for level in found]
    return _TLP_LEVELS[max(levels, default=0)]
