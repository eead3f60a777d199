"""All mentions of a text: every finder asked, overlaps settled, neighbours joined, types made consistent."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from urazuke.mentions.base import Candidate, settle
from urazuke.mentions.cjk_names import (
    find_cjk_organizations,
    find_cjk_persons,
    find_katakana_names,
    find_quoted_names,
)
from urazuke.mentions.descriptions import add_descriptions
from urazuke.mentions.designators import find_designators
from urazuke.mentions.dictionary import Lexicon, find_known_names
from urazuke.mentions.latin_names import find_latin_names
from urazuke.mentions.phrases import find_products, find_techniques
from urazuke.model.mention import EntityType, Mention
from urazuke.model.place import Span
from urazuke.text.normal import make_key

_SECTOR_ENDING = re.compile(
    r"(?:の)?(?:関連)?(?:分野|部門|業界|業|セクター|産業|機関|組織|企業|会社|事業者|当局|団体|関係者)(?!者)"
    r"|(?:行业|产业|领域|部门|单位|机构|企业|公司|承包商|组织|系统)"
    r"| (?:sectors?|industry|industries|companies|organi[sz]ations|agencies|firms|entities|contractors|institutions|providers|agency)\b",
)
_NAME_TYPES = frozenset(
    {
        EntityType.GROUP,
        EntityType.CAMPAIGN,
        EntityType.MALWARE,
        EntityType.TOOL,
        EntityType.PERSON,
        EntityType.ORGANIZATION,
    }
)


def find_candidates(
    text: str, language: str, lexicon: Lexicon, observables: Iterable[Mention]
) -> list[Candidate]:
    """Find all that may be a name in `text`, typed where something tells, in text order and not overlapping.

    Args:
        text: One rendition.
        language: ``ja``, ``en``, ``zh`` or another code, which is read like English.
        lexicon: Known names.
        observables: What the observable finder found in this text; nothing else is read inside them.
    """
    candidates: list[Candidate] = [_from_observable(mention) for mention in observables]
    candidates += find_known_names(text, lexicon)
    candidates += find_designators(text)
    candidates += find_techniques(text)
    candidates += find_products(text)
    candidates += find_latin_names(text, language)
    if language in ("ja", "zh"):
        candidates += find_cjk_organizations(text, language)
        candidates += find_cjk_persons(text, language)
        candidates += find_quoted_names(text)
    if language == "ja":
        candidates += find_katakana_names(text)
    chosen = settle(candidates)
    chosen = _join_place_and_organization(text, chosen)
    chosen = _extend_sectors(text, chosen)
    chosen = _extend_companies(text, chosen)
    chosen = add_descriptions(text, language, chosen)
    return _agree_on_types(text, chosen)


def _from_observable(mention: Mention) -> Candidate:
    return Candidate(
        span=mention.span,
        type=mention.type,
        rule=mention.rule,
        weight=90,
        concept=mention.concept,
        kind=mention.kind,
        role=mention.role,
        name=mention.name,
        normal=mention.normal,
    )


def _join_place_and_organization(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """中国＋国家安全部, Chinese Ministry of …: a country directly before an organ of state belongs to its name."""
    joined: list[Candidate] = []
    for candidate in candidates:
        last = joined[-1] if joined else None
        if (
            last
            and last.type is EntityType.LOCATION
            and candidate.type is EntityType.ORGANIZATION
            and text[last.span.end : candidate.span.start] in ("", " ")
            and not (candidate.span.of(text).isascii() and len(candidate.span) < 6)
            and (candidate.rule != "latin-name" or text[last.span.end : candidate.span.start] == " ")
            and (not candidate.span.of(text).isascii() or _is_state_organ(candidate.span.of(text)))
        ):
            joined[-1] = replace(candidate, span=Span(last.span.start, candidate.span.end), inner=(last,))
        else:
            joined.append(candidate)
    return joined


_STATE = re.compile(
    r"\b(?:Ministry|Department|Agency|Bureau|Government|Army|Police|Service|Directorate|Parliament|Embassy|Court)\b"
)


def _is_state_organ(name: str) -> bool:
    return bool(_STATE.search(name))


def _extend_sectors(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """先端技術＋分野, financial＋sector: the word that says "sector" belongs to the mention."""
    extended: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        limit = candidates[index + 1].span.start if index + 1 < len(candidates) else len(text)
        if candidate.type is EntityType.SECTOR and (ending := _SECTOR_ENDING.match(text, candidate.span.end)):
            if ending.end() <= limit:
                candidate = replace(candidate, span=Span(candidate.span.start, ending.end()), tentative=True)
        extended.append(candidate)
    return extended


_COMPANY_ENDING = re.compile(r" ?(?:社(?![会員長内外])|,? (?:Co\. )?(?:Ltd|Inc|LLC|Corp|Limited)\b\.?)")


def _extend_companies(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Microsoft＋社: the counter word for a company belongs to the mention."""
    extended: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        limit = candidates[index + 1].span.start if index + 1 < len(candidates) else len(text)
        ending = _COMPANY_ENDING.match(text, candidate.span.end) if candidate.type is EntityType.ORGANIZATION else None
        if ending and ending.end() <= limit:
            candidate = replace(candidate, span=Span(candidate.span.start, ending.end()))
        extended.append(candidate)
    return extended


def _agree_on_types(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """One sense for a name in a document: an untyped or weaker mention takes the type that the surest one has."""
    votes: dict[str, dict[EntityType, int]] = defaultdict(lambda: defaultdict(int))
    for candidate in candidates:
        if candidate.type in _NAME_TYPES and candidate.concept is None:
            votes[make_key(candidate.span.of(text))][candidate.type] += candidate.weight
    known = {make_key(c.span.of(text)): c for c in candidates if c.concept is not None}
    agreed: list[Candidate] = []
    for candidate in candidates:
        if candidate.concept is None and (candidate.type is None or candidate.type in _NAME_TYPES):
            key = make_key(candidate.span.of(text))
            if candidate.type is None and key in known and known[key].type is not None:
                candidate = Candidate(
                    span=candidate.span,
                    type=known[key].type,
                    rule="same-name",
                    weight=10,
                    concept=known[key].concept,
                )
            elif key in votes:
                best = max(votes[key].items(), key=lambda item: (item[1], item[0]))[0]
                if candidate.type is not best:
                    candidate = candidate.typed(best, "same-name")
        agreed.append(candidate)
    return agreed
