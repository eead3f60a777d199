"""All mentions of a text: every finder asked, overlaps settled, neighbours joined, types made consistent."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from urazuke.mentions.attacks import add_attacks
from urazuke.mentions.base import Candidate, settle
from urazuke.mentions.bounds import cut_at_places, drop_parts_of_words, share_endings
from urazuke.mentions.bracketed import find_bracketed
from urazuke.mentions.cjk_names import (
    find_cjk_organizations,
    find_departments,
    find_han_groups,
    find_katakana_names,
    find_quoted_names,
    find_short_countries,
    find_sides,
    find_with_initials,
)
from urazuke.mentions.cjk_persons import find_cjk_persons, find_family_names
from urazuke.mentions.company_names import find_short_companies
from urazuke.mentions.descriptions import add_descriptions, add_linked
from urazuke.mentions.designators import find_designators
from urazuke.mentions.devices import add_devices
from urazuke.mentions.dictionary import Lexicon, find_known_names
from urazuke.mentions.events import find_events, name_events
from urazuke.mentions.extend import add_organs, extend_to_left, extend_to_right
from urazuke.mentions.home import find_home
from urazuke.mentions.latin_names import find_latin_names
from urazuke.mentions.listings import find_listings
from urazuke.mentions.lone_sectors import drop_lone_sectors, drop_parts_of_sectors
from urazuke.mentions.metonyms import speak_for_states
from urazuke.mentions.people import find_handles, find_people
from urazuke.mentions.phrases import find_products, find_tools
from urazuke.mentions.referents import short_company_names
from urazuke.mentions.software import type_software
from urazuke.mentions.spelled import find_listed, find_spelled
from urazuke.mentions.techniques import find_techniques, join_numbers
from urazuke.model.mention import NAMED_TYPES, EntityType, Mention, Role
from urazuke.model.place import Span
from urazuke.text.normal import make_key, unify_spelling
from urazuke.vocab.load import read_patterns


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "find.yml")


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
    text = unify_spelling(text)
    candidates: list[Candidate] = [_from_observable(mention) for mention in observables]
    candidates += find_known_names(text, lexicon)
    candidates += find_designators(text)
    candidates += find_techniques(text, language)
    candidates += find_products(text, language)
    candidates += find_tools(text)
    candidates += find_latin_names(text, language)
    candidates += find_people(text, language)
    candidates += find_handles(text)
    if language in ("ja", "zh"):
        candidates += find_cjk_organizations(text, language)
        candidates += find_cjk_persons(text, language)
        candidates += find_quoted_names(text)
        candidates += find_sides(text, language)
    if language == "zh":
        candidates += find_home(text, lexicon)
        candidates += find_han_groups(text)
        candidates += find_with_initials(text)
        candidates = cut_at_places(text, candidates)
    if language == "ja":
        candidates += find_katakana_names(text)
        candidates += find_short_countries(text)
    if language in ("ja", "zh"):
        candidates += list(find_short_companies(text, language, candidates))
        candidates += list(find_family_names(text, candidates))
    candidates += find_listings(text)
    candidates += find_bracketed(text)
    if language in ("ja", "zh"):
        candidates += find_listed(text)
        candidates += find_spelled(text, candidates)
    candidates += find_events(text, language, candidates)
    candidates = _without_named_domains(text, candidates)
    candidates = _with_short_companies(text, candidates)
    if language not in ("ja", "zh"):
        candidates = _with_whole_names(text, candidates)
    chosen = join_numbers(text, settle(_without_shadows(candidates)))
    if language not in ("ja", "zh"):
        chosen = add_organs(text, chosen)
        chosen = drop_lone_sectors(text, chosen)
    elif language == "zh":
        chosen = drop_parts_of_words(text, chosen)
    else:
        chosen = settle([*drop_parts_of_sectors(text, chosen), *find_departments(text, chosen)])
    chosen = extend_to_right(text, extend_to_left(text, chosen))
    if language == "zh":
        chosen = share_endings(text, chosen)
    chosen = add_devices(text, language, chosen)
    chosen = speak_for_states(text, language, chosen)
    chosen = add_descriptions(text, language, chosen)
    if language not in ("ja", "zh"):
        chosen = add_linked(text, chosen)
    chosen = add_attacks(text, language, chosen)
    chosen = type_software(text, language, chosen)
    chosen = _with_campaigns_of_malware(text, language, chosen)
    return _agree_on_types(text, [candidate for candidate in chosen if _bears_on_attack(candidate)])


def _with_campaigns_of_malware(text: str, language: str, candidates: list[Candidate]) -> list[Candidate]:
    """SnowTailキャンペーン is a campaign with its whole name where SnowTail alone is malware: neither is the other.

    "The campaign" of a text that names no other is that one.
    """
    malware = {make_key(c.span.of(text)) for c in candidates if c.type is EntityType.MALWARE}
    found: list[Candidate] = []
    whole: set[str] = set()
    for c in candidates:
        named = c.concept is None and c.type in (EntityType.CAMPAIGN, EntityType.MALWARE)
        match = (
            _patterns()["campaign"].match(text, c.span.end)
            if named and make_key(c.span.of(text)) in malware
            else None
        )
        if match:
            c = replace(c, span=Span(c.span.start, match.end()), type=EntityType.CAMPAIGN)
            whole.add(make_key(c.span.of(text)))
        found.append(c)
    return name_events(text, language, found, whole.pop()) if len(whole) == 1 else found


def _bears_on_attack(candidate: Candidate) -> bool:
    """Whether a candidate is more than an address that the text refers to: its letters are read as nothing else."""
    return candidate.type is not EntityType.OBSERVABLE or candidate.role in (
        Role.INDICATOR,
        Role.VICTIM,
        None,
    )


def _without_named_domains(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Without domains that are the known name of a company, written as one: SEKOIA.IO."""
    named = {
        c.span
        for c in candidates
        if c.type is EntityType.ORGANIZATION and c.rule == "known-name" and text[c.span.start].isupper()
    }
    return [c for c in candidates if c.type is not EntityType.OBSERVABLE or c.span not in named]


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


_KNOWN = 36
"""Heavier than an organization that the lexicon knows."""


def _with_whole_names(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """An organization's whole name wins over a known one within it (US Treasury | Department), whose last words
    make it the same thing."""
    known = [c for c in candidates if c.type is EntityType.ORGANIZATION and c.concept]
    starts = {c.span.start: c for c in known}
    products = {c.span.start: c for c in candidates if c.type is EntityType.PRODUCT}
    whole: list[Candidate] = []
    for c in candidates:
        if c in known and (unit := _patterns()["numbered"].match(text, c.span.end)):
            # Federal Security Service Center 18 is a part of the Service.
            whole.append(
                Candidate(
                    span=Span(c.span.start, unit.end()), type=c.type, rule="numbered-unit", weight=_KNOWN + 2
                )
            )
        inner = (
            next((starts[at] for at in range(c.span.end, c.span.start - 1, -1) if at in starts), None)
            if c.rule == "latin-name" and c.type is EntityType.ORGANIZATION
            else None
        )
        if (
            inner
            and inner.span.end <= c.span.end
            and len(inner.span) < len(c.span)
            and not _in_title(text, c.span.start)
        ):
            same = inner.span.end == c.span.end or _patterns()["same"].fullmatch(
                text, inner.span.end, c.span.end
            )
            whole.append(replace(c, weight=_KNOWN, concept=inner.concept if same else None))
        elif c.rule == "latin-name" and c.type is EntityType.ORGANIZATION and _is_office(text, c, products):
            whole.append(replace(c, weight=_OVER_PRODUCT))
        else:
            whole.append(c)
    return whole


_OVER_PRODUCT = 33
"""Heavier than a product that the lexicon knows."""


def _is_office(text: str, whole: Candidate, products: Mapping[int, Candidate]) -> bool:
    """Whether a product's name is only a word of an organization's: Office in Foreign and Commonwealth Office."""
    inner = next((products[at] for at in range(whole.span.start, whole.span.end) if at in products), None)
    return (
        inner is not None
        and inner.span.end <= whole.span.end
        and inner.span != whole.span
        and inner.span.start > whole.span.start
        and not _in_title(text, whole.span.start)
    )


_ENDS = (".", ":", "!", "?", "”", '"', ";")


def _in_title(text: str, place: int) -> bool:
    """Whether a place is in a short line without an end of a sentence, where all words may be capitalised."""
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)].strip()
    return len(line) < 160 and not line.endswith(_ENDS)


def _without_shadows(candidates: list[Candidate]) -> list[Candidate]:
    """Without guesses at a name that is a known place, or whose type the lexicon confirms: it knows more.

    A kind of body that it knows as a sector (法律事務所) is no name of one.
    """
    known = {c.span: c.type for c in candidates if c.concept is not None and c.rule.startswith("known-name")}
    places = {span.end: span.start for span, type in known.items() if type is EntityType.LOCATION}
    return [
        c
        for c in candidates
        if (
            c.rule != "latin-name"
            or (
                known.get(c.span) not in (EntityType.LOCATION, c.type or EntityType.LOCATION)
                # Nor is the last word of a place ("Taiwan and South Korea") a name.
                and places.get(c.span.end, c.span.start) >= c.span.start
            )
        )
        and not (c.rule == "alias" and known.get(c.span) is EntityType.LOCATION)
        and not (c.rule == "designator-malware" and c.span in known)
        and not (c.rule == "organization-ending" and known.get(c.span) is EntityType.SECTOR)
    ]


def _from_observable(mention: Mention) -> Candidate:
    technique = mention.type is EntityType.ATTACK_PATTERN
    return Candidate(
        span=mention.span,
        type=mention.type,
        rule=mention.rule,
        weight=90,
        # The number of a technique and its wording mean one thing.
        concept=f"technique:{mention.name.lower()}" if technique else mention.concept,
        kind=mention.kind,
        role=mention.role,
        name=mention.name,
        normal=mention.normal,
    )


def _agree_on_types(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """One sense for a name in a document: an untyped or weaker mention takes the type that the surest one has."""
    votes: dict[str, dict[EntityType, int]] = defaultdict(lambda: defaultdict(int))
    for candidate in candidates:
        if candidate.type in NAMED_TYPES and candidate.concept is None:
            votes[make_key(candidate.span.of(text))][candidate.type] += candidate.weight
    known = {make_key(c.span.of(text)): c for c in candidates if c.concept is not None}
    agreed: list[Candidate] = []
    for candidate in candidates:
        if candidate.concept is None and (candidate.type is None or candidate.type in NAMED_TYPES):
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
