"""Writing the names of a thing: a synonym known to be something else becomes a claim, never a name."""

from collections.abc import Iterable

from urazuke.knowledge.draft import Draft, Thing
from urazuke.knowledge.index import ThingIndex


def name_thing(
    draft: Draft, index: ThingIndex, thing: Thing, others: Iterable[str], path: str, *, rule: str
) -> None:
    """Write down the names that a table gives a thing.

    Tables list firms, sponsors and tools among the synonyms of groups. What the joined tables know as another
    thing gets an `alias-of` claim, said by this table, so that it can be contradicted; it joins nothing.
    """
    own: list[str] = []
    foreign: list[str] = []
    for other in others:
        bearers = index.bearers(other)
        (own if thing.concept in bearers or not bearers else foreign).append(other)
    draft.name(thing, path, *own)
    for other in foreign:
        known = index.thing(index.bearers(other)[0])
        named = Thing(known.concept, known.type, other)
        draft.claim(thing, "alias-of", named, path, rule=rule, word="synonym")
