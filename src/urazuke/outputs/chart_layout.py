"""Where a link chart draws its nodes: columns by what a thing is, order within them by barycentres.
Deterministic.

Columns, after Sugiyama, Tagawa and Toda (1981): a link that skips columns gets a slot in each of them, so
that it never runs under a box; links end at ports of their own, so that their labels never meet.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from urazuke.model.entity import EntityRef
from urazuke.model.mention import EntityType
from urazuke.outputs.chart import Chart
from urazuke.outputs.evidence import Row

COLUMNS = ("behind", "actors", "capabilities", "means", "victims")
BOX_WIDTH, GUTTER, PORT, GAP, MARGIN, HEAD = 168.0, 106.0, 15.0, 9.0, 14.0, 34.0
_MIN_HEIGHT = 26.0
_SWEEPS = 8
_BY_TYPE = {
    EntityType.GROUP: 1,
    EntityType.CAMPAIGN: 1,
    EntityType.MALWARE: 2,
    EntityType.TOOL: 2,
    EntityType.OBSERVABLE: 3,
    EntityType.VULNERABILITY: 3,
    EntityType.ATTACK_PATTERN: 3,
    EntityType.PRODUCT: 3,
    EntityType.SECTOR: 4,
}
_VICTIM = frozenset({"targets", "compromises"})


@dataclass(slots=True)
class Slot:
    """A box, or (`ref` None) where a long link passes a column. `x`, `y` are its upper left corner."""

    key: str
    ref: EntityRef | None
    column: int
    height: float = _MIN_HEIGHT
    x: float = 0.0
    y: float = 0.0
    left: list["Port"] = field(default_factory=list)
    right: list["Port"] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(slots=True)
class Port:
    """Where a link meets a slot. `y` is its height; `link` the number of its edge."""

    link: int
    other: Slot
    y: float = 0.0
    labelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One edge of the chart: the slots that it passes, from its subject to its object."""

    row: Row
    slots: tuple[Slot, ...]

    @property
    def looped(self) -> bool:
        """Whether it joins two boxes of one column."""
        return self.slots[0].column == self.slots[-1].column

    @property
    def label_at_end(self) -> bool:
        """Whether its label stands at its object: at the end that has fewer links, where it has a line to
        itself.
        """
        first, last = self.slots[0], self.slots[-1]
        return len(last.left) + len(last.right) <= len(first.left) + len(first.right)


def is_left(slot: Slot, other: Slot) -> bool:
    """Whether a link from `slot` to `other` leaves on the left; loops of the first column run outside."""
    return other.column < slot.column or (other.column == slot.column == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Boxes and links with their places; `headings` are (key of `COLUMNS`, x) of the columns in use."""

    width: float
    height: float
    boxes: tuple[Slot, ...]
    links: tuple[Link, ...]
    headings: tuple[tuple[str, float], ...]


def make_layout(chart: Chart) -> Layout:
    """Place the nodes and links of a chart. The same chart always gives the same places."""
    wanted = {ref.id: _column(ref, chart) for ref in chart.nodes}
    used = sorted(set(wanted.values()))
    slots = {ref.id: Slot(ref.id, ref, used.index(wanted[ref.id])) for ref in chart.nodes}
    columns: list[list[Slot]] = [[] for _ in used]
    for slot in slots.values():
        columns[slot.column].append(slot)
    links = [_link(row, slots, columns) for row in chart.edges]
    _order(columns, links)
    _join_ports(links)
    looped = {link.slots[0].column for link in links if link.looped}
    start = MARGIN + (GUTTER if 0 in looped else 0)
    bottom = _place(columns, start)
    _settle(columns, bottom)
    for column in columns:
        for slot in column:
            _spread_ports(slot)
    width = start + len(used) * (BOX_WIDTH + GUTTER) - GUTTER + MARGIN
    if looped - {0} and max(looped) == len(used) - 1:
        width += GUTTER  # room for the links within the last column
    return Layout(
        width=width,
        height=bottom + MARGIN,
        boxes=tuple(slots.values()),
        links=tuple(links),
        headings=tuple((COLUMNS[name], start + n * (BOX_WIDTH + GUTTER)) for n, name in enumerate(used)),
    )


def _column(ref: EntityRef, chart: Chart) -> int:
    """What a thing is decides its column; a place or organization that is only a target stands with the
    victims.
    """
    if ref.type in _BY_TYPE:
        return _BY_TYPE[ref.type]
    focus = {it.id for it in chart.focus}
    touching = [row for row in chart.edges if row.object and ref.id in (row.subject.id, row.object.id)]
    as_victim = sum(
        1 for row in touching if row.predicate in _VICTIM and row.object and row.object.id == ref.id
    )
    return 4 if ref.id not in focus and as_victim and 2 * as_victim > len(touching) - 1 else 0


def _link(row: Row, slots: dict[str, Slot], columns: list[list[Slot]]) -> Link:
    start, end = slots[row.subject.id], slots[row.object.id if row.object else row.subject.id]
    step = 1 if end.column >= start.column else -1
    passed = []
    for column in range(start.column + step, end.column, step):
        slot = Slot(f"{row.subject.id}>{end.key}>{row.predicate}", None, column, height=10.0)
        columns[column].append(slot)
        passed.append(slot)
    return Link(row=row, slots=(start, *passed, end))


def _neighbours(links: list[Link]) -> dict[int, list[Slot]]:
    near: dict[int, list[Slot]] = {}
    for link in links:
        for a, b in zip(link.slots, link.slots[1:], strict=False):
            if a.column != b.column:
                near.setdefault(id(a), []).append(b)
                near.setdefault(id(b), []).append(a)
    return near


def _order(columns: list[list[Slot]], links: list[Link]) -> None:
    """Order each column by the mean place of what its slots are linked with, sweeping to and fro."""
    near = _neighbours(links)
    for column in columns:
        column.sort(
            key=lambda slot: (-len(near.get(id(slot), ())), slot.ref.type if slot.ref else "", slot.key)
        )
    for sweep in range(_SWEEPS):
        order = range(len(columns)) if sweep % 2 == 0 else range(len(columns) - 1, -1, -1)
        for number in order:
            place = {
                id(slot): n / max(1, len(column) - 1) for column in columns for n, slot in enumerate(column)
            }

            def mean(slot: Slot, place: dict[int, float] = place) -> float:
                linked = near.get(id(slot))
                return sum(place[id(it)] for it in linked) / len(linked) if linked else place[id(slot)]

            # Things of one type stay together where the barycentres are equal, as in the fan of one group.
            columns[number].sort(
                key=lambda slot: (round(mean(slot), 3), slot.ref.type if slot.ref else "", slot.key)
            )


def _join_ports(links: list[Link]) -> None:
    for number, link in enumerate(links):
        for a, b in pairwise(link.slots):
            (a.left if is_left(a, b) else a.right).append(Port(number, b))
            (b.left if is_left(b, a) else b.right).append(Port(number, a))
    for number, link in enumerate(links):
        slot, other = (
            (link.slots[-1], link.slots[-2]) if link.label_at_end else (link.slots[0], link.slots[1])
        )
        for port in slot.left if is_left(slot, other) else slot.right:
            port.labelled = port.labelled or port.link == number


def _step(ports: list[Port]) -> float:
    """The distance of ports: a line of text where there are labels, less in the fan of a hub."""
    return PORT if len(ports) < 12 or any(port.labelled for port in ports) else PORT / 2


def _place(columns: list[list[Slot]], start: float) -> float:
    """Stack each column; its boxes are as high as their ports need. Returns the lowest edge of all."""
    tallest = HEAD
    for number, column in enumerate(columns):
        y = HEAD
        for slot in column:
            if slot.ref is not None:
                need = max(_step(ports) * len(ports) for ports in (slot.left, slot.right))
                slot.height = max(_MIN_HEIGHT, need + 6)
            slot.x, slot.y = start + number * (BOX_WIDTH + GUTTER), y
            y += slot.height + GAP
        tallest = max(tallest, y - GAP)
    return tallest


def _settle(columns: list[list[Slot]], bottom: float) -> None:
    """Move slots towards what they are linked with, keeping order and gaps: straight links are easy to
    follow.
    """
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            wished = []
            for slot in column:
                others = [
                    port.other.middle
                    for port in (*slot.left, *slot.right)
                    if port.other.column != slot.column
                ]
                wished.append(sum(others) / len(others) - slot.height / 2 if others else slot.y)
            _fit(column, wished, bottom)


def _fit(column: list[Slot], wished: list[float], bottom: float) -> None:
    """The places nearest to the wished ones that keep order and gaps: neighbours that collide move as one
    block.
    """
    blocks: list[tuple[float, list[Slot]]] = []
    for slot, wish in zip(column, wished, strict=True):
        blocks.append((wish, [slot]))
        while len(blocks) > 1 and blocks[-2][0] + _length(blocks[-2][1]) + GAP > blocks[-1][0]:
            (upper, first), (lower, second) = blocks[-2], blocks[-1]
            shift = lower - _length(first) - GAP
            mean = (upper * len(first) + shift * len(second)) / (len(first) + len(second))
            blocks[-2:] = [(mean, [*first, *second])]
    lowest = bottom
    for start, members in reversed(blocks):
        y = min(start, lowest - _length(members))
        lowest = y - GAP
        for slot in members:
            slot.y = y
            y += slot.height + GAP
    _push_down(column)


def _push_down(column: list[Slot]) -> None:
    y = HEAD
    for slot in column:
        slot.y = max(slot.y, y)
        y = slot.y + slot.height + GAP


def _length(members: list[Slot]) -> float:
    return sum(slot.height for slot in members) + GAP * (len(members) - 1)


def _spread_ports(slot: Slot) -> None:
    """Give each link its own height on the side of a box, in the order of where it leads."""
    for ports in (slot.left, slot.right):
        ports.sort(key=lambda port: (port.other.middle, port.link))
        step = min(_step(ports), slot.height / max(1, len(ports)))
        start = slot.middle - step * (len(ports) - 1) / 2
        for number, port in enumerate(ports):
            port.y = start + step * number
