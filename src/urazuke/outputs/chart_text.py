"""The link chart for a terminal: its links, one after the other."""

from urazuke.labels.load import Labels
from urazuke.outputs.card_text import write_row
from urazuke.outputs.chart import Chart
from urazuke.outputs.terminal import Page


def render_chart_text(chart: Chart, labels: Labels, *, width: int = 100, color: bool = False) -> str:
    """Each link as a sentence with who says it and its first quote, as the HTML page lists them."""
    page = Page(labels, width=width, color=color)
    page.line((page.phrases.chart_title(chart), "bold"))
    for edge in chart.edges:
        write_row(page, edge, sentence=True)
    if chart.left_out:
        page.line((labels("chart.left_out", n=chart.left_out), "dim"))
    return page.text
