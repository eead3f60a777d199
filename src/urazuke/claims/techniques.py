"""Techniques that a sentence tells without a word for using them: "Phishing is a further route", "横展開にはWMIを使う".

What attackers do is told in endlessly many ways, and often the technique is itself the verb ("moved laterally"). Where
a text speaks of an attacker and no frame tells whose a technique is, it is the attacker's of whom the sentence speaks,
or the text at this point; unless the words around it say otherwise (``techniques.yml``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from urazuke.claims.arguments import find_subjects, is_guarded
from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame
from urazuke.claims.loose import ATTACKERS
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.claim import Claim
from urazuke.vocab.load import load_predicates, read_patterns

RULE = "bare-technique"
_BARE = Frame(rule=RULE, predicate=load_predicates()["uses"])
_BESIDE = Frame(rule="technique-beside-user", predicate=load_predicates()["uses"])
"""The same where the sentence itself names the user: that another uses the technique too does not speak against it."""
_NEAR = 40
"""How far before a technique the words stand that say that nobody uses it."""


def read_bare_techniques(
    sentence: MaskedSentence,
    drafts: Sequence[Draft],
    language: str,
    topic: Callable[[frozenset[str]], Token | None],
) -> Iterator[Draft]:
    """Uses of techniques of which no other draft of the sentence speaks."""
    told = {draft.object.referent for draft in drafts if draft.object}
    wording = read_patterns("urazuke.claims", "techniques.yml", language, re.I)
    for token in sentence.tokens:
        if token.type != "attack-pattern" or token.referent in told or token.pronoun:
            continue
        place = sentence.place_of(token)
        if (
            wording["sentence"].search(sentence.masked)
            or wording["before"].search(sentence.masked, max(0, place - _NEAR), place)
            or wording["after"].match(sentence.masked, place + 1)
            or is_guarded(sentence, token, language)
        ):
            continue
        for subject in find_subjects(
            sentence, place, place + 1, ATTACKERS, language, "any", topic(ATTACKERS)
        ):
            frame = _BESIDE if subject in sentence.tokens else _BARE
            yield Draft(frame=frame, subject=subject, object=token, start=place, end=place + 1)


def keep_surest(claims: Iterable[Claim]) -> Iterator[Claim]:
    """All claims but those by which a technique that is told to be somebody's would be another's as well: of
    techniques that no verb gives to anybody only the first user counts."""
    listed = list(claims)
    users = {claim.object for claim in listed if claim.predicate == "uses" and claim.provenance.rule != RULE}
    for claim in listed:
        if claim.provenance.rule == RULE:
            if claim.object in users:
                continue
            users.add(claim.object)
        yield claim
