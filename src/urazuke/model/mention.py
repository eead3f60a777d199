"""Mentions, and the referents that mentions of one document share."""

from dataclasses import dataclass
from enum import StrEnum

from urazuke.model.place import Span


class EntityType(StrEnum):
    """The types of entity (the words of STIX where it has one)."""

    GROUP = "group"
    CAMPAIGN = "campaign"
    PERSON = "person"
    ORGANIZATION = "organization"
    MALWARE = "malware"
    TOOL = "tool"
    VULNERABILITY = "vulnerability"
    ATTACK_PATTERN = "attack-pattern"
    LOCATION = "location"
    SECTOR = "sector"
    OBSERVABLE = "observable"
    PRODUCT = "product"


NAMED_TYPES = frozenset(
    {
        EntityType.GROUP,
        EntityType.CAMPAIGN,
        EntityType.PERSON,
        EntityType.ORGANIZATION,
        EntityType.MALWARE,
        EntityType.TOOL,
    }
)
"""Types of what bears names of its own, often several."""


class Role(StrEnum):
    """What an observable is in its report. Only indicators bear on the attack."""

    INDICATOR = "indicator"
    VICTIM = "victim"
    REFERENCE = "reference"
    BENIGN = "benign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in a rendition that names something.

    Three forms are kept: `surface` as written (always ``text[span]``), `name` as a person would write it (refanged,
    without a line break), `normal` for comparing. `rule` is the id of the rule that found it; `concept` the id of the
    known thing that a dictionary took it for, None for an unknown name; `kind` a STIX observable name.
    """

    span: Span
    surface: str
    name: str
    normal: str
    type: EntityType
    rule: str
    concept: str | None = None
    kind: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """What one document means by a set of mentions: an entity as far as that document goes. Never edited.

    `id` is made from the document, the type and the name. `mentions` stand in text order.
    """

    id: str
    document_id: str
    type: EntityType
    name: str
    mentions: tuple[Mention, ...]
    concept: str | None = None
    kind: str | None = None
    role: Role | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The distinct strings that name it, in the order of first appearance."""
        return tuple(dict.fromkeys(mention.surface for mention in self.mentions))
