"""Evidence chains: the best ways from one entity to another over claims, each hop with its ground.

A chain is evidence, not the conclusion: hops whose predicate is itself a conclusion (attributed-to,
originates-from) are used only on request, or where there is no other chain, and are marked. A chain never
passes through what is denied or said to be not known, nor through what links everything (a country, a sector,
a shared tool, a publisher).
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from urazuke.assess.graph import Edge, Graph, Step
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.store.base import View
from urazuke.vocab.load import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One link of a chain. `claims` say it, the best graded first; `backwards`: the chain goes from object to
    subject.

    `grade` is 0..1. `conclusion` marks a hop that is not evidence, `hedged` one that nobody simply asserts,
    `ungraded` one for which no source has been graded, `contested` one that somebody denies or calls not
    known. `origins` counts the parties that say it.
    """

    subject: EntityRef
    predicate: str
    object: EntityRef
    backwards: bool
    claims: tuple[LinkedClaim, ...]
    grade: float
    conclusion: bool
    hedged: bool
    ungraded: bool
    contested: bool
    origins: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells hops apart."""
        return self.subject.id, self.predicate, self.object.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Hops from one end to the other. `score` is the product of their grades."""

    hops: tuple[Hop, ...]
    score: float

    @property
    def weakest(self) -> Hop:
        """The hop with the lowest grade, the first of equals."""
        return min(self.hops, key=lambda hop: hop.grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Chains, best first: by score, then by the weakest hop. Alternatives share as few hops as there are.

    `breaking` are the hops that every chain found needs. `by_conclusions`: there was no chain of evidence,
    and these rest on conclusions. `bounded`: the search stopped at its bounds, so there may be others.
    """

    chains: tuple[Chain, ...]
    breaking: tuple[Hop, ...]
    by_conclusions: bool
    bounded: bool


@cache
def load_rules() -> dict[str, Any]:
    """The content of ``paths.yml``."""
    content: dict[str, Any] = read_yaml("urazuke.assess", "paths.yml")
    return content


def find_paths(
    view: View,
    a_ids: Sequence[str],
    b_ids: Sequence[str],
    *,
    conclusions: bool = False,
    limit: int = 5,
    max_hops: int = 7,
) -> Paths:
    """The best chains between two entities.

    Args:
        view: Where claims come from.
        a_ids: Where chains begin; several where one name means several entities.
        b_ids: Where they end. What is in both is left out of here.
        conclusions: Whether hops may be conclusions.
        limit: The most chains.
        max_hops: The longest chain.

    Returns:
        Chains that differ in at least one hop, read from a to b.
    """
    starts, ends = tuple(dict.fromkeys(a_ids)), tuple(it for it in dict.fromkeys(b_ids) if it not in a_ids)
    graph = Graph(view, load_rules(), starts, ends, conclusions=False)
    graph.explore(max_hops)
    chains = _best_chains(graph, starts, ends, limit=limit, max_hops=max_hops)
    bounded, by_conclusions = graph.bounded, not chains and not conclusions
    if conclusions or not chains:
        graph = Graph(view, load_rules(), starts, ends, conclusions=True)
        graph.explore(max_hops)
        known = {_spell(chain) for chain in chains}
        more = _best_chains(graph, starts, ends, limit=limit, max_hops=max_hops)
        chains += [chain for chain in more if _spell(chain) not in known]
        bounded |= graph.bounded
    ranked = sorted(
        chains, key=lambda chain: (-chain.score, -chain.weakest.grade, len(chain.hops), _spell(chain))
    )[:limit]
    shared = {hop.key for hop in ranked[0].hops} if ranked else set()
    for chain in ranked[1:]:
        shared &= {hop.key for hop in chain.hops}
    return Paths(
        chains=tuple(ranked),
        breaking=tuple(hop for hop in ranked[0].hops if hop.key in shared) if ranked else (),
        by_conclusions=by_conclusions and bool(ranked),
        bounded=bounded,
    )


def _spell(chain: Chain) -> tuple[tuple[str, str, str], ...]:
    return tuple(hop.key for hop in chain.hops)


def _best_chains(
    graph: Graph, starts: Iterable[str], ends: Iterable[str], *, limit: int, max_hops: int
) -> list[Chain]:
    """Search again and again; what was used before costs more, so that alternatives part from it where they
    can.
    """
    used: dict[frozenset[str], int] = {}
    found: dict[tuple[tuple[str, str, str], ...], Chain] = {}
    goals = frozenset(ends)
    left = _distances(graph, goals)
    for _ in range(2 * limit):
        steps = _search(graph, starts, left, used, goals=goals, max_hops=max_hops)
        if steps is None:
            break
        hops = tuple(_make_hop(step) for step in steps)
        chain = Chain(hops=hops, score=math.prod(hop.grade for hop in hops))
        found.setdefault(_spell(chain), chain)
        if len(found) == limit:
            break
        for step in steps:
            pair = frozenset((step.edge.subject.id, step.edge.object.id))
            used[pair] = used.get(pair, 0) + 1
    return list(found.values())


def _search(
    graph: Graph,
    starts: Iterable[str],
    left: Mapping[str, float],
    used: Mapping[frozenset[str], int],
    *,
    goals: Set[str],
    max_hops: int,
) -> tuple[Step, ...] | None:
    """The cheapest walk (cost: minus the logarithm of grades) that the rules allow; None if there is none.

    `left` is what each entity still lacks to a goal at least: a walk goes on only where a goal can be
    reached, the most promising first (A*, after Hart, Nilsson and Raphael 1968).
    """
    rules = load_rules()
    bounds, outer, tie = rules["bounds"], goals | set(starts), count()
    heap: list[tuple[float, int, float, str, tuple[Step, ...]]] = []
    heap += [(left[start], next(tie), 0.0, start, ()) for start in starts if start in left]
    visits: dict[tuple[str, str], int] = {}
    for _ in range(bounds["walks"]):
        if not heap:
            return None
        _, _, cost, node, steps = heapq.heappop(heap)
        if node in goals and steps:
            return steps
        # A walk is a state of its own, since what may follow depends on how it came: some for each way in are
        # enough.
        way = (node, steps[-1].edge.predicate + str(steps[-1].backwards) if steps else "")
        visits[way] = visits.get(way, 0) + 1
        if visits[way] > bounds["walks_through"] or len(steps) == max_hops:
            continue
        seen = {step.start for step in steps} | {node, *starts}
        for step in graph.steps(node):
            if step.end in seen or step.end not in left or not _may_pass(step.edge, outer, rules):
                continue
            if steps and _is_turn(steps[-1], step, rules["no_turn"]):
                continue
            length = cost + step.length + rules["reuse"] * used.get(frozenset((node, step.end)), 0)
            heapq.heappush(heap, (length + left[step.end], next(tie), length, step.end, (*steps, step)))
    graph.bounded = True
    return None


def _distances(graph: Graph, goals: Iterable[str]) -> dict[str, float]:
    """How far each entity is from the nearest goal, if every step were allowed."""
    nearest = dict.fromkeys(goals, 0.0)
    heap = [(0.0, goal) for goal in sorted(nearest)]
    while heap:
        distance, node = heapq.heappop(heap)
        if distance > nearest[node]:
            continue
        for step in graph.steps(node, anywhere=True):
            # Read towards the goal: from the far end of the step to this node.
            if distance + step.length < nearest.get(step.end, math.inf):
                nearest[step.end] = distance + step.length
                if graph.may_leave(step.end):
                    heapq.heappush(heap, (nearest[step.end], step.end))
    return nearest


def _may_pass(edge: Edge, outer: Set[str], rules: dict[str, Any]) -> bool:
    """Whether the victim, or the prosecutor, of a hop is an end of the chain, where that is asked."""
    if edge.predicate in rules["object_at_ends"]:
        return edge.object.id in outer
    return edge.predicate not in rules["subject_at_ends"] or edge.subject.id in outer


def _is_turn(last: Step, step: Step, predicates: Sequence[str]) -> bool:
    same = last.edge.predicate == step.edge.predicate
    return same and step.edge.predicate in predicates and not last.backwards and step.backwards


def _make_hop(step: Step) -> Hop:
    edge: Edge = step.edge
    return Hop(
        subject=edge.subject,
        predicate=edge.predicate,
        object=edge.object,
        backwards=step.backwards,
        claims=edge.claims,
        grade=edge.grade,
        conclusion=edge.conclusion,
        hedged=edge.hedged,
        ungraded=edge.ungraded,
        contested=edge.contested,
        origins=edge.origins,
    )
