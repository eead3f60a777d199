"""Candidates that overlap: the heavier stays, then the longer, then the earlier."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from urazuke.mentions.base import Candidate, settle
from urazuke.model.mention import EntityType
from urazuke.model.place import Span


def candidate(
    start: int, end: int, weight: int = 10, type: EntityType | None = EntityType.GROUP
) -> Candidate:
    return Candidate(span=Span(start, end), type=type, rule="test", weight=weight)


def test_heavier_wins_over_longer():
    short, long = candidate(2, 4, weight=50), candidate(0, 9, weight=20)
    assert settle([long, short]) == [short]


def test_longer_wins_among_equals():
    short, long = candidate(0, 4), candidate(0, 9)
    assert settle([short, long]) == [long]


def test_earlier_wins_among_equally_long():
    first, second = candidate(0, 4), candidate(3, 7)
    assert settle([second, first]) == [first]


def test_typed_wins_over_untyped_at_one_place():
    typed, untyped = candidate(0, 4), candidate(0, 4, type=None)
    assert settle([untyped, typed]) == [typed]


def test_neighbours_both_stay_in_text_order():
    first, second = candidate(0, 4, weight=1), candidate(4, 7, weight=9)
    assert settle([second, first]) == [first, second]


candidates = st.lists(
    st.builds(
        lambda start, length, weight: candidate(start, start + length, weight),
        st.integers(0, 40),
        st.integers(1, 8),
        st.integers(1, 4),
    ),
    max_size=25,
)


@given(candidates)
def test_settled_stand_in_text_order_without_overlap(found):
    settled = settle(found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(settled))


@given(candidates)
def test_what_falls_out_overlaps_something_at_least_as_heavy(found):
    settled = settle(found)
    for lost in found:
        if lost not in settled:
            assert any(kept.span.overlaps(lost.span) and kept.weight >= lost.weight for kept in settled)


@given(candidates, st.randoms())
def test_order_of_finding_does_not_matter(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert settle(shuffled) == settle(found)


@given(candidates)
def test_settling_again_changes_nothing(found):
    assert settle(settle(found)) == settle(found)
