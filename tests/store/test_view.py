"""What a view answers, beyond entities and search."""

import pytest
from tests.support.readings import Thing, group, make_reading

from urazuke.errors import NotKnownError
from urazuke.model.mention import EntityType

PIRPI = Thing(("Pirpi",), EntityType.MALWARE)


def test_names_that_look_like_one_come_nearest_first(store, add):
    add(
        make_reading(
            "one", [group("Gothic Panda"), group("Goblin Panda"), group("Winnti"), group("国家安全部")]
        )
    )
    view = store.view()

    assert view.near_names("Gothik Pandas")[:2] == ("Gothic Panda", "Goblin Panda")
    assert view.near_names("国家安全局") == ("国家安全部",)
    assert view.near_names("Gothik", limit=0) == ()
    assert view.near_names("...") == view.near_names("") == ()


def test_a_name_of_another_type_is_not_found_when_a_type_is_asked_for(store, add):
    add(make_reading("one", [group("Winnti"), Thing(("Winnti",), EntityType.MALWARE)]))
    view = store.view()

    assert len(view.find_entities("winnti")) == 2
    assert [entity.type for entity in view.find_entities("winnti", EntityType.MALWARE)] == [
        EntityType.MALWARE
    ]


def test_a_document_of_a_year_counts_from_its_last_day(store, add):
    add(make_reading("one", [PIRPI], published="2015"))

    assert list(store.view("2015-12-30").documents()) == []
    assert [document.title for document in store.view("2015-12-31").documents()] == ["one"]


def test_a_document_without_date_counts_from_its_ingestion(store, add):
    add(make_reading("one", [PIRPI]), ingested="2024-06-01T12:00:00Z")

    assert store.view("2024-05-31").find_entities("Pirpi") == ()
    assert len(store.view("2024-06-01").find_entities("Pirpi")) == 1


def test_names_tied_by_a_later_document_are_two_entities_before(store, add):
    add(
        make_reading("one", [group("Gothic Panda")], published="2014-01-01"),
        make_reading("two", [group("Buckeye")], published="2014-01-01"),
        make_reading("three", [group("Buckeye", "Gothic Panda")], published="2016-01-01"),
    )
    now, then = store.view(), store.view("2015-01-01")

    assert now.find_entities("Buckeye")[0].id == now.find_entities("Gothic Panda")[0].id
    assert then.find_entities("Buckeye")[0].id != then.find_entities("Gothic Panda")[0].id


def test_claims_among_are_those_with_one_end_there(store, add):
    chain = [("APT3", "uses", "Pirpi"), ("Pirpi", "variant-of", "Mirage")]
    add(make_reading("one", [group("APT3"), PIRPI, Thing(("Mirage",), EntityType.MALWARE)], chain))
    view = store.view()

    found = view.claims_among([view.find_entities("APT3")[0].id])

    assert [(claim.subject.name, claim.object.name) for claim in found] == [("APT3", "Pirpi")]


@pytest.mark.parametrize(
    "question", ["entity", "claims_about", "document", "rendition", "original", "source"]
)
def test_what_is_not_there_is_said_to_be_not_there(store, question):
    with pytest.raises(NotKnownError):
        getattr(store.view(), question)("nothing-0")


def test_an_empty_base_answers_with_nothing(store):
    view = store.view()

    assert view.find_entities("APT3") == ()
    assert view.near_names("APT3") == ()
    assert view.search("APT3") == ()
    assert list(view.documents()) == []
    assert view.claims_among([]) == ()
