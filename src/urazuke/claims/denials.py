"""Denials that do not repeat the accusation (``denials.yml``): they answer the last one that the text told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.mask import MaskedSentence, Token, read_masked
from urazuke.model.claim import Stance
from urazuke.vocab.load import load_predicates


@dataclass(frozen=True, slots=True)
class Accusation:
    """What the text last said of who is behind something; `speakers` are those who said so."""

    subject: Token
    object: Token
    predicate: str
    speakers: tuple[str, ...]


def read_denials(sentence: MaskedSentence, language: str, accusation: Accusation | None) -> Iterator[Draft]:
    """The accusation once more, denied by whom the sentence names; nothing where they made it themselves."""
    pattern = read_masked("denials.yml", flags=re.I).get(language)
    match = pattern.search(sentence.masked) if pattern and accusation else None
    if match is None or accusation is None:
        return
    denier = sentence.tokens_in(*match.span("by"))[0].referent
    if denier is None or denier in accusation.speakers or denier == accusation.subject.referent:
        return
    frame = Frame(
        rule="denial", predicate=load_predicates()[accusation.predicate], stance=Stance.DENIED, own=True
    )
    yield Draft(
        frame=frame,
        subject=accusation.subject,
        object=accusation.object,
        start=match.start(),
        end=match.end(),
        speakers=(denier,),
    )
