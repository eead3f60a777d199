"""The link chart as a drawing: asserted links solid, hedged dashed, denied dotted, unknown pale."""

from itertools import pairwise

from urazuke.labels.load import Labels
from urazuke.model.claim import Stance
from urazuke.outputs.chart import Chart
from urazuke.outputs.chart_layout import BOX_WIDTH, GUTTER, Link, Port, Slot, is_left, make_layout
from urazuke.outputs.phrases import MARKS, Phrases
from urazuke.outputs.svg import drawing, element, shorten, text_width


def render_chart_svg(chart: Chart, labels: Labels, *, standalone: bool = True) -> str:
    """The drawing as SVG; an empty string where there are no links."""
    if not chart.edges:
        return ""
    layout, phrases = make_layout(chart), Phrases(labels)
    focus = {ref.id for ref in chart.focus}
    headings = [
        element("text", text=labels(f"chart.columns.{key}"), class_="head", x=x, y=18)
        for key, x in layout.headings
    ]
    links = [_draw_link(number, link, phrases) for number, link in enumerate(layout.links)]
    boxes = [_draw_box(slot, labels, focus) for slot in layout.boxes]
    legend, legend_width = _legend(labels, layout.height + 6)
    width = max(layout.width, legend_width)
    return drawing(
        width,
        layout.height + 30,
        phrases.chart_title(chart),
        *headings,
        *links,
        *boxes,
        legend,
        standalone=standalone,
    )


def _draw_box(slot: Slot, labels: Labels, focus: set[str]) -> str:
    if slot.ref is None:
        return ""
    return element(
        "g",
        element("title", text=f"{slot.ref.name} ({labels.type(slot.ref.type.value)})"),
        element("rect", class_="box", x=slot.x, y=slot.y, width=BOX_WIDTH, height=slot.height, rx=6),
        element("text", text=shorten(slot.ref.name, BOX_WIDTH - 24), x=slot.x + 9, y=slot.middle + 4.5),
        class_="focus" if slot.ref.id in focus else "node",
    )


def _draw_link(number: int, link: Link, phrases: Phrases) -> str:
    row, slots = link.row, link.slots
    points = _points(number, slots)
    path, cross = _loop(points, link) if link.looped else _curve(points, near_end=not link.label_at_end)
    end = points[-1]
    towards = -1 if is_left(slots[-1], slots[-2]) else 1
    arrow = element("path", class_="arrow", d=f"M{end[0]:.1f} {end[1]:.1f}l{towards * 7} -3.5v7z")
    contested = row.denied or row.stance is Stance.DENIED
    tip = f"{phrases.sentence(row)}\n{phrases.voices(row)}\n{phrases.quoted(row.evidence[0].quote)}"
    return element(
        "g",
        element("title", text=tip),
        element("path", class_="edge", d=path),
        arrow,
        _label(number, link, phrases),
        _cross(*cross) if contested else "",
        class_=row.stance.value,
    )


def _points(number: int, slots: tuple[Slot, ...]) -> list[tuple[float, float]]:
    """Where the link leaves its first box, enters and leaves what it passes, and ends."""
    points = []
    for a, b in pairwise(slots):
        points.append((a.x if is_left(a, b) else a.x + BOX_WIDTH, _port(number, a, b).y))
        points.append((b.x if is_left(b, a) else b.x + BOX_WIDTH, _port(number, b, a).y))
    return points


def _port(number: int, slot: Slot, other: Slot) -> Port:
    ports = slot.left if is_left(slot, other) else slot.right
    return next(port for port in ports if port.link == number and port.other is other)


def _loop(points: list[tuple[float, float]], link: Link) -> tuple[str, tuple[float, float]]:
    """A link between two boxes of one column: round the outside."""
    (x1, y1), (x2, y2) = points
    way = -1 if is_left(link.slots[0], link.slots[-1]) else 1
    bend = x1 + way * min(GUTTER, 30 + abs(y2 - y1) / 4)
    path = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return path, (x1 + 0.75 * (bend - x1), (y1 + y2) / 2)


def _curve(points: list[tuple[float, float]], *, near_end: bool) -> tuple[str, tuple[float, float]]:
    """A smooth line through pairs of points: curved in the gutters, straight where it passes a column.

    Returns the path, and a place on it that is away from the label.
    """
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for n, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        middle = (x1 + x2) / 2
        curve = f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        path += f"L{x2:.1f} {y2:.1f}" if n % 2 else curve
    (x1, y1), (x2, y2) = points[-1:-3:-1] if near_end else points[:2]
    return path, (
        x1 + 0.147 * (x2 - x1),
        y1 + 0.028 * (y2 - y1),
    )  # the curve's point at a tenth of its parameter


def _label(number: int, link: Link, phrases: Phrases) -> str:
    """The predicate beside one end of the link."""
    slots, at_end = link.slots, link.label_at_end
    slot, other = (slots[-1], slots[-2]) if at_end else (slots[0], slots[1])
    right, offset = not is_left(slot, other), 11 if at_end else 5
    predicate = link.row.predicate
    words = phrases.labels.get(f"predicate.{predicate}.edge", predicate.removeprefix("x-"))
    return element(
        "text",
        text=shorten(words, GUTTER - 18, 11),
        class_="label",
        x=slot.x + BOX_WIDTH + offset if right else slot.x - offset,
        y=_port(number, slot, other).y - 2.5,
        text_anchor=None if right else "end",
    )


def _cross(x: float, y: float) -> str:
    return element("path", class_="cross", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10M{x + 5:.1f} {y - 5:.1f}l-10 10")


def _legend(labels: Labels, y: float) -> tuple[str, float]:
    parts, x = [], 14.0
    for stance in MARKS:
        words = labels(f"stance.{stance.value}")
        line = element("path", class_="edge", d=f"M{x:.1f} {y + 8:.1f}h34")
        cross = _cross(x + 17, y + 8) if stance is Stance.DENIED else ""
        text = element("text", text=words, class_="soft", x=x + 40, y=y + 12)
        parts.append(element("g", line, cross, text, class_=stance.value))
        x += 40 + text_width(words, 11) + 24
    return element("g", *parts), x


def render_chart_html(chart: Chart, labels: Labels) -> str:
    """The drawing and the list of its links with their quotes, as one HTML file that stands alone."""
    from urazuke.outputs.html import render_page  # templates are slow to load, and most drawings need none

    return render_page(
        "chart.html.j2", labels, chart=chart, svg=render_chart_svg(chart, labels, standalone=False)
    )
