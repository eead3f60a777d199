"""One name of one known thing: what every table is turned into before it is joined with the others."""

from dataclasses import dataclass
from enum import StrEnum

from urazuke.model.mention import EntityType


class Gate(StrEnum):
    """How much a name must be helped before it is believed in a text.

    OPEN: distinctive, believed in any case of letters. CASE: believed where it is written as a name (`LEAD`,
    `Tick`). CONTEXT: so common a word that only company makes it a name; who asks decides.
    """

    OPEN = "open"
    CASE = "case"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One name of one known thing.

    `name` is as the table writes it; `concept` the id of the known thing (``group:apt3``, ``location:cn``);
    `source` the table: ``urazuke``, ``attack``, ``misp-galaxy`` or ``cldr``.
    """

    name: str
    type: EntityType
    concept: str
    source: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class LexiconHit:
    """A place in a text that a known name covers: `entries` are all its readings, the most probable first."""

    start: int
    end: int
    entries: tuple[LexiconEntry, ...]
