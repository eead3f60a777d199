"""Public tools that a sentence names without a word for using them: "The rest was housekeeping: AD Explorer, Chisel".

Nobody writes of Mimikatz in a report on an attack because it happens to exist. Where the text speaks of an attacker,
and nothing in the sentence says otherwise (``products.yml``, `unused`), the tool is theirs.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from urazuke.claims.arguments import find_subjects, is_guarded
from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.mention import Referent
from urazuke.vocab.load import load_predicates, read_yaml

_BARE = Frame(rule="bare-tool", predicate=load_predicates()["uses"])
_USERS = frozenset({"group", "campaign"})
_NEAR = 60
"""How far around a tool the words stand that say that it is not used."""


@cache
def _unused(language: str) -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.claims", "products.yml")[language]["unused"], re.I)


def read_bare_tools(
    sentence: MaskedSentence,
    drafts: Sequence[Draft],
    language: str,
    referents: Mapping[str, Referent],
    topic: Callable[[frozenset[str]], Token | None],
) -> Iterator[Draft]:
    """Uses of known tools of which no other draft of the sentence speaks."""
    told = {end.referent for draft in drafts for end in (draft.subject, draft.object) if end}
    for token in sentence.tokens:
        if token.type != "tool" or token.referent in told or not _is_known(referents[token.referent or ""]):
            continue
        place = sentence.place_of(token)
        if _unused(language).search(sentence.masked, max(0, place - _NEAR), place + _NEAR) or is_guarded(
            sentence, token, language
        ):
            continue
        for subject in find_subjects(sentence, place, place + 1, _USERS, language, "any", topic(_USERS)):
            yield Draft(frame=_BARE, subject=subject, object=token, start=place, end=place + 1)


def _is_known(tool: Referent) -> bool:
    """Whether the lexicon knows a tool as one: services that everybody uses are none."""
    return tool.concept is not None and tool.concept.startswith(("tool:", "malware:"))
