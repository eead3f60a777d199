"""Cutting a long text into windows that overlap, at the edges of its blocks."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from urazuke.model.document import Block
from urazuke.model.place import Span


def split_windows(
    text: str, blocks: Sequence[Block], *, size: int = 6000, overlap: int = 600
) -> tuple[Span, ...]:
    """Windows of at most `size` code points that cover `text`, each beginning up to `overlap` before the last
    one's end.

    A window ends where a block ends, if one ends in its second half; so few sentences are read in halves
    only. A text of nothing has no window.

    Raises:
        ValueError: `size` is not more than twice `overlap`.
    """
    if size <= overlap * 2:
        raise ValueError("a window must be more than twice its overlap")
    ends = sorted(block.span.end for block in blocks)
    starts = sorted(block.span.start for block in blocks)
    windows: list[Span] = []
    start = 0
    while start < len(text):
        limit = min(start + size, len(text))
        last = bisect_right(ends, limit) - 1
        fits = last >= 0 and ends[last] > start + size // 2
        end = limit if limit == len(text) or not fits else ends[last]
        windows.append(Span(start, end))
        if end >= len(text):
            break
        first = bisect_left(starts, end - overlap)
        opens = first < len(starts) and start < starts[first] < end
        start = starts[first] if opens else max(end - overlap, start + 1)
    return tuple(windows)
