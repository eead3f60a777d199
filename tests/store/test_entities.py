"""Which names are one entity, whatever the order."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.readings import INGESTED, SOURCE, Thing, group, judge, make_reading, original

from urazuke.errors import NotKnownError
from urazuke.model.document import DocumentKind
from urazuke.model.judgement import Judgement, NameKey, Verdict
from urazuke.model.mention import EntityType
from urazuke.store import open_store
from urazuke.store.base import Store
from urazuke.store.entities import ALIAS, CANONICAL, KNOWN, Tie, gather

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def ids(store: Store, *names: str, as_of: str | None = None) -> list[str]:
    view = store.view(as_of)
    return [view.find_entities(name)[0].id for name in names]


def test_names_that_a_document_uses_alike_are_one_entity_in_all_documents(store, add):
    add(
        make_reading("one", [group("Gothic Panda", "Buckeye")]),
        make_reading("two", [group("BUCKEYE")]),
        make_reading("three", [group("gothic-panda")]),
    )

    first, second = ids(store, "Buckeye", "Gothic Panda")
    entity = store.view().entity(first)

    assert first == second
    assert [(name.normal, len(name.document_ids)) for name in entity.names] == [
        ("buckeye", 2),
        ("gothicpanda", 2),
    ]


def test_two_concepts_stay_two_when_a_document_uses_their_names_alike(store, add):
    add(
        make_reading(
            "table", [group("APT3", "Buckeye", concept="group:apt3"), group("APT10", concept="group:apt10")]
        ),
        make_reading("report", [group("Buckeye", "APT10")]),
    )

    apt3, buckeye, apt10 = ids(store, "APT3", "Buckeye", "APT10")

    assert apt3 == buckeye != apt10


def test_a_name_that_would_bridge_two_concepts_is_left_apart_and_said_to_be_unsure(store, add):
    add(
        make_reading("table", [group("APT3", concept="group:apt3"), group("APT10", concept="group:apt10")]),
        make_reading("left", [group("Foxglove", "APT3")]),
        make_reading("right", [group("Foxglove", "APT10")]),
        make_reading("alone", [group("Foxglove")]),
    )

    apt3, apt10, foxglove = ids(store, "APT3", "APT10", "Foxglove")
    unsure = [j for j in store.view().judgements(foxglove) if j.verdict is UNSURE]

    assert len({apt3, apt10, foxglove}) == 3
    assert {j.right.normal for j in unsure} | {j.left.normal for j in unsure} == {"foxglove", "apt3", "apt10"}


def test_a_name_stays_with_the_concept_that_it_is_a_known_name_of(store, add):
    add(
        make_reading(
            "right",
            [
                group("Foxglove", "APT10", concept="group:apt10", known=False),
                group("APT-10", concept="group:apt10"),
            ],
        ),
        make_reading("left", [group("APT3", "Foxglove", concept="group:apt3")]),
        make_reading("alone", [group("Foxglove")]),
    )

    apt3, apt10, foxglove = ids(store, "APT3", "APT10", "Foxglove")

    assert foxglove == apt3 != apt10


def test_short_names_and_places_are_not_joined_by_one_documents_use(store, add):
    add(
        make_reading("one", [group("Gothic Panda", "UPS"), Thing(("Asia", "China"), EntityType.LOCATION)]),
        make_reading("two", [group("UPS"), Thing(("China",), EntityType.LOCATION)]),
    )

    panda, asia, china = ids(store, "Gothic Panda", "Asia", "China")
    by_short_name = [entity.name for entity in store.view().find_entities("UPS")]

    assert asia != china
    assert by_short_name == ["UPS", "Gothic Panda"]
    assert store.view().find_entities("UPS")[1].id == panda


def test_short_names_are_joined_by_their_concept(store, add):
    add(
        make_reading("one", [group("APT3", "UPS", concept="group:apt3")]), make_reading("two", [group("UPS")])
    )

    assert len(store.view().find_entities("UPS")) == 1


def test_addresses_that_differ_in_their_dots_alone_are_two(store, add):
    def address(value: str) -> Thing:
        return Thing((value,), EntityType.OBSERVABLE)

    reading = make_reading("one", [address("1.11.1.1"), address("11.1.1.1")])
    for referent in reading.referents:
        for mention in referent.mentions:
            object.__setattr__(mention, "normal", mention.name)
    add(reading)

    assert [entity.name for entity in store.view().find_entities("1.11.1.1")] == ["1.11.1.1"]


def test_the_name_of_a_knowledge_table_goes_before_the_most_used_one(store, add):
    table = make_reading("t", [group("APT3", "Buckeye", concept="group:apt3")], kind=DocumentKind.KNOWLEDGE)
    add(table, *(make_reading(f"r{i}", [group("Buckeye")]) for i in range(3)))

    entity = store.view().find_entities("buckeye")[0]

    assert (entity.name, entity.concept, entity.type) == ("APT3", "group:apt3", EntityType.GROUP)


def test_a_persons_same_joins_even_two_concepts_and_withdrawing_parts_them_again(store, add):
    add(
        make_reading("table", [group("APT3", concept="group:apt3"), group("TG-0110", concept="group:tg0110")])
    )
    before = ids(store, "APT3", "TG-0110")
    judgement = judge("group:apt3", SAME, "group:tg0110")

    with store.writer() as writer:
        writer.add_judgement(judgement)
    joined = ids(store, "APT3", "TG-0110")
    with store.writer() as writer:
        writer.withdraw_judgement(judgement.id, "a mistake", "2024-08-01")

    assert len(set(joined)) == 1
    assert ids(store, "APT3", "TG-0110") == before
    assert [j.withdrawn for j in store.view().judgements(before[0]) if j.author == "analyst"] == [True]


def test_a_persons_different_goes_over_what_documents_and_tables_say(store, add):
    add(
        make_reading("t", [group("APT3", "Buckeye", concept="group:apt3")], kind=DocumentKind.KNOWLEDGE),
        make_reading("r", [group("Buckeye")]),
    )
    with store.writer() as writer:
        writer.add_judgement(judge("Buckeye", DIFFERENT, "APT3"))

    view = store.view()

    assert [entity.name for entity in view.find_entities("Buckeye")] == ["Buckeye"]
    assert [name.name for name in view.find_entities("APT3")[0].names] == ["APT3"]


def test_an_id_given_before_two_entities_were_joined_leads_to_the_whole(store, add):
    add(make_reading("one", [group("Gothic Panda")]), make_reading("two", [group("Buckeye")]))
    old = ids(store, "Gothic Panda", "Buckeye")
    add(make_reading("three", [group("Gothic Panda", "Buckeye")]))

    assert {store.view().entity(id).id for id in old} == set(ids(store, "Buckeye"))


def test_a_judgement_that_was_never_recorded_cannot_be_withdrawn(store):
    with store.writer() as writer, pytest.raises(NotKnownError, match="different"):
        writer.withdraw_judgement("judgement-0", "", "2024-01-01")


def test_a_later_judgement_on_the_same_two_names_counts():
    keys = [NameKey(type="group", normal=name) for name in ("aaaa", "bbbb")]
    first, second = judge("aaaa", DIFFERENT, "bbbb", "2024-01-01"), judge("bbbb", SAME, "aaaa", "2024-02-01")

    assert len(set(gather(keys, [], [second, first]).entity.values())) == 1


# Small worlds, in which everything meets everything.

NAMES = ["Amber", "Birch", "Cedar", "Dahlia", "Elder", "UPS"]
CONCEPTS = ["group:one", "group:two", "group:three"]
KEYS = [NameKey(type="group", normal=name.casefold()) for name in NAMES]
KEYS += [NameKey(type="concept", normal=concept) for concept in CONCEPTS]


def group_things():
    concept = st.none() | st.sampled_from(CONCEPTS)
    names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
    return st.builds(
        lambda names, concept, known: group(*names, concept=concept, known=known),
        names,
        concept,
        st.booleans(),
    )


@st.composite
def worlds(draw):
    documents = []
    for i in range(draw(st.integers(1, 6))):
        things = draw(
            st.lists(group_things(), min_size=1, max_size=2, unique_by=lambda thing: thing.names[0])
        )
        kind = draw(st.sampled_from([DocumentKind.REPORT, DocumentKind.KNOWLEDGE]))
        claims = [(things[0].names[0], "overlaps-with", things[-1].names[0])]
        published = draw(st.sampled_from(["2015", "2018-03", "2021-05-05", None]))
        documents.append(make_reading(f"doc {i}", things, claims, kind=kind, published=published))
    ends = st.sampled_from([*NAMES, *CONCEPTS])
    verdicts = st.lists(
        st.tuples(ends, st.sampled_from([SAME, DIFFERENT, DIFFERENT, UNSURE]), ends), max_size=3
    )
    judgements = [
        judge(left, verdict, right, f"20{16 + 4 * i}-01-01T00:00:00Z")
        for i, (left, verdict, right) in enumerate(draw(verdicts))
        if left != right
    ]
    return [*documents, *judgements]


def fill(store: Store, things: list) -> None:
    with store.writer() as writer:
        writer.add_source(SOURCE)
        for thing in things:
            if isinstance(thing, Judgement):
                writer.add_judgement(thing)
            else:
                writer.add_reading(thing, original(thing), INGESTED)


def tell(store: Store, as_of: str | None = None, withdrawn: bool = False) -> dict:
    """All that a view answers about entities."""
    view = store.view(as_of)
    entities = {entity.id: entity for name in NAMES for entity in view.find_entities(name)}
    return {
        "found": [[entity.id for entity in view.find_entities(name)] for name in NAMES],
        "entities": entities,
        "claims": {id: view.claims_about(id, ended=True) for id in entities},
        "among": view.claims_among(sorted(entities)),
        "mentions": {id: view.mentions_of(id) for id in entities},
        "judgements": {
            id: [j for j in view.judgements(id) if withdrawn or not j.withdrawn] for id in entities
        },
        "near": view.near_names("amber birch"),
        "documents": list(view.documents()),
    }


def open_fresh(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / f"{uuid4()}.db"))  # hypothesis seeds `random`, which would repeat itself


WORLD_SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@WORLD_SETTINGS
@given(world=worlds(), data=st.data())
def test_the_order_of_documents_and_judgements_changes_no_answer(tmp_path, world, data):
    one, other = open_fresh(tmp_path), open_fresh(tmp_path)
    fill(one, world)
    for thing in data.draw(st.permutations(world)):
        fill(other, [thing])

    assert tell(one) == tell(other)
    assert tell(one, "2019-01-01") == tell(other, "2019-01-01")
    one.close()
    other.close()


@WORLD_SETTINGS
@given(world=worlds(), data=st.data())
def test_withdrawing_a_judgement_leaves_no_trace_in_entities(tmp_path, world, data):
    ends = st.sampled_from([*NAMES, *CONCEPTS])
    left, right = data.draw(st.lists(ends, min_size=2, max_size=2, unique=True))
    extra = judge(left, data.draw(st.sampled_from([SAME, DIFFERENT])), right, "2030-01-01")
    store = open_fresh(tmp_path)
    fill(store, world)
    before = tell(store)

    with store.writer() as writer:
        writer.add_judgement(extra)
    with store.writer() as writer:
        writer.withdraw_judgement(extra.id, "a mistake", "2031-01-01")

    assert tell(store) == before
    store.close()


@WORLD_SETTINGS
@given(world=worlds())
def test_the_view_as_of_a_day_is_that_of_a_base_with_nothing_later(tmp_path, world):
    day = "2018-12-31"
    early = [
        thing
        for thing in world
        if (thing.made[:10] if isinstance(thing, Judgement) else thing.document.published or INGESTED) <= day
    ]
    whole, part = open_fresh(tmp_path), open_fresh(tmp_path)
    fill(whole, world)
    fill(part, early)

    assert tell(whole, day) == tell(part)
    whole.close()
    part.close()


TIES = st.builds(
    Tie, st.sampled_from(KEYS), st.sampled_from(KEYS), st.sampled_from([CANONICAL, KNOWN, ALIAS])
)
JUDGEMENTS = st.builds(
    lambda left, verdict, right, year: judge(left, verdict, right, f"{year}"),
    st.sampled_from([*NAMES, *CONCEPTS]),
    st.sampled_from([SAME, DIFFERENT]),
    st.sampled_from([*NAMES, *CONCEPTS]),
    st.integers(2000, 2005),
)


@settings(max_examples=300, deadline=None)
@given(ties=st.lists(TIES, max_size=14), judgements=st.lists(JUDGEMENTS, max_size=3), seed=st.randoms())
def test_gathering_asks_for_no_order_and_keeps_apart_what_must_be(ties, judgements, seed):
    result = gather(KEYS, ties, judgements)
    keys = list(KEYS)
    for values in (keys, ties, judgements):
        seed.shuffle(values)

    assert gather(keys, ties, judgements) == result
    last = {frozenset((j.left, j.right)): j for j in sorted(judgements, key=lambda j: (j.made, j.id))}
    for pair, judgement in last.items():
        if judgement.verdict is DIFFERENT and len(pair) == 2:
            assert result.entity[judgement.left] != result.entity[judgement.right]
    for tie in ties:
        joined = result.entity[tie.left] == result.entity[tie.right]
        assert joined or tie in result.contests or frozenset((tie.left, tie.right)) in last
    if not judgements:
        concepts = [result.entity[key] for key in KEYS if key.type == "concept"]
        assert len(set(concepts)) == len(concepts)


@settings(max_examples=200, deadline=None)
@given(ties=st.lists(TIES, max_size=14))
def test_without_conflict_an_entity_is_all_that_ties_connect(ties):
    ties = [tie for tie in ties if "concept" not in (tie.left.type, tie.right.type)]
    result = gather(KEYS, ties, [])

    assert result.entity == result.island
    assert result.contests == ()
