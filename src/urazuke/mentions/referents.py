"""Referents: which mentions of one document mean one thing.

Names are joined where the text itself says that they are one (a bracket, "also known as", とも呼ばれる, 又名), where
they are spellings or short forms of each other, or where the lexicon knows them as names of one thing. Overlap,
subset, sponsor and company never join.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from urazuke.ids import make_id
from urazuke.mentions.apart import find_apart
from urazuke.mentions.base import Candidate
from urazuke.mentions.called import type_lists
from urazuke.mentions.company_names import short_han_names, short_latin_names
from urazuke.mentions.latin_names import is_east_asian
from urazuke.mentions.ties import ALIASED, alias_wording, find_ties
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import Span
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_patterns


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "referents.yml")


_WEAK = 24
"""Candidates up to this weight may take the type of a surer name that the text calls the same."""


class _Sets:
    """Union-find over candidate indexes."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def add(self) -> None:
        """One more item, in a set of its own."""
        self._parent.append(len(self._parent))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self._parent[b] = a


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names. `tentative` holds ids of referents whose every mention is too common a word to count alone."""

    referents: tuple[Referent, ...]
    tentative: frozenset[str]


def make_referents(text: str, document_id: str, candidates: Sequence[Candidate]) -> Named:
    """Gather typed candidates into referents, in the order of their first mention.

    Untyped candidates become mentions only where the text makes them another name of a typed one; else they are
    dropped.
    """
    items = list(candidates)
    _type_full_names(text, items)
    type_lists(text, items)
    apart = find_apart(text, items)
    ties = list(find_ties(text, items))
    items += [inner for candidate in candidates for inner in candidate.inner]
    sets = _Sets(len(items))
    _overrule(text, items, ties)
    for left, right in (*ties, *reversed(ties)):  # back again: a type may come from the end of a list
        _agree(items, left, right)
    _share_types(text, items)
    for left, right in ties:
        a, b = items[left], items[right]
        if a.type is not b.type or a.type not in ALIASED or apart.parts(text, a, b):
            continue
        if not _different_concepts(a, b):
            sets.join(left, right)
    _join_inner(items, sets)
    _join_equal(text, items, sets, apart.concepts)
    _join_short_forms(text, items, sets)
    _add_repeated(text, items, sets)
    groups: dict[int, list[Candidate]] = defaultdict(list)
    for index, item in sorted(enumerate(items), key=lambda pair: pair[1].span):
        if item.type is not None:
            groups[sets.find(index)].append(item)
    referents = [(_referent(text, document_id, group), group) for group in groups.values()]
    return Named(
        tuple(referent for referent, _ in referents),
        frozenset(referent.id for referent, group in referents if all(item.tentative for item in group)),
    )


def _agree(items: list[Candidate], left: int, right: int) -> None:
    """Give one type to two candidates that the text calls one thing: the typed one's, or the surer one's."""
    a, b = items[left], items[right]
    if a.type is None or b.type is None:
        if b.type is not None and b.type in ALIASED:
            items[left] = a.typed(b.type, "alias")
        elif a.type is not None and a.type in ALIASED:
            items[right] = b.typed(a.type, "alias")
    elif {a.type, b.type} == {EntityType.GROUP, EntityType.ORGANIZATION} and _guessed_from_its_ending(
        b if a.type is EntityType.GROUP else a
    ):
        # Callow Group is no company where it is another name of a threat group.
        other = right if a.type is EntityType.GROUP else left
        items[other] = items[other].typed(EntityType.GROUP, "alias")
    elif a.rule == "quoted-name" and {a.type, b.type} == {EntityType.GROUP, EntityType.MALWARE}:
        items[right] = b.typed(a.type, "alias")  # a gang and its ransomware share a name: the text says which
    elif a.type is not b.type and a.type in ALIASED and b.type in ALIASED:
        if b.weight <= _WEAK < a.weight or (b.weight <= _WEAK and b.concept is None and a.concept):
            items[right] = b.typed(a.type, "alias")
        elif a.weight <= _WEAK < b.weight:
            items[left] = a.typed(b.type, "alias")


def _overrule(text: str, items: list[Candidate], ties: Sequence[tuple[int, int]]) -> None:
    """What a text says that a group is also called is a group, though tables know a malware of that name.

    A bracket behind a cluster's number says so too, of a name that stands nowhere else; behind a name it may hold
    what the group uses.
    """
    ruled: set[str] = set()
    named = Counter(make_key(item.span.of(text)) for item in items)
    also = alias_wording()["alias_word"]
    for left, right in ties:
        if items[left].type is not EntityType.GROUP or items[right].type not in _SOFTWARE:
            continue
        key = make_key(items[right].span.of(text))
        numbered = items[left].span.of(text)[-1:].isdigit() and named[key] == 1
        if numbered or also.search(text, items[left].span.end, items[right].span.start):
            ruled.add(key)
    for index, item in enumerate(items):
        if item.type in _SOFTWARE and make_key(item.span.of(text)) in ruled:
            items[index] = replace(item.typed(EntityType.GROUP, "alias"), concept=None)


_SOFTWARE = (EntityType.MALWARE, EntityType.TOOL)


def _guessed_from_its_ending(item: Candidate) -> bool:
    return item.rule == "latin-name" and item.concept is None and item.weight <= _WEAK


def _different_concepts(a: Candidate, b: Candidate) -> bool:
    """Whether the lexicon knows the two as different things of a kind whose names it knows well.

    Groups are left to the text: vendors' clusters differ, and a report may well call two of them one.
    """
    return bool(
        a.concept
        and b.concept
        and a.concept != b.concept
        and a.type not in (EntityType.GROUP, EntityType.MALWARE)
    )


def _share_types(text: str, items: list[Candidate]) -> None:
    """An untyped name elsewhere in the text takes the type that its alias gave to the same name."""
    types = {
        make_key(item.span.of(text)): item for item in items if item.type is not None and item.type in ALIASED
    }
    for index, item in enumerate(items):
        if item.type is None and (known := types.get(make_key(item.span.of(text)))):
            assert known.type is not None
            items[index] = item.typed(known.type, "same-name")


def _join_inner(items: Sequence[Candidate], sets: _Sets) -> None:
    """A name and the same name with its ending ("Firetech Company", "Firetech Company, Ltd.") are one."""
    places = {item: index for index, item in enumerate(items)}
    for index, item in enumerate(items):
        for inner in item.inner:
            around = item.type is EntityType.LOCATION and inner.span.end != item.span.end
            if inner.type is item.type and inner in places and not around:
                sets.join(index, places[inner])


def _join_equal(text: str, items: Sequence[Candidate], sets: _Sets, parted: frozenset[str]) -> None:
    """Join equal names and names of one concept, except concepts whose names the text keeps apart."""
    first: dict[tuple[str, str], int] = {}
    for index, item in enumerate(items):
        if item.type is None:
            continue
        name = item.span.of(text)
        keys = [f"={item.normal or make_key(name)}"]
        if "ー" in name and len(name) > 3:
            keys.append("=" + make_key(name.replace("ー", "")))  # クラスター and クラスタ are one word
        if item.concept and item.concept not in parted:
            keys.append(item.concept)
        for key in keys:
            other = first.setdefault((item.type, key), index)
            sets.join(other, index)


def _join_short_forms(text: str, items: list[Candidate], sets: _Sets) -> None:
    """Naikon / Naikon APT, Boyusec / Boyusec社, Assaf Dahan / Dahan: a short form joins the one long form it fits."""
    wording = alias_wording()
    longer: dict[tuple[EntityType, str], set[int]] = defaultdict(set)
    for index, item in enumerate(items):
        if item.type not in ALIASED:
            continue
        name = item.span.of(text)
        for short in _short_forms(name, item.type, wording):
            longer[(item.type, make_key(short))].add(sets.find(index))
    for index, item in enumerate(items):
        name = item.span.of(text)
        types = [item.type] if item.type is not None else [EntityType.PERSON, EntityType.ORGANIZATION]
        for type in types:
            found = {sets.find(other) for other in longer.get((type, make_key(name)), ())} - {
                sets.find(index)
            }
            if len(found) == 1 and type in ALIASED:
                if item.type is None:
                    if type is EntityType.ORGANIZATION and _is_also_word(text, name):
                        continue
                    items[index] = item.typed(type, "short-form")
                sets.join(found.pop(), index)
                break


def _is_also_word(text: str, name: str) -> bool:
    """Whether the text writes a name in small letters too: "Risk" is no company where it speaks of risk."""
    return name.isascii() and re.search(rf"\b{re.escape(name.lower())}\b", text) is not None


def _type_full_names(text: str, items: list[Candidate]) -> None:
    """Dakota Cary is a person where "Cary" alone is one; so is "Cary" where Dakota Cary is."""
    persons = {item.span.of(text) for item in items if item.type is EntityType.PERSON}
    parts = {part for person in persons for part in _parts_of_person(person)}
    for index, item in enumerate(items):
        name = item.span.of(text)
        words = name.split()
        if item.type is None and 2 <= len(words) <= 3 and words[-1] in persons:
            items[index] = item.typed(EntityType.PERSON, "full-name")
        elif _is_guess(item) and name in parts:
            items[index] = item.typed(EntityType.PERSON, "short-form")


def _parts_of_person(name: str) -> set[str]:
    """The names by which a text may go on to call a person in Latin letters."""
    words = name.split()
    if len(words) < 2 or not name.isascii() or len(words[-1]) < 3 or not words[-1][1].islower():
        return set()
    return {words[0], words[-1]} if is_east_asian(name) else {words[-1]}


def _is_guess(item: Candidate) -> bool:
    """Whether a Latin name has no type, or only one that the words beside it made likely."""
    guessed = item.type is EntityType.ORGANIZATION and item.weight <= _WEAK
    return item.rule == "latin-name" and item.concept is None and (item.type is None or guessed)


def _without_country(name: str) -> str | None:
    """An organ of state in kanji without the country that it begins with; None where that is no name."""
    wording = alias_wording()
    short = wording["country_prefix"].sub("", name)
    if short == name or len(short) < 2 or short.isascii() or wording["any_countrys"].fullmatch(short):
        return None
    return short


_KANJI = re.compile(r"[一-鿿々ァ-ヺー]")


def _add_repeated(text: str, items: list[Candidate], sets: _Sets) -> None:
    """A name that a bracket gave (APT-C-62（三色堇）) is the same name wherever else it stands.

    So is an organ of state without its country: 議会 after フィンランド議会.
    """
    given = {
        item.span.of(text): index
        for index, item in enumerate(items)
        if item.rule == "alias" and item.type in ALIASED and not item.span.of(text).isascii()
    }
    organs: dict[str, set[int]] = defaultdict(set)
    for index, item in enumerate(items):
        if item.type is EntityType.ORGANIZATION and (short := _without_country(item.span.of(text))):
            organs[short].add(index)
    for short, indexes in organs.items():
        if len({sets.find(index) for index in indexes}) == 1:  # the parliament of one country only
            given.setdefault(short, min(indexes))
    taken = {place for item in items for place in range(item.span.start, item.span.end)} if given else set()
    for name, index in given.items():
        if len(name) < 2:
            continue
        start = text.find(name)
        while start >= 0:
            whole = not _KANJI.match(text[start - 1 : start]) and not _KANJI.match(
                text[start + len(name) :][:1]
            )
            if whole and not any(place in taken for place in range(start, start + len(name))):
                items.append(replace(items[index], span=Span(start, start + len(name)), rule="same-name"))
                sets.add()
                sets.join(index, len(items) - 1)
            start = text.find(name, start + len(name))


def _short_forms(name: str, type: EntityType, wording: dict[str, re.Pattern[str]]) -> set[str]:
    forms: set[str] = set()
    if type is EntityType.PERSON:
        words = name.split()
        if len(words) > 1 and all(word[:1].isupper() for word in words):
            forms |= {words[-1]} if len(words[-1]) > 2 else set()
            if is_east_asian(name):
                forms |= {words[0], words[-1]}
        forms |= set(re.split(r"[·・]", name)[-1:]) if re.search(r"[·・]", name) else set()
    elif type in (EntityType.GROUP, EntityType.MALWARE, EntityType.CAMPAIGN):
        forms.add(wording["group_suffix"].sub("", name))
        forms.add(_patterns()["spelled_out"].sub("APT", name))
    elif type is EntityType.ORGANIZATION:
        forms.add(wording["organization_suffix"].sub("", name))
        forms |= short_company_names(name) | short_latin_names(name) | short_han_names(name)
        forms.add(wording["country_prefix"].sub("", name))
    return {form for form in forms if len(form) > 1 and form != name}


def short_company_names(name: str) -> set[str]:
    """Shanghai Firetech Information … Company, Ltd. → "Shanghai Firetech", "Firetech": how texts shorten
    company names."""
    words = name.replace(",", " ").split()
    if len(words) < 3 or not all(word[:1].isupper() or word in ("and", "of", "&") for word in words):
        return set()
    if not _patterns()["company"].search(name):
        return set()
    return {" ".join(words[:2]), words[1]} if len(words[1]) > 3 else {" ".join(words[:2])}


def _referent(text: str, document_id: str, items: list[Candidate]) -> Referent:
    if all(item.rule in _LOCAL for item in items):
        # "The Chinese hackers" of one report need not be those of the next: a thing of this document alone.
        concept = f"local:{document_id}:{items[0].normal}"
        items = [replace(item, concept=concept) for item in items]
    mentions = tuple(item.to_mention(text) for item in items)
    concepts = [mention.concept for mention in mentions if mention.concept]
    best = max(items, key=lambda item: (item.rule not in _LOCAL, item.weight >= 20, -item.span.start))
    name = best.to_mention(text).name
    observable = next((mention for mention in mentions if mention.kind), None)
    roles = [mention.role for mention in mentions if mention.role]
    type = mentions[0].type
    return Referent(
        id=make_id("ref", document_id, type, name, mentions[0].span.start),
        document_id=document_id,
        type=type,
        name=name,
        mentions=mentions,
        concept=max(sorted(set(concepts)), key=concepts.count) if concepts else None,
        kind=observable.kind if observable else None,
        role=min(roles, key=list(type_order).index) if roles else None,
    )


_LOCAL = frozenset({"description", "unnamed-attack", "attack-on", "matter-of"})
"""Rules whose names describe a thing instead of naming it."""

type_order = ("indicator", "victim", "reference", "benign")
"""Which role a referent takes when its mentions have several: the one that bears most on the attack."""
