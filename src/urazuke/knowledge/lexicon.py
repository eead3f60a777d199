"""The lexicon: finds known names in text, in time linear in the text, and knows what each may mean.

Reach for it when names of groups, malware, organizations, places and sectors must be found in a report. What
it finds is a reading of a surface, not yet a mention: names whose gate is CONTEXT are handed out too, and who
asks decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from urazuke.knowledge.cache import read_cache, write_cache
from urazuke.knowledge.entry import Gate, LexiconEntry, LexiconHit
from urazuke.knowledge.fold import fold_text, is_cased_alike, is_cjk, respects_edges, vary_name
from urazuke.model.mention import EntityType
from urazuke.text.chinese import simplify_words
from urazuke.text.normal import make_key

__all__ = ["Gate", "Lexicon", "LexiconEntry", "LexiconHit", "load_lexicon"]

_TYPES = {type.value: type for type in EntityType}
_GATES = {gate.value: gate for gate in Gate}

_Rows = tuple[tuple[str, str, str, str, str], ...]
"""Entries as plain strings: name, type, concept, source, gate."""


class Lexicon:
    """Known names, ready for searching.

    Invariant: ``_patterns[i]`` is a folded spelling, ``_readings[i]`` the numbers of the entries that are
    spelled so.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        """`tables` is what :func:`build_tables` makes."""
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        self._rows: _Rows = tables["rows"]
        self._readings: tuple[tuple[int, ...], ...] = tables["readings"]
        self._cased: frozenset[int] = frozenset(tables["cased"])
        self._keys: dict[str, tuple[int, ...]] = tables["keys"]
        self._names: dict[str, str] = tables["names"]
        self._parents: dict[str, str] = tables["parents"]
        self._adjectives: dict[str, str] = tables["adjectives"]
        self._made: dict[int, LexiconEntry] = {}
        # All matches are asked for, and the longest that stands free is chosen afterwards: an automaton that
        # returned the longest alone would hide "Tick" behind a "Tick RAT" that turns out to be cut from "Tick
        # Rate".
        self._automaton = AhoCorasick(
            tables["patterns"],
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[LexiconEntry]:
        return (self._entry(index) for index in range(len(self._rows)))

    def find(self, text: str) -> list[LexiconHit]:
        """Known names in `text`: in text order, never overlapping, the leftmost and of these the longest.

        A name whose gate is CONTEXT gives way to any other that it overlaps. Names whose gate asks for
        capitals are left out where the text has none.
        """
        folded = fold_text(text)
        firm: list[LexiconHit] = []
        soft: list[LexiconHit] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if not respects_edges(text, start, end):
                continue
            entries = self._read(text[start:end], pattern)
            if entries:
                (soft if entries[0].gate is Gate.CONTEXT else firm).append(LexiconHit(start, end, entries))
        chosen = _choose(firm, [])
        return sorted((*chosen, *_choose(soft, chosen)), key=lambda hit: hit.start)

    def lookup(self, name: str, type: EntityType | None = None) -> tuple[LexiconEntry, ...]:
        """What `name` may mean, compared by key, the most probable first; empty if it is not known."""
        entries = (self._entry(index) for index in self._keys.get(make_key(name), ()))
        return tuple(entry for entry in entries if type is None or entry.type is type)

    def canonical(self, concept: str) -> str:
        """The name that a known thing is shown by. An unknown id is given back as it is."""
        return self._names.get(concept, concept)

    @property
    def parents(self) -> Mapping[str, str]:
        """The place that each place lies in: city to province, province to country, country to region."""
        return MappingProxyType(self._parents)

    @property
    def adjectives(self) -> Mapping[str, str]:
        """The country that each adjective or demonym is of."""
        return MappingProxyType(self._adjectives)

    @property
    def countries(self) -> frozenset[str]:
        """Concepts of countries and territories: the places with a code of ISO 3166."""
        return frozenset(id for id in self._names if id.startswith("location:") and len(id) == 11)

    def country_of(self, concept: str) -> str | None:
        """The country that a place lies in, or itself where it is one; None where that is not known."""
        for _ in range(8):
            if concept.startswith("location:") and len(concept) == 11:
                return concept
            if concept not in self._parents:
                break
            concept = self._parents[concept]
        return None

    def _entry(self, index: int) -> LexiconEntry:
        """The entry of a number, made when first asked for: most are never met."""
        entry = self._made.get(index)
        if entry is None:
            name, type, concept, source, gate = self._rows[index]
            entry = LexiconEntry(name, _TYPES[type], concept, source, _GATES[gate])
            self._made[index] = entry
        return entry

    def _read(self, surface: str, pattern: int) -> tuple[LexiconEntry, ...]:
        """The readings of a surface that its capitals allow, one for each concept."""
        if pattern in self._cased and not _is_capitalised(surface):
            return ()
        best: dict[str, LexiconEntry] = {}
        for entry in map(self._entry, self._readings[pattern]):
            if entry.concept not in best and _admits(entry, surface):
                best[entry.concept] = entry
        return tuple(best.values())


def _admits(entry: LexiconEntry, surface: str) -> bool:
    """Whether the surface is written as the entry's gate asks."""
    if entry.gate is Gate.OPEN:
        return True
    if any(map(is_cjk, surface)):
        return True
    if entry.gate is Gate.CONTEXT and (" " in entry.name.strip() or entry.type is EntityType.SECTOR):
        return True
    return is_cased_alike(surface, entry.name)


def _is_capitalised(surface: str) -> bool:
    return all(word[:1].isupper() for word in surface.replace("-", " ").split())


def _choose(hits: Iterable[LexiconHit], taken: list[LexiconHit]) -> list[LexiconHit]:
    """The leftmost-longest of `hits` that overlap neither one another nor those `taken` (in text order)."""
    chosen: list[LexiconHit] = []
    end, index = 0, 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        while index < len(taken) and taken[index].end <= hit.start:
            index += 1
        if hit.start < end or (index < len(taken) and taken[index].start < hit.end):
            continue
        chosen.append(hit)
        end = hit.end
    return chosen


def build_tables() -> dict[str, Any]:
    """Everything that a lexicon is made from, as plain strings and tuples, from the tables on disk."""
    from urazuke.knowledge.compile import iter_entries, join_tables, order_readings
    from urazuke.knowledge.places import iter_adjectives, iter_parents

    names: dict[str, str] = {}
    unique: dict[tuple[str, str], LexiconEntry] = {}
    for entry in iter_entries(join_tables()):
        names.setdefault(entry.concept, entry.name)
        unique.setdefault((entry.concept, entry.name), entry)
    spelled: dict[str, dict[int, bool]] = defaultdict(dict)
    keys: dict[str, list[int]] = defaultdict(list)
    entries = order_readings(unique.values())
    for index, entry in enumerate(entries):
        keys[make_key(entry.name)].append(index)
        for spelling, cased in (*vary_name(entry.name), *_vary_writing(entry)):
            spelled[spelling].setdefault(index, cased)
    patterns = sorted(spelled)
    return {
        "rows": tuple((e.name, e.type.value, e.concept, e.source, e.gate.value) for e in entries),
        "patterns": patterns,
        "readings": tuple(tuple(sorted(spelled[pattern])) for pattern in patterns),
        "cased": [index for index, pattern in enumerate(patterns) if all(spelled[pattern].values())],
        "keys": {key: tuple(found) for key, found in keys.items()},
        "names": names,
        "parents": dict(iter_parents()),
        "adjectives": dict(iter_adjectives()),
    }


def _vary_writing(entry: LexiconEntry) -> tuple[tuple[str, bool], ...]:
    """The spelling in simplified characters, in which Chinese texts are read.

    Sectors are left out: their words in Japanese, so written, are other words in Chinese (報道).
    """
    if entry.type is EntityType.SECTOR or not any(map(is_cjk, entry.name)):
        return ()
    return ((" ".join(fold_text(simplify_words(entry.name)).split()), False),)


def load_lexicon(cache_dir: Path | None) -> Lexicon:
    """The lexicon of all tables, from `cache_dir` where it was built before, else built anew (a second or
    two).

    A cache that is missing, broken or of other tables is built again; one that cannot be written is done
    without.
    """
    from urazuke.knowledge.files import make_fingerprint

    if cache_dir is None:
        return Lexicon(build_tables())
    fingerprint = make_fingerprint()
    tables = read_cache(cache_dir, fingerprint)
    if tables is None:
        tables = build_tables()
        write_cache(cache_dir, fingerprint, tables)
    return Lexicon(tables)
