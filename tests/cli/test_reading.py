import json

import pytest
from tests.cli.conftest import REPORTS

HEAD = {"doc", "lang", "title", "publisher", "published", "entities", "claims"}
CLAIM = {"s", "p", "o", "quote", "span", "by", "stance", "likelihood", "confidence", "time", "basis"}


@pytest.mark.parametrize(
    "name", ["apt3-news.en.txt", "apt3-mss-report.ja.html", "oceanlotus.zh.pdf", "deadringer.ja.docx"]
)
def test_json_has_the_form_that_is_promised(program, name):
    value = json.loads(program("read", REPORTS / name, "--json").stdout)
    assert set(value) == HEAD
    ids = {entity["id"]: entity for entity in value["entities"]}
    assert value["claims"]
    for claim in value["claims"]:
        assert set(claim) >= CLAIM
        assert claim["s"] in ids
        assert claim["o"] in ids or claim["o"][:1].isdigit()
        assert claim["by"] is None or claim["by"] in ids
        start, end = claim["span"]
        assert end - start == len(claim["quote"])
    assert all(set(entity) >= {"id", "type", "name", "mentions"} for entity in value["entities"])


def test_quotes_stand_at_their_place_in_plain_text(program):
    text = (REPORTS / "apt3-news.en.txt").read_text("utf-8")
    value = json.loads(program("read", REPORTS / "apt3-news.en.txt", "--json").stdout)
    for claim in value["claims"]:
        assert text[slice(*claim["span"])] == claim["quote"]


def test_standard_input_reads_like_the_file(program):
    data = (REPORTS / "apt3-mss-report.ja.html").read_bytes()
    by_name = json.loads(program("read", REPORTS / "apt3-mss-report.ja.html", "--json").stdout)
    assert json.loads(program("read", "-", "--json", input=data).stdout) == by_name


LINES = """{"id": "one", "text": "APT3 used Pirpi.", "url": "https://example.org/1"}
this is no JSON

{"id": "two"}
{"id": 3, "text": "APT10 targets Japan."}
{"id": "four", "text": " "}
{"text": "APT1 has no id."}
{"id": "five", "text": "Boyusec is a company."}
"""


@pytest.mark.parametrize("more", [[], ["--only", "observables"]])
@pytest.mark.parametrize("given", ["file", "-"])
def test_each_line_in_has_its_line_out_in_order(program, tmp_path, given, more):
    (tmp_path / "many.jsonl").write_text(LINES)
    path = tmp_path / "many.jsonl" if given == "file" else "-"
    result = program("read", path, "--json", *more, input=LINES)
    values = [json.loads(line) for line in result.stdout.splitlines()]
    named = f"{path}#line"
    assert [value["doc"] for value in values] == [
        "one", f"{named} 2", "two", "3", "four", f"{named} 7", "five"
    ]  # fmt: skip
    assert [value["doc"] for value in values if "error" in value] == [f"{named} 2", "two", "four"]
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 3


def test_only_observables_leaves_the_rest_out(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 used evil[.]example[.]net, 198.51.100[.]7 and CVE-2015-3113.")
    value = json.loads(program("read", tmp_path / "a.txt", "--only", "observables", "--json").stdout)
    assert set(value) == HEAD
    assert {"198.51.100.7", "evil.example.net"} <= {entity["name"] for entity in value["entities"]}
    assert "APT3" not in {entity["name"] for entity in value["entities"]}
    text = program("read", tmp_path / "a.txt", "--only", "observables").stdout
    assert any("198.51.100.7" in line.split("\t") for line in text.splitlines())


def test_text_names_entities_and_claims_with_quotes(program, tmp_path):
    (tmp_path / "a.txt").write_text("APT3 used Pirpi.")
    english = program("read", tmp_path / "a.txt").stdout
    assert "APT3 uses Pirpi" in english
    assert "“APT3 used Pirpi.”" in english
    assert "主張" in program("read", tmp_path / "a.txt", "--lang", "ja").stdout


def test_reading_stores_nothing(program, tmp_path):
    program("read", REPORTS / "apt3-news.en.txt")
    assert list(tmp_path.iterdir()) == []
