"""A compact notation for families of wordings: `(network|port) scan`, `dump~ (hashes|passwords)`.

``(a|b|)`` is one of these or nothing, ``x?`` and ``(a|b)?`` may be missing, and ``verb~`` stands for an English verb in
all its forms; after a bracket for each verb in it, of several words for the first ("turn off"). ``…`` is a gap of a few
words. A family becomes one regular expression, and a few short strings that every wording of it begins with: by these
it is found, so that a text is not searched for each family.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_VOWELS = "aeiou"
_LATIN = re.compile(r"[A-Za-z0-9]")
_SPACE_OR_HYPHEN = "[ \N{HYPHEN}\N{NON-BREAKING HYPHEN}-]?"
_ENOUGH_LATIN, _ENOUGH_CJK = 4, 2
_END = "\0"


@dataclass(frozen=True, slots=True)
class Verbs:
    """What English verbs do not do by rule: past forms of their own, and a doubled last letter."""

    irregular: Mapping[str, Sequence[str]]
    doubling: frozenset[str]

    def forms(self, phrase: str) -> tuple[str, ...]:
        """The forms of the verb that `phrase` begins with, each with the rest of the phrase."""
        verb, space, rest = phrase.partition(" ")
        return tuple(dict.fromkeys(form + space + rest for form in self._inflect(verb)))

    def _inflect(self, verb: str) -> tuple[str, ...]:
        consonant_y = verb.endswith("y") and verb[-2:-1] not in _VOWELS
        hisses = verb.endswith(("s", "x", "z", "ch", "sh"))
        third = verb[:-1] + "ies" if consonant_y else verb + ("es" if hisses else "s")
        stem = verb + verb[-1] if verb in self.doubling else verb.removesuffix("e")
        past = verb[:-1] + "ied" if consonant_y else stem + "ed"
        return verb, third, *self.irregular.get(verb, (past,)), stem + "ing"


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several rows of items; an item is a letter or again a choice."""

    rows: tuple[tuple["str | _Choice", ...], ...]


_Item = str | _Choice


class Family:
    """A pattern in this notation, read.

    Raises:
        ValueError: its brackets do not match.
    """

    def __init__(self, pattern: str, verbs: Verbs) -> None:
        self._verbs = verbs
        rows, end = self._read(pattern, 0)
        if end != len(pattern):
            raise ValueError(f"a bracket too many: {pattern}")
        self._whole = _Choice(tuple(rows))

    def _read(self, pattern: str, at: int) -> tuple[list[tuple[_Item, ...]], int]:
        """The rows from `at` up to the bracket that closes them, and where that stands."""
        rows: list[tuple[_Item, ...]] = []
        while True:
            row: list[_Item] = []
            while at < len(pattern) and pattern[at] not in "|)":
                at = self._read_item(pattern, at, row)
            rows.append(tuple(row))
            if at >= len(pattern) or pattern[at] == ")":
                return rows, at
            at += 1

    def _read_item(self, pattern: str, at: int, row: list[_Item]) -> int:
        """Add what stands at `at` to its row; where the next thing stands."""
        sign = pattern[at]
        if sign == "(":
            rows, at = self._read(pattern, at + 1)
            if at >= len(pattern):
                raise ValueError(f"a bracket is open: {pattern}")
            row.append(_Choice(tuple(rows)))
        elif sign == "?":
            last = row.pop()
            row.append(_Choice((*last.rows, ()) if isinstance(last, _Choice) else ((last,), ())))
        elif sign == "~":
            row.append(self._inflect(row))
        else:
            row.append(sign)
        return at + 1

    def _inflect(self, row: list[_Item]) -> _Choice:
        """Take the verb that ends a row: all its forms."""
        last = row.pop()
        if isinstance(last, _Choice):
            verbs = ["".join(item for item in inner if isinstance(item, str)) for inner in last.rows]
        else:
            letters = [last]
            while row and isinstance(letter := row[-1], str) and letter.isalpha():
                letters.insert(0, letter)
                row.pop()
            verbs = ["".join(letters)]
        return _Choice(tuple(tuple(form) for verb in verbs for form in self._verbs.forms(verb)))

    def expression(self, gap: str, *, english: bool) -> str:
        """The regular expression of all wordings, in small letters; longer ones are tried before shorter ones.

        English is found with spaces, hyphens or neither, and in the plural; anything else with or without a space
        beside Latin letters.
        """
        whole = _write(self._whole, gap, english=english)
        return rf"{whole}s?(?![a-z0-9])" if english else whole

    def heads(self) -> frozenset[str]:
        """Strings, in small letters, of which each wording begins with one."""
        return frozenset(head.rstrip(_END).lower() for head in _heads(self._whole.rows))


def _write(item: _Item, gap: str, *, english: bool) -> str:
    if isinstance(item, _Choice):
        written = (
            "".join(_write(inner, gap, english=english) for inner in _apart(row, english=english))
            for row in item.rows
        )
        return "(?:" + "|".join(sorted(dict.fromkeys(written), key=len, reverse=True)) + ")"
    if item == "…":
        return gap
    if item == " " and not english:
        return " ?"
    return _SPACE_OR_HYPHEN if item in " -" and english else re.escape(item.lower())


def _apart(row: Sequence[_Item], *, english: bool) -> Iterator[_Item]:
    """A row with a space, which may be missing, wherever Latin letters may meet others."""
    for index, item in enumerate(row):
        before = row[index - 1] if index else item
        if (
            not english
            and index
            and (isinstance(before, _Choice) or _is_latin(before) is not _is_latin(item))
        ):
            yield " "
        yield item


def _is_latin(item: _Item) -> bool:
    return isinstance(item, str) and bool(_LATIN.match(item))


def _heads(rows: Sequence[tuple[_Item, ...]]) -> set[str]:
    """What the rows begin with: enough letters to tell them from most words. One that ends in `_END` is cut where a
    space may stand."""
    found: set[str] = set()
    for row in rows:
        begun = {""}
        for item in row:
            if all(map(_is_enough, begun)):
                break
            more = _heads(item.rows) if isinstance(item, _Choice) else {item}
            begun = {longer for head in begun for longer in _longer(head, more)}
        found |= begun
    return found


def _longer(head: str, more: set[str]) -> Iterator[str]:
    for next in more if not _is_enough(head) else ():
        if next in (" ", "-", "…", "") or (head and _is_latin(head[-1]) is not _is_latin(next[0])):
            yield head + _END if head and next else head
        else:
            yield head + next
    if _is_enough(head):
        yield head


def _is_enough(head: str) -> bool:
    return head.endswith(_END) or len(head) >= (_ENOUGH_LATIN if head[:1].isascii() else _ENOUGH_CJK)
