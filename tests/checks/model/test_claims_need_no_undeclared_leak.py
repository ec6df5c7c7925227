import pytest

from radaudit.checks.model.claims_need_no_undeclared_leak import claims_need_no_undeclared_leak
from radaudit.core.finding import Tier
from radaudit.evidence.undeclared import Trial, Undeclared
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only

[CLAIM] = a_set(auc="0.90").claims


def judge(*trials, **options):
    return list(claims_need_no_undeclared_leak((Undeclared("m", CLAIM, "", trials),), **options))


def test_a_leak_that_gives_the_claim():
    both = Trial(("scaling", "selection"), 0.901)
    finding = only(judge(Trial((), 0.6), Trial(("scaling",), 0.6), both, Trial(("selection",), 0.903)))
    assert (finding.code, finding.tier) == ("leak-gives-the-claim", Tier.HEURISTIC)
    assert finding.message == (
        "Claim auc: 0.9 does not come out as declared (0.60), but with selection fitted on all rows it does."
    )
    assert [row["gives the claim"] for row in finding.rows] == [False, False, True, True]
    assert "3 combinations" in finding.benign[0]


@pytest.mark.parametrize(
    "trials",
    [
        (Trial((), 0.9),),
        (Trial((), 0.6),),
        (Trial((), 0.6), Trial(("selection",), 0.8)),
        (Trial((), 0.89), Trial(("scaling",), 0.9)),  # met by so little that it says nothing
    ],
)
def test_claims_that_need_no_leak(trials):
    assert only(judge(*trials), "pass")


def test_what_could_not_be_tried_is_unknown():
    found = claims_need_no_undeclared_leak((Undeclared("m", CLAIM, "it broke"),))
    assert "it broke" in only(list(found), "unknown").message
