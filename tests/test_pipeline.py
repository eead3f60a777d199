"""What holds of every reading: exact places, known words, one order; and the chain of the README."""

import re
from functools import cache
from pathlib import Path

import pytest
from tests.claims.reading import LANGUAGES, is_called, load_cases, load_reader, read_case, read_text

from urazuke.claims.make import MAX_QUOTE
from urazuke.documents import read_documents
from urazuke.model.claim import Claim, Stance
from urazuke.model.reading import Reading
from urazuke.vocab.load import load_predicates

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples" / "reports").iterdir())
ANNOTATED = sorted((ROOT / "quality" / "reports").glob("*.txt"))
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{DATE}(/{DATE})?")


@cache
def read_file(path: Path) -> list[Reading]:
    found = read_documents(path.read_bytes(), path.name, max_bytes=1 << 26)
    return [load_reader().read(*item[:2]) for item in found if isinstance(item, tuple)]


@cache
def read_cases(language: str) -> list[Reading]:
    return [read_case(load_reader(), case) for case in load_cases(language)]


@pytest.fixture(params=[*LANGUAGES, *EXAMPLES, *ANNOTATED], ids=lambda it: getattr(it, "name", f"cases-{it}"))
def readings(request: pytest.FixtureRequest) -> list[Reading]:
    return read_file(request.param) if isinstance(request.param, Path) else read_cases(request.param)


def claims_of(readings: list[Reading]) -> list[tuple[Reading, Claim]]:
    pairs = [(reading, claim) for reading in readings for claim in reading.claims]
    assert pairs, "a report without any claim tests nothing"
    return pairs


def test_quotes_stand_in_the_text(readings):
    for reading, claim in claims_of(readings):
        assert claim.quote == claim.span.of(reading.rendition.text)
        assert 2 <= len(claim.quote) <= MAX_QUOTE


def test_quotes_lie_in_one_block(readings):
    for reading, claim in claims_of(readings):
        assert any(block.span.contains(claim.span) for block in reading.rendition.blocks)


def test_surfaces_stand_in_the_text(readings):
    for reading in readings:
        for referent in reading.referents:
            assert referent.mentions
            for mention in referent.mentions:
                assert mention.surface == mention.span.of(reading.rendition.text)
                assert mention.type is referent.type


def test_ends_have_types_that_their_predicate_takes(readings):
    for reading, claim in claims_of(readings):
        types = {referent.id: referent.type for referent in reading.referents}
        predicate = load_predicates()[claim.predicate]
        assert types[claim.subject] in predicate.subject
        assert types[claim.object] in predicate.object if claim.object else predicate.takes_date


def test_speakers_are_things_of_the_document(readings):
    for reading, claim in claims_of(readings):
        known = {referent.id for referent in reading.referents}
        assert {*claim.via, claim.speaker or claim.subject} <= known
        assert claim.speaker not in claim.via


def test_dates_are_edtf(readings):
    for _, claim in claims_of(readings):
        for date in (claim.time, claim.object_date):
            assert date is None or EDTF.fullmatch(date), date


def test_likelihood_goes_with_doubt_alone(readings):
    for _, claim in claims_of(readings):
        assert claim.likelihood is None or claim.stance is Stance.HEDGED


def test_claims_stand_in_the_order_of_their_spans(readings):
    for reading in readings:
        spans = [claim.span for claim in reading.claims]
        assert spans == sorted(spans)


def test_referents_stand_in_the_order_of_their_first_mention(readings):
    for reading in readings:
        for referent in reading.referents:
            starts = [mention.span.start for mention in referent.mentions]
            assert starts == sorted(starts)
        firsts = [referent.mentions[0].span.start for referent in reading.referents]
        assert firsts == sorted(firsts)


def test_ids_are_unique_within_a_document(readings):
    for reading in readings:
        for ids in ([c.id for c in reading.claims], [r.id for r in reading.referents]):
            assert len(set(ids)) == len(ids)


def test_no_thing_is_claimed_of_itself(readings):
    for _, claim in claims_of(readings):
        assert claim.subject != claim.object


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_reading_again_gives_the_same(path):
    again = read_documents(path.read_bytes(), path.name, max_bytes=1 << 26)
    reader = load_reader()
    assert [reader.read(*item[:2]) for item in again if isinstance(item, tuple)] == read_file(path)


def test_ids_of_claims_tell_documents_apart():
    text = "APT28 uses Mimikatz.{}"
    first, second = (read_text(load_reader(), text.format(end), "en") for end in ("", "\n\nThe end."))
    assert [claim.quote for claim in first.claims] == [claim.quote for claim in second.claims]
    assert first.claims[0].id != second.claims[0].id


def test_text_without_names_gives_nothing():
    reading = read_text(load_reader(), "Nothing of note happened here today, as far as anyone knows.", "en")
    assert (reading.referents, reading.claims) == ((), ())


# The chain that the README promises, hop by hop, from whichever sample reports say it.


def hops(subject: str, predicate: str, object: str) -> list[tuple[Reading, Claim]]:
    """All claims of the sample reports between things of these names; ``*.`` as object is any observable."""
    found = []
    for path in EXAMPLES:
        for reading in read_file(path):
            things = {referent.id: referent for referent in reading.referents}
            for claim in reading.claims:
                if claim.predicate != predicate or claim.object is None:
                    continue
                ends = (things[claim.subject], things[claim.object])
                for one, other in (ends, ends[::-1]) if load_predicates()[predicate].symmetric else (ends,):
                    fits = other.type == "observable" if object == "*." else is_called(other, object)
                    if is_called(one, subject) and fits:
                        found.append((reading, claim))
    return found


ITSEC = "Guangdong ITSEC"
CHAIN = [
    ("Pirpi", "communicates-with", "*."),
    ("Dong Hao", "registered", "*."),
    ("Boyusec", "partner-of", ITSEC),
    (ITSEC, "part-of", "CNITSEC"),
]


@pytest.mark.parametrize(("subject", "predicate", "object"), CHAIN, ids=[hop[1] for hop in CHAIN])
def test_chain_of_the_samples_has_this_hop(subject, predicate, object):
    assert [claim for _, claim in hops(subject, predicate, object) if claim.stance is Stance.ASSERTED]


MINISTRY = (
    "Ministry of State Security",
    "国家安全部",
    "中国国家安全部",
    "MSS",
    "China’s Ministry of State Security",
)


def test_chain_of_the_samples_ends_in_the_ministry():
    assert [claim for name in MINISTRY for _, claim in hops("CNITSEC", "part-of", name)]


def test_the_domain_that_pirpi_called_is_one_that_dong_hao_registered():
    def names(found: list[tuple[Reading, Claim]]) -> set[str]:
        return {ref.name for reading, claim in found for ref in reading.referents if ref.id == claim.object}

    called, registered = hops("Pirpi", "communicates-with", "*."), hops("Dong Hao", "registered", "*.")
    assert names(called) & names(registered)


DENIAL = ROOT / "examples" / "reports" / "apt10-denial.en.html"


def denials() -> list[tuple[Reading, Claim]]:
    """What the report on APT10 says to be denied of the ministry."""
    (reading,) = read_file(DENIAL)
    ministry = {ref.id for ref in reading.referents if is_called(ref, "Ministry of State Security")}
    return [
        (reading, claim)
        for claim in reading.claims
        if claim.object in ministry and claim.predicate == "attributed-to" and claim.stance is Stance.DENIED
    ]


def test_denial_in_the_apt10_sample_is_a_denial():
    assert denials()


def test_denial_in_the_apt10_sample_has_its_speaker():
    for reading, claim in denials():
        (speaker,) = (ref for ref in reading.referents if ref.id == claim.speaker)
        assert is_called(speaker, "China")
