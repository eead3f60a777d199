"""Our annotated reports are sound: strings stand in their text, ids lead somewhere, words are known."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from urazuke.vocab.load import load_predicates

REPORTS = Path(__file__).resolve().parents[2] / "quality" / "reports"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in REPORTS.glob("*.gold.json"))
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
TIME = re.compile(rf"{DATE.pattern}(/{DATE.pattern})?")


def load(name: str) -> tuple[str, dict[str, Any]]:
    text = (REPORTS / f"{name}.txt").read_text("utf-8")
    return text, json.loads((REPORTS / f"{name}.gold.json").read_text("utf-8"))


def test_every_text_is_annotated():
    assert {path.stem for path in REPORTS.glob("*.txt")} == set(NAMES)
    assert {load(name)[1]["lang"] for name in NAMES} == {"ja", "en", "zh"}


@pytest.mark.parametrize("name", NAMES)
def test_mentions_and_quotes_stand_in_the_text(name):
    text, gold = load(name)
    mentions = [mention for entity in gold["entities"] for mention in entity["mentions"]]
    quotes = [claim["quote"] for claim in gold["claims"]]
    assert [string for string in mentions + quotes if string not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_ends_and_speakers_are_entities_or_dates(name):
    _, gold = load(name)
    known = {entity["id"] for entity in gold["entities"]}
    assert len(known) == len(gold["entities"])
    for statement in gold["claims"] + gold["traps"]:
        assert statement["s"] in known
        takes_date = load_predicates()[statement["p"]].takes_date
        assert DATE.fullmatch(statement["o"]) if takes_date else statement["o"] in known
        assert statement.get("by") is None or statement["by"] in known


@pytest.mark.parametrize("name", NAMES)
def test_qualifiers_are_words_of_the_vocabulary(name):
    _, gold = load(name)
    for claim in gold["claims"]:
        assert claim["stance"] in {"asserted", "hedged", "denied", "unknown"}
        assert claim["likelihood"] in {"high", "moderate", "low", None}
        assert claim.get("confidence") in {"high", "moderate", "low", None}
        assert claim["time"] is None or TIME.fullmatch(claim["time"])


@pytest.mark.parametrize("name", NAMES)
def test_no_trap_is_also_a_claim(name):
    _, gold = load(name)
    held = {(c["s"], c["p"], c["o"]) for c in gold["claims"] if c["stance"] in {"asserted", "hedged"}}
    assert [trap for trap in gold["traps"] if (trap["s"], trap["p"], trap["o"]) in held] == []
