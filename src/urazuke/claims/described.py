"""What a description itself says: Iranian hackers come from Iran, an attack on a university is on it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.vocab.load import load_predicates

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
                yield Draft(
                    frame=_DESCRIBED[inner.type], subject=token, object=object, start=start, end=start + 1
                )


def read_victims(sentence: MaskedSentence, drafts: Sequence[Draft], named: Named) -> Iterator[Draft]:
    """An attack told by its victim is an attack on it, where the sentence says who attacked."""
    told = {
        d.subject.span: d
        for d in drafts
        if d.frame.predicate.name == "attributed-to" and d.subject.type == "campaign"
    }
    for span, draft in told.items():
        for place, inner in named:
            if inner.type is EntityType.ORGANIZATION and span.contains(place) and span != place:
                object = Token(span=place, type=inner.type.value, referent=inner.id)
                yield replace(draft, frame=_ATTACKED, object=object)


_ATTACKED = Frame(
    rule="described-attack", predicate=load_predicates()["targets"], cues=(), pattern=re.compile("")
)
_DESCRIBED = {
    type: Frame(rule="description", predicate=load_predicates()[name], cues=(), pattern=re.compile(""))
    for type, name in ((EntityType.LOCATION, "originates-from"), (EntityType.ORGANIZATION, "attributed-to"))
}
