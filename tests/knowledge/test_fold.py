import pytest
from hypothesis import given
from hypothesis import strategies as st

from urazuke.knowledge.fold import fold_text, fold_width, is_cased_alike, respects_edges, vary_name


@given(st.text())
def test_folding_never_moves_a_character(text: str) -> None:
    assert len(fold_text(text)) == len(fold_width(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＰＴ３２", "apt32"),
        ("APT-32", "apt 32"),
        ("ラザルス・グループ", "ラザルス グループ"),
        ("State\nSecurity", "state security"),
        ("China’s", "china's"),
        ("İ", "İ"),
    ],
)
def test_width_case_and_separators_are_folded(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.parametrize(
    ("text", "name", "free"),
    [
        ("APT38", "APT3", False),
        ("ticket", "tick", False),
        ("APT3と関係", "APT3", True),
        ("中国APT3", "APT3", True),
        ("ベロロシア", "ロシア", False),
        ("ロシアの", "ロシア", True),
        ("ロシアー", "ロシア", False),
        ("中国語", "中国", True),
        ("symantec.com", "symantec", False),
        ("info@symantec", "symantec", False),
        ("said Symantec.", "Symantec", True),
        ("Symantec. The", "Symantec", True),
        ("tick_loader", "tick", False),
        ("US-based", "US", True),
    ],
)
def test_a_name_must_not_be_cut_from_a_longer_word(text: str, name: str, free: bool) -> None:
    start = text.index(name)
    assert respects_edges(text, start, start + len(name)) is free


@pytest.mark.parametrize(
    ("name", "spelling", "cased"),
    [
        ("APT32", "apt 32", False),
        ("APT-32", "apt32", False),
        ("OceanLotus", "ocean lotus", True),
        ("Mustang Panda", "mustangpanda", False),
    ],
)
def test_spellings_of_a_name_find_one_another(name: str, spelling: str, cased: bool) -> None:
    assert (spelling, cased) in vary_name(name)


def test_short_words_are_not_run_together() -> None:
    assert vary_name("Red Ant") == (("red ant", False),)


@pytest.mark.parametrize(
    ("surface", "name", "alike"),
    [
        ("LEAD", "LEAD", True),
        ("Lead", "LEAD", False),
        ("tick", "Tick", False),
        ("TICK", "Tick", False),
        ("NAIKON", "Naikon", True),
        ("Sykipot", "sykipot", True),
        ("sykipot", "sykipot", False),
        ("ＵＰＳ", "UPS", True),
        ("Bronze Union", "BRONZE UNION", True),
        ("bronze Union", "BRONZE UNION", False),
        ("SideWinder", "Sidewinder", True),
        ("Bitter", "BITTER", False),
    ],
)
def test_capitals_must_be_those_of_a_name(surface: str, name: str, alike: bool) -> None:
    assert is_cased_alike(surface, name) is alike
