"""The timeline as a drawing: exact dates are points, uncertain ones and periods spans; documents have a lane
apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from urazuke.labels.load import Labels
from urazuke.model.claim import Stance
from urazuke.outputs.phrases import Phrases
from urazuke.outputs.svg import drawing, element, shorten, text_width
from urazuke.outputs.timeline import Event, Timeline

WIDTH = 1080
_LEFT, _RIGHT, _TOP, _ROW = 16, 16, 46, 26
_MOST = 60
"""The most events in one drawing; a list beside it has them all."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as ordinals to pixels; `right` is what stays free for labels."""

    first: int
    last: int
    right: float

    def x(self, day: date) -> float:
        share = (day.toordinal() - self.first) / max(1, self.last - self.first)
        return _LEFT + share * (WIDTH - _LEFT - self.right)


def render_timeline_svg(timeline: Timeline, labels: Labels, *, standalone: bool = True) -> str:
    """The drawing as SVG; an empty string where nothing is dated."""
    events = [event for event in timeline.events if event.span is not None][:_MOST]
    spans = [event.span for event in events if event.span] + [
        it.span for it in timeline.publications if it.span
    ]
    days = [day for span in spans for day in (span.start, span.end) if day is not None]
    if not days:
        return ""
    phrases = Phrases(labels)
    scale = _fit_scale(events, min(days).year, max(days).year, phrases)
    rows, parts = _place(events, scale, phrases), []
    height = _TOP + _ROW * (max(rows, default=-1) + 1) + 14
    for event, row in zip(events, rows, strict=True):
        parts.append(_draw_event(event, _TOP + _ROW * row + _ROW / 2, scale, phrases))
    if timeline.publications:
        parts.append(_draw_publications(timeline, height, scale, labels))
        height += 40
    axis = _draw_axis(scale, height)
    return drawing(WIDTH, height, phrases.timeline_title(timeline), axis, *parts, standalone=standalone)


def _fit_scale(events: Sequence[Event], first: int, last: int, phrases: Phrases) -> _Scale:
    """The widest scale on which every label has room on one side of its mark."""
    start, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    scales = [_Scale(start, end, float(right)) for right in range(_RIGHT, WIDTH // 2, 24)]
    return next(
        (scale for scale in scales if all(_extent(it, scale, phrases)[0] >= 0 for it in events)), scales[-1]
    )


def _ends(event: Event, scale: _Scale) -> tuple[float, float]:
    span = event.span
    start = scale.x(span.start) if span and span.start else float(_LEFT)
    end = scale.x(span.end) if span and span.end else WIDTH - scale.right
    if event.predicate == "active-since" and span and span.start:
        end = max(end, start)
    return start, max(end, start)


def _place(events: Sequence[Event], scale: _Scale, phrases: Phrases) -> list[int]:
    """The row of each event: the first in which neither mark nor label meets another."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for event in events:
        left, right = _extent(event, scale, phrases)
        row = next(
            (
                n
                for n, row in enumerate(taken)
                if all(right + 14 < start or left > end + 14 for start, end in row)
            ),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append(row)
    return rows


def _label(event: Event, phrases: Phrases) -> str:
    end = event.object.name if event.object else event.date
    return shorten(phrases.labels.sentence(event.subject.name, event.predicate, end), WIDTH / 2, 12)


def _extent(event: Event, scale: _Scale, phrases: Phrases) -> tuple[float, float]:
    start, end = _ends(event, scale)
    width = text_width(_label(event, phrases), 12)
    right_side = end + 14 + width <= WIDTH - 4
    return (start - 6, end + 14 + width) if right_side else (start - 14 - width, end + 6)


def _draw_event(event: Event, y: float, scale: _Scale, phrases: Phrases) -> str:
    start, end = _ends(event, scale)
    left, _ = _extent(event, scale, phrases)
    after = left >= start - 6
    tip = "\n".join(
        (
            f"{event.date}: {phrases.sentence(event)}",
            phrases.event_voices(event),
            phrases.quoted(event.evidence[0].quote),
        )
    )
    if event.span is not None and event.span.exact:
        mark = element("circle", class_="mark", cx=start, cy=y, r=5)
    else:
        mark = element(
            "rect",
            class_="mark",
            x=start,
            y=y - 5,
            width=max(8.0, end - start),
            height=10,
            rx=5,
            fill_opacity=0.45,
        )
    cross = _cross((start + end) / 2, y) if event.stance is Stance.DENIED or event.contested else ""
    words = element(
        "text",
        text=_label(event, phrases),
        class_="words",
        x=end + 12 if after else start - 12,
        y=y + 4,
        font_size=12,
        text_anchor=None if after else "end",
    )
    return element("g", element("title", text=tip), mark, cross, words, class_=event.stance.value)


def _cross(x: float, y: float) -> str:
    return element("path", class_="cross", d=f"M{x - 5:.1f} {y - 5:.1f}l10 10M{x + 5:.1f} {y - 5:.1f}l-10 10")


def _draw_publications(timeline: Timeline, y: float, scale: _Scale, labels: Labels) -> str:
    parts = [element("text", text=labels("timeline.publications"), class_="head", x=_LEFT, y=y + 10)]
    for item in timeline.publications:
        if item.span is None or item.span.start is None:
            continue
        x = scale.x(item.span.start)
        tip = (
            f"{item.date}: {item.document.title or labels('card.no_title')} ({item.document.publisher or ''})"
        )
        shape = element("path", class_="published", d=f"M{x:.1f} {y + 18:.1f}l5 6l-5 6l-5 -6z")
        parts.append(element("g", element("title", text=tip), shape))
    return element("g", *parts)


def _draw_axis(scale: _Scale, height: float) -> str:
    first, last = date.fromordinal(scale.first).year, date.fromordinal(scale.last).year
    step = next(
        step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first + 1) / step <= 14 or step == 1000
    )
    parts = []
    for year in range(first, last + 1):
        if year % step == 0 or first == last:
            x = scale.x(date(year, 1, 1))
            parts.append(element("line", class_="axis", x1=x, y1=26, x2=x, y2=height - 4))
            parts.append(element("text", text=str(year), class_="soft", x=x + 3, y=18))
    return element("g", *parts)


def render_timeline_html(timeline: Timeline, labels: Labels) -> str:
    """The drawing and the list of its events with their quotes, as one HTML file that stands alone."""
    from urazuke.outputs.html import render_page  # templates are slow to load, and most drawings need none

    svg = render_timeline_svg(timeline, labels, standalone=False)
    return render_page("timeline.html.j2", labels, timeline=timeline, svg=svg)
