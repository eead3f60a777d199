"""Writing: whole documents or none, nothing twice, nothing lost."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.readings import INGESTED, SOURCE, Thing, group, make_reading, original

from urazuke.errors import NotKnownError, StoreError
from urazuke.ids import hash_bytes
from urazuke.model.claim import ClaimStatus, Stance
from urazuke.model.document import Reliability
from urazuke.model.exhibit import Exhibit
from urazuke.model.issue import Issue, Severity
from urazuke.model.mention import EntityType
from urazuke.model.place import PageRegion
from urazuke.store.difference import difference

USES = [("APT3", "uses", "Pirpi")]
THINGS = [group("APT3"), Thing(("Pirpi",), EntityType.MALWARE), Thing(("Lab",), EntityType.ORGANIZATION)]


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_a_reading_comes_back_as_it_was_written(store, add):
    reading = make_reading("one", THINGS, USES, published="2015-05", by="Lab", stance=Stance.HEDGED)
    add(reading)
    view = store.view()
    apt3 = view.find_entities("APT3")[0]

    linked = view.claims_about(apt3.id)[0]

    assert view.document(reading.document.id) == reading.document
    assert view.rendition(reading.document.id) == reading.rendition
    assert view.referents(reading.document.id) == reading.referents
    assert view.original(reading.document.id) == original(reading)
    assert view.source(SOURCE.id) == SOURCE
    assert linked.claim == reading.claims[0]
    assert (linked.subject.name, linked.object.name, linked.speaker.name) == ("APT3", "Pirpi", "Lab")
    assert linked.locator == PageRegion(5)
    assert [mention.surface for mention in view.mentions_of(apt3.id)] == ["APT3"]


def test_the_referents_that_a_claim_came_through_come_back_as_entities(store, add):
    reading = make_reading("one", THINGS, USES)
    lab = reading.referents[2]
    claim = replace(reading.claims[0], via=(lab.id,))
    add(replace(reading, claims=(claim,)))

    linked = store.view().claims_about(store.view().find_entities("Pirpi")[0].id)[0]

    assert linked.claim == claim
    assert [ref.name for ref in linked.via] == ["Lab"]


def test_the_same_file_again_changes_no_row(store, add, tmp_path):
    reading = make_reading("one", THINGS, USES)
    assert add(reading) == [True]
    before = dump(tmp_path / "base.db")

    assert add(reading, ingested="2030-01-01T00:00:00Z") == [False]
    assert dump(tmp_path / "base.db") == before


def test_a_unit_of_work_left_by_an_error_writes_nothing(store, add, tmp_path):
    before = dump(tmp_path / "base.db")
    reading = make_reading("one", THINGS, USES)
    broken = replace(make_reading("two", THINGS, USES), claims=(replace(reading.claims[0], id="claim-x"),))

    with pytest.raises(StoreError, match="lacks"):
        add(reading, broken)

    assert dump(tmp_path / "base.db") == before


def test_bytes_that_are_not_the_documents_are_refused(store):
    reading = make_reading("one", THINGS)
    with store.writer() as writer:
        writer.add_source(SOURCE)
        with pytest.raises(StoreError, match="bytes"):
            writer.add_reading(reading, b"others", INGESTED)


def test_a_document_of_an_unknown_source_is_refused(store):
    reading = make_reading("one", THINGS)
    with store.writer() as writer, pytest.raises(NotKnownError, match="source"):
        writer.add_reading(reading, original(reading), INGESTED)


def test_a_source_that_is_there_keeps_its_grade(store):
    with store.writer() as writer:
        writer.add_source(replace(SOURCE, reliability=Reliability.B))
        writer.add_source(SOURCE)

    assert store.view().source(SOURCE.id).reliability is Reliability.B


def test_hashes_of_documents_that_are_there_are_known(store, add):
    reading = make_reading("one", THINGS)
    add(reading)

    assert store.has_documents([reading.document.sha256, "0" * 64]) == {reading.document.sha256}


def test_issues_of_a_reading_are_kept_in_the_log(store, add, tmp_path):
    issue = Issue(
        severity=Severity.WARNING, code="table", where="page 3", message="A table could not be read."
    )
    add(replace(make_reading("one", THINGS), issues=(issue,)))

    assert any("A table could not be read." in line for line in dump(tmp_path / "base.db"))


VERSIONS = [
    make_reading("first", THINGS, USES, address="https://example.com/a", published="2015-03-01"),
    make_reading("second", THINGS, USES, address="https://example.com/a", published="2015-06"),
]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_claims_of_an_older_version_are_superseded_whichever_came_first(store, add, order):
    for i in order:
        add(VERSIONS[i])
    view = store.view()
    pirpi = view.find_entities("Pirpi")[0].id

    assert [claim.document.title for claim in view.claims_about(pirpi)] == ["second"]
    assert [claim.status for claim in view.claims_about(pirpi, ended=True)] == [
        ClaimStatus.SUPERSEDED,
        ClaimStatus.STANDING,
    ]
    assert [document.title for document in view.versions("https://example.com/a")] == ["first", "second"]


def test_of_versions_without_date_the_one_ingested_later_counts(store, add):
    one, two = (make_reading(title, THINGS, USES, address="a") for title in ("one", "two"))
    add(one, ingested="2024-01-01T00:00:00Z")
    add(two, ingested="2024-01-02T00:00:00Z")

    assert [document.title for document in store.view().versions("a")] == ["one", "two"]


def test_an_older_version_still_stands_as_of_its_day(store, add):
    add(*VERSIONS)
    view = store.view("2015-04-01")

    assert [claim.document.title for claim in view.claims_about(view.find_entities("Pirpi")[0].id)] == [
        "first"
    ]


def test_the_difference_of_two_versions_is_told_line_by_line(store, add):
    add(*VERSIONS)
    one, two = (reading.document.id for reading in VERSIONS)

    lines = difference(store.view(), one, two).splitlines()

    assert "-first" in lines
    assert "+second" in lines
    assert difference(store.view(), one, one) == ""


def test_claims_of_a_withdrawn_document_stay_and_are_marked_once(store, add, tmp_path):
    reading = make_reading("one", THINGS, USES)
    add(reading)
    for reason in ("retracted by its author", "again"):
        with store.writer() as writer:
            marked = writer.withdraw_document(reading.document.id, reason, "2024-09-01T00:00:00Z")
    view = store.view()
    pirpi = view.find_entities("Pirpi")[0].id

    assert marked == 0
    assert view.claims_about(pirpi) == ()
    assert [claim.status for claim in view.claims_about(pirpi, ended=True)] == [ClaimStatus.WITHDRAWN]
    assert len(store.view("2024-08-31").claims_about(pirpi)) == 1
    assert any(
        "retracted by its author" in line and "claim_status" in line for line in dump(tmp_path / "base.db")
    )


def test_a_document_that_is_not_there_cannot_be_withdrawn(store):
    with store.writer() as writer, pytest.raises(NotKnownError):
        writer.withdraw_document("0", "", "2024-01-01")


def make_exhibit(attached_to: str, data: bytes) -> Exhibit:
    return Exhibit(
        id="exhibit-1",
        attached_to=attached_to,
        sha256=hash_bytes(data),
        media_type="image/png",
        title="The register page",
        address="https://example.com/register",
        accessed="2024-05-01",
    )


def test_an_exhibit_hangs_on_a_claim_with_its_bytes(store, add):
    reading = make_reading("one", THINGS, USES)
    add(reading)
    exhibit = make_exhibit(reading.claims[0].id, b"\x89PNG")

    with store.writer() as writer:
        writer.add_exhibit(exhibit, b"\x89PNG")

    assert store.view().exhibits(reading.claims[0].id) == (exhibit,)
    assert store.view().original(exhibit.id) == b"\x89PNG"


def test_an_exhibit_of_nothing_or_with_other_bytes_is_refused(store, add):
    reading = make_reading("one", THINGS)
    add(reading)
    with store.writer() as writer:
        with pytest.raises(NotKnownError):
            writer.add_exhibit(make_exhibit("claim-0", b"a"), b"a")
        with pytest.raises(StoreError):
            writer.add_exhibit(make_exhibit(reading.document.id, b"a"), b"b")
