"""What a model named, checked against the text: entities of all windows become referents with their
places."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from urazuke.ids import make_id
from urazuke.llm.answer import Answer, AnsweredEntity
from urazuke.llm.folded import FoldedText
from urazuke.mentions.dictionary import Lexicon, find_known_names
from urazuke.mentions.observables import find_observables
from urazuke.model.mention import EntityType, Mention, Referent
from urazuke.model.place import Span
from urazuke.text.normal import fold_space, make_key
from urazuke.vocab.load import read_yaml

RULE = "llm"
"""The rule of mentions and claims that rest on a model's word, checked."""

_ALIAS_REACH = 150
"""Names that a text calls one thing stand once this near to each other, in code points."""
_MAX_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """What stood the check.

    Referents stand in the order of their first mention. `by_id` leads from the number of a window and the id
    or name that the model used there to the id of a referent. `rejected` are reason and words of what did not
    stand the check.
    """

    referents: tuple[Referent, ...]
    by_id: Mapping[tuple[int, str], str]
    rejected: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Thing:
    """One entity while it is being gathered: its surfaces in the order of the answer, concepts they are known
    for."""

    type: EntityType
    surfaces: dict[str, None]
    concepts: set[str]
    keys: list[tuple[int, str]]
    mentions: list[Mention] = field(default_factory=list)


def gather_things(
    text: str, document_id: str, answers: Sequence[Answer], lexicon: Lexicon | None = None
) -> Things:
    """Make referents of the entities of all windows.

    A thing counts where at least one of its names stands in the text as a word of its own, and an observable
    where our own finder sees it too. Things with one surface and one type are one, unless `lexicon` knows
    them as different. A further name counts where it is a form of the first one, or stands near another name
    of the thing somewhere.
    """
    rejected: list[tuple[str, str]] = []
    observables = find_observables(text)
    known = _known_names(text, lexicon)
    surfaces = {name for answer in answers for entity in answer.entities for name in _names(entity)}
    places = FoldedText(text, keep_space=True).find_all(surfaces)
    things: list[_Thing] = []
    for window, answer in enumerate(answers):
        for entity in answer.entities:
            thing = _check(text, window, entity, places, observables, known)
            if isinstance(thing, str):
                rejected.append((thing, f"{entity.type} “{entity.name[:_MAX_NAME]}”"))
            else:
                rejected += _drop_far_names(text, thing, places, known)
                things.append(thing)
    things = _join(things)
    _place(text, things, places, observables, known)
    referents = {id(thing): _referent(document_id, thing) for thing in things if thing.mentions}
    by_id: dict[tuple[int, str], str] = {}
    for thing in things:
        if thing.mentions:
            for key in thing.keys:
                by_id.setdefault(key, referents[id(thing)].id)
    in_order = sorted(referents.values(), key=lambda referent: (referent.mentions[0].span, referent.id))
    unique = {referent.id: referent for referent in in_order}
    return Things(referents=tuple(unique.values()), by_id=by_id, rejected=tuple(rejected))


def _names(entity: AnsweredEntity) -> Iterator[str]:
    for name in dict.fromkeys((entity.name, *entity.mentions)):
        if 2 <= len(name) <= _MAX_NAME and any(map(str.isalnum, name)) and not _names_nothing(name):
            yield name


@cache
def _descriptions() -> re.Pattern[str]:
    rows: list[str] = read_yaml("urazuke.llm", "names.yml")
    return re.compile("|".join(f"(?:{row})" for row in rows))


def _names_nothing(name: str) -> bool:
    return bool(_descriptions().fullmatch(fold_space(name)))


_Known = Mapping[tuple[str, EntityType], str]


def _known_names(text: str, lexicon: Lexicon | None) -> _Known:
    """The concept of each known name of the text, by key and type."""
    if lexicon is None:
        return {}
    return {
        (make_key(found.span.of(text)), found.type): found.concept
        for found in find_known_names(text, lexicon)
        if found.type is not None and found.concept is not None
    }


def _check(
    text: str,
    window: int,
    entity: AnsweredEntity,
    places: Mapping[str, Sequence[Span]],
    observables: Sequence[Mention],
    known: _Known,
) -> _Thing | str:
    """The thing that an entity is, or the reason why it is none."""
    try:
        type = EntityType(entity.type)
    except ValueError:
        return "entity-type"
    keys = [(window, entity.id), (window, entity.name)]
    if type in (EntityType.OBSERVABLE, EntityType.VULNERABILITY):
        forms = {entity.name, *entity.mentions}
        seen = [mention for mention in observables if mention.type is type and _is_one_of(mention, forms)]
        if seen:
            surfaces = dict.fromkeys(mention.surface for mention in seen)
            return _Thing(type, surfaces, set(), keys, mentions=seen)
        if type is EntityType.OBSERVABLE:
            return "observable-not-in-text"
    surfaces = dict.fromkeys(name for name in _names(entity) if places[name])
    if not surfaces:
        return "entity-not-in-text"
    first = next(iter(surfaces))
    concept = known.get((make_key(first), type))
    return _Thing(type, surfaces, {concept} if concept else set(), keys)


def _is_one_of(mention: Mention, forms: set[str]) -> bool:
    return bool(forms & {mention.surface, mention.name, mention.normal})


def _drop_far_names(
    text: str, thing: _Thing, places: Mapping[str, Sequence[Span]], known: _Known
) -> Iterator[tuple[str, str]]:
    """Take away the names that nothing in the text ties to the others, or that are known for another
    thing."""
    if thing.mentions:
        return
    first, *others = thing.surfaces
    kept = {first: None}
    for name in others:
        concept = known.get((make_key(name), thing.type))
        if concept and thing.concepts and concept not in thing.concepts:
            yield "alias-of-another", f"“{first}” = “{name}”"
        elif _is_form(name, first) or any(_stand_near(places[name], places[other]) for other in kept):
            kept[name] = None
            thing.concepts |= {concept} if concept else set()
        else:
            yield "alias-far-away", f"“{first}” = “{name}”"
    thing.surfaces = kept


def _is_form(name: str, other: str) -> bool:
    """Whether one is a spelling of the other, or the beginning or end of it in whole words; APT1 is none of
    APT10."""
    if make_key(name) == make_key(other):
        return True
    shorter, longer = sorted((fold_space(name).casefold(), fold_space(other).casefold()), key=len)
    places = FoldedText(longer, keep_space=True).find_all([shorter])[shorter]
    return any(span.start == 0 or span.end == len(longer) for span in places)


def _stand_near(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether one of `some` stands within reach of one of `others`; both in text order."""
    at = 0
    for span in some:
        while at < len(others) and others[at].end < span.start - _ALIAS_REACH:
            at += 1
        if at < len(others) and others[at].start <= span.end + _ALIAS_REACH:
            return True
    return False


def _join(things: Sequence[_Thing]) -> list[_Thing]:
    """Things that share a surface and a type made one, in the order of first appearance."""
    joined: list[_Thing] = []
    owners: dict[tuple[str, EntityType], _Thing] = {}
    merged: dict[int, _Thing] = {}

    def root(thing: _Thing) -> _Thing:
        while id(thing) in merged:
            thing = merged[id(thing)]
        return thing

    for thing in things:
        joined.append(thing)
        for surface in list(thing.surfaces):
            key = (make_key(surface), thing.type)
            own, other = root(thing), root(owners.get(key, thing))
            owners.setdefault(key, thing)
            if own is other or (own.concepts and other.concepts and not own.concepts & other.concepts):
                continue
            other.surfaces.update(own.surfaces)
            other.concepts |= own.concepts
            other.keys += own.keys
            other.mentions = list(
                {mention.span: mention for mention in (*other.mentions, *own.mentions)}.values()
            )
            merged[id(own)] = other
    return [thing for thing in joined if id(thing) not in merged]


def _place(
    text: str,
    things: Sequence[_Thing],
    places: Mapping[str, Sequence[Span]],
    observables: Sequence[Mention],
    known: _Known,
) -> None:
    """Give each thing its mentions: all occurrences of its surfaces, of two that overlap the longer.

    A thing that would have none keeps its own: a country that stands only within the name of a group.
    """
    taken = {place for found in observables for place in range(found.span.start, found.span.end)}
    wanted = [
        (span, number)
        for number, thing in enumerate(things)
        if not thing.mentions
        for surface in thing.surfaces
        for span in places[surface]
    ]
    wanted.sort(key=lambda pair: (-len(pair[0]), pair[0].start, pair[1]))
    hidden: dict[int, list[Span]] = {}
    for span, number in wanted:
        covered = range(span.start, span.end)
        if any(place in taken for place in covered):
            hidden.setdefault(number, []).append(span)
            continue
        taken.update(covered)
        things[number].mentions.append(_mention(text, span, things[number].type, known))
    for number, spans in hidden.items():
        if not things[number].mentions:
            things[number].mentions += [
                _mention(text, span, things[number].type, known) for span in dict.fromkeys(spans)
            ]
    for thing in things:
        thing.mentions.sort(key=lambda mention: mention.span)


def _mention(text: str, span: Span, type: EntityType, known: _Known) -> Mention:
    surface = span.of(text)
    name = fold_space(surface)
    normal = make_key(name)
    return Mention(
        span=span,
        surface=surface,
        name=name,
        normal=normal,
        type=type,
        rule=RULE,
        concept=known.get((normal, type)),
    )


def _referent(document_id: str, thing: _Thing) -> Referent:
    mentions = tuple(thing.mentions)
    written = {mention.name for mention in mentions}
    first = next((name for name in map(fold_space, thing.surfaces) if name in written), mentions[0].name)
    name = mentions[0].name if mentions[0].kind else first
    concepts = [mention.concept for mention in mentions if mention.concept]
    roles = [mention.role for mention in mentions if mention.role]
    return Referent(
        id=make_id("ref", document_id, thing.type, name, mentions[0].span.start),
        document_id=document_id,
        type=thing.type,
        name=name,
        mentions=mentions,
        concept=max(sorted(set(concepts)), key=concepts.count) if concepts else None,
        kind=mentions[0].kind,
        role=roles[0] if roles else None,
    )
