"""Judgements: "these two are the same / different / unsure", by whom, when and why. Withdrawn, never deleted."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What was decided about two names."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKey:
    """A name as resolution sees it: a type and a normal form. Two mentions with one key are taken for one thing."""

    type: str
    normal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision on two name keys. `author` is a rule id (``rule:alias-in-document``) or a person.

    `document_id` names the document that the decision rests on, None for a person's. `made` is an ISO 8601 time, None
    for a rule, whose decision follows from its documents alone.
    """

    id: str
    left: NameKey
    right: NameKey
    verdict: Verdict
    reason: str
    author: str
    document_id: str | None = None
    made: str | None = None
    withdrawn: bool = False
