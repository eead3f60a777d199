import json

import pytest

from urazuke.ids import hash_bytes
from urazuke.knowledge.claims import iter_knowledge, knowledge_sources
from urazuke.knowledge.claims_galaxy import read_confidence, read_estimate
from urazuke.model.claim import Level, Stance
from urazuke.model.document import DocumentKind
from urazuke.model.mention import EntityType, Referent
from urazuke.model.place import RecordPath
from urazuke.model.reading import Reading
from urazuke.vocab.load import load_predicates

Readings = dict[str, tuple[Reading, bytes]]


def _referent(reading: Reading, concept: str) -> Referent:
    (found,) = [referent for referent in reading.referents if referent.concept == concept]
    return found


def _said(reading: Reading, subject: str) -> dict[tuple[str, str], tuple[Stance, Level | None]]:
    """What a reading says about a subject: (predicate, object's concept or date) and how surely."""
    concepts = {referent.id: referent.concept for referent in reading.referents}
    return {
        (claim.predicate, str(concepts.get(claim.object or "") or claim.object_date)): (
            claim.stance,
            claim.likelihood,
        )
        for claim in reading.claims
        if concepts[claim.subject] == subject
    }


def test_every_table_is_a_document_of_a_known_source(readings: Readings) -> None:
    sources = {source.id: source.name for source in knowledge_sources()}
    assert set(sources.values()) == {"misp-galaxy", "MITRE ATT&CK", "CLDR", "urazuke tables"}
    for reading, original in readings.values():
        document = reading.document
        assert document.kind is DocumentKind.KNOWLEDGE
        assert sources[document.source_id] == document.publisher
        assert (document.sha256, document.size_bytes) == (hash_bytes(original), len(original))


def test_originals_are_the_tables_themselves(readings: Readings) -> None:
    reading, original = readings["threat-actor.json"]
    assert f"version {json.loads(original)['version']}" in (reading.document.title or "")


def test_every_mention_and_quote_stands_in_its_text(readings: Readings) -> None:
    for reading, _ in readings.values():
        text = reading.rendition.text
        for referent in reading.referents:
            assert referent.mentions
            assert all(mention.span.of(text) == mention.surface for mention in referent.mentions)
        for claim in reading.claims:
            assert claim.span.of(text) == claim.quote
            assert isinstance(reading.rendition.locate(claim.span), RecordPath)
            assert "\n" not in claim.quote


def test_every_claim_fits_its_predicate(readings: Readings) -> None:
    predicates = load_predicates()
    for reading, _ in readings.values():
        types = {referent.id: referent.type.value for referent in reading.referents}
        for claim in reading.claims:
            assert types[claim.subject] in predicates[claim.predicate].subject
            wanted = types[claim.object] if claim.object else "date"
            assert wanted in predicates[claim.predicate].object


def test_ids_are_unique_and_come_from_the_tables_alone(readings: Readings) -> None:
    claims = [claim.id for reading, _ in readings.values() for claim in reading.claims]
    assert len(claims) == len(set(claims))
    again = next(iter(iter_knowledge()))[0]
    first = next(iter(readings.values()))[0]
    assert again == first


def test_names_of_one_concept_are_one_referent(readings: Readings) -> None:
    for reading, _ in readings.values():
        concepts = [referent.concept for referent in reading.referents]
        assert len(concepts) == len(set(concepts))
    apt3 = _referent(readings["groups-campaigns"][0], "group:apt3")
    assert {"APT3", "Gothic Panda", "Buckeye"} <= set(apt3.surfaces)


def test_a_company_among_the_synonyms_is_a_claim_and_no_name(readings: Readings) -> None:
    reading = readings["threat-actor.json"][0]
    assert "Boyusec" not in _referent(reading, "group:apt3").surfaces
    assert _referent(reading, "organization:boyusec").type is EntityType.ORGANIZATION
    assert _said(reading, "group:apt3")["alias-of", "organization:boyusec"] == (Stance.ASSERTED, None)


def test_a_suspected_sponsor_is_hedged_in_the_words_of_the_table(readings: Readings) -> None:
    reading = readings["threat-actor.json"][0]
    assert _said(reading, "group:apt3")["attributed-to", "location:cn"] == (Stance.HEDGED, None)
    (claim,) = [
        claim
        for claim in reading.claims
        if claim.predicate == "attributed-to" and claim.quote.startswith("APT3 |")
    ]
    assert claim.words == "suspected"
    assert claim.words in claim.quote


def test_a_country_is_as_sure_as_its_confidence(readings: Readings) -> None:
    reading = readings["threat-actor.json"][0]
    assert _said(reading, "group:apt3")["originates-from", "location:cn"] == (Stance.HEDGED, Level.MODERATE)


@pytest.mark.parametrize(
    ("value", "stance", "likelihood"),
    [
        ("100", Stance.ASSERTED, None),
        (None, Stance.ASSERTED, None),
        ("10", Stance.HEDGED, Level.LOW),
        ("50", Stance.HEDGED, Level.MODERATE),
        ("75", Stance.HEDGED, Level.MODERATE),
        ("90", Stance.HEDGED, Level.HIGH),
    ],
)
def test_per_cent_become_levels(value: str | None, stance: Stance, likelihood: Level | None) -> None:
    doubt = read_confidence(value)
    assert (doubt.stance, doubt.likelihood) == (stance, likelihood)


def test_tags_of_likelihood_are_read() -> None:
    doubt = read_estimate(['estimative-language:likelihood-probability="very-likely"'])
    assert (doubt.stance, doubt.likelihood, doubt.words) == (Stance.HEDGED, Level.HIGH, "very likely")
    assert read_estimate([]).stance is Stance.ASSERTED


def test_what_groups_and_campaigns_use_is_taken_over(readings: Readings) -> None:
    said = _said(readings["relationships"][0], "group:apt3")
    assert ("uses", "malware:shotput") in said
    assert any(object.startswith("technique:") for _, object in said)


def test_a_campaign_is_dated_to_the_month(readings: Readings) -> None:
    dates = {c.object_date for c in readings["groups-campaigns"][0].claims if c.object_date}
    assert dates
    assert all(len(date) == 7 for date in dates)


def test_the_release_of_attack_is_its_date(readings: Readings) -> None:
    published = readings["software"][0].document.published
    assert published is not None
    assert published.startswith("20")


def test_units_are_part_of_what_they_belong_to(readings: Readings) -> None:
    said = _said(readings["organizations.yml"][0], "organization:gru-26165")
    assert {("part-of", "organization:gru"), ("located-at", "location:moscow")} == set(said)


def test_values_that_mean_nothing_known_are_set_aside_by_name(readings: Readings) -> None:
    (issue,) = readings["threat-actor.json"][0].issues
    assert issue.code == "unplaced"
    assert "Private sector" in issue.message


def test_tables_are_made_one_after_another() -> None:
    readings = iter_knowledge()
    assert next(readings)[0].document.publisher == "CLDR"
    readings.close()
