"""Names that a text itself keeps apart: groups of which it says that they overlap, malware that grew out of other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key

_OVERLAP = re.compile(
    r"[」』）)]?[^、。；\n]{0,24}?(?:と|との)(?:間に)?(?:一部|部分的に|重要な)?(?:重複|オーバーラップ|重なり)"
    r"|[^、。，；\n]{0,10}?(?:存在|有)(?:部分)?重叠"
)
_BEFORE = re.compile(
    r"[^.\n]{0,40}?\b(?:overlap(?:s|ped|ping)? (?:[\w-]+ ){0,3}?(?:with|between)"
    r"|(?:links?|ties|connections?|similarit(?:y|ies)) (?:with|to)) [^.,;\n]{0,24}?"
)
_GREW = re.compile(
    r"\s?(?:から(?:発展|派生|進化|生まれ|分岐|枝分かれ)|の(?:亜種|変種|後継|派生|改良版|強化版|子孫)|を(?:改造|改変|改良|発展))"
)
_IS_GROWN = re.compile(r"(?:[（(][^（）()\n]{0,24}[)）])?(?:は|が|も)、?[^。\n]{0,24}")
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
    """The groups of which the text says that one overlaps with the other, and malware of which it says that one grew
    out of the other. `items` stand in text order."""
    groups = [item for item in items if item.type is EntityType.GROUP and item.rule != "description"]
    malware = [item for item in items if item.type is EntityType.MALWARE]
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
    for earlier, item in pairwise(malware):
        if _GREW.match(text, item.span.end) and _IS_GROWN.fullmatch(text, earlier.span.end, item.span.start):
            pairs.add(frozenset((make_key(earlier.span.of(text)), make_key(item.span.of(text)))))
            concepts |= {concept for concept in (item.concept, earlier.concept) if concept}
    return Apart(frozenset(pairs), frozenset(concepts))
