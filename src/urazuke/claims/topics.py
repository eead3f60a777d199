"""What a text is about at each point: for subjects that a sentence leaves out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from urazuke.claims.arguments import is_subject
from urazuke.claims.denials import Accusation
from urazuke.claims.draft import Draft
from urazuke.claims.indicators import names_servers
from urazuke.claims.mask import MaskedSentence, Token, read_masked
from urazuke.claims.protagonists import Protagonists, is_described
from urazuke.claims.sections import Section, find_sections
from urazuke.claims.speech import Attribution, goes_on, is_of_report
from urazuke.claims.tables import find_head_names, find_row_confidence, read_cells
from urazuke.model.claim import Level
from urazuke.model.document import Block, BlockKind
from urazuke.model.mention import EntityType, Referent


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_masked("topics.yml")


_CARRIED = ("group", "campaign", "malware", "organization", "person")


@dataclass(slots=True)
class Topics:
    """The state that sentences hand on: the last subjects by type, the open section or list, who accuses.

    `text` is the text itself, `about` whom it and its sections are about; `item` the malware that a bullet is about;
    `voice` who spoke last in this paragraph; `reporter` whose report the text spoke of last; `accuses` whether the
    section is about what an indictment says; `head_names` the names in the head of a table, by column.
    """

    text: str
    about: Protagonists
    last: dict[str, Token] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    open_list: Draft | None = None
    prosecutor: str | None = None
    heard: Attribution | None = None
    lead_in: Attribution | None = None
    led: Attribution | None = None
    voice: Attribution | None = None
    reporter: Attribution | None = None
    accuses: bool = False
    table_head: tuple[str, ...] | None = None
    head_names: list[tuple[int, Token]] = field(default_factory=list)
    head_row: Block | None = None
    row_confidence: Level | None = None
    malware: Token | None = None
    """The malware that the text speaks of alone."""
    servers: bool = False
    """Whether the heading or lead-in above announces the addresses of servers."""
    item: Token | None = None
    accusation: Accusation | None = None
    """What was last said of who is behind something."""

    @property
    def main(self) -> Token | None:
        """The group, campaign or malware that the whole text is about, None where there is none."""
        return self.about.main

    def topic(self, types: frozenset[str]) -> Token | None:
        """The last subject of one of these types, else what the whole text is about."""
        if self.item and self.item.type in types and types <= _SOFTWARE:
            return self.item
        behind = [type for type in reversed(self.last) if type in ("group", "campaign")][:1]
        for type in (*behind, *_CARRIED):
            if type in types:
                if type in self.last:
                    return self.last[type]
                if main := self.about.main_of(type):
                    return main
        return None

    def find_prosecutor(self, sentence: MaskedSentence) -> Token | None:
        """Who "prosecutors" and "the indictment" of a sentence speak for, None where nobody is known to."""
        if self.prosecutor is None:
            return None
        return Token(span=sentence.span, type="organization", referent=self.prosecutor)

    def enter(self, block: Block, text: str, language: str) -> None:
        """A block begins: headings open and close sections, prose closes an open list."""
        self.row_confidence, self.item = None, None
        if block.kind is not BlockKind.ROW:
            self.table_head = None
        elif self.table_head is None:
            self.table_head, self.head_row, self.head_names = read_cells(text, block), block, []
        else:
            self.row_confidence = find_row_confidence(self.table_head, read_cells(text, block))
        self.led, self.lead_in = self.lead_in, None
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            self.servers = names_servers(block.span.of(text))
        if block.kind is BlockKind.HEADING:
            self.open_list, self.heard = None, None
            self.about.close(block.level)
            if self.main is None:  # the next section of a text about several is about another
                for type in _LEFT_BEHIND["en"]:
                    self.last.pop(type, None)
            self.sections = find_sections(block.span.of(text))
            self.voice = None
            self.accuses = bool(_patterns()["indictment"].search(block.span.of(text)))
        elif block.kind is BlockKind.PARAGRAPH and _SMALL_HEADING.fullmatch(block.span.of(text).strip()):
            self.sections = find_sections(block.span.of(text))
        elif block.kind is BlockKind.ROW and not self.sections:
            self.sections = tuple(s for s in find_sections(block.span.of(text)) if not s.also)
        elif block.kind is not BlockKind.ITEM and block.span.of(text).strip():
            self.open_list = None
        if block.kind is BlockKind.PARAGRAPH:
            self._go_back(language)

    def _go_back(self, language: str) -> None:
        """A paragraph goes back to what its section or text is about: who was spoken of in passing is left behind."""
        here = self.about.here()
        if not (here or self.main):
            return
        for type in _LEFT_BEHIND[language]:
            self.last.pop(type, None)
        for type, token in reversed(list(here.items())):  # the innermost section's is spoken of last
            self.last.pop(type, None)
            if token:
                self.last[type] = token

    def hear(
        self, sentence: MaskedSentence, attributions: tuple[Attribution, ...], language: str
    ) -> tuple[Attribution, ...]:
        """The attributions of a sentence, with the speaker who goes on from before it.

        A speaker goes on where the sentence before was a lead-in alone ("According to the indictment,"), for the
        block that follows it; where one quotation follows another; in a section on what an indictment says; and
        where the form of the sentence says so (…という。).
        """
        text = sentence.text
        # Who is named as the source goes on rather than whoever is quoted within.
        voice = next((a for a in attributions if a.source), attributions[-1] if attributions else None)
        last, self.voice = self.voice, voice
        if attributions:
            first = attributions[0]
            if is_of_report(text, language):
                self.reporter = attributions[-1]
            if len(text) < 100 and text.endswith((",", ":")):
                self.lead_in = first
            self.heard = first if text.startswith(_QUOTES) or text.endswith(_QUOTES) else None
            return attributions
        if not text.startswith(_QUOTES):
            self.heard = None
        whole = Attribution(self.prosecutor or "", 0, len(sentence.masked), 0, True)
        if self.accuses and self.prosecutor:
            return (whole,)
        speaker = self.heard or self.led
        if speaker is None and goes_on(sentence, language):
            again = is_of_report(text[:12], language)
            speaker = self.voice = self.reporter if again and self.reporter else last
        return (
            (replace(speaker, start=0, end=len(sentence.masked), words_start=0, words_end=0),)
            if speaker
            else ()
        )

    def _is_in_passing(self, sentence: MaskedSentence, token: Token) -> bool:
        """Whether a text about a malware names a group only to say whose another tool is: X が使った Y."""
        return bool(
            self.main
            and self.main.type == "malware"
            and token.type == "group"
            and _patterns()["its_tool"].match(sentence.masked, sentence.place_of(token) + 1)
        )

    def leave(
        self, sentence: MaskedSentence, block: Block, language: str, referents: Mapping[str, Referent]
    ) -> None:
        """A sentence ends: the first name of each type in it that was its subject is the topic of the next.

        Rows and bullets list things; they change no topic. Where nothing is the topic yet, any name becomes it.
        """
        if block.kind is BlockKind.HEADING:
            named = [t for t in sentence.tokens if t.referent and not is_described(referents[t.referent])]
            self.about.open(block.level, named, sentence.text, sentence.span.start, language)
        if block is self.head_row:
            self.head_names += find_head_names(self.text, block, sentence)
        if block.kind is BlockKind.ITEM and sentence.span.start == block.span.start:
            self.item = next((t for t in sentence.tokens[:1] if _heads_item(sentence, t)), None)
        seen: set[str] = set()
        for token in sentence.tokens:
            if token.referent is None or token.type in seen:
                continue
            prose = block.kind is BlockKind.ITEM and language == "en" and _PROSE.search(sentence.text)
            if token.type in _CARRIED and (prose or block.kind not in (BlockKind.ITEM, BlockKind.ROW)):
                subject = is_subject(sentence, token, language) or block.kind is BlockKind.HEADING
                described = self.main and is_described(referents[token.referent])
                first = token.type not in self.last and not (self.main and token.type == "campaign")
                if (subject or first) and not (described or self._is_in_passing(sentence, token)):
                    seen.add(token.type)
                    self.last.pop(token.type, None)  # the last in the dictionary is what was spoken of last
                    self.last[token.type] = token
            if token.type == "organization" and any(
                _patterns()["prosecutor"].search(surface) for surface in referents[token.referent].surfaces
            ):
                self.prosecutor = token.referent


_LEFT_BEHIND = {
    "en": ("group", "campaign", "malware"),
    "ja": ("group",),
    "zh": ("group",),
}
"""What a paragraph no longer speaks of; where subjects are left out an attack or a malware goes on over several."""
_SOFTWARE = frozenset({"malware", "tool"})


def _heads_item(sentence: MaskedSentence, token: Token) -> bool:
    """Whether a bullet begins with a malware or tool that all of it is about: "- KoboldRush: a backdoor. …"."""
    place = sentence.place_of(token)
    return token.type in _SOFTWARE and bool(_ITEM_HEAD.match(sentence.masked, place + 1)) and place < 4


_ITEM_HEAD = re.compile(r"[\s*]*(?:[(（][^()（）]{1,60}[)）])?[\s*]*(?:[:：–—]| - |…|\.\s)")
_SMALL_HEADING = re.compile(r"[▽▼■□◆◇●○▪►▶★☆◎][^。.]{1,30}|【[^】。.]{1,30}】|[^。.!?]{1,24}[:：]")
"""A paragraph that is a heading of what is listed below it."""
_PROSE = re.compile(r"[^.]{60}\.[”\"’']?\s*$")
"""What a bullet that is a sentence looks like."""
_QUOTES = ("“", '"', "”", '."', "」", "「")


def find_author(text: str, referents: Sequence[Referent]) -> str | None:
    """The organization that a text in the first person speaks for, by whose researchers and products it names most."""
    if len(_patterns()["first_person"].findall(text)) < 3:
        return None
    counts = {
        referent.id: sum(bool(_patterns()["researchers"].match(text, m.span.end)) for m in referent.mentions)
        for referent in referents
        if referent.type is EntityType.ORGANIZATION
    }
    best = max(counts, key=lambda id: counts[id], default=None)
    # Another vendor, whom the text tells about once, is not its author.
    return best if best is not None and counts[best] >= 2 else None
