from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.outputs.dates import parse_edtf


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", (2014, 1, 1), (2014, 12, 31)),
        ("2014-02", (2014, 2, 1), (2014, 2, 28)),
        ("2016-02", (2016, 2, 1), (2016, 2, 29)),
        ("2014-12", (2014, 12, 1), (2014, 12, 31)),
        ("2014-05-04", (2014, 5, 4), (2014, 5, 4)),
        ("2014/2016-03", (2014, 1, 1), (2016, 3, 31)),
        ("2014-33", (2014, 1, 1), (2014, 3, 31)),
        ("9999-12", (9999, 12, 1), (9999, 12, 31)),
    ],
)
def test_a_date_is_the_days_that_it_may_mean(text, start, end):
    span = parse_edtf(text)
    assert span is not None
    assert (span.start, span.end) == (date(*start), date(*end))


def test_only_one_known_day_is_exact():
    exact = [
        text
        for text in ("2014", "2014-05", "2014-05-04", "2014-05-04?")
        if (it := parse_edtf(text)) and it.exact
    ]
    assert exact == ["2014-05-04"]


def test_an_interval_may_be_open():
    span = parse_edtf("2014/..")
    assert span is not None
    assert (span.start, span.end) == (date(2014, 1, 1), None)


@pytest.mark.parametrize(
    "text", ["", "soon", "2014-13", "2014-02-30", "../..", "2016/2014", "2014-05-04T10:00", "20145"]
)
def test_what_is_no_date_cannot_be_placed(text):
    assert parse_edtf(text) is None


@given(st.text(max_size=24))
def test_any_text_is_a_span_in_order_or_nothing(text):
    span = parse_edtf(text)
    assert span is None or span.start is None or span.end is None or span.start <= span.end
