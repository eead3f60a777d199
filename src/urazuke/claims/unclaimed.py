"""Malware and flaws that a text names without ever saying in so many words whose they are.

A report on a group does not describe a backdoor because it happens to exist: "NOOPDOOR runs in memory alone" is about
the group's NOOPDOOR. Where nothing in the whole text says more of such a thing, it is theirs of whom text or section is
about; not where it is named beside others who attack, only compared, or only warned of (``unclaimed.yml``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token, read_masked
from urazuke.claims.protagonists import Protagonists, is_described
from urazuke.model.claim import Claim
from urazuke.model.mention import Referent
from urazuke.vocab.load import load_predicates, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_masked("unclaimed.yml", "patterns")


_ACTORS = frozenset({"group", "campaign"})
_FRAMES = {
    type: Frame(rule=f"unclaimed-{type}", predicate=load_predicates()[name])
    for type, name in (("malware", "uses"), ("vulnerability", "exploits"))
}
_TELLING = frozenset({"uses", "exploits", "develops", "overlaps-with", "variant-of", "targets"})
_NEAR = 60
"""How far around a name the words stand that make it not theirs."""


@cache
def _otherwise(language: str) -> re.Pattern[str]:
    return re.compile(read_yaml("urazuke.claims", "unclaimed.yml")[language], re.I)


def read_unclaimed(
    sentence: MaskedSentence, about: Protagonists, language: str, referents: Mapping[str, Referent]
) -> Iterator[Draft]:
    """What a sentence names that may be theirs of whom the text is about, should nothing else be said of it."""
    actor = about.owner(_ACTORS)
    if actor is None or any(t.type in _ACTORS and t.referent != actor.referent for t in sentence.tokens):
        return
    for token in sentence.tokens:
        frame = _FRAMES.get(token.type)
        if (
            frame is None
            or token.pronoun
            or token.referent is None
            or is_described(referents[token.referent])
        ):
            continue
        place = sentence.place_of(token)
        near = max(0, place - _NEAR), place + _NEAR
        if not _otherwise(language).search(sentence.masked, *near) and not _is_owned(sentence, token):
            yield Draft(frame=frame, subject=actor, object=token, start=place, end=place + 1)


def _is_owned(sentence: MaskedSentence, token: Token) -> bool:
    """Whether somebody stands before a thing to whom it belongs: "Ostrin's Pegasus"."""
    return bool(
        _patterns()["owned"].search(
            sentence.masked, max(0, sentence.place_of(token) - 24), sentence.place_of(token)
        )
    )


def still_unclaimed(spare: Iterable[Claim], claims: Iterable[Claim]) -> Iterator[Claim]:
    """Of claims on things that may be somebody's the first on each of which no other claim says anything."""
    told = {end for claim in claims if claim.predicate in _TELLING for end in (claim.object,)}
    for claim in spare:
        if claim.object not in told:
            told.add(claim.object)
            yield claim
