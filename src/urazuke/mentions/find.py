"""All mentions of a text: every finder asked, overlaps settled, neighbours joined, types made consistent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from urazuke.mentions.base import Candidate, settle
from urazuke.mentions.bounds import drop_parts_of_words, share_endings
from urazuke.mentions.bracketed import find_bracketed
from urazuke.mentions.cjk_names import (
    find_cjk_organizations,
    find_cjk_persons,
    find_departments,
    find_katakana_names,
    find_quoted_names,
    find_sides,
)
from urazuke.mentions.descriptions import add_descriptions
from urazuke.mentions.designators import find_designators
from urazuke.mentions.dictionary import Lexicon, find_known_names
from urazuke.mentions.events import add_attacks, find_events
from urazuke.mentions.extend import add_organs, extend_to_left, extend_to_right
from urazuke.mentions.latin_names import find_latin_names
from urazuke.mentions.lone_sectors import drop_lone_sectors
from urazuke.mentions.named_attacks import add_named_attacks
from urazuke.mentions.phrases import find_products, find_techniques
from urazuke.mentions.referents import short_company_names
from urazuke.model.mention import EntityType, Mention, Role
from urazuke.text.normal import make_key

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
    if language == "zh":
        candidates += find_sides(text)
    if language == "ja":
        candidates += find_katakana_names(text)
    candidates += find_bracketed(text)
    candidates += find_events(text, language, candidates)
    chosen = settle(_without_shadows(_with_short_companies(text, candidates)))
    if language not in ("ja", "zh"):
        chosen = add_organs(text, chosen)
        chosen = add_named_attacks(text, drop_lone_sectors(text, chosen))
    elif language == "zh":
        chosen = drop_parts_of_words(text, chosen)
    else:
        chosen = settle([*chosen, *find_departments(text, chosen)])
    chosen = extend_to_right(text, extend_to_left(text, chosen))
    if language == "zh":
        chosen = share_endings(text, chosen)
    chosen = add_descriptions(text, language, chosen)
    if language == "zh":
        chosen = add_attacks(text, chosen)
    return _agree_on_types(text, [candidate for candidate in chosen if _bears_on_attack(candidate)])


def _bears_on_attack(candidate: Candidate) -> bool:
    """Whether a candidate is more than an address that the text refers to: its letters are read as nothing else."""
    return candidate.type is not EntityType.OBSERVABLE or candidate.role in (
        Role.INDICATOR,
        Role.VICTIM,
        None,
    )


def _with_short_companies(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Shanghai Firetech is a company, and no place, where the text names Shanghai Firetech … Company, Ltd."""
    short = {
        name
        for c in candidates
        if c.type is EntityType.ORGANIZATION
        for name in short_company_names(c.span.of(text))
        if " " in name
    }
    return [
        replace(c, type=EntityType.ORGANIZATION, weight=30)
        if c.type is None and c.span.of(text) in short
        else c
        for c in candidates
    ]


def _without_shadows(candidates: list[Candidate]) -> list[Candidate]:
    """Without guesses at a name that is a known place, or whose type the lexicon confirms: it knows more."""
    known = {c.span: c.type for c in candidates if c.concept is not None and c.rule.startswith("known-name")}
    return [
        c
        for c in candidates
        if c.rule != "latin-name"
        or known.get(c.span) not in (EntityType.LOCATION, c.type or EntityType.LOCATION)
    ]


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
