"""Names that a text itself keeps apart: groups of which it says that they overlap, malware that grew out of other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_patterns


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "apart.yml")


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
            said = _patterns()["before"].fullmatch(text, *gap) or (
                _patterns()["same_sentence"].fullmatch(text, *gap)
                and _patterns()["overlap"].match(text, item.span.end)
            )
            names = frozenset((make_key(earlier.span.of(text)), make_key(item.span.of(text))))
            if said and len(names) == 2:
                pairs.add(names)
                if item.concept and item.concept == earlier.concept:
                    concepts.add(item.concept)
    for earlier, item in pairwise(malware):
        if _patterns()["grew"].match(text, item.span.end) and _patterns()["is_grown"].fullmatch(
            text, earlier.span.end, item.span.start
        ):
            pairs.add(frozenset((make_key(earlier.span.of(text)), make_key(item.span.of(text)))))
            concepts |= {concept for concept in (item.concept, earlier.concept) if concept}
    return Apart(frozenset(pairs), frozenset(concepts))
