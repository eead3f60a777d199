"""Our own tables: names of groups, organizations, software, products and sectors in three languages."""

import re
from collections.abc import Iterator
from typing import Any

from urazuke.errors import VocabularyError
from urazuke.knowledge.concepts import Record, make_slug
from urazuke.knowledge.entry import Gate, LexiconEntry
from urazuke.knowledge.files import OWN_DATA
from urazuke.knowledge.fold import is_cjk
from urazuke.knowledge.gates import is_ordinary
from urazuke.model.mention import EntityType
from urazuke.vocab.load import read_yaml

SOURCE = "urazuke"

_GATED = {"open": Gate.OPEN, "case": Gate.CASE, "context": Gate.CONTEXT}


def read_rows(table: str) -> list[dict[str, Any]]:
    """The rows of one of our tables.

    Raises:
        VocabularyError: a row has no name, or a field that is not known.
    """
    rows: list[dict[str, Any]] = read_yaml(OWN_DATA, f"{table}.yml")
    known = {"id", "name", "names", "type", "open", "case", "context", "location", "part_of"}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "name" not in row or not row.keys() <= known:
            raise VocabularyError(
                f"row {number} needs a name and knows only {sorted(known)}", where=f"{table}.yml"
            )
    return rows


def names_of(row: dict[str, Any]) -> dict[str, Gate | None]:
    """The names of a row, main name first; None where the rule decides on the gate."""
    names: dict[str, Gate | None] = {str(name): None for name in (row["name"], *row.get("names", ()))}
    for field, gate in _GATED.items():
        names.update({str(name): gate for name in row.get(field, ())})
    return names


def grade_own(name: str, type: EntityType) -> Gate:
    """The gate of a name that a person put into a table: open, but for abbreviations and ordinary words.

    Names of sectors are ordinary words all, and their rows say which of them need company.
    """
    letters = name.replace(".", "")
    if any(map(is_cjk, name)) or (type is EntityType.SECTOR and not letters.isupper()):
        return Gate.OPEN
    if len(letters) <= 5 and letters.isalpha():
        return Gate.CASE
    if type is EntityType.PRODUCT and name.isalpha() and name.istitle():
        return Gate.CASE  # Horde, Thunderbird: many a product is called by a word
    return Gate.CASE if all(map(is_ordinary, re.findall(r"[^\W_]+", name))) else Gate.OPEN


def iter_records(table: str, type: EntityType) -> Iterator[Record]:
    """Rows about groups, campaigns and software, for joining with the tables of others."""
    for row in read_rows(table):
        names = names_of(row)
        main, *others = names
        kind = EntityType(row.get("type", type))
        gates = {name: (gate or grade_own(name, kind)).value for name, gate in names.items()}
        yield Record(name=main, type=kind, source=SOURCE, synonyms=tuple(others), gates=gates)


def iter_entries(table: str, type: EntityType) -> Iterator[LexiconEntry]:
    """Rows about things that no other table has, main name first."""
    for row in read_rows(table):
        concept = concept_of(row, type)
        for name, gate in names_of(row).items():
            yield LexiconEntry(name, type, concept, SOURCE, gate or grade_own(name, type))


def concept_of(row: dict[str, Any], type: EntityType) -> str:
    """The id of the thing of a row."""
    return f"{type.value}:{row.get('id') or make_slug(row['name'])}"
