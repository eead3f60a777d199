"""Reading takes time in proportion to the text, whatever stands in it."""

import time
from collections.abc import Callable

import pytest
from tests.claims.reading import load_reader, read_text

LIMIT = 3.0
"""How much longer twice the text may take: two, and room for noise."""
ATTEMPTS = 5

TEXTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "opening-quotes": ("ja", lambda n: "「" * n),
    "opening-brackets": ("en", lambda n: "(" * n),
    "commas": ("ja", lambda n: "、" * n),
    "attack-attack-attack": ("ja", lambda n: "攻撃" * (n // 2)),
    "one-line-without-a-stop": ("en", lambda n: "the intruders went on and on " * (n // 29)),
    "short-lines": ("en", lambda n: "word here\n" * (n // 10)),
    "a-table": ("en", lambda n: "# APT28\n\n## Malware\n\n" + "| QuirlRAT | seen |\n" * (n // 20)),
    "new-names-in-a-table": (
        "en",
        lambda n: "## Malware\n\n" + "".join(f"| Tool{row}RAT | seen |\n" for row in range(n // 23)),
    ),
    "bullets": ("en", lambda n: "- APT28 uses PlugX.\n" * (n // 20)),
    "paragraphs": ("en", lambda n: "APT28 uses PlugX.\n\n" * (n // 19)),
    "pronouns": ("en", lambda n: "APT28 is active. " + "The group uses PlugX. " * (n // 22)),
    "dates": ("ja", lambda n: "2014年" * (n // 5)),
    "aliases": ("ja", lambda n: "「三色堇」（APT1）" * (n // 11)),
    "kanji": ("zh", lambda n: "国" * n),
    "company-endings": ("zh", lambda n: "安全公司" * (n // 4)),
    "digits": ("en", lambda n: "1" * n),
    "spaces": ("en", lambda n: " " * n + "end"),
    "bars": ("en", lambda n: "|" * n),
    "also-known-as": ("en", lambda n: "also known as " * (n // 14)),
}


def seconds(text: str, language: str) -> float:
    start = time.process_time()
    read_text(load_reader(), text, language)
    return time.process_time() - start


def growth(make: Callable[[int], str], language: str, size: int) -> float:
    """How many times longer a text of twice the size takes: the least of a few tries, for noise only adds."""
    best = float("inf")
    seconds(make(size // 4), language)
    for _ in range(ATTEMPTS):
        small = min(seconds(make(size), language) for _ in range(2))
        best = min(best, seconds(make(2 * size), language) / small)
        if best < LIMIT or best > 10 * LIMIT:
            break
    return best


@pytest.mark.parametrize(("language", "make"), TEXTS.values(), ids=TEXTS.keys())
def test_twice_the_text_takes_about_twice_as_long(language, make):
    assert growth(make, language, 6_000) < LIMIT


# Within one sentence, lists of names are where patterns may try each way of cutting a list. The lengths rise
# slowly, so that a pattern that doubles its work with each name fails here instead of hanging.

LENGTHS = (8, 11, 14, 17, 20, 40, 80, 160)
SECONDS = 1.0

LISTS = [
    pytest.param("ja", "、", "が現れた。", id="ja"),
    pytest.param("en", ", ", " appeared.", id="en"),
    pytest.param("zh", "、", "出现了。", id="zh"),
    pytest.param("en", " and ", " appeared.", id="en-and"),
    pytest.param("en", " ", "", id="en-no-separator"),
]


@pytest.mark.parametrize(("language", "separator", "end"), LISTS)
def test_sentence_with_many_names_is_read_within_a_second(language, separator, end):
    for length in LENGTHS:
        names = separator.join(f"UNC{1000 + number}" for number in range(length))
        assert seconds(names + end, language) < SECONDS, f"{length} names"


CLAUSES = {"zh": "APT28使用PlugX，针对日本，", "ja": "APT28 は PlugX を使用し、", "en": "APT28 uses PlugX, "}


@pytest.mark.parametrize(("language", "clause"), CLAUSES.items())
def test_sentence_with_many_clauses_is_read_within_a_second(language, clause):
    assert seconds(clause * 60, language) < SECONDS
