"""Names that a text itself keeps apart: of two groups that overlap it says that they are not one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key

_OVERLAP = re.compile(
    r"[」』）)]?[^、。；\n]{0,24}?(?:と|との)(?:間に)?(?:一部|部分的に|重要な)?(?:重複|オーバーラップ|重なり)"
    r"|[^、。，；\n]{0,10}?(?:存在|有)(?:部分)?重叠"
)
_BEFORE = re.compile(
    r"[^.\n]{0,40}?\boverlap(?:s|ped|ping)? (?:[\w-]+ ){0,3}?(?:with|between) [^.,;\n]{0,24}?"
)
_SAME_SENTENCE = re.compile(r"[^。\n]{0,60}")


@dataclass(frozen=True, slots=True)
class Apart:
    """Pairs of name keys that the text says overlap, and the concepts under which a lexicon has both of a pair."""

    pairs: frozenset[frozenset[str]]
    concepts: frozenset[str]

    def parts(self, text: str, a: Candidate, b: Candidate) -> bool:
        """Whether the text keeps these two apart."""
        return frozenset((make_key(a.span.of(text)), make_key(b.span.of(text)))) in self.pairs


def find_apart(text: str, items: Sequence[Candidate]) -> Apart:
    """The groups of which the text says that one overlaps with the other. `items` stand in text order."""
    groups = [item for item in items if item.type is EntityType.GROUP and item.rule != "description"]
    pairs: set[frozenset[str]] = set()
    concepts: set[str] = set()
    for index, item in enumerate(groups[1:], 1):
        for earlier in groups[max(0, index - 2) : index]:
            gap = (earlier.span.end, item.span.start)
            said = _BEFORE.fullmatch(text, *gap) or (
                _SAME_SENTENCE.fullmatch(text, *gap) and _OVERLAP.match(text, item.span.end)
            )
            names = frozenset((make_key(earlier.span.of(text)), make_key(item.span.of(text))))
            if said and len(names) == 2:
                pairs.add(names)
                if item.concept and item.concept == earlier.concept:
                    concepts.add(item.concept)
    return Apart(frozenset(pairs), frozenset(concepts))
