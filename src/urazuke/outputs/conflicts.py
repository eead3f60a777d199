"""What contradicts what on a card: rival sponsors and countries, denials, names of another kind of thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from urazuke.model.entity import Entity
from urazuke.model.judgement import Judgement, Verdict
from urazuke.model.mention import EntityType
from urazuke.outputs.evidence import SAYS, Row
from urazuke.store.base import View

# How far joins are followed from each party: contractor, bureau, centre, ministry.
_STEPS = 2
_MOST_PARTIES = 24
# Parties that one of these joins may both be behind a thing: a contractor and the ministry it works for.
_JOINING = frozenset(
    {
        "part-of",
        "works-for",
        "partner-of",
        "contracts-with",
        "owns",
        "attributed-to",
        "alias-of",
        "located-at",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """`kind` names it in the labels (``conflict.*``); `rows` are the claims that clash, or the one that is
    denied.

    A conflict between judgements has no rows: `judgement` says who decided what about `name`, and why.
    """

    kind: str
    rows: tuple[Row, ...] = ()
    judgement: Judgement | None = None
    name: str | None = None


def find_conflicts(view: View, entity: Entity, rows: Sequence[Row]) -> tuple[Conflict, ...]:
    """The conflicts among the rows of an entity, gravest first."""
    behind = [row for row in rows if row.outward and row.stance in SAYS and row.other is not None]
    sponsors = [
        row
        for row in behind
        if row.predicate == "attributed-to" and row.other and row.other.type is not EntityType.LOCATION
    ]
    found = [*_rivals("different-sponsors", sponsors, _joined(view, entity, sponsors))]
    found += _rivals("different-countries", _countries(view, behind), {})
    for row in rows:
        says = row.stance in SAYS
        if row.denied:
            found.append(Conflict(kind="asserted-and-denied" if says else "denied", rows=(row,)))
        if row.unknown:
            found.append(Conflict(kind="asserted-and-unknown" if says else "unknown", rows=(row,)))
        if row.predicate == "alias-of" and row.other is not None and row.other.type is not entity.type:
            found.append(Conflict(kind="name-of-another-kind", rows=(row,)))
    return (*found, *_judged(view, entity))


def _rivals(kind: str, rows: Sequence[Row], joined: dict[str, str]) -> list[Conflict]:
    parties = {joined.get(row.other.id, row.other.id) for row in rows if row.other}
    return [Conflict(kind=kind, rows=tuple(rows))] if len(parties) > 1 else []


def _joined(view: View, entity: Entity, rows: Sequence[Row]) -> dict[str, str]:
    """For each party the representative of those that it is joined with, over a few others at most."""
    ids = sorted({row.other.id for row in rows if row.other})
    if not 1 < len(ids) <= _MOST_PARTIES:
        return {}  # so many can't all be one
    parent = {party: party for party in ids}

    def root(party: str) -> str:
        while parent.setdefault(party, party) != party:
            party = parent[party]
        return party

    seen: set[str] = set()
    near = set(ids)
    for _ in range(_STEPS):
        around: set[str] = set()
        for claim in view.claims_among(sorted(near), predicates=_JOINING):
            said = claim.claim.stance in SAYS
            if said and claim.object is not None and entity.id not in (claim.subject.id, claim.object.id):
                around |= {claim.subject.id, claim.object.id}
                # The lesser id stays the root, so that the answer does not depend on the order of claims.
                left, right = sorted((root(claim.subject.id), root(claim.object.id)))
                parent[right] = left
        seen |= near
        near = around - seen
    return {party: root(party) for party in ids}


def _countries(view: View, rows: Iterable[Row]) -> list[Row]:
    """Rows that end in a whole country: a city does not contradict the country it lies in."""
    kept = []
    for row in rows:
        if (
            row.predicate in ("originates-from", "attributed-to")
            and row.other
            and row.other.type is EntityType.LOCATION
        ):
            concept = view.entity(row.other.id).concept or ""
            if concept.startswith("location:") and len(concept) == len("location:xx"):
                kept.append(row)
    return kept


def _judged(view: View, entity: Entity) -> list[Conflict]:
    """Decisions that two names are not, or perhaps not, the same."""
    own = {name.normal for name in entity.names}
    found = []
    for judgement in view.judgements(entity.id):
        if judgement.withdrawn or judgement.verdict is Verdict.SAME:
            continue
        other = judgement.right if judgement.left.normal in own else judgement.left
        kind = "judged-different" if judgement.verdict is Verdict.DIFFERENT else "judged-unsure"
        found.append(Conflict(kind=kind, judgement=judgement, name=other.normal))
    return sorted(found, key=lambda conflict: (conflict.kind, conflict.name or ""))
