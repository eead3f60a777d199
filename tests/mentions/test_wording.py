"""Families of wordings: what a pattern stands for, and what every wording of it begins with."""

import re

import pytest

from urazuke.mentions.wording import Family, Verbs

VERBS = Verbs({"steal": ["stole", "stolen"]}, frozenset({"log"}))
GAP = r"(?: \w+){0,2} "


def matched(pattern: str, text: str, *, english: bool = True) -> str | None:
    match = re.match(Family(pattern, VERBS).expression(GAP, english=english), text)
    return match.group() if match else None


@pytest.mark.parametrize("text", ["port scan", "network scan", "port scans", "port-scan"])
def test_brackets_spaces_and_plurals(text: str):
    assert matched("(port|network) scan", text) == text


def test_nothing_is_one_of_them():
    assert matched("web (server|) attack", "web attack") == "web attack"


@pytest.mark.parametrize("verb", ["steal", "steals", "stole", "stolen", "stealing"])
def test_irregular_verbs(verb: str):
    assert matched("steal~ (the|) tokens", f"{verb} tokens") == f"{verb} tokens"


@pytest.mark.parametrize("verb", ["log", "logged", "logging", "capture", "captured", "capturing"])
def test_each_verb_of_a_bracket(verb: str):
    assert matched("(log|capture)~ keystrokes", f"{verb} keystrokes") == f"{verb} keystrokes"


def test_a_word_goes_on():
    assert matched("port scan", "port scanner") is None


def test_gap():
    assert matched("dump~ … hashes", "dumped many password hashes") == "dumped many password hashes"


@pytest.mark.parametrize("text", ["DNS 隧道", "DNS隧道"])
def test_spaces_beside_latin_letters(text: str):
    assert matched("(DNS|SSH)(隧道|通道)", text.lower(), english=False) == text.lower()


WORDINGS = {
    "(port|network) scan": ["port scan", "network scans"],
    "web (server|) attack": ["web attack", "web server attack"],
    "(the|) key logging": ["key logging", "the key logging"],
    "log~ keys": ["logged keys", "logging keys"],
    "(DNS|反向)(隧道|通道)": ["dns 隧道", "反向隧道"],
    "x?盗号木马": ["x盗号木马", "盗号木马"],
}


@pytest.mark.parametrize("pattern", WORDINGS)
def test_every_wording_begins_with_a_head(pattern: str):
    heads = tuple(Family(pattern, VERBS).heads())
    assert all(heads)
    for text in WORDINGS[pattern]:
        assert matched(pattern, text, english=pattern.isascii()) == text
        assert text.startswith(heads)


def test_brackets_must_match():
    with pytest.raises(ValueError, match="open"):
        Family("(a|b", VERBS)
    with pytest.raises(ValueError, match="too many"):
        Family("a|b)", VERBS)
