import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.llm.windows import split_windows
from urazuke.model.document import Block
from urazuke.model.place import Span

texts = st.lists(st.integers(0, 70), max_size=30)


def make(lengths: list[int]) -> tuple[str, list[Block]]:
    blocks, start = [], 0
    for length in lengths:
        blocks.append(Block(span=Span(start, start + length)))
        start += length + 1
    return "x" * start, blocks


@given(texts, st.integers(21, 120), st.integers(0, 10))
def test_windows_cover_the_text_in_order_and_are_bounded(lengths, size, overlap):
    text, blocks = make(lengths)
    windows = split_windows(text, blocks, size=size, overlap=overlap)
    assert (
        "".join(
            text[max(window.start, before.end) : window.end]
            for before, window in zip((Span(0, 0), *windows), windows, strict=False)
        )
        == text
    )
    assert all(0 < len(window) <= size for window in windows)
    for before, window in itertools.pairwise(windows):
        assert before.start < window.start <= before.end < window.end
        assert before.end - window.start <= overlap


def test_a_window_ends_with_a_block_and_repeats_whole_blocks():
    text, blocks = make([40, 40, 10, 40, 40])
    assert split_windows(text, blocks, size=100, overlap=20)[:2] == (Span(0, 92), Span(82, len(text)))


def test_an_overlap_of_half_a_window_is_refused():
    with pytest.raises(ValueError, match="overlap"):
        split_windows("text", [], size=10, overlap=5)
