"""What a text is about at each point: for subjects that a sentence leaves out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from urazuke.claims.arguments import is_subject
from urazuke.claims.draft import Draft
from urazuke.claims.mask import MaskedSentence, Token
from urazuke.claims.sections import Section, find_section
from urazuke.model.document import Block, BlockKind, Document, Rendition
from urazuke.model.mention import EntityType, Referent

_CARRIED = ("group", "campaign", "malware", "organization", "person")
_PROSECUTOR = re.compile(
    r"裁判所|司法省|検察|大陪審|法院|司法部|检察|法务部"
    r"|grand jury|Court|Department of Justice|Justice Department|DOJ|prosecutors",
    re.I,
)


@dataclass(slots=True)
class Topics:
    """The state that sentences hand on: the last subjects by type, the open section or list, who accuses.

    `main` is the group that the whole text is about, None where there is no such group.
    """

    main: Token | None
    last: dict[str, Token] = field(default_factory=dict)
    section: Section | None = None
    open_list: Draft | None = None
    prosecutor: str | None = None

    def topic(self, types: frozenset[str]) -> Token | None:
        """The last subject of one of these types, else what the whole text is about."""
        for type in _CARRIED:
            if type in types:
                if type in self.last:
                    return self.last[type]
                if type == "group" and self.main:
                    return self.main
        return None

    def enter(self, block: Block, text: str) -> None:
        """A block begins: headings open and close sections, prose closes an open list."""
        if block.kind is BlockKind.HEADING:
            self.open_list = None
            self.section = find_section(block.span.of(text))
        elif block.kind is BlockKind.ROW and self.section is None:
            self.section = find_section(block.span.of(text))
        elif block.kind is not BlockKind.ITEM and block.span.of(text).strip():
            self.open_list = None

    def leave(
        self, sentence: MaskedSentence, block: Block, language: str, referents: Mapping[str, Referent]
    ) -> None:
        """A sentence ends: the first name of each type in it that was its subject is the topic of the next.

        Rows and bullets list things; they change no topic. Where nothing is the topic yet, any name becomes it.
        """
        seen: set[str] = set()
        for token in sentence.tokens:
            if token.referent is None or token.type in seen:
                continue
            if token.type in _CARRIED and block.kind not in (BlockKind.ITEM, BlockKind.ROW):
                subject = is_subject(sentence, token, language) or block.kind is BlockKind.HEADING
                if subject or token.type not in self.last:
                    seen.add(token.type)
                    self.last[token.type] = token
            if token.type == "organization" and any(
                _PROSECUTOR.search(surface) for surface in referents[token.referent].surfaces
            ):
                self.prosecutor = token.referent


def find_main_topic(document: Document, rendition: Rendition, referents: Sequence[Referent]) -> Token | None:
    """The group that a whole text is about: named in the title, or more than twice as often as any other."""
    groups = sorted(
        (referent for referent in referents if referent.type is EntityType.GROUP),
        key=lambda referent: -len(referent.mentions),
    )
    if not groups:
        return None
    title = (document.title or rendition.text[:120].split("\n", 1)[0]).casefold()
    titled = [group for group in groups if any(surface.casefold() in title for surface in group.surfaces)]
    others = len(groups[1].mentions) if len(groups) > 1 else 0
    if titled:
        chosen = titled[0]
    elif len(groups[0].mentions) >= max(3, 2 * others):
        chosen = groups[0]
    else:
        return None
    return Token(span=chosen.mentions[0].span, type="group", referent=chosen.id)
