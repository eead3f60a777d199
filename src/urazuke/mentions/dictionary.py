"""Known names: what the lexicon finds, gated by case and company, with the sense that the context wants."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

from urazuke.mentions.base import Candidate
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_yaml


class Entry(Protocol):
    """One name of one known thing, as a lexicon gives it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> EntityType: ...  # noqa: D102
    @property
    def concept(self) -> str: ...  # noqa: D102
    @property
    def gate(self) -> str: ...  # noqa: D102


class Hit(Protocol):
    """A place that a known name covers, with all its readings, the most probable first."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def entries(self) -> Sequence[Entry]: ...  # noqa: D102


class Lexicon(Protocol):
    """A dictionary of known names."""

    def find(self, text: str) -> Sequence[Hit]:
        """Leftmost-longest hits that do not overlap, in text order."""


_RENAMED = frozenset({EntityType.GROUP, EntityType.CAMPAIGN, EntityType.MALWARE})


@cache
def _dual_use() -> frozenset[str]:
    """Keys of public tools and services that attackers use: tools, whatever a table of products says."""
    return frozenset(map(make_key, read_yaml("urazuke.mentions", "dual_use.yml")["tools"]))


_WEIGHTS = {
    EntityType.GROUP: 50,
    EntityType.MALWARE: 48,
    EntityType.CAMPAIGN: 48,
    EntityType.TOOL: 46,
    EntityType.PERSON: 46,
    EntityType.VULNERABILITY: 46,
    EntityType.ORGANIZATION: 35,
    EntityType.PRODUCT: 32,
    EntityType.SECTOR: 21,
    EntityType.LOCATION: 20,
    EntityType.ATTACK_PATTERN: 39,
}


BARE_SECTOR = "known-name-bare"
"""Rule of a word that names a sector only in company: security, research, space."""


_IN_OFFICE = re.compile(r"官(?![民庁邸])|局長|大臣|省(?![略力エ])|相(?![互手談当])|課長|部長")


def find_known_names(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Known names in `text`.

    A name gated to its case counts only as its table writes it; one gated to company counts where the words
    beside it, or an open name of the same thing elsewhere in the text, speak for it. Else it is left untyped.
    """
    hits = lexicon.find(text)
    company = Counter(
        entry.concept
        for hit in hits
        for entry in hit.entries[:1]
        if entry.gate == "open" and len(entry.name) > 3
    )
    for hit in hits:
        start = hit.start + (4 if text[hit.start : hit.start + 4].lower() == "the " else 0)
        surface = text[start : hit.end]
        span = Span(start, hit.end)
        wanted = type_by_context(text, start, hit.end)
        if _IN_OFFICE.match(text, hit.end) and hit.entries[0].type is EntityType.SECTOR:
            continue  # 報道 in 報道官
        entry = next((reading for reading in hit.entries if reading.type is wanted), hit.entries[0])
        if len(entry.name) <= 3 and entry.name.isupper() and surface != entry.name:
            continue  # "it" is not the sector IT
        alone = entry.gate == "context" and entry.type is not wanted and not company[entry.concept]
        if alone and entry.type is not EntityType.SECTOR:
            yield Candidate(span=span, type=None, rule="known-name-alone", weight=7)
            continue
        weight = _WEIGHTS.get(entry.type, 30)
        if entry.type in _RENAMED and wanted in _RENAMED and wanted is not entry.type:
            # What a report itself calls an operation or a malware is one, whatever else bears that name.
            yield Candidate(span=span, type=wanted, rule="known-name-retyped", weight=weight)
            continue
        if entry.type is EntityType.PRODUCT and wanted is EntityType.ORGANIZATION:
            # WhatsApp sued: a maker that bears its product's name.
            yield Candidate(span=span, type=wanted, rule="known-name-retyped", weight=35)
            continue
        dual = make_key(surface) in _dual_use()
        yield Candidate(
            span=span,
            type=EntityType.TOOL if dual else entry.type,
            rule=BARE_SECTOR if alone else "known-name",
            weight=weight,
            concept=None if dual and entry.type is not EntityType.TOOL else entry.concept,
            tentative=entry.type is EntityType.SECTOR,
        )
