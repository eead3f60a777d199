"""What a text says of products in passing (``products.yml``): whose flaw is exploited, and what malware is made for.

Who exploits CVE-2023-46604 "in Apache ActiveMQ" exploits ActiveMQ; a "Linux backdoor" is aimed at Linux.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from urazuke.claims.draft import Draft
from urazuke.claims.frames import Frame, compile_pattern
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.model.mention import Referent
from urazuke.vocab.load import load_predicates, read_yaml

_FLAWED = Frame(rule="product-of-flaw", predicate=load_predicates()["exploits"])
_MADE_FOR = Frame(rule="platform-of-malware", predicate=load_predicates()["targets"])


@dataclass(frozen=True, slots=True)
class _Patterns:
    flaws: tuple[re.Pattern[str], ...]
    platforms: tuple[re.Pattern[str], ...]


@cache
def _patterns(language: str) -> _Patterns:
    rows = read_yaml("urazuke.claims", "products.yml")[language]

    def compiled(name: str) -> tuple[re.Pattern[str], ...]:
        rule = f"{language}-{name}"
        return tuple(
            re.compile(compile_pattern(row, rows["separators"], None, rule), re.I) for row in rows[name]
        )

    return _Patterns(compiled("flaws"), compiled("platforms"))


@cache
def _platforms() -> frozenset[str]:
    return frozenset(f"product:{id}" for id in read_yaml("urazuke.claims", "products.yml")["platforms"])


def read_flawed(sentence: MaskedSentence, drafts: Sequence[Draft], language: str) -> Iterator[Draft]:
    """Who exploits a flaw exploits the product that the sentence says it is in."""
    exploited = [
        (draft, draft.object.span)
        for draft in drafts
        if draft.object and draft.frame.predicate.name == "exploits" and draft.object.type == "vulnerability"
    ]
    if not exploited or not any(token.type == "product" for token in sentence.tokens):
        return
    for pattern in _patterns(language).flaws:
        for match in pattern.finditer(sentence.masked):
            flaws = {token.span for token in _named(sentence, match, "x", "vulnerability")}
            products = _named(sentence, match, "o", "product")
            for draft, flaw in exploited:
                if flaw in flaws:
                    yield from (replace(draft, frame=_FLAWED, object=product) for product in products)


def read_platforms(
    sentence: MaskedSentence, language: str, referents: Mapping[str, Referent]
) -> Iterator[Draft]:
    """What malware is said to be made for is what it is aimed at."""
    if not {"malware", "product"} <= {token.type for token in sentence.tokens}:
        return
    for pattern in _patterns(language).platforms:
        for match in pattern.finditer(sentence.masked):
            for object in _named(sentence, match, "o", "product"):
                if referents[object.referent or ""].concept not in _platforms():
                    continue
                for subject in _named(sentence, match, "s", "malware"):
                    yield Draft(
                        frame=_MADE_FOR, subject=subject, object=object, start=match.start(), end=match.end()
                    )


def _named(sentence: MaskedSentence, match: re.Match[str], role: str, type: str) -> list[Token]:
    return [token for token in sentence.tokens_in(*match.span(role)) if token.type == type and token.referent]
