"""The timeline for a terminal."""

from rich.cells import cell_len

from urazuke.labels.load import Labels
from urazuke.outputs.terminal import Page
from urazuke.outputs.timeline import Timeline


def render_timeline_text(timeline: Timeline, labels: Labels, *, width: int = 100, color: bool = False) -> str:
    """Events by date with who says so, then the documents' dates of publication."""
    page = Page(labels, width=width, color=color)
    page.line((page.phrases.timeline_title(timeline), "bold"))
    if not timeline.events and not timeline.publications:
        page.line(labels("timeline.empty"))
        return page.text
    if timeline.events:
        page.rule(labels("timeline.events"))
        write_events(page, timeline, quotes=True)
    if timeline.publications:
        page.rule(labels("timeline.publications"))
    for item in timeline.publications:
        title = item.document.title or labels("card.no_title")
        page.line(_pad(item.date), title, ("  " + (item.document.publisher or ""), "dim"), indent=2)
    return page.text


def write_events(page: Page, timeline: Timeline, *, quotes: bool = False) -> None:
    """One line for each event, with the voices; the first quote too if asked for."""
    for event in timeline.events:
        by = page.phrases.event_voices(event)
        page.line(
            (_pad(event.date), "bold"),
            page.mark(event.stance),
            page.phrases.sentence(event),
            (f"  {by}", "dim"),
            indent=2,
        )
        if quotes:
            page.quote(event.evidence[0], indent=6)


def _pad(date: str) -> str:
    return date + " " * max(2, 12 - cell_len(date))
