"""Pages and drawings: safe against hostile names, free of the network, honest about stances."""

import re
from html.parser import HTMLParser

import pytest
from lxml import etree
from rich.cells import cell_len
from tests.support.cases import make_reading
from tests.support.memory import MemoryView

from urazuke.ids import make_id
from urazuke.labels.load import labels
from urazuke.model.document import Reliability, Source
from urazuke.outputs.card_html import render_html
from urazuke.outputs.card_markdown import render_markdown
from urazuke.outputs.card_text import render_text
from urazuke.outputs.chart import make_chart
from urazuke.outputs.chart_layout import make_layout
from urazuke.outputs.chart_svg import render_chart_html, render_chart_svg
from urazuke.outputs.dossier import make_dossier
from urazuke.outputs.svg import text_width
from urazuke.outputs.timeline import make_timeline
from urazuke.outputs.timeline_svg import render_timeline_html, render_timeline_svg

HOSTILE = '<script>alert("x")</script>'


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def hostile():
    source = Source(id=make_id("source", "s"), name="s & co", reliability=Reliability.F)
    text = f"{HOSTILE} uses `evil` | tool\x1b[31m [click](javascript:alert(1)). It began in 2015."
    reading = make_reading(
        {
            "address": "javascript:alert(1)",
            "source": "s",
            "publisher": HOSTILE,
            "title": '"><img src=x onerror=alert(1)>',
            "text": text,
            "things": {"group": [HOSTILE], "malware": ["`evil` | tool\x1b[31m"]},
            "claims": [[HOSTILE, "uses", "`evil` | tool\x1b[31m", text[:60], {"time": "2015"}]],
        },
        {"s": source},
    )
    view = MemoryView([reading], [source])
    return view, view.find_entities(HOSTILE)[0].id


def pages(view, entity_id):
    words = labels("en")
    yield render_html(make_dossier(view, entity_id, context_chars=50), words)
    yield render_chart_html(make_chart(view, [entity_id]), words)
    yield render_timeline_html(make_timeline(view, [entity_id]), words)


def test_pages_escape_what_documents_say(hostile):
    for page in pages(*hostile):
        tags = Tags()
        tags.feed(page)
        assert not {"script", "img", "iframe", "object"} & {tag for tag, _ in tags.found}
        assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
        assert not [a for _, a in tags.found if (a.get("href") or "").startswith("javascript")]


def test_pages_need_no_network_and_their_policy_says_so(view):
    for page in pages(view, view.find_entities("APT3")[0].id):
        assert "default-src 'none'" in page
        assert not re.search(r"(?:src=|@import|url\()", page)
        assert not re.search(r"<[^>]+\sstyle=", page)


def test_the_policy_allows_the_style_of_the_page(dossier):
    import base64
    import hashlib

    page = render_html(dossier, labels("en"))
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page


def test_page_has_every_quote_with_its_speaker(dossier):
    text = re.sub(r"<[^>]+>", "", render_html(dossier, labels("ja")))
    for row in dossier.rows:
        for item in row.evidence:
            assert item.quote in text
            assert item.voice in text


def test_contents_lead_to_sections(dossier):
    tags = Tags()
    tags.feed(render_html(dossier, labels("en")))
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    links = [a["href"][1:] for _, a in tags.found if (a.get("href") or "").startswith("#")]
    assert len(ids) == len(set(ids))
    assert links
    assert set(links) <= set(ids)


def test_markdown_shows_documents_literally(hostile):
    view, entity_id = hostile
    text = render_markdown(make_dossier(view, entity_id), labels("en"))
    assert HOSTILE not in text
    assert "](javascript" not in text


def test_terminal_is_not_steered_by_documents(hostile):
    view, entity_id = hostile
    assert "\x1b" not in render_text(make_dossier(view, entity_id), labels("en"))


def test_terminal_text_keeps_to_its_width(dossier):
    for lang, width in (("ja", 60), ("en", 100)):
        lines = render_text(dossier, labels(lang), width=width).splitlines()
        assert max(cell_len(line) for line in lines) <= width


def test_colour_only_where_asked(dossier):
    assert "\x1b[" not in render_text(dossier, labels("en"))
    assert "\x1b[" in render_text(dossier, labels("en"), color=True)


def test_likelihood_and_confidence_never_share_a_line(dossier):
    for line in render_text(dossier, labels("en"), width=120).splitlines():
        assert not ("high confidence" in line and "likely" in line and "“" not in line)


def boxes(layout):
    return [(slot.x, slot.y, slot.height, slot) for slot in layout.boxes]


def test_boxes_of_a_chart_do_not_overlap(view):
    chart = make_chart(view, [view.find_entities("APT3")[0].id], depth=3)
    layout = make_layout(chart)
    assert len(layout.boxes) == len(chart.nodes) > 20
    for n, (x, y, height, _) in enumerate(boxes(layout)):
        for other_x, other_y, other_height, _ in boxes(layout)[n + 1 :]:
            assert x != other_x or y + height <= other_y or other_y + other_height <= y
        assert y + height <= layout.height


def test_labels_of_a_chart_do_not_overlap(view):
    svg = render_chart_svg(make_chart(view, [view.find_entities("APT3")[0].id], depth=3), labels("en"))
    spots = [
        (node.get("x"), node.get("text-anchor"), float(node.get("y")))
        for node in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text")
        if node.get("class") == "label"
    ]
    by_place: dict[object, list[float]] = {}
    for x, anchor, y in spots:
        by_place.setdefault((round(float(x) / 20), anchor), []).append(y)
    gaps = [b - a for ys in by_place.values() for a, b in zip(sorted(ys), sorted(ys)[1:], strict=False)]
    assert min(gaps) >= 10


def test_chart_is_the_same_every_time(view):
    chart = make_chart(view, [view.find_entities("Boyusec")[0].id], depth=2)
    assert render_chart_svg(chart, labels("en")) == render_chart_svg(chart, labels("en"))


def test_stances_of_links_look_different(view):
    chart = make_chart(view, [view.find_entities("APT3")[0].id])
    root = etree.fromstring(render_chart_svg(chart, labels("en")).encode())
    kinds = {node.get("class") for node in root.iter("{http://www.w3.org/2000/svg}g")}
    assert {"asserted", "hedged"} <= kinds
    crosses = [node for node in root.iter("{http://www.w3.org/2000/svg}path") if node.get("class") == "cross"]
    assert len(crosses) == 2  # the denied attribution, and the legend


def test_chart_keeps_the_best_attested_neighbours(view):
    chart = make_chart(view, [view.find_entities("APT3")[0].id], limit=4)
    assert len(chart.nodes) == 4
    assert chart.left_out == 17
    assert "Ministry of State Security" in {ref.name for ref in chart.nodes}


def test_exact_dates_are_points_and_others_spans(view):
    timeline = make_timeline(
        view, [view.find_entities("Wu Yingzhuo")[0].id, view.find_entities("APT3")[0].id]
    )
    root = etree.fromstring(render_timeline_svg(timeline, labels("en")).encode())
    marks = [node.tag.rpartition("}")[2] for node in root.iter() if node.get("class") == "mark"]
    assert marks.count("circle") == 1  # the indictment
    assert marks.count("rect") == len(timeline.events) - 1


def test_knowledge_tables_are_no_publications(view):
    timeline = make_timeline(view, [view.find_entities("APT3")[0].id])
    assert {item.document.publisher for item in timeline.publications}.isdisjoint({None, "misp-galaxy"})


def test_labels_of_a_timeline_stay_on_the_paper(view):
    names = ("APT3", "Boyusec", "Wu Yingzhuo", "Xia Lei")
    timeline = make_timeline(view, [view.find_entities(name)[0].id for name in names])
    root = etree.fromstring(render_timeline_svg(timeline, labels("en")).encode())
    words = [node for node in root.iter() if node.get("class") == "words"]
    assert len(words) == len(timeline.events) > 5
    for node in words:
        width, x = text_width(node.text, 12), float(node.get("x"))
        assert (x - width if node.get("text-anchor") == "end" else x) >= 0
        assert (x if node.get("text-anchor") == "end" else x + width) <= float(root.get("width"))
