"""Whole outputs of the sample case, compared with files. `make golden` renews them."""

import json

import pytest

from urazuke.assess.paths import find_paths
from urazuke.labels.load import labels
from urazuke.outputs.card_html import render_html
from urazuke.outputs.card_json import to_json
from urazuke.outputs.card_markdown import render_markdown
from urazuke.outputs.card_text import render_text
from urazuke.outputs.chart import make_chart
from urazuke.outputs.chart_svg import render_chart_svg
from urazuke.outputs.dossier import make_dossier
from urazuke.outputs.path_text import path_value, render_paths_text
from urazuke.outputs.show import show_value
from urazuke.outputs.timeline import make_timeline
from urazuke.outputs.timeline_svg import render_timeline_svg
from urazuke.outputs.timeline_text import render_timeline_text


def ids(view, *names):
    return [view.find_entities(name)[0].id for name in names]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_card_as_text(dossier, golden, lang):
    golden(f"apt3-card.{lang}.txt", render_text(dossier, labels(lang), width=100))


def test_card_as_markdown(dossier, golden):
    golden("apt3-card.en.md", render_markdown(dossier, labels("en")))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_card_as_html(dossier, golden, lang):
    golden(f"apt3-card.{lang}.html", render_html(dossier, labels(lang)))


def test_card_as_json(dossier, golden):
    golden("apt3-card.json", json.dumps(to_json(dossier), ensure_ascii=False, indent=1))


def test_card_of_a_person(view, golden):
    person = make_dossier(view, ids(view, "Wu Yingzhuo")[0])
    golden("person-card.ja.txt", render_text(person, labels("ja"), width=80))


def test_show_as_json(dossier, golden):
    golden("apt3-show.json", json.dumps(show_value(dossier), ensure_ascii=False, indent=1))


def test_timeline(view, golden):
    timeline = make_timeline(view, ids(view, "APT3", "Boyusec"))
    golden("timeline.ja.txt", render_timeline_text(timeline, labels("ja"), width=90))
    golden("timeline.ja.svg", render_timeline_svg(timeline, labels("ja")))


def test_link_chart(view, golden):
    golden("chart.en.svg", render_chart_svg(make_chart(view, ids(view, "APT3"), depth=2), labels("en")))


def test_path(view, golden):
    paths = find_paths(view, ids(view, "Pirpi"), ids(view, "国家安全部"))
    golden("path.ja.txt", render_paths_text(paths, view, labels("ja"), ("Pirpi", "国家安全部"), width=90))
    golden("path.json", json.dumps(path_value(paths), ensure_ascii=False, indent=1))
