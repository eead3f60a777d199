"""Which blocks of a page are its text, and which are furniture: menus, related links, buttons for sharing,
footers.

trafilatura gives the verdict. It answers with bare text, so each block is looked up in that text, and what
stands between and among accepted blocks is taken along: headings, rows and short bullets that it tends to
lose.
"""

from collections.abc import Sequence
from typing import Any

from urazuke.documents.base import silence
from urazuke.documents.html_blocks import Draft, PathStep
from urazuke.model.document import BlockKind

_MAX_JUDGED_CHARACTERS = 400_000
"""Larger pages are dumps: they are cut by rules alone, which are linear in size."""
_MAX_JUDGED_TAGS = 40_000
_MAX_JUDGED_DEPTH = 400
_GRAM = 12
_SAMPLES = 8
_MIN_SHARE = 0.25
"""If less of the visible text than this is accepted and little of it at that, the verdict is not believed."""
_LITTLE = 400


def choose_main(drafts: Sequence[Draft], html: str, depth: int) -> list[Draft]:
    """The drafts that are text, in their order; all that are no furniture if there is no verdict."""
    size = sum(len(draft.text) for draft in drafts)
    verdict = ""
    small = size <= _MAX_JUDGED_CHARACTERS and html.count("<") <= _MAX_JUDGED_TAGS
    if small and depth <= _MAX_JUDGED_DEPTH:
        verdict = _extract(html)
    accepted = _accept(drafts, verdict) if verdict else [False] * len(drafts)
    taken = sum(len(draft.text) for draft, yes in zip(drafts, accepted, strict=True) if yes)
    sure = sum(len(draft.text) for draft in drafts if not _is_furniture(draft))
    if taken < _LITTLE and taken < _MIN_SHARE * sure:
        accepted = [not _is_furniture(draft) for draft in drafts]
    else:
        _fill(drafts, accepted)
    _drop_link_lists(drafts, accepted)
    return [draft for draft, yes in zip(drafts, accepted, strict=True) if yes]


def _extract(html: str) -> str:
    """What trafilatura takes for the main text, empty if nothing or if it fails."""
    import trafilatura

    try:
        with silence("trafilatura"):
            found: Any = trafilatura.bare_extraction(
                html, include_comments=False, include_tables=True, with_metadata=False, favor_recall=True
            )
    except Exception:  # it runs on pages as broken as there are; without its verdict the rules decide
        return ""
    return str(getattr(found, "text", "") or "")


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _accept(drafts: Sequence[Draft], verdict: str) -> list[bool]:
    body = _squeeze(verdict)
    grams = {body[start : start + _GRAM] for start in range(max(1, len(body) - _GRAM + 1))}
    lines = {_squeeze(cell).lstrip("-") for line in verdict.splitlines() for cell in (line, *line.split("|"))}
    return [_holds(_squeeze(draft.text), grams, lines) and not _is_sure_furniture(draft) for draft in drafts]


def _holds(text: str, grams: set[str], lines: set[str]) -> bool:
    if text in lines:
        return True
    if len(text) < _GRAM:
        return False
    last = len(text) - _GRAM
    count = min(_SAMPLES, last + 1)
    starts = [last * number // max(1, count - 1) for number in range(count)]
    return 2 * sum(text[start : start + _GRAM] in grams for start in starts) > count


def _is_furniture(draft: Draft) -> bool:
    return draft.furniture or (
        draft.link_share > 0.8 and draft.kind is not BlockKind.HEADING and draft.internal > 0
    )


def _is_sure_furniture(draft: Draft) -> bool:
    """Named as furniture and looking so: prose in an <aside> may be the key findings."""
    return draft.furniture and (draft.link_share > 0.4 or len(draft.text) < 60 or draft.tag == "footer")


def _fill(drafts: Sequence[Draft], accepted: list[bool]) -> None:
    """Take along what lies between accepted blocks, and in the element that holds them all."""
    indices = [index for index, yes in enumerate(accepted) if yes]
    if not indices:
        return
    first, last = indices[0], indices[-1]
    container = _find_container([drafts[index] for index in indices])
    for index, draft in enumerate(drafts):
        if accepted[index] or _is_furniture(draft) or draft.link_share > 0.5:
            continue
        between = first < index < last
        is_title = index < first and draft.kind is BlockKind.HEADING and draft.level == 1
        accepted[index] = between or is_title or (index > last and _is_within(draft.step, container))


def _find_container(drafts: Sequence[Draft]) -> PathStep | None:
    """The deepest element that holds the paragraphs; None if that is the page itself."""
    steps = [draft.step for draft in drafts if draft.kind is BlockKind.PARAGRAPH] or [
        draft.step for draft in drafts
    ]
    common = steps[0].parent
    for step in steps[1:]:
        common = _meet(common, step)
        if common is None:
            return None
    return common if common is not None and common.depth > 2 else None


def _meet(left: PathStep | None, right: PathStep | None) -> PathStep | None:
    while left is not None and right is not None and left is not right:
        if left.depth >= right.depth:
            left = left.parent
        else:
            right = right.parent
    return left if left is right else None


def _is_within(step: PathStep, container: PathStep | None) -> bool:
    if container is None:
        return False
    at: PathStep | None = step
    while at is not None and at.depth > container.depth:
        at = at.parent
    return at is container


def _drop_link_lists(drafts: Sequence[Draft], accepted: list[bool]) -> None:
    """Drop runs of blocks that are nothing but links within the site (contents, "read also"), with their
    heading."""
    index = 0
    kept = [number for number, yes in enumerate(accepted) if yes]
    while index < len(kept):
        end = index
        while end < len(kept) and _is_bare_link(drafts[kept[end]]):
            end += 1
        if end - index >= 2:
            for number in kept[index:end]:
                accepted[number] = False
            if index and _is_lone_heading(drafts, kept, index, end):
                accepted[kept[index - 1]] = False
        index = max(end, index + 1)


def _is_bare_link(draft: Draft) -> bool:
    inner = draft.internal >= 0.9 * len(_squeeze(draft.text))
    return (
        inner and draft.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.HEADING) and draft.level != 1
    )


def _is_lone_heading(drafts: Sequence[Draft], kept: Sequence[int], start: int, end: int) -> bool:
    before = drafts[kept[start - 1]]
    after = drafts[kept[end]] if end < len(kept) else None
    short = before.kind is BlockKind.HEADING or len(before.text) < 30
    return short and before.level != 1 and (after is None or after.kind is BlockKind.HEADING)
