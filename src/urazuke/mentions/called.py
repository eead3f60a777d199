"""Japanese lists of other names that a verb closes.

「A」のほか、「B」「C」などとも呼ばれる, A、B としても知られる C, A を B と名付けた.
The wording is in ``aliases.yml`` (`called`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_patterns


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "called.yml")


_LONGEST = 12
"""How many names a list may have."""
_WEAK = 24
"""Up to this weight a type is a guess."""

_NAMED = (None, EntityType.GROUP, EntityType.MALWARE, EntityType.CAMPAIGN, EntityType.TOOL)


def _wording() -> dict[str, re.Pattern[str]]:
    return read_patterns("urazuke.mentions", "aliases.yml", "called")


def find_called(text: str, items: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of `items` that such a list calls names of one thing. `items` stand in text order."""
    wording = _wording()
    for index, item in enumerate(items):
        if not _is_name(item):
            continue
        if index and wording["dubbed"].match(text, item.span.end):
            before = items[index - 1]
            if wording["object"].fullmatch(text, before.span.end, item.span.start):
                yield index - 1, index
        closing = wording["closes"].match(text, item.span.end)
        if not closing:
            continue
        names_noun = wording["names_noun"].match(text, item.span.end)
        chain = [index] if names_noun else _walk_back(text, items, index, wording)
        if after := _named_after(text, items, index, closing, wording):
            chain.append(after)
        elif (
            len(chain) == 1
            and not names_noun
            and (meant := _antecedent(text, items, index, wording)) is not None
        ):
            chain.append(meant)
        # The surest of them is what the others are names of: it gives them its type.
        surest = max(chain, key=lambda place: (items[place].type is not None, items[place].weight))
        for other in chain:
            if other != surest:
                yield surest, other


_LISTED = (EntityType.MALWARE, EntityType.TOOL, EntityType.GROUP)


def type_lists(text: str, items: list[Candidate]) -> None:
    """Give a Latin name that nothing has typed the type of the next name of its list: TONEINS や TONESHELL
    などのマルウェア."""
    for index in range(len(items) - 2, -1, -1):
        item, after = items[index], items[index + 1]
        if (
            _is_unknown(item)
            and after.type in _LISTED
            and (
                _patterns()["next"].fullmatch(text, item.span.end, after.span.start)
                or (
                    (after.weight >= _TOLD or after.rule == "list")
                    and _patterns()["next_en"].fullmatch(text, item.span.end, after.span.start)
                    and (
                        text[item.span.start - 1 : item.span.start] in _OPENING
                        or (after.type is EntityType.MALWARE and _goes_on_before(text, item.span.start))
                    )
                    and " " not in item.span.of(text)
                )
            )
        ):
            assert after.type is not None
            items[index] = item.typed(after.type, "list")
    for index in range(len(items) - 2, -1, -1):
        item, after = items[index], items[index + 1]
        guessed = after.type is EntityType.ORGANIZATION and after.rule in ("latin-name", "company-list")
        if (
            guessed
            and _is_unknown(item)
            and _patterns()["next_cjk"].fullmatch(text, item.span.end, after.span.start)
        ):
            items[index] = item.typed(EntityType.ORGANIZATION, "company-list")
    for index in range(1, len(items)):
        before, item = items[index - 1], items[index]
        if (
            _is_unknown(item)
            and before.type in _LISTED
            and (before.weight >= _TOLD or before.rule == "list")
            and _patterns()["next_en"].fullmatch(text, before.span.end, item.span.start)
        ):
            assert before.type is not None
            items[index] = replace(item.typed(before.type, "list"), weight=_WEAK)


_TOLD = 22
"""From this weight on the words beside a name have told its type."""


def _goes_on_before(text: str, start: int) -> bool:
    """Whether a name stands within a sentence, after a word in small letters or a comma."""
    return bool(_patterns()["lower"].search(text, max(0, start - 4), start))


_OPENING = ("“", '"')


def _is_unknown(item: Candidate) -> bool:
    """Whether only a guess, if anything, has told the type of a Latin name."""
    return item.rule == "name-model" or (item.type is None and item.rule == "latin-name")


def _is_name(item: Candidate) -> bool:
    """Whether an item may be such a name: by its type, or an unknown one that was only guessed to be an
    organization."""
    guessed = item.type is EntityType.ORGANIZATION and item.concept is None and item.weight <= _WEAK
    return item.type in _NAMED or guessed


def _walk_back(
    text: str, items: Sequence[Candidate], last: int, wording: dict[str, re.Pattern[str]]
) -> list[int]:
    """The names of the list that ends with `last`, and the name that it is about."""
    chain = [last]
    while chain[-1] > 0 and len(chain) < _LONGEST:
        index = chain[-1]
        previous = items[index - 1]
        if not _is_name(previous):
            break
        gap = (previous.span.end, items[index].span.start)
        if wording["head"].fullmatch(text, *gap):
            chain.append(index - 1)
            break
        if not wording["join"].fullmatch(text, *gap):
            break
        chain.append(index - 1)
    return chain


def _named_after(
    text: str,
    items: Sequence[Candidate],
    index: int,
    closing: re.Match[str],
    wording: dict[str, re.Pattern[str]],
) -> int | None:
    """The name that a relative clause belongs to: … としても知られる攻撃グループ「C」."""
    after = index + 1
    if after < len(items) and items[after].type in _NAMED:
        return after if wording["noun"].fullmatch(text, closing.end(), items[after].span.start) else None
    return None


def _antecedent(
    text: str, items: Sequence[Candidate], index: int, wording: dict[str, re.Pattern[str]]
) -> int | None:
    """What この集団は「A」とも呼ばれる is about: the last group with a name."""
    start = items[index].span.start
    pronoun = wording["pronoun"].search(text, max(0, start - 24), start)
    if not pronoun:
        return None
    wanted = EntityType.MALWARE if pronoun.group("malware") else EntityType.GROUP
    for earlier in range(index - 1, max(-1, index - 40), -1):
        if items[earlier].type is wanted and items[earlier].rule != "description":
            return earlier
    return None
