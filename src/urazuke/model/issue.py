"""Issues: problems found in data, returned beside results. One bad document never stops a run, and never vanishes."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the document was lost to us (error) or read with something set aside (warning)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """`code` is one word per kind of problem (``empty``, ``encrypted``); `message` one sentence with the next step.

    `record` names the record of a file of many (its id, else its line) that the issue is about; None where it is about
    the whole file.
    """

    severity: Severity
    code: str
    where: str
    message: str
    record: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
