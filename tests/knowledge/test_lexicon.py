import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urazuke.knowledge.fold import is_word, respects_edges
from urazuke.knowledge.lexicon import Gate, Lexicon
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key


def _found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.entries[0].concept) for hit in lexicon.find(text)]


def _concepts(lexicon: Lexicon, name: str) -> set[str]:
    return {entry.concept for entry in lexicon.lookup(name)}


def test_a_group_bears_its_names_in_every_language(lexicon: Lexicon) -> None:
    for name in ("APT32", "APT-32", "OceanLotus", "海莲花", "オーシャンロータス"):
        assert lexicon.lookup(name)[0].concept == "group:apt32"


def test_a_company_listed_as_a_synonym_is_no_name_of_the_group(lexicon: Lexicon) -> None:
    assert _concepts(lexicon, "Gothic Panda") == {"group:apt3"}
    assert _concepts(lexicon, "Boyusec") == {"organization:boyusec"}
    assert _concepts(lexicon, "PLA Navy") == {"organization:pla-navy"}
    assert _concepts(lexicon, "PLA Unit 61398") == {"organization:pla-61398"}


def test_a_tool_listed_as_a_synonym_is_no_name_of_the_group(lexicon: Lexicon) -> None:
    assert [entry.type for entry in lexicon.lookup("Pirpi")] == [EntityType.MALWARE]
    assert [entry.type for entry in lexicon.lookup("Lurid")] == [EntityType.MALWARE]


def test_a_ministry_is_one_thing_in_three_languages(lexicon: Lexicon) -> None:
    names = ("MSS", "国家安全部", "国家安全省", "國家安全部", "Ministry of State Security")
    assert {concept for name in names for concept in _concepts(lexicon, name)} == {"organization:mss"}


def test_a_country_is_one_thing_in_three_languages(lexicon: Lexicon) -> None:
    for name in ("米国", "美国", "アメリカ", "アメリカ合衆国", "United States", "美國", "U.S."):
        assert _concepts(lexicon, name) == {"location:us"}


def test_a_contested_name_keeps_every_reading(lexicon: Lexicon) -> None:
    assert "group:mustang-panda" in _concepts(lexicon, "FireAnt")
    readings = lexicon.lookup("Winnti")
    assert {entry.type for entry in readings} >= {EntityType.GROUP, EntityType.MALWARE}


def test_a_city_lies_in_its_country(lexicon: Lexicon) -> None:
    assert lexicon.parents["location:chengdu"] == "location:sichuan"
    assert lexicon.country_of("location:chengdu") == "location:cn"
    assert lexicon.country_of("location:moscow") == "location:ru"
    assert lexicon.country_of("location:southeast-asia") is None


def test_an_adjective_tells_its_country(lexicon: Lexicon) -> None:
    assert lexicon.adjectives["North Korean"] == "location:kp"


def test_every_parent_is_itself_known(lexicon: Lexicon) -> None:
    assert {parent for parent in lexicon.parents.values() if lexicon.canonical(parent) == parent} == set()


def test_countries_are_those_with_a_code(lexicon: Lexicon) -> None:
    assert {"location:cn", "location:kp"} <= lexicon.countries
    assert "location:asia" not in lexicon.countries


def test_canonical_names_are_for_people(lexicon: Lexicon) -> None:
    assert lexicon.canonical("group:apt3") == "APT3"
    assert lexicon.canonical("location:us") == "United States"
    assert lexicon.canonical("technique:t1566.001") == "Spearphishing Attachment"
    assert lexicon.canonical("group:nobody") == "group:nobody"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("APT38", [("APT38", "group:apt38")]),
        ("APT389 and APT3", [("APT3", "group:apt3")]),
        ("a ticket for the ticks", []),
        ("the Tick group", [("Tick", "group:bronze-butler")]),
        ("ＡＰＴ３２が", [("ＡＰＴ３２", "group:apt32")]),
        ("APT-C-00", [("APT-C-00", "group:apt32")]),
        ("Ministry of State\nSecurity", [("Ministry of State\nSecurity", "organization:mss")]),
        ("ラザルス・グループは", [("ラザルス・グループ", "group:lazarus-group")]),
        ("ベロロシア", []),
        ("第61398部隊", [("第61398部隊", "organization:pla-61398")]),
        ("成都404の", [("成都404", "organization:chengdu-404")]),
        ("四川省成都市", [("四川省", "location:sichuan"), ("成都市", "location:chengdu")]),
        ("www.apt41.net", []),
        ("turkey and china", []),
        ("東京都", [("東京都", "location:tokyo")]),
        ("Iranian government", [("Iranian government", "organization:government-ir")]),
        ("イラン政府", [("イラン政府", "organization:government-ir")]),
        ("T1566.001", [("T1566.001", "technique:t1566.001")]),
    ],
)
def test_names_are_found_whole(lexicon: Lexicon, text: str, found: list[tuple[str, str]]) -> None:
    assert _found(lexicon, text) == found


@pytest.mark.parametrize("word", ["Python", "Microsoft", "Google", "Telegram", "Android", "Netflix"])
def test_products_and_firms_are_no_malware(lexicon: Lexicon, word: str) -> None:
    assert not any(
        entry.type in (EntityType.MALWARE, EntityType.TOOL, EntityType.GROUP)
        for entry in lexicon.lookup(word)
    )


@pytest.mark.parametrize("text", ["添付ファイルを開封する", "最大連続接続", "沿海地区", "外部と通信する"])
def test_places_and_sectors_hidden_in_other_words_need_company(lexicon: Lexicon, text: str) -> None:
    assert all(hit.entries[0].gate is Gate.CONTEXT for hit in lexicon.find(text))


def test_a_common_word_gives_way_to_a_name_that_it_overlaps(lexicon: Lexicon) -> None:
    assert _found(lexicon, "Equation Group") == [("Equation Group", "group:equation")]


_SEEDS = st.sampled_from(
    ["APT3", "Tick", "中国", "国家安全部", "ロシア", "PlugX", "広東省", "U.S.", "MUSTANG PANDA", "Unit 61398"]
)
_GLUE = st.text(alphabet="aB3 .,-_@\n、。のはアー国ﾊﾞ㍿ﬁİ", max_size=4)


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.tuples(_GLUE, _SEEDS), max_size=8), tail=_GLUE)
def test_offsets_are_exact_in_any_mixture(lexicon: Lexicon, parts: list[tuple[str, str]], tail: str) -> None:
    text = "".join(glue + seed for glue, seed in parts) + tail
    hits = lexicon.find(text)
    assert all(left.end <= right.start for left, right in pairwise(hits))
    for hit in hits:
        surface = text[hit.start : hit.end]
        assert hit.entries
        assert all(make_key(surface) == make_key(entry.name) for entry in hit.entries)
        assert respects_edges(text, hit.start, hit.end)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_open_name_is_found_between_spaces(lexicon: Lexicon, data: st.DataObject) -> None:
    entries = [entry for entry in lexicon if entry.gate is Gate.OPEN]
    entry = data.draw(st.sampled_from(entries))
    (hit,) = lexicon.find(f"。 {entry.name} 。")
    assert (hit.start, hit.end) == (2, 2 + len(entry.name))
    assert entry.concept in {reading.concept for reading in hit.entries}


def test_time_grows_with_the_text_alone(lexicon: Lexicon) -> None:
    for unit in ("Threat Group-3390 ", "米国中国", "ロシア", "Ministry of State ", "APT"):
        short, long = unit * 1000, unit * 8000
        lexicon.find(short)
        started = time.perf_counter()
        lexicon.find(short)
        middle = time.perf_counter()
        lexicon.find(long)
        assert time.perf_counter() - middle < 60 * (middle - started) + 0.05


def test_gates_are_kept_by_find(lexicon: Lexicon) -> None:
    assert _found(lexicon, "an ups and a lead") == []
    assert ("UPS", "group:apt3") in _found(lexicon, "known as UPS")
    assert not any(is_word(char) for char in "中ロ")
