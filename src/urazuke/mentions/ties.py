"""Which two names a text calls one thing: brackets, "also known as", とも呼ばれる, 又名 (``aliases.yml``)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from urazuke.knowledge.gates import is_ordinary
from urazuke.mentions.base import Candidate
from urazuke.mentions.called import find_called
from urazuke.mentions.naming_tables import find_naming_rows
from urazuke.mentions.namings import find_namings
from urazuke.mentions.people import find_bearers
from urazuke.model.mention import NAMED_TYPES, EntityType
from urazuke.vocab.load import compile_patterns, read_yaml

ALIASED = NAMED_TYPES | {EntityType.PRODUCT}
"""Types whose things go by several names."""


def find_ties(text: str, items: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes of `items` that the text calls names of one thing. `items` stand in text order."""
    yield from _find_neighbours(text, items)
    yield from _find_labelled(text, items)
    yield from _find_also(text, items)
    yield from _find_named_at_last(text, items)
    yield from _find_names_of_last(text, items)
    yield from find_called(text, items)
    yield from find_namings(text, items)
    yield from find_naming_rows(text, items)
    yield from find_bearers(text, items)


_SENTENCE = 300
"""How far back a sentence may begin."""


@cache
def alias_wording() -> dict[str, re.Pattern[str]]:
    """The patterns of ``aliases.yml``, compiled."""
    rows = read_yaml("urazuke.mentions", "aliases.yml")
    patterns = {
        name: pattern.replace("<aka>", rows["aka"])
        for name, pattern in rows.items()
        if isinstance(pattern, str)
    }
    return compile_patterns(patterns, "urazuke.mentions/aliases.yml", re.I)


def _find_neighbours(text: str, items: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Pairs of neighbours that the text calls names of one thing."""
    wording = alias_wording()
    ties: list[tuple[int, int]] = []
    for index, item in enumerate(items[:-1]):
        after = index + 1
        gap = text[item.span.end : items[after].span.start]
        if len(gap) > 40 or "\n\n" in gap:
            continue
        if wording["bracket_open"].fullmatch(gap):
            ties += _bracket(text, items, index, wording)
        elif gap == " " and item.rule == "spelled" and item.type is items[after].type:
            ties.append((index, after))  # 浊水 MuddyWater
        elif gap in (" / ", "/") and _side_by_side(text, item, items[after]):
            ties.append((index, after))  # APT27 / Emissary Panda: vendors' names
        elif gap in (", or ", ", ") and _is_initials(text, item, items[after]):
            ties.append((index, after))  # the Cyber Army of Russia Reborn, or CARR
        elif gap in (", or ", " or ") and _CLOSES_PAIR.match(text, items[after].span.end):
            if item.type is items[after].type is EntityType.GROUP and _side_by_side(text, item, items[after]):
                ties.append((index, after))  # the group A, or B, stole mail
        elif wording["inline"].fullmatch(gap):
            ties.append((index, after))
            ties += _listed(text, items, index, after, wording)
        elif wording["plain_gap"].fullmatch(gap) and wording["closes_alias"].match(
            text, items[after].span.end
        ):
            ties.append((index, after))
    return ties


# What ends an apposition that gives two names: the group A, or B, stole mail; the hackers – known as A or B – stole it.
_CLOSES_PAIR = re.compile(r"[,)]| ?[–—]| --? ")
_SERIES = re.compile(r"([A-Za-z]+)[- ]?\d+")


def _is_initials(text: str, name: Candidate, short: Candidate) -> bool:
    """Whether a name of capitals is made of another's first letters."""
    letters = short.span.of(text)
    if len(letters) < 3 or not letters.isupper() or (short.concept and short.concept != name.concept):
        return False
    return letters == "".join(word[0] for word in name.span.of(text).split() if word[0].isupper())


def _side_by_side(text: str, left: Candidate, right: Candidate) -> bool:
    """Whether two names beside a slash are one group's: APT28/Fancy Bear, but not APT28/APT29."""
    types = {left.type, right.type}
    if EntityType.GROUP not in types or not types <= {EntityType.GROUP, None}:
        return False
    first, second = (_SERIES.fullmatch(item.span.of(text)) for item in (left, right))
    return not (first and second and first[1] == second[1])


def _find_also(text: str, items: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Names listed after "also tracked as" are one thing's, also where a pronoun stands for its first name."""
    wording = alias_wording()
    starts = {item.span.start: index for index, item in enumerate(items)}
    ties: list[tuple[int, int]] = []
    for match in wording["also"].finditer(text):
        first = starts.get(match.end())
        if first is None:
            continue
        ties += _listed(text, items, first, first, wording)
        back = max(0, match.start() - _SENTENCE)
        begins = max(back - 1, *(text.rfind(mark, back, match.start()) for mark in ("\n", ". ", "。"))) + 1
        sentence = text[begins : match.start()]
        earlier = next((i for i in range(first - 1, -1, -1) if _is_named_group(items[i])), None)
        if earlier is not None and wording["of_last"].search(sentence.lstrip()):
            ties.append((earlier, first))
        elif (named := _apposed(text, items, first, match.start(), wording)) is not None:
            ties.append((named, first))
    return ties


def _is_named_group(item: Candidate) -> bool:
    return item.type is EntityType.GROUP and item.rule != "description"


def _apposed(
    text: str, items: Sequence[Candidate], first: int, end: int, wording: dict[str, re.Pattern[str]]
) -> int | None:
    """The name that the words before "also known as" are about: A, a group based in Iran also known as …"""
    for index in range(first - 1, -1, -1):
        item = items[index]
        if end - item.span.end > 100:
            return None
        named = item.type is EntityType.GROUP or (item.type is None and not is_ordinary(item.span.of(text)))
        if named and wording["apposition"].fullmatch(text, item.span.end, end):
            return index
    return None


def _find_labelled(text: str, items: Sequence[Candidate]) -> list[tuple[int, int]]:
    """A line "Aliases: …" names once more what the line or heading before it named last."""
    ties: list[tuple[int, int]] = []
    for match in alias_wording()["label"].finditer(text):
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        listed = [
            i
            for i, item in enumerate(items)
            if match.end() <= item.span.start
            and item.span.end <= end
            and not (item.type is EntityType.ORGANIZATION and item.concept)
        ]
        line = text.rfind("\n", 0, max(0, match.start() - 1)) + 1
        heads = [
            i
            for i, item in enumerate(items)
            if item.span.end <= match.start()
            and (item.type in ALIASED or (item.type is None and _is_heading(text, item, line)))
        ]
        if listed and heads and match.start() - items[heads[-1]].span.end < 300:
            ties += [(heads[-1], index) for index in listed]
    return ties


_BULLET = re.compile(r"[\s#*■●◆▼◎○・\-\d.．)）【「]*")
_LINE_END = re.compile(r"[】」\s]*(?:\n|$)")


def _is_heading(text: str, item: Candidate, line: int) -> bool:
    """Whether a name is all that the line says that begins at `line`."""
    return bool(_BULLET.fullmatch(text, line, item.span.start) and _LINE_END.match(text, item.span.end))


def _bracket(
    text: str, items: Sequence[Candidate], head: int, wording: dict[str, re.Pattern[str]]
) -> list[tuple[int, int]]:
    """Names in the bracket that opens after `head`: all are other names of it if the bracket holds nothing else."""
    first = head + 1
    opened = text[items[head].span.end : items[first].span.start]
    explicit = bool(wording["alias_word"].search(opened))
    if _names_next(text, items, first, wording):
        first, explicit = first + 1, True
    inside: list[int] = [first]
    while True:
        last = inside[-1]
        if (told := _told_by(text, items, last, wording)) is not None:
            explicit = True
            if wording["bracket_close"].match(text, told):
                break
            after = last + 2
            if after >= len(items) or not wording["list_gap"].fullmatch(text, told, items[after].span.start):
                return []
            inside.append(after)
            continue
        rest = text[items[last].span.end : items[last].span.end + 30]
        if closing := wording["bracket_close"].match(rest):
            explicit = explicit or bool(wording["alias_word"].search(closing.group()))
            break
        if last + 1 >= len(items):
            return []
        after = last + 1
        gap = text[items[last].span.end : items[after].span.start]
        if not wording["list_gap"].fullmatch(gap):
            if not explicit:
                return []
            break  # what follows the names that it says are others: (also A, B, in use since 2019)
        if _names_next(text, items, after, wording):
            after, explicit = after + 1, True
        inside.append(after)
    if len(inside) > 1 and not explicit and items[head].type not in (EntityType.GROUP, EntityType.MALWARE):
        inside = (
            inside[:2] if len(inside) == 2 else []
        )  # a bracket that lists three things is a list, not names
    return [(head, name) for name in inside]


def _names_next(
    text: str, items: Sequence[Candidate], index: int, wording: dict[str, re.Pattern[str]]
) -> bool:
    """Whether an organization in a bracket only says whose the next name is: （Microsoftの呼称ではA）."""
    if items[index].type is not EntityType.ORGANIZATION or index + 1 >= len(items):
        return False
    return bool(wording["by_whom"].fullmatch(text, items[index].span.end, items[index + 1].span.start))


def _told_by(
    text: str, items: Sequence[Candidate], name: int, wording: dict[str, re.Pattern[str]]
) -> int | None:
    """Where the words end that say whose a name is, behind it: (A in Microsoft's taxonomy, B in …)."""
    if name + 1 >= len(items) or items[name + 1].type is not EntityType.ORGANIZATION:
        return None
    if not wording["whose"].fullmatch(text, items[name].span.end, items[name + 1].span.start):
        return None
    end = wording["whose_end"].match(text, items[name + 1].span.end)
    return end.end() if end else None


def _listed(
    text: str, items: Sequence[Candidate], head: int, first: int, wording: dict[str, re.Pattern[str]]
) -> list[tuple[int, int]]:
    """Further names after "also known as A": "…, B, C and D"."""
    ties: list[tuple[int, int]] = []
    last, end = _past_namer(text, items, first, wording)
    while last + 1 < len(items) and wording["list_gap"].fullmatch(text, end, items[last + 1].span.start):
        last += 1
        if items[head].type is not None and items[last].type not in (None, items[head].type):
            break
        ties.append((head, last))
        last, end = _past_namer(text, items, last, wording)
    return ties


def _past_namer(
    text: str, items: Sequence[Candidate], name: int, wording: dict[str, re.Pattern[str]]
) -> tuple[int, int]:
    """The last item of an entry of a list of names, and where it ends: A, or A (Microsoft) with who calls it so."""
    end = items[name].span.end
    if name + 1 < len(items) and items[name + 1].type is EntityType.ORGANIZATION:
        namer = items[name + 1].span
        closing = wording["namer_close"].match(text, namer.end)
        if closing and wording["namer_open"].fullmatch(text, end, namer.start):
            return name + 1, closing.end()
    return name, end


def _find_named_at_last(text: str, items: Sequence[Candidate]) -> list[tuple[int, int]]:
    """A group that was described before its name comes: Chinese hackers …. The hackers, whom the firm calls A, …"""
    starts = {item.span.start: index for index, item in enumerate(items)}
    ties: list[tuple[int, int]] = []
    for match in alias_wording()["named_at_last"].finditer(text):
        named = starts.get(match.end())
        if named is None or items[named].type not in (EntityType.GROUP, None):
            continue
        before = next((i for i in range(named - 1, -1, -1) if items[i].type is EntityType.GROUP), None)
        if before is not None and items[before].rule == "description":
            ties.append((named, before))
    return ties


def _find_names_of_last(text: str, items: Sequence[Candidate]) -> list[tuple[int, int]]:
    """A list of names that the text says are those of the group it spoke of: 同集団の別名としてA、B、Cを挙げる."""
    starts = {item.span.start: index for index, item in enumerate(items)}
    ties: list[tuple[int, int]] = []
    wording = alias_wording()
    for match in wording["names_of_last"].finditer(text):
        first = starts.get(match.end())
        if first is None:
            continue
        meant = next((i for i in range(first - 1, -1, -1) if _is_named_group(items[i])), None)
        if meant is not None and match.start() - items[meant].span.end < _SENTENCE:
            ties += [
                (meant, first),
                *((meant, name) for _, name in _listed(text, items, first, first, wording)),
            ]
    return ties
