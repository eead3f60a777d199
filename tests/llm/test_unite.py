import itertools
from dataclasses import replace

import pytest
from tests.llm.conftest import make_document
from tests.llm.server import answer_json, claim, entity

from urazuke.knowledge.lexicon import load_lexicon
from urazuke.llm.reader import UnreadError
from urazuke.llm.unite import BothReader, unite
from urazuke.model.claim import Stance
from urazuke.pipeline import OfflineReader

TEXT = "APT3, also known as UPS, used Pirpi. Boyusec listed itself as a friend of APT3."
ENTITIES = [
    entity("e1", "group", "APT3", "APT3", "UPS"),
    entity("e2", "malware", "Pirpi"),
    entity("e3", "organization", "Boyusec"),
]
USES = claim("e1", "uses", "e2", "APT3, also known as UPS, used Pirpi.")
ODD = claim("e1", "attributed-to", "e3", "Boyusec listed itself as a friend of APT3.")


@pytest.fixture(scope="module")
def lexicon():
    return load_lexicon(None)


@pytest.fixture
def both(read, lexicon):
    """``both(text, entities, claims)``: the offline reading, the model's, and the two united."""

    def both(text, entities, claims):
        offline = OfflineReader(lexicon).read(*make_document(text))
        llm = read(text, answer_json(entities, claims), lexicon=lexicon)
        return offline, llm, unite(offline, llm)

    return both


def test_what_both_say_is_there_once_with_the_rules_name_under_it(both):
    offline, _, united = both(TEXT, ENTITIES, [USES, ODD])
    uses = [it for it in united.claims if it.predicate == "uses"]
    assert [it.provenance.reader for it in uses] == [offline.claims[0].provenance.reader]
    assert [it.provenance.reader for it in united.claims if it.predicate == "attributed-to"] == [
        "llm/example-model"
    ]
    assert [it.name for it in united.referents].count("APT3") == 1
    ids = {it.id for it in united.referents}
    assert all({it.subject, it.object} <= ids for it in united.claims)


def test_uniting_with_itself_or_with_nothing_changes_no_claim(both):
    offline, llm, united = both(TEXT, ENTITIES, [USES, ODD])
    assert unite(offline, offline).claims == offline.claims
    assert unite(offline, replace(llm, referents=(), claims=(), issues=())) == offline
    assert unite(united, llm).claims == united.claims


def test_mentions_do_not_overlap_and_say_what_stands_there(both):
    _, _, united = both(TEXT, ENTITIES, [USES])
    for referent in united.referents:
        spans = [it.span for it in referent.mentions]
        assert spans == sorted(spans)
        assert not any(a.overlaps(b) for a, b in itertools.pairwise(spans))
        assert all(it.surface == it.span.of(TEXT) for it in referent.mentions)


def test_one_sentence_is_put_one_way_and_the_stronger_doubt_wins(both):
    offline, _, united = both(TEXT, ENTITIES, [{**USES, "stance": "hedged"}])
    assert [it.stance for it in offline.claims if it.predicate == "uses"] == [Stance.ASSERTED]
    assert [it.stance for it in united.claims if it.predicate == "uses"] == [Stance.HEDGED]


def test_the_model_can_not_make_one_of_two_that_the_rules_tie(both):
    text = "Boyusec works with Huawei."
    entities = [entity("e1", "organization", "Boyusec", "Boyusec", "Huawei")]
    offline, llm, united = both(text, entities, [])
    assert [it.predicate for it in offline.claims] == ["partner-of"]
    assert len(llm.referents) <= 2
    assert united.claims == offline.claims
    assert {it.name for it in united.referents} == {"Boyusec", "Huawei"}


def test_a_sentence_that_the_model_has_read_is_not_missed(both):
    offline, _, united = both(TEXT, ENTITIES, [ODD])
    missed = replace(offline, missed=tuple(it.span for it in united.claims))
    assert len(unite(missed, both(TEXT, ENTITIES, [ODD])[1]).missed) < len(missed.missed)


def test_where_the_model_reads_nothing_the_rules_still_do(lexicon):
    class Unwilling:
        def read(self, document, rendition):
            raise UnreadError("the model did not read it", where=document.address)

    offline = OfflineReader(lexicon)
    reading = BothReader(offline, Unwilling()).read(*make_document(TEXT))
    assert reading.claims == offline.read(*make_document(TEXT)).claims
    assert [it.code for it in reading.issues] == ["llm:unread"]
