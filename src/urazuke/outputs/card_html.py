"""The card as one HTML file that stands alone. Reads the dossier alone."""

from urazuke.labels.load import Labels
from urazuke.outputs.chart_svg import render_chart_svg
from urazuke.outputs.dossier import Dossier
from urazuke.outputs.html import render_page
from urazuke.outputs.timeline_svg import render_timeline_svg


def render_html(dossier: Dossier, labels: Labels) -> str:
    """The page; make the dossier with `context_chars` to have the original text around each quote."""
    chart_svg = render_chart_svg(dossier.chart, labels, standalone=False)
    parts = (
        ("names", True),
        *((section.key, True) for section in dossier.sections),
        ("timeline", dossier.timeline.events),
        ("chart", chart_svg),
        ("conflicts", dossier.conflicts),
        ("sources", dossier.sources),
        ("gaps", dossier.gaps),
    )
    own = dossier.entity.id
    between = [
        row for row in dossier.chart.edges if row.object and own not in (row.subject.id, row.object.id)
    ]
    return render_page(
        "card.html.j2",
        labels,
        d=dossier,
        contents=[key for key, there in parts if there],
        between=between,
        timeline_svg=render_timeline_svg(dossier.timeline, labels, standalone=False),
        chart_svg=chart_svg,
    )
