"""The graph that evidence chains are sought in: claims about one triple make an edge with a grade."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from urazuke.assess.origins import OriginFinder
from urazuke.model.claim import Claim, Stance
from urazuke.model.document import Reliability
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.store.base import View
from urazuke.text.normal import make_key
from urazuke.vocab.load import load_likelihood, load_predicates

_SAYS = (Stance.ASSERTED, Stance.HEDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One triple with the claims that say it, the best graded first. `grade` is 0..1, more than 0."""

    subject: EntityRef
    predicate: str
    object: EntityRef
    claims: tuple[LinkedClaim, ...]
    grade: float
    conclusion: bool
    hedged: bool
    ungraded: bool
    contested: bool
    origins: int


@dataclass(frozen=True, slots=True)
class Step:
    """An edge as a walk takes it: from `start` to `end`."""

    edge: Edge
    backwards: bool

    @property
    def start(self) -> str:
        """The id of where it begins."""
        return self.edge.object.id if self.backwards else self.edge.subject.id

    @property
    def end(self) -> str:
        """The id of where it leads."""
        return self.edge.subject.id if self.backwards else self.edge.object.id


@dataclass(slots=True)
class Graph:
    """Grows from both ends, layer by layer, until they can meet or the bounds are reached (`bounded`)."""

    view: View
    rules: dict[str, Any]
    starts: Sequence[str]
    ends: Sequence[str]
    bounded: bool = False
    _claims: dict[str, dict[str, LinkedClaim]] = field(default_factory=dict)
    _refs: dict[str, EntityRef] = field(default_factory=dict)
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _origins: OriginFinder | None = None
    _published: dict[str, set[str]] = field(default_factory=dict)

    def explore(self, max_hops: int) -> None:
        """Look up claims in layers, turn by turn from both ends, `max_hops` layers in all.

        Some layers after the first chain can be there (without conclusions, unless they are wanted) it stops:
        longer ones may still be better, but each hop costs.
        """
        self._refs.update((it, self.view.entity(it).ref) for it in (*self.starts, *self.ends))
        reached = (set(self.starts), set(self.ends))
        sound = (set(self.starts), set(self.ends))  # reached without conclusions
        frontiers = (list(self.starts), [it for it in self.ends if not self._is_hub(it)])
        expanded: set[str] = set()
        left = max_hops
        while left > 0:
            # The side with less to look up goes first; a country is reached from its other side alone.
            side = 0 if frontiers[0] and (not frontiers[1] or len(frontiers[0]) <= len(frontiers[1])) else 1
            if not frontiers[side]:
                return
            fresh = sorted(set(frontiers[side]) - expanded)
            room = self.rules["bounds"]["expanded"] - len(expanded)
            self.bounded |= len(fresh) > room
            fresh = fresh[:room]
            self._look_up(fresh)
            expanded.update(fresh)
            frontiers[side].clear()
            for node in fresh:
                for neighbour, is_conclusion in self._neighbours(node):
                    if node in sound[side] and not is_conclusion:
                        sound[side].add(neighbour)
                    if neighbour not in reached[side]:
                        reached[side].add(neighbour)
                        if self._passable(neighbour):
                            frontiers[side].append(neighbour)
            left -= 1
            if sound[0] & sound[1]:
                left = min(left, self.rules["bounds"]["layers_after"])

    def _look_up(self, nodes: Sequence[str]) -> None:
        size = self.rules["bounds"]["batch"]
        for start in range(0, len(nodes), size):
            for claim in self.view.claims_among(nodes[start : start + size]):
                if claim.object is None or claim.subject.id == claim.object.id:
                    continue
                if claim.document.publisher:
                    self._published.setdefault(make_key(claim.document.publisher), set()).add(
                        claim.document.id
                    )
                for ref in (claim.subject, claim.object):
                    self._refs[ref.id] = ref
                    self._claims.setdefault(ref.id, {})[claim.claim.id] = claim

    def _neighbours(self, node: str) -> Iterator[tuple[str, bool]]:
        predicates = load_predicates()
        for claim in self._claims.get(node, {}).values():
            predicate = predicates.get(claim.claim.predicate)
            if (
                claim.object is not None
                and predicate is not None
                and predicate.grade
                and claim.claim.stance in _SAYS
            ):
                other = claim.object if claim.subject.id == node else claim.subject
                yield other.id, predicate.conclusion

    def steps(self, node: str) -> tuple[Step, ...]:
        """The ways on from a node, best first; none from what no chain may pass through."""
        if node not in self._steps:
            on = node in self.starts or self._passable(node)
            self._steps[node] = tuple(self._make_steps(node)) if on else ()
        return self._steps[node]

    def _make_steps(self, node: str) -> Iterable[Step]:
        groups: dict[tuple[str, str, str], list[LinkedClaim]] = {}
        predicates = load_predicates()
        for claim in self._claims.get(node, {}).values():
            if claim.object is not None:
                ends = (claim.subject.id, claim.object.id)
                symmetric = (
                    predicates[claim.claim.predicate].symmetric
                    if claim.claim.predicate in predicates
                    else False
                )
                low, high = sorted(ends) if symmetric else ends
                groups.setdefault((low, claim.claim.predicate, high), []).append(claim)
        edges = [edge for group in groups.values() if (edge := self._make_edge(group)) is not None]
        edges.sort(key=lambda edge: (-edge.grade, edge.predicate, edge.subject.id, edge.object.id))
        return [Step(edge, backwards=edge.object.id == node) for edge in edges]

    def _make_edge(self, group: Sequence[LinkedClaim]) -> Edge | None:
        """None where the predicate is no hop, where somebody must be taken at their doubt, or the ends do not
        fit.
        """
        predicate = load_predicates().get(group[0].claim.predicate)
        saying = [claim for claim in group if claim.claim.stance in _SAYS]
        first = saying[0] if saying else None
        if predicate is None or not predicate.grade or first is None or first.object is None:
            return None
        if predicate.name == "alias-of" and first.subject.type is not first.object.type:
            return None  # a company given as another name of a group is a conflict, not a hop
        if self._origins is None:
            self._origins = OriginFinder(self.view)
        best: dict[str, float] = {}
        graded = []
        for claim in saying:
            value = self._credibility(claim)
            origin = self._origins.find(claim)
            key = origin.id if origin else "unknown"  # all that is of unknown origin counts as one at most
            best[key] = max(best.get(key, 0.0), value)
            graded.append((-value, claim.document.published or "9999", claim.claim.id, claim))
        doubt = 1.0
        for value in best.values():
            doubt *= 1 - value
        claims = tuple(item[-1] for item in sorted(graded, key=lambda item: item[:3]))
        top = claims[0]
        return Edge(
            subject=top.subject,
            predicate=predicate.name,
            object=top.object or first.object,
            claims=claims,
            grade=predicate.grade * (1 - doubt),
            conclusion=predicate.conclusion,
            hedged=all(claim.claim.stance is Stance.HEDGED for claim in claims),
            ungraded=all(claim.source.reliability is Reliability.F for claim in claims),
            contested=len(saying) < len(group),
            origins=len(best),
        )

    def _credibility(self, claim: LinkedClaim) -> float:
        reliability: float = self.rules["reliability"][claim.source.reliability.value]
        return reliability * self._stance(claim.claim)

    def _stance(self, claim: Claim) -> float:
        if claim.stance is Stance.HEDGED and claim.likelihood is not None:
            band = load_likelihood()[0][claim.likelihood]
            return (band.low + band.high) / 200
        factor: float = self.rules["stance"][claim.stance.value]
        return factor

    def _is_hub(self, node: str) -> bool:
        return self._refs[node].type.value in self.rules["never_through"]

    def _passable(self, node: str) -> bool:
        """Whether a chain may pass through. Ends may always be reached; they are not passed through."""
        if self._is_hub(node) or node in self.starts or node in self.ends:
            return False
        if (
            self._refs[node].type.value in self.rules["shared_types"]
            and self._users(node) >= self.rules["shared_users"]
        ):
            return False
        return not self._is_publisher(node)

    def _users(self, node: str) -> int:
        claims = self._claims.get(node, {}).values()
        return len(
            {
                claim.subject.id
                for claim in claims
                if claim.claim.predicate == "uses" and claim.subject.id != node
            }
        )

    def _is_publisher(self, node: str) -> bool:
        """Whether it publishes documents that are not about itself: then it reports, and links nothing."""
        published = self._published.get(make_key(self._refs[node].name), set())
        own = {claim.document.id for claim in self._claims.get(node, {}).values()}
        return not published <= own
