"""Whom a text, and each of its sections, is about: for sentences that name no attacker of their own."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from urazuke.claims.mask import Token
from urazuke.model.document import BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Referent
from urazuke.vocab.load import read_yaml

_ATTACKERS = (EntityType.GROUP, EntityType.MALWARE, EntityType.CAMPAIGN)


@dataclass(slots=True)
class Protagonists:
    """Whom the text is about at a point: who its section is about, else whom all of it is about.

    `main` is the group, malware or campaign of the whole text, None where it is about several.
    """

    main: Token | None
    alone: bool = True
    """Whether nobody else stands beside it: named in the title as well, or nearly as often."""
    sections: list[tuple[int, dict[str, Token | None]]] = field(default_factory=list)
    """The open sections with the depth of their headings: for each type of attacker who it is about there, None
    where the heading names several."""

    def open(self, level: int, named: Iterable[Token], heading: str, start: int, language: str) -> None:
        """A heading of some depth, which stands at `start`, opens a section about the attackers that it names, and
        closes those before it."""
        self.close(level)
        about: dict[str, Token | None] = {}
        for token in _outside_brackets(named, heading, start):
            if token.referent is None or token.type not in _ATTACKERS:
                continue
            other = about.get(token.type, token)
            about[token.type] = token if other and other.referent == token.referent else None
        if about and not _relation(language).search(heading):
            self.sections.append((level, about))

    def close(self, level: int) -> None:
        """The sections under headings of that depth and below end."""
        while self.sections and self.sections[-1][0] >= level:
            self.sections.pop()

    def here(self) -> Mapping[str, Token | None]:
        """The attackers of the open sections by type, those of the innermost first."""
        found: dict[str, Token | None] = {}
        for _, about in reversed(self.sections):
            for type, token in about.items():
                found.setdefault(type, token)
        return found

    def meant(self, type: str) -> Token | None:
        """Whom the section, else the whole text, is about, if that is of a type."""
        return self.here().get(type) or self.main_of(type)

    def actor(self, types: frozenset[str]) -> Token | None:
        """The attacker of one of these types that the section, else the whole text, is about."""
        here = self.here()
        if any(type in types for type in here):
            return next((here[type] for type in _ATTACKERS if type in types and here.get(type)), None)
        return self.main if self.main and self.main.type in types else None

    def owner(self, types: frozenset[str]) -> Token | None:
        """The attacker of one of these types to whom all belongs of which section or text do not say whose it is."""
        actor = self.actor(types)
        shared = self.main and actor and actor.referent == self.main.referent and not self.alone
        return None if shared else actor

    def main_of(self, type: str) -> Token | None:
        """Whom the whole text is about, if that is of a type and no section about others is open."""
        if self.main is None or self.main.type != type or type in self.here():
            return None
        return self.main


def _outside_brackets(named: Iterable[Token], heading: str, start: int) -> Iterator[Token]:
    """Names of a heading without those that stand in brackets, where the other names of a thing stand."""
    brackets = [match.span() for match in _BRACKET.finditer(heading)]
    for token in named:
        place = token.span.start - start
        if not any(left < place < right for left, right in brackets if left):
            yield token


_BRACKET = re.compile(r"[(（][^()（）]{1,80}[)）]")


@cache
def _relation(language: str) -> re.Pattern[str]:
    """What in a heading says that it compares attackers and is about none of them alone."""
    return re.compile(read_yaml("urazuke.claims", "protagonists.yml")["relation"][language], re.I)


def find_main(document: Document, rendition: Rendition, referents: Sequence[Referent]) -> Token | None:
    """What a whole text is about: a group, or in a text about a malware or an attack that malware or attack.

    It is named in the title, or at least three times and twice as often as any other of its type; an attack
    needs no more than two mentions where the text names no group. A name comes before a description ("the Chinese
    hackers"), and a text whose headings name several groups is about none of them.
    """
    title = (document.title or rendition.text[:120].split("\n", 1)[0]).casefold()
    by_type = {
        type: sorted((r for r in referents if r.type is type), key=lambda referent: -len(referent.mentions))
        for type in _ATTACKERS
    }
    groups = by_type[EntityType.GROUP]
    entitled = [
        referent
        for found in by_type.values()
        for referent in found
        if any(surface.casefold() in title for surface in referent.surfaces)
    ]
    if entitled and not is_described(entitled[0]):
        return _as_token(entitled[0])
    if len(_groups_of_headings(rendition, groups)) > 2:
        return None
    named = [referent for referent in groups if not is_described(referent)]
    if entitled:
        often = None
        if entitled[0].type is EntityType.GROUP:
            often = _dominant(named, 3) or _introduced(named)
        return _as_token(often or entitled[0])
    for type, found in by_type.items():
        enough = 3 if found and (groups or found[0].type is not EntityType.CAMPAIGN) else 2
        if first := _dominant(found, enough):
            # A text that names a group as often as its malware is about the group, even beside others.
            if type is EntityType.MALWARE and groups and len(groups[0].mentions) >= len(first.mentions):
                return _as_token(groups[0])
            return _as_token(first)
    return None


def is_alone(main: Token | None, document: Document, referents: Sequence[Referent]) -> bool:
    """Whether what a text is about shares it with nobody: no other group is named in its title or nearly as often.

    An attack that only goes by a description ("the intrusion") is not enough of a thing to own what is named.
    """
    if main is None:
        return False
    own = next(referent for referent in referents if referent.id == main.referent)
    title = (document.title or "").casefold()
    if own.type is EntityType.CAMPAIGN and not any(surface.casefold() in title for surface in own.surfaces):
        return any(mention.rule not in _NAMELESS for mention in own.mentions)
    return not any(
        referent.type is EntityType.GROUP
        and referent.id != own.id
        and not is_described(referent)
        and (
            3 * len(referent.mentions) > 2 * len(own.mentions)
            or any(surface.casefold() in title for surface in referent.surfaces)
        )
        for referent in referents
    )


_NAMELESS = ("description", "attack-on", "unnamed-attack")
"""The rules that find a group or an attack by a description."""


def find_malware(referents: Sequence[Referent]) -> Token | None:
    """The malware that a text speaks of alone, or far more than of any other; None where there are several."""
    found = [r for r in referents if r.type is EntityType.MALWARE and not is_described(r)]
    first = _dominant(sorted(found, key=lambda referent: -len(referent.mentions)), 2)
    return _as_token(first) if first else None


def is_described(referent: Referent) -> bool:
    """Whether a text only describes a thing and never names it."""
    return all(mention.rule == "description" for mention in referent.mentions)


def _dominant(found: Sequence[Referent], enough: int) -> Referent | None:
    """The first of some things, if it is named often enough and twice as often as the next."""
    if not found:
        return None
    others = len(found[1].mentions) if len(found) > 1 else 0
    return found[0] if len(found[0].mentions) >= max(enough, 2 * others) else None


def _introduced(named: Sequence[Referent]) -> Referent | None:
    """The one named group of the first lines of a text whose title only describes a group."""
    early = [referent for referent in named if referent.mentions[0].span.start < _LEAD]
    return early[0] if len(early) == 1 else None


_LEAD = 400
"""How long the first lines of a text are."""


def _groups_of_headings(rendition: Rendition, groups: Sequence[Referent]) -> set[str]:
    headings = [block.span for block in rendition.blocks if block.kind is BlockKind.HEADING]
    return {
        referent.id
        for referent in groups
        if any(span.contains(mention.span) for mention in referent.mentions for span in headings)
    }


def _as_token(referent: Referent) -> Token:
    return Token(span=referent.mentions[0].span, type=referent.type.value, referent=referent.id)
