from urazuke.knowledge.concepts import ConceptTable, Record, make_slug
from urazuke.model.mention import EntityType
from urazuke.text.normal import make_key


def _group(name: str, *synonyms: str) -> Record:
    return Record(name=name, type=EntityType.GROUP, source="test", synonyms=synonyms)


def _names(table: ConceptTable, id: str) -> set[str]:
    return {name for _, name, _ in table.concepts[id].spellings()}


def test_a_record_joins_the_thing_that_bears_its_main_name() -> None:
    table = ConceptTable()
    table.add_all([_group("APT3", "Gothic Panda")])
    assert table.add_all([_group("GOTHIC PANDA", "Buckeye")]) == ["group:apt3"]
    assert _names(table, "group:apt3") == {"APT3", "Gothic Panda", "Buckeye"}


def test_a_record_joins_the_one_thing_whose_main_name_it_holds() -> None:
    table = ConceptTable()
    table.add_all([_group("APT3", "Gothic Panda")])
    assert table.add_all([_group("Brocade Typhoon", "APT 3")]) == ["group:apt3"]


def test_a_record_that_holds_two_main_names_is_a_thing_of_its_own() -> None:
    table = ConceptTable()
    table.add_all([_group("APT27"), _group("APT31")])
    assert table.add_all([_group("Circle Typhoon", "APT27", "APT31")]) == ["group:circle-typhoon"]
    assert _names(table, "group:circle-typhoon") == {"Circle Typhoon"}


def test_synonyms_are_not_followed_from_thing_to_thing() -> None:
    table = ConceptTable()
    table.add_all([_group("A1 Group", "Shared"), _group("B2 Group", "Shared"), _group("C3 Group", "Shared")])
    assert len(table.concepts) == 3
    assert table.holders("Shared") == ("group:a1-group", "group:b2-group", "group:c3-group")


def test_a_name_belongs_to_the_thing_whose_main_name_it_is() -> None:
    for rows in ([_group("APT17", "Axiom"), _group("Axiom")], [_group("Axiom"), _group("APT17", "Axiom")]):
        table = ConceptTable()
        table.add_all(rows)
        assert table.holders("Axiom") == ("group:axiom",)


def test_a_foreign_synonym_is_refused_and_noted() -> None:
    table = ConceptTable(foreign=[make_key("Boyusec")])
    table.add_all([_group("APT3", "Boyusec", "UPS")])
    assert _names(table, "group:apt3") == {"APT3", "UPS"}
    assert table.refused == [("group:apt3", "Boyusec")]


def test_a_barred_synonym_is_refused_but_a_barred_main_name_is_not() -> None:
    table = ConceptTable()
    table.bar([make_key("Lurid"), make_key("Naikon")])
    table.add_all([_group("APT15", "Lurid"), _group("Naikon")])
    assert table.refused == [("group:apt15", "Lurid")]
    assert "group:naikon" in table.concepts


def test_slugs_keep_ideographs() -> None:
    assert make_slug("Lazarus  Group (2)") == "lazarus-group-2"
    assert make_slug("银狐") == "银狐"
