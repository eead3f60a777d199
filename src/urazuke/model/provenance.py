"""Which operation made a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """`rule` is the id of the rule, frame or table that fired; `reader` name and version of what applied it."""

    reader: str
    rule: str

    def __str__(self) -> str:
        return f"{self.reader}:{self.rule}"
