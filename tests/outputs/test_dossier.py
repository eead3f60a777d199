import pytest
from tests.support.cases import load_case
from tests.support.memory import MemoryView

from urazuke.errors import NotKnownError
from urazuke.model.claim import Stance
from urazuke.model.judgement import Judgement, NameKey, Verdict
from urazuke.outputs.dossier import make_dossier


def rows(dossier, section):
    found = dossier.section(section)
    return {row.end: row for row in found.rows} if found else {}


def card(view, name):
    return make_dossier(view, view.find_entities(name)[0].id)


def test_store_and_memory_give_the_same_rows(view, memory):
    def spell(dossier):
        return {
            (section.key, row.predicate, row.outward, tuple(sorted(it.quote for it in row.evidence)))
            for section in dossier.sections
            for row in section.rows
        }

    assert spell(card(view, "APT3")) == spell(card(memory, "APT3"))


def test_every_row_has_claims_and_every_claim_of_the_entity_stands_in_one_row(view, dossier):
    shown = [item.claim_id for row in dossier.rows for item in row.evidence]
    assert all(row.evidence for row in dossier.rows)
    assert sorted(shown) == sorted(claim.claim.id for claim in view.claims_about(dossier.entity.id))


def test_quotes_stand_in_their_original_text(view, dossier):
    for row in dossier.rows:
        for item in row.evidence:
            text = " ".join(view.rendition(item.document.id).text.split())
            assert f"{item.before}{item.quote}{item.after}".strip() in text


def test_names_from_tables_and_from_reports_are_kept_apart(dossier):
    assert {use.name for use in dossier.knowledge_names} == {"APT3", "Gothic Panda", "TG-0110", "Buckeye"}
    assert "TG-0110" not in {use.name for use in dossier.report_names}
    used = next(use for use in dossier.report_names if use.name == "Gothic Panda")
    assert (used.users, used.first, used.last) == (
        ("Intrusion Truth", "セキュリティ研究ノート"),
        "2017-05-09",
        "2017-06-02",
    )


def test_retelling_is_no_second_origin(dossier):
    row = rows(dossier, "behind")["Ministry of State Security"]
    assert [origin.name for origin in row.origins.origins] == ["Intrusion Truth", "Recorded Future"]
    assert row.documents == 4


def test_who_denies_a_thing_does_not_corroborate_it(dossier):
    row = rows(dossier, "behind")["Ministry of State Security"]
    assert ("中国外交部", Stance.DENIED, None) in row.voices
    assert "中国外交部" not in {origin.name for origin in row.origins.origins}


def test_likelihood_is_an_icd_203_expression(dossier):
    assert rows(dossier, "behind")["Boyusec"].voices == (("Intrusion Truth", Stance.HEDGED, "very likely"),)


def test_breakins_are_shown_apart_from_targets(dossier):
    victims = dossier.section("victims")
    assert {row.end for row in victims.group("compromised").rows} == {"Siemens AG", "Trimble"}
    assert {row.other.type.value for row in victims.group("countries").rows} == {"location"}


def test_a_company_given_as_synonym_is_a_tie_not_a_name(dossier):
    assert "Boyusec" not in {use.name for use in (*dossier.knowledge_names, *dossier.report_names)}
    assert [c.rows[0].end for c in dossier.conflicts if c.kind == "name-of-another-kind"] == ["Boyusec"]


def test_contractor_and_ministry_are_not_rivals_but_the_army_is(view):
    readings, sources = load_case("apt3")
    without_army = [reading for reading in readings if "解放军" not in reading.rendition.text]
    assert "different-sponsors" not in {
        c.kind for c in card(MemoryView(without_army, sources), "APT3").conflicts
    }
    assert "different-sponsors" in {c.kind for c in card(view, "APT3").conflicts}


def test_denied_and_unknown_are_conflicts(dossier):
    kinds = {conflict.kind: conflict.rows[0].end for conflict in dossier.conflicts}
    assert kinds["asserted-and-denied"] == "Ministry of State Security"
    assert kinds["asserted-and-unknown"] == "APT17"


def test_a_judgement_that_two_names_differ_is_shown(memory):
    judgement = Judgement(
        id="judgement-1",
        left=NameKey(type="group", normal="apt3"),
        right=NameKey(type="group", normal="apt17"),
        verdict=Verdict.DIFFERENT,
        reason="other tools",
        author="analyst",
    )
    view = MemoryView(*load_case("apt3"), judgements=[judgement])
    found = [c for c in card(view, "APT3").conflicts if c.kind == "judged-different"]
    assert [(c.name, c.judgement.reason) for c in found] == [("apt17", "other tools")]


def test_a_persons_card_leaves_out_what_is_not_about_persons(view):
    person = card(view, "Wu Yingzhuo")
    assert [section.key for section in person.sections] == ["operators", "charges", "infrastructure"]
    assert rows(person, "charges")["U.S. Department of Justice"].outward is False


def test_what_an_organization_says_is_not_said_about_it(view):
    speaker = card(view, "Recorded Future")
    assert [section.key for section in speaker.sections] == ["said"]
    assert speaker.timeline.events == ()


def test_gaps_name_what_nobody_said(view):
    assert "no_infrastructure" in card(view, "APT3").gaps
    army = card(view, "解放军")
    assert {"single_origin", "all_hedged", "ungraded"} <= set(army.gaps)


def test_an_entity_known_by_name_alone_has_a_card(view):
    army = card(view, "Recorded Future")
    assert army.figures.claims > 0
    with pytest.raises(NotKnownError):
        make_dossier(view, "entity-0")


def test_card_as_of_a_date_knows_only_what_was_published(view):
    early = MemoryView(*load_case("apt3"), as_of="2017-05-10")
    early_card = card(early, "APT3")
    assert early_card.as_of == "2017-05-10"
    assert early_card.figures.documents == 1
    assert "no_denial" in early_card.gaps
