"""Link charts: entities as nodes, rows of claims as edges. `chart_layout` decides where they are drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from urazuke.model.claim import Stance
from urazuke.model.entity import EntityRef, LinkedClaim
from urazuke.model.mention import EntityType
from urazuke.outputs.evidence import Gatherer, Row, evidence_value, make_rows
from urazuke.store.base import View
from urazuke.vocab.load import load_predicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`focus` are the entities asked for, `nodes` all that are shown (focus first), `edges` rows whose both
    ends are nodes. `left_out` counts the neighbours that the limit kept away.
    """

    focus: tuple[EntityRef, ...]
    nodes: tuple[EntityRef, ...]
    edges: tuple[Row, ...]
    left_out: int


def is_common(ref: EntityRef) -> bool:
    """Whether it says little of who is who: a knowledge table gives a group fifty techniques, and others the
    same.
    """
    return ref.type is EntityType.ATTACK_PATTERN


def make_chart(
    view: View, entity_ids: Sequence[str], *, depth: int = 1, limit: int = 60, context_chars: int = 0
) -> Chart:
    """The link chart around some entities.

    Args:
        view: Where claims come from.
        entity_ids: At least one.
        depth: Steps outward, 1 or more.
        limit: The most nodes to show; nearer and better attested neighbours are kept, techniques last.
        context_chars: Text around each quote.

    Raises:
        NotKnownError: an id is not known.
    """
    focus = tuple(view.entity(entity_id).ref for entity_id in dict.fromkeys(entity_ids))
    nodes = {ref.id: ref for ref in focus}
    claims: dict[str, LinkedClaim] = {}
    frontier, left_out = list(nodes), 0
    gatherer = Gatherer(view, context_chars)
    for _ in range(depth):
        found = view.claims_among(frontier)
        neighbours: dict[str, tuple[int, EntityRef]] = {}
        for row in make_rows((claim for claim in found if claim.object is not None), gatherer):
            weight = 2 * len(row.origins.origins) + min(row.documents, 9)
            for end in (row.subject, row.object):
                if end is not None and end.id not in nodes:
                    known = neighbours.get(end.id, (0, end))[0]
                    neighbours[end.id] = (known + weight, end)
        ranked = sorted(
            neighbours.values(), key=lambda item: (is_common(item[1]), -item[0], item[1].name, item[1].id)
        )
        kept = [ref for _, ref in ranked[: max(0, limit - len(nodes))]]
        left_out += len(ranked) - len(kept)
        nodes.update((ref.id, ref) for ref in kept)
        claims.update((claim.claim.id, claim) for claim in found)
        frontier = [ref.id for ref in kept]
        if not frontier:
            break
    claims.update((claim.claim.id, claim) for claim in view.claims_between(nodes))
    return chart_of(focus, nodes.values(), claims.values(), gatherer, left_out)


def chart_of(
    focus: Iterable[EntityRef],
    nodes: Iterable[EntityRef],
    claims: Iterable[LinkedClaim],
    gatherer: Gatherer,
    left_out: int = 0,
) -> Chart:
    """The chart of given nodes: every triple of `claims` with both ends among them is an edge."""
    nodes = tuple(nodes)
    ids = {ref.id for ref in nodes}
    inner = (
        claim
        for claim in claims
        if claim.object is not None and claim.subject.id in ids and claim.object.id in ids
        if claim.subject.id != claim.object.id
    )
    return Chart(focus=tuple(focus), nodes=nodes, edges=make_rows(inner, gatherer), left_out=left_out)


def chart_value(chart: Chart) -> dict[str, object]:
    """The chart as JSON holds it."""
    predicates = load_predicates()
    return {
        "focus": [ref.id for ref in chart.focus],
        "nodes": [{"id": ref.id, "type": ref.type.value, "name": ref.name} for ref in chart.nodes],
        "edges": [
            {
                "s": edge.subject.id,
                "p": edge.predicate,
                "o": edge.object.id if edge.object else None,
                "stance": edge.stance.value,
                "contested": edge.denied and edge.stance is not Stance.DENIED,
                "conclusion": edge.predicate in predicates and predicates[edge.predicate].conclusion,
                "documents": edge.documents,
                "origins": [origin.name for origin in edge.origins.origins],
                "claims": [evidence_value(item) for item in edge.evidence],
            }
            for edge in chart.edges
        ],
        "left_out": chart.left_out,
    }
