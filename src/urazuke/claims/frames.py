"""Frames: one pattern over masked sentences says which words make which claim (``frames/<language>.yml``).

A pattern is a regular expression with these additions:

* ``{o:sector|location+}`` one name of these types, with ``+`` a list of them; the letter is its role: `s` subject,
  `o` object, `by` speaker, `x` no role. ``{o:*}`` takes every type that the predicate allows there.
* ``{d}`` a date, in a frame with ``between: true`` one that has a beginning and an end; ``{cue}`` one of the frame's
  cues, which must also stand in the sentence for the frame to be tried.
* ``{gap:60}`` up to 60 characters of the clause in which no other name of a subject's type stands: the nearest
  is meant. ``{gap:60:person}`` allows no person either.
* ``…`` anything up to 60 characters, ``‥`` up to 14, within the sentence, as few as will do.

A frame without ``{s:…}`` gets its subject from the sentence (see ``arguments.py``); ``subject: main`` is what the whole
text is about, ``topic-group`` a group of the sentence or the last one spoken of, ``prosecutor`` who accuses in the
text, ``none`` no other than ``{s:…}``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from urazuke.claims.mask import SIGNS
from urazuke.errors import VocabularyError
from urazuke.model.claim import Basis, Stance
from urazuke.vocab.load import Predicate, load_predicates, read_yaml

PACKAGE = "urazuke.claims"
_GAP = re.compile(r"\{gap:(\d+)(?::([a-z|-]+))?\}")
_SLOT = re.compile(r"\{(s|o|by|x)(\d?):([a-z*|-]+)(\+?)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of saying one predicate. `rule` is its id; `subject_side` where an unnamed subject is looked for.

    `expression` is compiled when a text first needs it: a short text needs few of them.
    """

    rule: str
    predicate: Predicate
    cues: tuple[str, ...] = ()
    expression: str = ""
    subject_side: str = "any"
    stance: Stance | None = None
    basis: Basis | None = None
    opens_list: bool = False
    inherits: bool = True
    slots: Mapping[str, frozenset[str]] = field(default_factory=dict)
    needed: tuple[frozenset[str], ...] = ()
    """Types of which a sentence must hold one each, else the pattern cannot match and is not even compiled."""
    own: bool = False
    """Whether its object may be who says it: a company tells that it was attacked."""
    between: bool = False
    """Whether its date is one from which and until which something goes on: "from 2011 to 2013"."""
    plain: bool = False
    """Whether the text says it in passing ("the analyst X of Y"): words of doubt in the sentence are about
    other things."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression.

        Raises:
            VocabularyError: it is no regular expression.
        """
        return _compile(self.expression, self.rule)


@cache
def _compile(expression: str, rule: str) -> re.Pattern[str]:
    try:
        return re.compile(expression, re.I)
    except re.error as err:
        raise VocabularyError(f"frame {rule} is no regular expression: {err}", where=rule) from err


@cache
def load_frames(language: str) -> tuple[Frame, ...]:
    """The frames of a language, in the order of their file.

    Raises:
        VocabularyError: a frame names an unknown predicate or type.
    """
    data: dict[str, Any] = read_yaml(PACKAGE, f"frames/{language}.yml")
    separators = data["separators"]
    shared: dict[str, str] = data.get("shared", {})
    frames: list[Frame] = []
    for name, rows in data["frames"].items():
        predicate = load_predicates().get(name)
        if predicate is None:
            raise VocabularyError(f"frame for unknown predicate {name}", where=f"frames/{language}.yml")
        for index, row in enumerate(rows):
            rule = f"{language}-{name}-{row.get('id', index + 1)}"
            frames.append(_make(rule, predicate, row, separators, shared))
    return tuple(frames)


@cache
def _cue_index(language: str) -> tuple[AhoCorasick, tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """All cues of a language in one automaton, the frames that wait for each, and those that wait for none."""
    frames = load_frames(language)
    waiting: dict[str, list[int]] = {}
    for index, frame in enumerate(frames):
        for cue in frame.cues:
            waiting.setdefault(cue, []).append(index)
    return (
        AhoCorasick(list(waiting), matchkind=MatchKind.Standard),
        tuple(map(tuple, waiting.values())),
        tuple(index for index, frame in enumerate(frames) if not frame.cues),
    )


def find_frames(lowered: str, language: str) -> tuple[Frame, ...]:
    """The frames one of whose cues stands in a sentence in lower case, in the order of their file."""
    automaton, waiting, always = _cue_index(language)
    found = set(always)
    for cue, _, _ in automaton.find_matches_as_indexes(lowered, overlapping=True):
        found.update(waiting[cue])
    frames = load_frames(language)
    return tuple(frames[index] for index in sorted(found))


def _make(
    rule: str, predicate: Predicate, row: dict[str, Any], separators: str, shared: dict[str, str]
) -> Frame:
    cues = tuple(str(cue) for cue in row.get("cues", ()))
    pattern = str(row["pattern"])
    for key, value in shared.items():
        pattern = pattern.replace(f"<{key}>", value)
    return Frame(
        rule=rule,
        predicate=predicate,
        cues=tuple(cue.lower() for cue in cues if not _is_pattern(cue)),
        expression=compile_pattern(pattern, separators, predicate, rule, cues),
        subject_side=row.get("subject", "any"),
        stance=Stance(row["stance"]) if "stance" in row else None,
        basis=Basis(row["basis"]) if "basis" in row else None,
        opens_list=row.get("list", False),
        inherits=row.get("inherits", True),
        own=row.get("own", False),
        between=row.get("between", False),
        plain=row.get("plain", False),
        slots={
            match[1]: frozenset(match[3].split("|")) for match in _SLOT.finditer(pattern) if match[3] != "*"
        },
        needed=tuple(_needed(pattern, predicate)),
    )


_GROUPS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[()]|\|")
"""What opens and closes a group of an expression, parts its alternatives, or hides such a sign."""


def _needed(pattern: str, predicate: Predicate) -> Iterator[frozenset[str]]:
    """The types of the slots that stand in no group, so that they are neither optional nor one of several."""
    signs = [(match.start(), match.group()) for match in _GROUPS.finditer(pattern) if match.group() in "()|"]
    depth, outside, start = 0, [], 0
    for place, sign in signs:
        if sign == "|" and not depth:
            return
        if sign == "(":
            if not depth:
                outside.append((start, place))
            depth += 1
        elif sign == ")":
            depth -= 1
            start = place
    outside.append((start, len(pattern)))
    for match in _SLOT.finditer(pattern):
        if any(first <= match.start() < last for first, last in outside):
            types = match[3].split("|")
            if match[3] == "*":
                types = sorted(predicate.subject if match[1] == "s" else predicate.object)
            yield frozenset(types)


def _subject_signs(pattern: str, predicate: Predicate | None, more: str | None) -> str:
    """The signs of the types that the subject of a pattern may have, and of `more` types."""
    slot = next((match for match in _SLOT.finditer(pattern) if match[1] == "s"), None)
    if slot is None:
        return ""
    names = sorted(predicate.subject) if slot[3] == "*" and predicate else slot[3].split("|")
    names += more.split("|") if more else []
    return "".join(SIGNS[name] for name in names if name in SIGNS)


def _is_pattern(cue: str) -> bool:
    return bool(re.search(r"[\\()\[\]?*+|.]", cue))


def compile_pattern(
    pattern: str, separators: str, predicate: Predicate | None, rule: str, cues: tuple[str, ...] = ()
) -> str:
    """The regular expression behind a pattern; see the module's docstring for the notation."""

    def slot(match: re.Match[str]) -> str:
        role, number, types, many = match.groups()
        if types == "*":
            if predicate is None:
                raise VocabularyError("{…:*} needs a predicate", where=rule)
            names = sorted(predicate.subject if role == "s" else predicate.object)
        else:
            names = types.split("|")
        try:
            one = "[" + "".join(SIGNS[name] for name in names) + "]"
        except KeyError as err:
            raise VocabularyError(f"unknown entity type {err}", where=rule) from err
        # A list may run over names of other types that stand with them: the list of countries before "government".
        any_sign = "[" + "".join(sign for type, sign in SIGNS.items() if type != "date") + "]"
        body = one
        if many:
            # Atomic: a separator that matches in two ways must not be tried in 2^n ways along a list.
            marks = ('[”"]?', '[“"]?') if rule.startswith("en-") else ("", "")
            gap = f"(?>{marks[0]}(?:{separators}){marks[1]}(?={any_sign}))"
            # Up to the first name of a wanted type no other may be one: there is one way to begin a list, not many.
            # The gap is most of the expression; each time that it stands there costs when it is compiled.
            body = f"(?:(?!{one}){any_sign}{gap}){{0,41}}{one}(?:{gap}{any_sign}){{0,40}}"
        # English puts names that it introduces in quotation marks: such as “PlugX” and “Mimikatz”.
        opens, closes = ('[“"]?', '[”"]?') if rule.startswith("en-") else ("", "")
        return f"{opens}(?P<{role}{number}>{body}){closes}"

    expanded = _GAP.sub(
        lambda gap: f"[^.;{_subject_signs(pattern, predicate, gap[2])}]{{0,{gap[1]}}}?", pattern
    )
    expanded = _SLOT.sub(slot, expanded)
    expanded = expanded.replace("{d}", f"(?P<d>{SIGNS['date']})")
    if cues:
        # A longer cue is tried before a shorter one that begins it.
        expanded = expanded.replace("{cue}", "(?:" + "|".join(sorted(cues, key=len, reverse=True)) + ")")
    return expanded.replace("…", "[^。\n]{0,60}?").replace("‥", "[^、。，\n]{0,14}?")
