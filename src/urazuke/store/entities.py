"""Which name keys are one entity: a pure function of ties and judgements. No SQL here.

It stands in ``store`` and not in ``resolve`` because an entity is a view of what is stored: the store has to
work it out anew with each document, and for each `as_of`. ``resolve`` proposes judgements; this gathers them.

A document ties the names it uses for one thing. Ties are followed in three rounds, the surer first: the name
under which a knowledge table lists a concept, other known names of a concept, names that one document uses
alike. A round joins whole groups. Where that would join two concepts, or what a person has judged to be
different, it spreads outward from the concepts, step by step and everywhere at once: a group reached from two
sides in one step is left apart, and each tie not followed is reported as a :class:`Contest`. No step asks for
the order in which documents came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from urazuke.ids import make_id
from urazuke.model.judgement import Judgement, NameKey, Verdict

CONCEPT = "concept"
CANONICAL = "rule:canonical-name"
KNOWN = "rule:known-name"
ALIAS = "rule:alias-in-document"
_ROUNDS = (CANONICAL, KNOWN, ALIAS)


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """Two keys that a rule takes for one thing. A rule that is not known here counts in the last round."""

    left: NameKey
    right: NameKey
    rule: str


Contest = Tie
"""A tie that was not followed, because it would join what is kept apart."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """`entity` says for each key which key stands for its entity, `island` likewise for its island.

    An island goes along ties followed or not and along each `same`, also one that does not count any more: so
    what was one entity on any day is within one island.
    """

    entity: Mapping[NameKey, NameKey]
    island: Mapping[NameKey, NameKey]
    contests: tuple[Contest, ...]


def make_entity_id(key: NameKey) -> str:
    """The id of the entity that `key` stands for."""
    return make_id("ent", key.type, key.normal)


def gather(keys: Iterable[NameKey], ties: Iterable[Tie], judgements: Iterable[Judgement]) -> Gathering:
    """Gather keys into entities.

    Args:
        keys: All keys, also those without ties. The ends of ties and of judgements have to be among them.
        ties: Ties by rules, in any order.
        judgements: Decisions, in any order; withdrawn ones count for nothing. Of several by persons on one
            pair the last made counts. `different` is stronger than `same`, a later `same` than an earlier,
            and all than any rule.
    """
    all_keys = sorted(set(keys), key=_rank)
    everything = list(judgements)
    standing = [judgement for judgement in everything if not judgement.withdrawn]
    by_rules = {
        Tie(judgement.left, judgement.right, judgement.author)
        for judgement in standing
        if is_by_rule(judgement) and judgement.verdict is Verdict.SAME
    }
    all_ties = sorted(by_rules.union(ties), key=lambda tie: (_rank(tie.left), _rank(tie.right), tie.rule))
    same, different = _read_persons(standing)

    groups = _Groups(all_keys, different)
    for left, right in same:
        if not groups.are_apart(left, right):
            groups.join(left, right)
    contested: set[NameKey] = set()
    for rule in _ROUNDS:
        _follow([tie for tie in all_ties if _round_of(tie) == rule], groups, contested)

    islands = _Groups(all_keys, ())
    for tie in all_ties:
        islands.join(tie.left, tie.right)
    for judgement in everything:
        if judgement.verdict is Verdict.SAME:
            islands.join(judgement.left, judgement.right)
    return Gathering(
        {key: groups.find(key) for key in all_keys},
        {key: islands.find(key) for key in all_keys},
        tuple(
            t
            for t in all_ties
            if groups.find(t.left) != groups.find(t.right) and (t.left, t.right) not in different
        ),
    )


def is_by_rule(judgement: Judgement) -> bool:
    """Whether a rule decided, and not a person."""
    return judgement.author.startswith("rule:")


def _rank(key: NameKey) -> tuple[bool, str, str]:
    """Concepts first, then alphabetical: the first key of a group stands for it."""
    return (key.type != CONCEPT, key.type, key.normal)


def _round_of(tie: Tie) -> str:
    return tie.rule if tie.rule in _ROUNDS else ALIAS


_Pair = tuple[NameKey, NameKey]


def _read_persons(standing: Iterable[Judgement]) -> tuple[list[_Pair], set[_Pair]]:
    """What persons judged: pairs that are the same, the last made first, and pairs that are different, both
    ways round."""
    last: dict[frozenset[NameKey], Judgement] = {}
    for judgement in sorted(standing, key=lambda judgement: (judgement.made or "", judgement.id)):
        if not is_by_rule(judgement) and judgement.left != judgement.right:
            pair = frozenset((judgement.left, judgement.right))
            last.pop(pair, None)
            last[pair] = judgement
    same = [(j.left, j.right) for j in reversed(last.values()) if j.verdict is Verdict.SAME]
    apart = [(j.left, j.right) for j in last.values() if j.verdict is Verdict.DIFFERENT]
    return same, {*apart, *((right, left) for left, right in apart)}


class _Groups:
    """Disjoint sets of keys, each stood for by its first key, that know which of them must not be joined."""

    def __init__(self, keys: Collection[NameKey], different: Collection[_Pair]) -> None:
        self._parent = {key: key for key in keys}
        self._apart: defaultdict[NameKey, set[NameKey]] = defaultdict(set)
        """By group: keys that no key of the group may be joined with."""
        for left, right in different:
            self._apart[left].add(right)

    def find(self, key: NameKey) -> NameKey:
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, left: NameKey, right: NameKey) -> None:
        first, second = sorted((self.find(left), self.find(right)), key=_rank)
        if first != second:
            self._parent[second] = first
            if second in self._apart:
                self._apart[first] |= self._apart.pop(second)

    def are_apart(self, left: NameKey, right: NameKey) -> bool:
        """Whether a person's judgement keeps the groups of the two apart."""
        root = self.find(right)
        return any(self.find(key) == root for key in self._apart.get(self.find(left), ()))

    def apart_from(self, root: NameKey) -> set[NameKey]:
        """The groups that a person's judgement keeps apart from a group."""
        return {self.find(key) for key in self._apart.get(root, ())}


def _follow(ties: list[Tie], groups: _Groups, contested: set[NameKey]) -> None:
    """One round: join along `ties` what may be joined.

    Adds to `contested` the groups that it leaves apart for good.
    """
    near: defaultdict[NameKey, set[NameKey]] = defaultdict(set)
    for tie in ties:
        left, right = groups.find(tie.left), groups.find(tie.right)
        if left != right and left not in contested and right not in contested:
            near[left].add(right)
            near[right].add(left)
    todo = _part(near, near.keys())
    while todo:
        part = todo.pop()
        apart = {node: groups.apart_from(node) & part for node in part}
        concepts = {node for node in part if node.type == CONCEPT}
        held = {node for node, others in apart.items() if others}
        if len(concepts) < 2 and not held:
            labels = dict.fromkeys(part, min(part, key=_rank))
        else:
            labels, lost = _spread(concepts or held, near, apart, part)
            contested |= lost
            todo += _part(near, part - labels.keys() - lost)
        for node, label in labels.items():
            groups.join(label, node)


def _part(near: Mapping[NameKey, set[NameKey]], nodes: Iterable[NameKey]) -> list[set[NameKey]]:
    """The connected parts of a graph, cut down to `nodes`."""
    left = set(nodes)
    parts = []
    while left:
        part, edge = set(), {left.pop()}
        while edge:
            part |= edge
            edge = {other for node in edge for other in near[node] if other in left}
            left -= edge
        parts.append(part)
    return parts


def _spread(
    seeds: set[NameKey],
    near: Mapping[NameKey, set[NameKey]],
    apart: Mapping[NameKey, set[NameKey]],
    part: set[NameKey],
) -> tuple[dict[NameKey, NameKey], set[NameKey]]:
    """Spread from all seeds at once within a part of the graph.

    Returns:
        The seed that each node falls to, seeds included; and the nodes that two seeds reached in one step, or
        that are different from one another and would fall to one seed in one step. Nodes in neither were not
        reached.
    """
    labels = {seed: seed for seed in seeds}
    lost: set[NameKey] = set()
    edge = set(seeds)
    while edge:
        reached: dict[NameKey, NameKey] = {}
        for node in {other for seed in edge for other in near[seed] if other in part}:
            if node in labels or node in lost:
                continue
            kept_from = {labels[other] for other in apart[node] if other in labels}
            offers = {labels[other] for other in near[node] if other in edge} - kept_from
            if len(offers) > 1:
                lost.add(node)
            elif offers:
                reached[node] = offers.pop()
        rivals = {n for n, label in reached.items() if any(reached.get(other) == label for other in apart[n])}
        lost |= rivals
        edge = reached.keys() - rivals
        labels.update((node, reached[node]) for node in edge)
    return labels, lost
