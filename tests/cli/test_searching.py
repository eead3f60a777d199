import pytest
from lxml import html
from pypdf import PdfReader
from tests.cli.conftest import REPORTS


@pytest.mark.parametrize(
    "words", ["国家安全部", "成都404", "Chengdu 404", "chengdu", "Ｃｈｅｎｇｄｕ　４０４"]
)
def test_words_inside_running_text_are_found(full, words):
    hits = full.json("search", words)["hits"]
    assert any(hit["address"].startswith("https://") for hit in hits)
    for hit in hits:
        assert hit["span"][0] < hit["span"][1]


def test_a_hit_shows_the_words_in_their_surroundings(full):
    found = full.json("search", "国家安全部")["hits"]
    assert all("国家安全部" in hit["excerpt"] for hit in found if "example" in hit["address"])


def test_names_are_found_as_things(full):
    assert {"type": "organization"}.items() <= full.json("search", "国家安全部")["entities"][0].items()
    assert "Ministry of State Security" in full("search", "国家安全部").stdout


def test_as_of_hides_later_documents(full):
    later = {hit["address"] for hit in full.json("search", "Boyusec")["hits"]}
    early = full.json("search", "Boyusec", "--as-of", "2017-05-11")["hits"]
    assert {hit["address"] for hit in early} < later
    assert all(hit["published"] <= "2017-05-11" for hit in early if hit["published"])


def test_limit_is_kept(full):
    assert len(full.json("search", "APT3", "--limit", "1")["hits"]) == 1


@pytest.mark.parametrize("words", ["zzqqxx", '"', "*", "NEAR(a", "';--", "()", "%"])
def test_what_is_nowhere_is_not_there(full, words):
    result = full("search", "--", words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr


def places_of(program, entity, document):
    """Quote and place of the claims about an entity that stand in one document."""
    claims = program.json("show", entity)["claims"]
    return [(claim["quote"], claim["place"]) for claim in claims if claim["address"].endswith(document)]


@pytest.mark.parametrize(
    ("entity", "name"), [("APT10", "apt10-visma.ja.pdf"), ("APT32", "oceanlotus.zh.pdf")]
)
def test_claims_of_a_pdf_lead_back_to_their_page(full, entity, name):
    pages = [without_space(page.extract_text()) for page in PdfReader(REPORTS / name).pages]
    found = places_of(full, entity, name)
    assert found
    for quote, place in found:
        number = int(place.removeprefix("page "))
        assert without_space(quote)[:12] in pages[number - 1]


def test_claims_of_a_shift_jis_page_lead_back_to_their_element(full):
    tree = html.fromstring((REPORTS / "apt3-mss-report.ja.html").read_bytes().decode("cp932"))
    found = places_of(full, "APT3", "apt3-kokka-anzenbu")
    assert found
    for quote, place in found:
        (element,) = tree.xpath(place)
        assert without_space(quote) in without_space(element.text_content())


def without_space(text):
    return "".join(text.split())
