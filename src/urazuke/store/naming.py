"""Which names a referent brings, and which of them tie keys together."""

import unicodedata
from dataclasses import dataclass

from urazuke.model.document import DocumentKind
from urazuke.model.judgement import NameKey
from urazuke.model.mention import NAMED_TYPES, EntityType, Referent
from urazuke.store.entities import ALIAS, CANONICAL, CONCEPT, KNOWN
from urazuke.text.normal import make_key

_MIN_WEIGHT = 4
"""A key of three Latin letters or fewer is an acronym of many things ("UPS"), and joins nothing by itself.

An ideograph or a Hangul syllable says as much as two letters.
"""


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name that a document uses for a referent.

    `main` is the key of the referent, `key` that of the name, `rule` the rule that ties the two (empty: they
    are one, or not tied). `head`: the document, or the dictionary, calls the referent so.
    """

    main: NameKey
    key: NameKey
    name: str
    rule: str
    head: bool


def make_name_key(type: EntityType, name: str, normal: str | None = None) -> NameKey:
    """The key of a name.

    Of an observable it is its normal form: without its dots 1.11.1.1 would be 11.1.1.1.
    """
    if type is EntityType.OBSERVABLE:
        return NameKey(
            type=type.value, normal=normal or unicodedata.normalize("NFKC", name).casefold().strip()
        )
    return NameKey(type=type.value, normal=make_key(name))


def make_query_normals(name: str) -> frozenset[str]:
    """The normal forms that a key may have which somebody asks for as `name`."""
    name = name.strip()
    return frozenset({make_key(name), name, unicodedata.normalize("NFKC", name).casefold()} - {""})


def make_main_key(referent: Referent) -> NameKey:
    """The key of a referent: its concept, also where only its mentions carry one, else its type and name."""
    concepts = {mention.concept for mention in referent.mentions if mention.concept is not None}
    concept = referent.concept or (next(iter(concepts)) if len(concepts) == 1 else None)
    if concept is not None:
        return NameKey(type=CONCEPT, normal=concept)
    normal = referent.mentions[0].normal if referent.mentions else None
    return make_name_key(referent.type, referent.name, normal)


def find_names(referent: Referent, kind: DocumentKind) -> tuple[NameUse, ...]:
    """The names of a referent in a document of this kind, each spelling once, the name of the referent
    first."""
    main = make_main_key(referent)
    concept = main.normal if main.type == CONCEPT else None
    normal = referent.mentions[0].normal if referent.mentions else None
    head = make_name_key(referent.type, referent.name, normal)
    # A name that no mention has is the dictionary's; one that only mentions without the concept have is not.
    spelled = {(head, referent.name): False}
    for mention in referent.mentions:
        spelling = (make_name_key(referent.type, mention.name, mention.normal), mention.name)
        spelled[spelling] = spelled.get(spelling, False) or (
            concept is not None and mention.concept == concept
        )
    if all(mention.name != referent.name for mention in referent.mentions):
        spelled[head, referent.name] = concept is not None
    return tuple(
        NameUse(
            main, key, name, _find_rule(main, key, head, referent.type, known, kind), name == referent.name
        )
        for (key, name), known in spelled.items()
    )


def _find_rule(
    main: NameKey, key: NameKey, head: NameKey, type: EntityType, known: bool, kind: DocumentKind
) -> str:
    if key == main:
        return ""
    if main.type == CONCEPT and (known or kind is DocumentKind.KNOWLEDGE):
        return CANONICAL if kind is DocumentKind.KNOWLEDGE and key == head else KNOWN
    keys = [key] if main.type == CONCEPT else [main, key]
    # Of the other types (places, sectors, techniques …) two words for one thing in one document are as a rule a part
    # and a whole, so that only a concept joins them.
    return ALIAS if type in NAMED_TYPES and all(_weigh(key.normal) >= _MIN_WEIGHT for key in keys) else ""


def _weigh(normal: str) -> int:
    return sum(
        2 if "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" or c >= "\U00020000" else 1
        for c in normal
    )
