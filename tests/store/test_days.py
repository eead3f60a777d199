import pytest

from urazuke.store.days import find_last_day


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2015", "2015-12-31"),
        ("2016-02", "2016-02-29"),
        ("2016-02-03", "2016-02-03"),
        ("2016-02-03T10:00:00Z", "2016-02-03"),
        ("2015/2016-04", "2016-04-30"),
        ("2015/..", "2015-12-31"),
        ("2015?", "2015-12-31"),
        ("2015-13", None),
        ("0000", None),
        ("spring", None),
        ("", None),
        (None, None),
    ],
)
def test_the_last_day_that_a_date_can_mean(edtf, day):
    assert find_last_day(edtf) == day
