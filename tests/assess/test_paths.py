import pytest
from tests.support.cases import load_case, make_reading
from tests.support.memory import MemoryView

from urazuke.assess.paths import find_paths
from urazuke.ids import make_id
from urazuke.model.document import Reliability, Source


@pytest.fixture(scope="module")
def view():
    return MemoryView(*load_case("apt3"))


def ids(view, *names):
    return [entity.id for name in names for entity in view.find_entities(name)]


def walk(chain):
    return [(hop.object if hop.backwards else hop.subject).name for hop in chain.hops]


def paths(view, a, b, **more):
    return find_paths(view, ids(view, a), ids(view, b), **more)


def world(*claims, grade="A", things=None):
    """A view over one document for each claim: (subject, predicate, object, more)."""
    source = Source(id=make_id("source", "s"), name="s", reliability=Reliability(grade))
    types = {"group": "G", "organization": "O", "person": "P", "malware": "M", "tool": "T", "location": "L"}
    of_letter = {letter: name for name, letter in types.items()}
    readings = []
    for number, (subject, predicate, end, *more) in enumerate(claims):
        extra = dict(more[0]) if more else {}
        publisher = extra.pop("publisher", f"publisher {number}")
        kinds: dict[str, list[str]] = {}
        for name in {subject, end, *([extra["by"]] if "by" in extra else [])}:
            kinds.setdefault(of_letter[name[0]], []).append(name)
        text = f"Report {number}: {subject} {predicate} {end}. {extra.get('by', '')}"
        row = {
            "address": f"https://example.com/{number}",
            "source": "s",
            "publisher": publisher,
            "text": text,
            "things": kinds,
            "claims": [[subject, predicate, end, f"{subject} {predicate} {end}", extra]],
        }
        readings.append(make_reading(row, {"s": source}))
    return MemoryView(readings, [source])


def test_the_chain_from_tool_to_ministry_runs_over_the_contractor_not_over_the_conclusion(view):
    best = paths(view, "Pirpi", "国家安全部").chains[0]
    names = walk(best)
    assert names[0] == "Pirpi"
    assert names[2] in ("Dong Hao", "Wu Yingzhuo")
    assert names[3:] == ["Boyusec", "Guangdong ITSEC", "CNITSEC"] or names[3:] == [
        "Boyusec",
        "広東ITSEC",
        "CNITSEC",
    ]
    assert not any(hop.conclusion for hop in best.hops)


def test_conclusions_are_hops_only_on_request(view):
    assert any(hop.conclusion for hop in paths(view, "Pirpi", "国家安全部", conclusions=True).chains[0].hops)


def test_conclusions_stand_in_where_there_is_no_other_chain_and_are_marked(view):
    found = paths(view, "PlugX", "国家安全部")
    assert found.by_conclusions
    assert any(hop.conclusion for hop in found.chains[0].hops)


def test_alternatives_part_from_the_best_chain_and_what_they_share_breaks_them(view):
    found = paths(view, "Pirpi", "国家安全部")
    assert len(found.chains) >= 2
    assert found.chains[0].hops[0].key != found.chains[1].hops[0].key
    assert [hop.predicate for hop in found.breaking] == ["partner-of", "part-of", "part-of"]


def test_score_is_the_product_and_best_comes_first(view):
    for chain in paths(view, "Pirpi", "国家安全部").chains:
        product = 1.0
        for hop in chain.hops:
            product *= hop.grade
        assert chain.score == pytest.approx(product)
    scores = [chain.score for chain in paths(view, "Pirpi", "国家安全部").chains]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("stance", ["denied", "unknown"])
def test_a_chain_never_passes_through_what_is_denied_or_unknown(stance):
    view = world(("P1", "works-for", "O1", {"stance": stance}), ("O1", "part-of", "O2"))
    assert paths(view, "P1", "O2").chains == ()


def test_a_company_listed_as_synonym_of_a_group_is_no_hop(view):
    world_ = world(("O1", "alias-of", "G1"), ("O1", "part-of", "O2"))
    assert paths(world_, "G1", "O2").chains == ()


@pytest.mark.parametrize(
    "claims",
    [
        [("G1", "originates-from", "L1"), ("G2", "originates-from", "L1")],
        [("P1", "located-at", "L1"), ("P2", "located-at", "L1")],
        [("G1", "targets", "O1"), ("G2", "targets", "O1")],
        [("O1", "part-of", "O9"), ("O2", "part-of", "O9")],
        [("G1", "uses", "T1"), ("G2", "uses", "T1"), ("G3", "uses", "T1")],
    ],
)
def test_what_links_everything_links_nothing(claims):
    view = world(*claims)
    assert paths(view, claims[0][0], claims[1][0], conclusions=True).chains == ()


def test_a_tool_of_two_alone_links_them():
    view = world(("G1", "uses", "T1"), ("G2", "uses", "T1"))
    assert len(paths(view, "G1", "G2").chains) == 1


def test_a_publisher_of_reports_on_others_is_not_passed_through():
    claims = [("P1", "works-for", "O1"), ("O1", "partner-of", "O2")]
    assert len(paths(world(*claims), "P1", "O2").chains) == 1
    reporting = world(*claims, ("P1", "works-for", "O3", {"publisher": "O1"}))
    assert paths(reporting, "P1", "O2").chains == ()


def test_chains_may_be_read_in_either_direction():
    view = world(("P1", "registered", "O1"), ("P1", "works-for", "O2"))
    forth, back = paths(view, "O1", "O2").chains[0], paths(view, "O2", "O1").chains[0]
    assert [hop.backwards for hop in forth.hops] == [True, False]
    assert forth.score == pytest.approx(back.score)


def test_a_second_origin_strengthens_a_hop_and_a_retelling_does_not():
    once = world(("P1", "works-for", "O1", {"by": "O5"}), grade="C")
    retold = world(
        ("P1", "works-for", "O1", {"by": "O5"}), ("P1", "works-for", "O1", {"by": "O5"}), grade="C"
    )
    twice = world(("P1", "works-for", "O1", {"by": "O5"}), ("P1", "works-for", "O1", {"by": "O6"}), grade="C")
    grades = [paths(it, "P1", "O1").chains[0].hops[0].grade for it in (once, retold, twice)]
    assert grades[0] == pytest.approx(0.7 * 0.7)
    assert grades[1] == pytest.approx(grades[0])
    assert grades[0] < grades[2] < 0.7


def test_a_hedge_weakens_by_its_likelihood():
    def grade(**more):
        return paths(world(("P1", "works-for", "O1", more)), "P1", "O1").chains[0].hops[0].grade

    unlikely = grade(stance="hedged", likelihood="low")
    plain = grade(stance="hedged")
    likely = grade(stance="hedged", likelihood="high")
    assert unlikely < plain < likely < grade()


def test_order_of_documents_changes_nothing():
    readings, sources = load_case("apt3")
    found = [paths(MemoryView(it, sources), "Pirpi", "国家安全部") for it in (readings, readings[::-1])]
    keys = [[[hop.key for hop in chain.hops] for chain in it.chains] for it in found]
    assert keys[0] == keys[1]


def test_no_chain_is_an_answer():
    view = world(("P1", "works-for", "O1"), ("P2", "works-for", "O2"))
    found = paths(view, "P1", "P2")
    assert (found.chains, found.breaking, found.by_conclusions) == ((), (), False)


def test_a_victim_or_a_prosecutor_may_be_an_end_of_a_chain():
    view = world(
        ("G1", "targets", "O1"), ("O2", "part-of", "G1"), ("O3", "indicted", "P1"), ("P1", "works-for", "O2")
    )
    assert len(paths(view, "O1", "O2").chains) == 1
    assert len(paths(view, "O3", "O2").chains) == 1
