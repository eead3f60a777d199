import pytest

from urazuke.knowledge.entry import Gate
from urazuke.knowledge.gates import grade_name
from urazuke.knowledge.places import grade_place
from urazuke.knowledge.tables import grade_own
from urazuke.model.mention import EntityType


@pytest.mark.parametrize(
    ("name", "gate"),
    [
        ("PlugX", Gate.OPEN),
        ("ShadowPad", Gate.OPEN),
        ("APT-C-00", Gate.OPEN),
        ("TA505", Gate.OPEN),
        ("海莲花", Gate.OPEN),
        ("Mustang Panda Crew Xyz", Gate.OPEN),
        ("LEAD", Gate.CASE),
        ("Deep Panda", Gate.CASE),
        ("Threat Group-3390", Gate.CASE),
        ("Elise", Gate.CASE),
        ("Axiom", Gate.CONTEXT),
        ("Emissary", Gate.CONTEXT),
        ("Ghost", Gate.CONTEXT),
        ("Group 3", Gate.CONTEXT),
        ("The Mask", Gate.CONTEXT),
        ("SEA", Gate.CONTEXT),
        ("毒针", Gate.CONTEXT),
    ],
)
def test_a_name_of_a_large_table_is_believed_as_far_as_it_is_distinctive(name: str, gate: Gate) -> None:
    assert grade_name(name, EntityType.MALWARE) is gate


@pytest.mark.parametrize(
    ("name", "gate"),
    [("MSS", Gate.CASE), ("Boyusec", Gate.OPEN), ("国家安全部", Gate.OPEN), ("U.S.", Gate.CASE)],
)
def test_abbreviations_of_our_own_tables_want_their_capitals(name: str, gate: Gate) -> None:
    assert grade_own(name, EntityType.ORGANIZATION) is gate


def test_names_of_sectors_are_written_small() -> None:
    assert grade_own("critical infrastructure", EntityType.SECTOR) is Gate.OPEN
    assert grade_own("NGO", EntityType.SECTOR) is Gate.CASE


def test_a_country_whose_name_is_a_word_wants_a_capital() -> None:
    assert grade_place("Turkey") is Gate.CASE
    assert grade_place("North Korea") is Gate.OPEN
