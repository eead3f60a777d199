"""The graph that evidence chains are sought in: claims about one triple make an edge with a grade."""

import heapq
import math
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

    @property
    def length(self) -> float:
        """Minus the logarithm of its grade: lengths add up where grades multiply."""
        return -math.log(self.edge.grade)


class _Side:
    """One end of the search: how near each entity is, and which wait to be looked up."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self.nearest: dict[str, float] = {}
        self.hops: dict[str, int] = {}
        self.waiting: list[tuple[float, str]] = []
        self._done: set[str] = set()
        for node in sorted(nodes):
            self.nearest[node], self.hops[node] = 0.0, 0
            self.waiting.append((0.0, node))

    @property
    def distance(self) -> float:
        """How far the nearest entity is that waits; without end where none does."""
        return self.waiting[0][0] if self.waiting else math.inf

    def common(self, other: "_Side") -> Iterable[str]:
        """Entities that both sides have reached."""
        return self.nearest.keys() & other.nearest.keys()

    def take(self, most: int) -> list[str]:
        """The nearest entities that wait, each once."""
        taken: list[str] = []
        while self.waiting and len(taken) < most:
            _, node = heapq.heappop(self.waiting)
            if node not in self._done:
                self._done.add(node)
                taken.append(node)
        return taken

    def offer(self, node: str, neighbour: str, length: float) -> None:
        """A way over `node` to `neighbour`."""
        distance = self.nearest[node] + length
        if distance < self.nearest.get(neighbour, math.inf):
            self.nearest[neighbour], self.hops[neighbour] = distance, self.hops[node] + 1
            heapq.heappush(self.waiting, (distance, neighbour))


@dataclass(slots=True)
class Graph:
    """Grows from both ends, nearest entities first, until all good chains are in it or the bounds are
    reached.
    """

    view: View
    rules: dict[str, Any]
    starts: Sequence[str]
    ends: Sequence[str]
    conclusions: bool
    bounded: bool = False
    _claims: dict[str, dict[str, LinkedClaim]] = field(default_factory=dict)
    _refs: dict[str, EntityRef] = field(default_factory=dict)
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    _origins: OriginFinder | None = None
    _published: dict[str, set[str]] = field(default_factory=dict)

    def explore(self, max_hops: int) -> None:
        """Look up claims from both ends in turn. A distance is minus the logarithm of a product of grades."""
        self._refs.update((it, self.view.entity(it).ref) for it in (*self.starts, *self.ends))
        sides = (_Side(self.starts), _Side(self.ends))
        bounds, looked_up, seen = self.rules["bounds"], 0, set[str]()
        while sides[0].waiting or sides[1].waiting:
            best = min(
                (sides[0].nearest[it] + sides[1].nearest[it] for it in sides[0].common(sides[1])),
                default=math.inf,
            )
            if sides[0].distance + sides[1].distance > best + bounds["slack"]:
                return
            if looked_up >= bounds["expanded"] or len(seen) >= bounds["claims"]:
                self.bounded = True
                return
            side = min((it for it in sides if it.waiting), key=lambda it: it.distance)
            batch = [it for it in side.take(bounds["batch"]) if side.hops[it] < max_hops]
            looked_up += len(batch)
            seen |= self._look_up(batch)
            for node in batch:
                if node in self.starts or node in self.ends or self._passable(node):
                    for neighbour, grade in self._neighbours(node):
                        side.offer(node, neighbour, -math.log(grade))

    def _look_up(self, nodes: Sequence[str]) -> set[str]:
        """Claims of some entities; those about victims only where the entity is an end. Returns ids of
        claims.
        """
        inner = [it for it in nodes if it not in self.starts and it not in self.ends]
        outer = [it for it in nodes if it in self.starts or it in self.ends]
        wanted = {
            name
            for name, it in load_predicates().items()
            if it.grade and (self.conclusions or not it.conclusion)
        }
        passing = wanted - set(self.rules["object_at_ends"]) - set(self.rules["subject_at_ends"])
        found = set()
        for group, predicates in ((outer, wanted), (inner, passing)):
            for claim in self.view.claims_among(group, predicates=predicates) if group else ():
                if claim.object is None or claim.subject.id == claim.object.id:
                    continue
                found.add(claim.claim.id)
                if claim.document.publisher:
                    self._published.setdefault(make_key(claim.document.publisher), set()).add(
                        claim.document.id
                    )
                for ref in (claim.subject, claim.object):
                    self._refs[ref.id] = ref
                    self._claims.setdefault(ref.id, {})[claim.claim.id] = claim
        return found

    def _neighbours(self, node: str) -> Iterator[tuple[str, float]]:
        """What a node is linked with, and at least how strongly: more origins only add to it."""
        predicates = load_predicates()
        for claim in self._claims.get(node, {}).values():
            if claim.object is not None and claim.claim.stance in _SAYS:
                other = claim.object if claim.subject.id == node else claim.subject
                yield other.id, predicates[claim.claim.predicate].grade * self._credibility(claim)

    def may_leave(self, node: str) -> bool:
        """Whether a chain may go on from a node: from where it begins, and from what it may pass through."""
        return node in self.starts or self._passable(node)

    def steps(self, node: str, *, anywhere: bool = False) -> tuple[Step, ...]:
        """The ways on from a node, best first; none from what no chain passes through, unless `anywhere`."""
        if not anywhere and not self.may_leave(node):
            return ()
        if node not in self._steps:
            self._steps[node] = tuple(self._make_steps(node))
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
