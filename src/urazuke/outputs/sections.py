"""Sections of a card: which row goes where is data (``sections.yml``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from urazuke.outputs.evidence import Row
from urazuke.vocab.load import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one section that belong together; `key` is a label (``group.*``), None for no heading."""

    key: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a card; `key` names it in the labels (``card.*``). It has at least one row."""

    key: str
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All its rows."""
        return tuple(row for group in self.groups for row in group.rows)

    def group(self, key: str) -> Group | None:
        """The group of this key, None where there is none."""
        return next((group for group in self.groups if group.key == key), None)


@cache
def load_sections() -> dict[str, Any]:
    """The content of ``sections.yml``."""
    content: dict[str, Any] = read_yaml("urazuke.outputs", "sections.yml")
    return content


def make_sections(entity_type: str, rows: Sequence[Row], said: Sequence[Row]) -> tuple[Section, ...]:
    """Sort rows about an entity, and rows that it merely says, into sections; each row into exactly one."""
    table = load_sections()
    sorted_rows: dict[str, list[Row]] = {"said": list(said)}
    for row in rows:
        section = next(rule["section"] for rule in table["rows"] if _fits(rule, row, entity_type))
        sorted_rows.setdefault(section, []).append(row)
    return tuple(
        Section(key=key, groups=_groups(table["groups"].get(key, ()), sorted_rows[key]))
        for key in table["order"]
        if sorted_rows.get(key)
    )


def _fits(rule: dict[str, Any], row: Row, entity_type: str) -> bool:
    way = rule.get("way", "any")
    return (
        (way == "any" or (way == "out") == row.outward)
        and (row.predicate in (names := rule.get("predicates", ["*"])) or "*" in names)
        and ("other" not in rule or (row.other is not None and row.other.type.value in rule["other"]))
        and ("self" not in rule or entity_type in rule["self"])
    )


def _groups(rules: Sequence[dict[str, Any]], rows: Sequence[Row]) -> tuple[Group, ...]:
    if not rules:
        return (Group(key=None, rows=tuple(rows)),)
    sorted_rows: dict[str, list[Row]] = {}
    for row in rows:
        key = next(rule["group"] for rule in rules if _fits(rule, row, ""))
        sorted_rows.setdefault(key, []).append(row)
    return tuple(
        Group(key=rule["group"], rows=tuple(sorted_rows[rule["group"]]))
        for rule in rules
        if rule["group"] in sorted_rows
    )
