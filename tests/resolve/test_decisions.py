import pytest

from urazuke.errors import UsageError
from urazuke.model.judgement import NameKey, Verdict
from urazuke.resolve.decisions import decide

APT3, UPS = NameKey(type="group", normal="apt3"), NameKey(type="group", normal="ups")


def test_a_decision_is_one_whichever_name_comes_first():
    one, other = (
        decide(*pair, Verdict.SAME, author="analyst", reason="same servers", made="2024-01-01")
        for pair in ((APT3, UPS), (UPS, APT3))
    )

    assert one == other


def test_other_verdicts_times_and_authors_are_other_decisions():
    decisions = [
        decide(APT3, UPS, verdict, author=author, reason="because", made=made)
        for verdict in (Verdict.SAME, Verdict.DIFFERENT)
        for author in ("analyst", "reviewer")
        for made in ("2024-01-01", "2024-01-02")
    ]

    assert len({decision.id for decision in decisions}) == 8


@pytest.mark.parametrize(
    ("right", "reason", "made"),
    [(APT3, "because", "2024-01-01"), (UPS, " ", "2024-01-01"), (UPS, "because", None)],
)
def test_what_cannot_be_decided_is_refused(right, reason, made):
    with pytest.raises(UsageError):
        decide(APT3, right, Verdict.SAME, author="analyst", reason=reason, made=made)


def test_a_rule_needs_no_time():
    assert decide(APT3, UPS, Verdict.UNSURE, author="rule:near", reason="").made is None
