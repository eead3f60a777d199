"""How other groups stand to the one that a text is about, in rows and bullets that begin with their names.

"| APT37 | targets and infrastructure overlap |", "- Konni: tracked as a separate cluster": none of them names the group
of the text again. The wording is in ``related.yml``.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.claims.protagonists import Protagonists
from urazuke.model.claim import Stance
from urazuke.model.document import Block, BlockKind
from urazuke.vocab.load import load_predicates, read_patterns

_OVERLAPS = Frame(rule="related-overlaps-with", predicate=load_predicates()["overlaps-with"])


@cache
def _apart() -> Frame:
    return Frame(rule="related-apart", predicate=load_predicates()["alias-of"], stance=Stance.DENIED)


def read_related(sentence: MaskedSentence, block: Block, about: Protagonists) -> Iterator[Draft]:
    """Overlaps, and denials that two are one, of the group at the beginning of a row or bullet with the text's own."""
    main = about.main
    if block.kind not in (BlockKind.ROW, BlockKind.ITEM) or main is None or main.type != "group":
        return
    patterns = read_patterns("urazuke.claims", "related.yml")
    names = _leading(sentence, patterns["joint"])
    if not names or any(token.referent == main.referent for token in names):
        return
    start = sentence.place_of(names[-1]) + 1
    if not patterns["leads"].match(sentence.masked, start):
        return
    for frame, said in ((_apart(), patterns["apart"]), (_OVERLAPS, patterns["overlaps"])):
        if match := said.search(sentence.masked, start):
            yield Draft(frame=frame, subject=names[0], object=main, start=match.start(), end=match.end())


def _leading(sentence: MaskedSentence, joint: re.Pattern[str]) -> list[Token]:
    """The groups that a line begins with, one after the other: they are names of one cluster."""
    tokens = [token for token in sentence.tokens if token.referent]
    if not tokens or not joint.fullmatch(sentence.masked, 0, sentence.place_of(tokens[0])):
        return []
    names = tokens[:1]
    for token in tokens[1:]:
        if not joint.fullmatch(sentence.masked, sentence.place_of(names[-1]) + 1, sentence.place_of(token)):
            break
        names.append(token)
    return list(takewhile(lambda token: token.type == "group", names))
