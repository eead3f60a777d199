"""Joining tables of names into known things, without ever closing over chains of synonyms.

A thing is anchored by the first table that has it (ours, then ATT&CK, then misp-galaxy). A later record joins
a thing only if its main name is one of the thing's names, or it holds the thing's main name and no other
thing's. Chains of synonyms are not followed: they would join half of all groups into one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from urazuke.knowledge.fold import fold_text
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a table: a thing with its main name and the other names that the table gives it.

    `anchor` names the thing outright where the table knows it; `gates` overrules the rule for single names.
    """

    name: str
    type: EntityType
    source: str
    synonyms: tuple[str, ...] = ()
    anchor: str | None = None
    gates: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Concept:
    """A known thing: its id, its type, and its names by key, main name first.

    A name holds its spellings with the source of each: tables write one name in several ways.
    """

    id: str
    type: EntityType
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    gates: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, source: str) -> None:
        """Take in one name, or one more spelling of a name that is there."""
        self.names.setdefault(make_key(name), {}).setdefault(name, source)

    def spellings(self) -> Iterator[tuple[str, str, str]]:
        """(key, name, source) of every spelling that differs in more than the case of letters."""
        for key, spelled in self.names.items():
            seen = set()
            for name, source in spelled.items():
                folded = fold_text(name)
                if folded not in seen:
                    seen.add(folded)
                    yield key, name, source


def make_slug(name: str) -> str:
    """The part of a concept's id that a name makes: small letters and digits joined by hyphens; Han stays."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w.&+]+", "-", folded).strip("-.") or "-".join(f"{ord(char):x}" for char in folded)


class ConceptTable:
    """The known things of one kind, growing record by record.

    Invariant: `_mains` maps the key of each main name to its thing; `_holders` each key to the things that
    hold it.
    """

    def __init__(self, foreign: Iterable[str] = ()) -> None:
        """`foreign`: keys of names that mean something of another kind, and that no record may bring in."""
        self.concepts: dict[str, Concept] = {}
        self.refused: list[tuple[str, str]] = []
        """(concept id, name) for each synonym that a record claims and that is foreign."""
        self._mains: dict[str, str] = {}
        self._holders: dict[str, list[str]] = {}
        self._barred: set[str] = set()
        self._foreign = frozenset(foreign)

    def bar(self, keys: Iterable[str]) -> None:
        """Make more keys foreign, save those that things bear already and those that become main names."""
        self._barred |= set(keys) - self._holders.keys()

    def add_all(self, records: Iterable[Record]) -> list[str | None]:
        """Take in all records of one table; for each the id of its thing, None where its main name is
        foreign.

        Main names of the whole table are known before any synonym is read, so that the order of rows means
        nothing.
        """
        rows = list(records)
        ids: list[str | None] = [None] * len(rows)
        own_mains = {make_key(row.name) for row in rows}
        fresh: list[tuple[int, Record]] = []
        for index, row in enumerate(rows):
            if make_key(row.name) in self._foreign:
                continue
            ids[index] = self._find(row, own_mains)
            if ids[index] is None:
                fresh.append((index, row))
        for index, row in fresh:
            ids[index] = self._mains.get(make_key(row.name)) or self._make(row)
        for id, row in zip(ids, rows, strict=True):
            if id is not None:
                self._take_names(self.concepts[id], row)
        return ids

    def holders(self, name: str) -> tuple[str, ...]:
        """Ids of the things that bear `name`."""
        return tuple(self._holders.get(make_key(name), ()))

    def _find(self, record: Record, own_mains: set[str]) -> str | None:
        """The thing, known before this table, that a record is about; None if it is a new one."""
        if record.anchor is not None:
            return record.anchor if record.anchor in self.concepts else None
        key = make_key(record.name)
        if key in self._mains:
            return self._mains[key]
        keys = set(map(make_key, record.synonyms)) - {key}
        mains = {self._mains[other] for other in keys if other in self._mains}
        claimed = len(mains) + len((keys & own_mains) - self._mains.keys())
        holders = self._holders.get(key, [])
        if len(holders) == 1:
            return holders[0]
        return mains.pop() if len(mains) == 1 and claimed == 1 and not holders else None

    def _make(self, record: Record) -> str:
        """A new thing with the record's main name, which other things bear no longer."""
        id = record.anchor or f"{record.type.value}:{make_slug(record.name)}"
        while id in self.concepts:
            id += "-2"
        key = make_key(record.name)
        for holder in self._holders.get(key, []):
            self.concepts[holder].names.pop(key, None)
        concept = Concept(id=id, type=record.type)
        concept.add(record.name, record.source)
        self.concepts[id] = concept
        self._mains[key] = id
        self._holders[key] = [id]
        return id

    def _take_names(self, concept: Concept, record: Record) -> None:
        """Give a thing the names of a record, save those that are foreign or another thing's main name."""
        concept.gates.update({make_key(name): gate for name, gate in record.gates.items()})
        for name in (record.name, *record.synonyms):
            key = make_key(name)
            if key in self._foreign or (key in self._barred and key not in self._mains):
                self.refused.append((concept.id, name))
            elif key and self._mains.get(key, concept.id) == concept.id:
                concept.add(name, record.source)
                holders = self._holders.setdefault(key, [])
                if concept.id not in holders:
                    holders.append(concept.id)
