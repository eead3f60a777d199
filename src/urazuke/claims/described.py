"""What a description itself says: Iranian hackers come from Iran, an attack on a university is on it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.claim import Stance
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.vocab.load import load_predicates, read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.claims", "described.yml")


Named = Sequence[tuple[Span, Referent]]
"""Mentions in text order, each with its referent."""


def read_descriptions(sentence: MaskedSentence, named: Named) -> Iterator[Draft]:
    """What a description itself says: Iranian hackers come from Iran."""
    for token in sentence.tokens:
        if token.type != "group" or token.pronoun:
            continue
        for place, inner in named:
            if inner.type in _DESCRIBED and token.span.contains(place) and token.span != place:
                start = sentence.place_of(token)
                object = Token(span=place, type=inner.type.value, referent=inner.id)
                # What follows the place: ロシア＋政府が関与したとみられるハッカー集団.
                words = sentence.text[place.end - sentence.span.start : token.span.end - sentence.span.start]
                frame = _DESCRIBED[inner.type]
                if _doubt().search(words):
                    frame = replace(frame, stance=Stance.HEDGED)
                yield Draft(frame=frame, subject=token, object=object, start=start, end=start + 1)


@cache
def _doubt() -> re.Pattern[str]:
    """Wording within a Japanese description that leaves open whether it fits."""
    return re.compile(read_yaml("urazuke.mentions", "descriptions.yml")["ja"]["doubt"])


def read_victims(sentence: MaskedSentence, drafts: Sequence[Draft], named: Named) -> Iterator[Draft]:
    """An attack told by its victim is an attack on it; one that is named after a malware used it.

    Where the sentence does not say who attacked, this holds only if the text tells more of the attack (see `ALONE`).
    """
    blamed = {
        d.subject.span: d
        for d in drafts
        if d.frame.predicate.name == "attributed-to" and d.subject.type == "campaign"
    }
    for token in sentence.tokens:
        if token.type != "campaign" or token.pronoun:
            continue
        for place, inner in named:
            if inner.type in _TOLD_BY and token.span.contains(place) and token.span != place:
                object = Token(span=place, type=inner.type.value, referent=inner.id)
                words = sentence.text[
                    token.span.start - sentence.span.start : token.span.end - sentence.span.start
                ]
                frame = _TOLD_BY[inner.type]
                if (
                    frame is _ATTACKED
                    and inner.type is EntityType.ORGANIZATION
                    and _patterns()["break_in"].search(words)
                ):
                    frame = _ENTERED
                if draft := blamed.get(token.span):
                    yield replace(draft, frame=frame, object=object)
                else:
                    start = sentence.place_of(token)
                    frame = replace(frame, rule=ALONE)
                    yield Draft(frame=frame, subject=token, object=object, start=start, end=start + 1)


ALONE = "described-attack-alone"
"""The rule of what an attack's own words say of it, which is told only where something else is told of the attack."""
# Doubt about who attacked is none about the attack.
_ATTACKED = Frame(rule="described-attack", predicate=load_predicates()["targets"], stance=Stance.ASSERTED)
_ENTERED = replace(_ATTACKED, rule="described-break-in", predicate=load_predicates()["compromises"])
_WITH = Frame(rule="described-means", predicate=load_predicates()["uses"], stance=Stance.ASSERTED)
_TOLD_BY = {
    EntityType.ORGANIZATION: _ATTACKED,
    EntityType.PRODUCT: _ATTACKED,
    EntityType.LOCATION: _ATTACKED,
    EntityType.SECTOR: _ATTACKED,
    EntityType.MALWARE: _WITH,
}
_DESCRIBED = {
    type: Frame(rule="description", predicate=load_predicates()[name])
    for type, name in ((EntityType.LOCATION, "originates-from"), (EntityType.ORGANIZATION, "attributed-to"))
}
