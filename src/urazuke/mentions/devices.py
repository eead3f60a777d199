"""Products told by their kind: the name of a maker, or one that nothing is known of, and a word such as "routers".

The words are in ``products.yml`` (`devices`).
"""

import re
from dataclasses import replace
from functools import cache

from urazuke.mentions.base import Candidate
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.vocab.load import read_yaml

_MADE = (EntityType.ORGANIZATION, EntityType.PRODUCT, None)


@cache
def _kinds(language: str) -> dict[str, re.Pattern[str]]:
    rows = read_yaml("urazuke.mentions", "products.yml")["devices"]
    row = rows[language if language in rows else "en"]
    return {name: re.compile(pattern) for name, pattern in row.items()}


def add_devices(text: str, language: str, candidates: list[Candidate]) -> list[Candidate]:
    """Dahua＋cameras, ソフォス＋製ファイアウォール: one product, in place of the maker and of the kind.

    It counts only where a claim rests on it. The bare name of a product remains one more name of it, and a maker its
    own.
    """
    kinds = _kinds(language)
    found: list[Candidate] = []
    for candidate in candidates:
        if found and candidate.span.start < found[-1].span.end:
            if candidate.span.end <= found[-1].span.end:
                continue
            found.pop()  # something longer begins within the words of the kind
        match = _kind_after(text, kinds, candidate)
        if match:
            candidate = replace(
                candidate,
                span=Span(candidate.span.start, match.end()),
                type=EntityType.PRODUCT,
                rule="device",
                concept=candidate.concept if candidate.type is EntityType.PRODUCT else None,
                tentative=True,
                inner=(candidate,) if candidate.type is not None else (),
            )
        found.append(candidate)
    return found


def _kind_after(text: str, kinds: dict[str, re.Pattern[str]], candidate: Candidate) -> re.Match[str] | None:
    if candidate.type not in _MADE or candidate.rule == "description":
        return None
    match = kinds["made"].match(text, candidate.span.end)
    if match is None and candidate.type is None:
        match = kinds["named"].match(text, candidate.span.end)
    return match
