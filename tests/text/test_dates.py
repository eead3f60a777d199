import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.model.place import Span
from urazuke.text.dates import Bound, find_dates

PUBLISHED = "2021-01-15"
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def find(text: str, published: str | None = PUBLISHED) -> list[str]:
    return [found.value for found in find_dates(text, Span(0, len(text)), published)]


def bound(text: str) -> Bound:
    (found,) = find_dates(text, Span(0, len(text)), PUBLISHED)
    return found.bound


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2014-05-04", "2014-05-04"),
        ("2014-05", "2014-05"),
        ("2014-05 - 07", "2014-05/2014-07"),
        ("2014-05 - 2015-07", "2014-05/2015-07"),
        ("2014/5/4", "2014-05-04"),
        ("2014.05.04", "2014-05-04"),
        ("4 May 2014", "2014-05-04"),
        ("4th May, 2014", "2014-05-04"),
        ("May 4, 2014", "2014-05-04"),
        ("Sept. 4, 2014", "2014-09-04"),
        ("May 2014", "2014-05"),
        ("December of 2014", "2014-12"),
        ("in 2014,", "2014"),
        ("2014年", "2014"),
        ("2014年5月", "2014-05"),
        ("2014年5月4日", "2014-05-04"),
        ("2014 年 5 月 4 日", "2014-05-04"),
        ("2014年5月4号", "2014-05-04"),
        ("Q2 2014", "2014-04/2014-06"),
        ("third quarter of 2014", "2014-07/2014-09"),
        ("2014年第4四半期", "2014-10/2014-12"),
        ("2014年第一季度", "2014-01/2014-03"),
        ("2014年二季度", "2014-04/2014-06"),
        ("first half of 2014", "2014-01/2014-06"),
        ("second half of 2014", "2014-07/2014-12"),
        ("summer 2014", "2014-06/2014-08"),
        ("spring of 2014", "2014-03/2014-05"),
        ("2014年夏", "2014-06/2014-08"),
        ("2014年秋", "2014-09/2014-11"),
        ("early 2014", "2014"),
        ("2014年末", "2014"),
    ],
)
def test_absolute_dates(text, value):
    assert find(text, None) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨年", "2020"),
        ("去年", "2020"),
        ("一昨年", "2019"),
        ("今年", "2021"),
        ("来年", "2022"),
        ("昨年12月", "2020-12"),
        ("去年5月4日", "2020-05-04"),
        ("先月", "2020-12"),
        ("上个月", "2020-12"),
        ("今月", "2021-01"),
        ("last year", "2020"),
        ("Last month", "2020-12"),
        ("5月4日", "2021-05-04"),
        ("1月，", "2021-01"),
        ("12月に", "2020-12"),
    ],
)
def test_relative_dates_count_from_publication(text, value):
    assert find(text) == [value]
    assert find(text, None) == []


@pytest.mark.parametrize("day", ["1000-01-01", "0001-01-01"])
def test_a_publication_date_that_means_none_gives_valid_dates(day):
    assert all(is_edtf(value) for value in find("昨年", day))


def test_month_counts_from_no_publication_known_to_the_year_only():
    assert find("last month", "2021") == []
    assert find("last year", "2021") == ["2020"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2011年から2013年まで", "2011/2013"),
        ("2011年至2013年", "2011/2013"),
        ("from 2011 to 2013", "2011/2013"),
        ("2011–2013", "2011/2013"),
        ("2011年5月～2013年6月", "2011-05/2013-06"),
    ],
)
def test_intervals(text, value):
    assert find(text) == [value]


def test_an_interval_that_runs_backwards_is_two_dates():
    assert find("2013 to 2011") == ["2013", "2011"]


@pytest.mark.parametrize("text", ["2011 and 2013", "2011、2013年", "2011, then 2013"])
def test_two_dates_are_no_interval(text):
    assert "2011/2013" not in find(text)


@pytest.mark.parametrize(
    "text",
    [
        "2014-13-01",
        "2014-02-30",
        "2014年13月",
        "CVE-2014-1776",
        "version 2014.1",
        "31 February 2014",
        "12345",
        "120142",
        "Office2016",
        "192.0.2.1",
    ],
)
def test_what_is_no_date(text):
    assert find(text) in ([], ["2014"])
    assert all(re.fullmatch(r"\d{4}", value) for value in find(text))


@pytest.mark.parametrize("text", ["CVE-2014-1776", "version 2014.1", "Office2016", "120142", "12345"])
def test_year_within_another_thing_is_none(text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since 2014", Bound.SINCE),
        ("since at least 2014", Bound.SINCE),
        ("2014年から", Bound.SINCE),
        ("2014年以来", Bound.SINCE),
        ("自2014年", Bound.SINCE),
        ("until 2014", Bound.UNTIL),
        ("2014年まで", Bound.UNTIL),
        ("in 2014", Bound.AT),
        ("2014年に", Bound.AT),
        ("2014年起诉", Bound.AT),
    ],
)
def test_bounds(text, expected):
    assert bound(text) is expected


def is_edtf(value: str) -> bool:
    """Level 0: a day, a month, a year that the calendar has, or two of them in order."""
    parts = value.split("/")
    for part in parts:
        match = DAY.fullmatch(part)
        if not match:
            return False
        _, month, day = match.groups()
        if month and not 1 <= int(month) <= 12:
            return False
        if day and not 1 <= int(day) <= LENGTHS[int(month) - 1]:
            return False
    return len(parts) == 1 or (len(parts) == 2 and parts[0] <= parts[1])


words = st.sampled_from(
    [
        *("年", "月", "日", "号", "第", "春", "至", "–", "-", "/", ".", " ", ", ", "Q", "st", "th"),
        *("四半期", "季度", "年末", "から", "まで", "昨年", "先月", "去年", "上个月"),
        *("since ", "until ", "from ", " to ", "May ", "Dec. ", "first half of ", "summer ", "early "),
        *("last month", "last year"),
    ]
)
texts = st.lists(
    st.one_of(words, st.integers(0, 99).map(str), st.integers(1965, 2055).map(str), st.text(max_size=3)),
    max_size=25,
).map("".join)
published = st.one_of(
    st.none(),
    st.dates(date(1970, 1, 1), date(2049, 12, 31)).map(str),
    st.sampled_from(["2020", "2020-01", "2020-01/2020-03", "x"]),
)


@given(texts, published)
def test_every_value_is_valid_edtf(text, day):
    for found in find_dates(text, Span(0, len(text)), day):
        assert is_edtf(found.value), found


@given(texts, published)
def test_spans_stand_in_text_order_and_do_not_overlap(text, day):
    position = 0
    for found in find_dates(text, Span(0, len(text)), day):
        assert position <= found.span.start < found.span.end <= len(text)
        position = found.span.end


@given(texts, st.data())
def test_nothing_outside_of_the_part_asked_for_is_found(text, data):
    start = data.draw(st.integers(0, len(text)))
    within = Span(start, data.draw(st.integers(start, len(text))))
    assert all(within.contains(found.span) for found in find_dates(text, within, PUBLISHED))
