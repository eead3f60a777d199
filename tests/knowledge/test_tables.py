import pytest

from urazuke.errors import VocabularyError
from urazuke.knowledge import attack, galaxy, places, tables
from urazuke.knowledge.files import attack_file, galaxy_file
from urazuke.text.normal import make_key

_OWN = ("groups", "organizations", "products", "sectors", "software")


@pytest.mark.parametrize("table", _OWN)
def test_no_name_stands_in_two_rows_of_a_table(table: str) -> None:
    owner: dict[str, str] = {}
    for row in tables.read_rows(table):
        for name in tables.names_of(row):
            assert owner.setdefault(make_key(name), row["name"]) == row["name"], name


def test_places_and_wholes_that_organizations_name_are_known() -> None:
    rows = tables.read_rows("organizations")
    ids = {row["id"] for row in rows}
    own = places.read_places()
    known = {*own["countries"], *own["regions"], *own["cities"], *(row[0] for row in places.read_cities())}
    known |= {code for code, _, _ in places.iter_cldr()}
    assert {row["part_of"] for row in rows if "part_of" in row} <= ids
    assert {row["location"] for row in rows if "location" in row} <= known


def test_every_place_is_known_once() -> None:
    own = places.read_places()
    ids = [*own["countries"], *own["regions"], *own["cities"], *(row[0] for row in places.read_cities())]
    assert len(ids) == len(set(ids))


def test_a_row_with_an_unknown_field_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "read_yaml", lambda *_: [{"name": "a"}, {"name": "b", "nam": "c"}])
    with pytest.raises(VocabularyError, match=r"groups\.yml: row 2"):
        tables.read_rows("groups")


def test_a_bracket_of_a_platform_is_left_off_and_a_chinese_one_opened() -> None:
    assert galaxy.clean_names("FinFisher (ELF)") == ("FinFisher",)
    assert galaxy.clean_names("APT37（Reaper）") == ("APT37", "Reaper")
    assert galaxy.clean_names("Unidentified 030 (Ransomware)") == ()


def test_a_row_of_360net_holds_two_names() -> None:
    value = {"value": "毒云藤 - APT-C-01", "meta": {"synonyms": ["穷奇", "G0001"]}}
    assert galaxy.actor_names("360net", value) == ("APT-C-01", "毒云藤", "穷奇")


def test_techniques_are_known_by_number() -> None:
    (row,) = [row for row in attack.read_techniques() if row["external_id"] == "T1566.001"]
    assert attack.concept_of(row) == "technique:t1566.001"


def test_revoked_objects_are_left_out() -> None:
    assert not any(row["revoked"] or row["deprecated"] for row in attack.read_actors())


def test_a_missing_table_is_named() -> None:
    with pytest.raises(VocabularyError, match=r"misp-galaxy/clusters/none\.json"):
        galaxy_file("none").read()


def test_tables_are_found_whatever_their_version() -> None:
    assert attack_file("software").path.is_file()
