"""Known names: what the lexicon finds, gated by case and company, with the sense that the context wants."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from urazuke.mentions.base import Candidate
from urazuke.mentions.latin_names import is_malware_shaped
from urazuke.mentions.typing import type_by_context
from urazuke.model.mention import EntityType
from urazuke.model.place import Span
from urazuke.text.normal import make_key
from urazuke.vocab.load import read_patterns, read_yaml


def _patterns() -> dict[str, re.Pattern[str]]:
    """The wordings that this module asks for, by name."""
    return read_patterns("urazuke.mentions", "dictionary.yml")


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
VOUCHED_SECTOR = "known-name-vouched"
"""Rule of such a word where the text names its sector in other words too."""


_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A hit within another."""

    start: int
    end: int
    entries: Sequence[Entry]


def _parts(text: str, hit: Hit, lexicon: Lexicon) -> Iterator[Hit]:
    """The hit itself, or the names in it where it is a Chinese government only as the kind of something else, or
    where its last character begins another word."""
    if text[hit.end - 1] == "国" and text.startswith(("内", "外"), hit.end):  # 日本＋国内
        shorter = next(iter(lexicon.find(text[hit.start : hit.end - 1])), None)
        if shorter and shorter.start == 0:
            yield _Part(hit.start, hit.start + shorter.end, shorter.entries)
            return
    cut = hit.end - len("政府")
    if not (
        cut > hit.start and text.startswith("政府", cut) and _patterns()["of_government"].match(text, hit.end)
    ):
        yield hit
        return
    for start, end in ((hit.start, cut), (cut, hit.end + 6)):
        for part in lexicon.find(text[start:end])[:1]:
            if part.start == 0:
                yield _Part(start, start + part.end, part.entries)


def _rule(entry: Entry, *, alone: bool) -> str:
    """The rule that a known name is found by."""
    if alone:
        return BARE_SECTOR
    vouched = entry.type is EntityType.SECTOR and entry.gate == "context"
    return VOUCHED_SECTOR if vouched else "known-name"


def _bare(text: str, start: int) -> int:
    return start + (4 if text[start : start + 4].lower() == "the " else 0)


def _use(text: str, hit: Hit) -> EntityType | None:
    """What the words beside a known name call it. "OceanLotus attacks" are those of a group, and no name of theirs."""
    use = type_by_context(text, _bare(text, hit.start), hit.end)
    if use not in (EntityType.CAMPAIGN, EntityType.GROUP):
        return use
    known = hit.entries[0].type
    attacks = use is EntityType.CAMPAIGN and text.startswith(" attacks", hit.end)
    if attacks and known is EntityType.GROUP:
        return None
    return None if known is EntityType.MALWARE and _patterns()["by_means_of"].match(text, hit.end) else use


def find_known_names(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Known names in `text`.

    A name gated to its case counts only as its table writes it; one gated to company counts where the words
    beside it, or an open name of the same thing elsewhere in the text, speak for it. Else it is left untyped.
    """
    hits = [part for hit in lexicon.find(text) for part in _parts(text, hit, lexicon)]
    company = Counter(
        entry.concept
        for hit in hits
        for entry in hit.entries[:1]
        if entry.gate == "open" and len(entry.name) > 3
    )
    others: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        if hit.entries[0].gate == "open":
            others[hit.entries[0].concept].add(make_key(text[hit.start : hit.end]))
    uses = {hit.start: _use(text, hit) for hit in hits}
    used_as = {(make_key(text[_bare(text, hit.start) : hit.end]), uses[hit.start]) for hit in hits}
    # What the text calls by another kind of name once is of that kind wherever nothing else is said of it.
    latin = not _CJK.search(text, 0, 2000)
    renamed = {key: type for key, type in used_as if type in _RENAMED and latin}
    for hit in hits:
        start = _bare(text, hit.start)
        surface = text[start : hit.end]
        span = Span(start, hit.end)
        wanted = uses[hit.start]
        if wanted in (None, EntityType.PRODUCT):  # "HenBox apps", of a malware
            wanted = renamed.get(make_key(surface), wanted)
        if hit.entries[0].type is EntityType.LOCATION and text.startswith("语", hit.end):
            continue  # 西班牙语
        if text[hit.end - 1] == "军" and _patterns()["of_army"].match(text, hit.end):
            continue  # 中国军 in 中国军政
        if _patterns()["in_office"].match(text, hit.end) and hit.entries[0].type is EntityType.SECTOR:
            continue  # 報道 in 報道官
        # "One of its toolkits, called Snake": what tables call a malware, where they know one of that name.
        alike = (wanted, EntityType.MALWARE) if wanted is EntityType.TOOL else (wanted,)
        readings = [reading for type in alike for reading in hit.entries if reading.type is type]
        named = [reading for reading in hit.entries if others[reading.concept] - {make_key(surface)}]
        # ChromeLoader, which tables give as a group as well, is malware by its name.
        shaped = (
            [r for r in hit.entries if r.type is EntityType.MALWARE] if is_malware_shaped(surface) else []
        )
        entry = (*readings, *named, *shaped, *hit.entries)[0]
        if len(entry.name) <= 3 and entry.name.isupper() and surface != entry.name:
            continue  # "it" is not the sector IT
        # That a text names a sector elsewhere does not make one of "command-and-control communications".
        vouched = company[entry.concept] and (entry.type is not EntityType.SECTOR or not surface.isascii())
        alone = entry.gate == "context" and entry.type is not wanted and not vouched
        if alone and entry.type is not EntityType.SECTOR:
            yield Candidate(span=span, type=None, rule="known-name-alone", weight=7)
            continue
        weight = _WEIGHTS.get(entry.type, 30)
        if (
            entry.type in _RENAMED
            and wanted in _RENAMED
            and wanted is not entry.type
            and (make_key(surface), entry.type) not in used_as
            # A cluster may be one of malware: known malware remains it.
            and not (entry.type is EntityType.MALWARE and text.startswith("クラスタ", span.end))
        ):
            # What a report itself calls an operation or a malware is one, whatever else bears that name.
            yield Candidate(span=span, type=wanted, rule="known-name-retyped", weight=weight)
            continue
        if entry.type is EntityType.PRODUCT and wanted is EntityType.ORGANIZATION:
            # WhatsApp sued: a maker that bears its product's name.
            yield Candidate(span=span, type=wanted, rule="known-name-retyped", weight=35)
            continue
        # A tool of which the text names a flaw is attacked here: the vulnerability in WinRAR.
        dual = make_key(surface) in _dual_use() and wanted is not EntityType.PRODUCT
        yield Candidate(
            span=span,
            type=EntityType.TOOL if dual else entry.type,
            rule=_rule(entry, alone=alone),
            weight=weight,
            concept=None if dual and entry.type is not EntityType.TOOL else entry.concept,
            tentative=entry.type in (EntityType.SECTOR, EntityType.PRODUCT),
        )
