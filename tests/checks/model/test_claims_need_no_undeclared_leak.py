import pytest

from radaudit.checks.model.claims_need_no_undeclared_leak import claims_need_no_undeclared_leak
from radaudit.core.finding import Tier
from radaudit.evidence.undeclared import Trial, Undeclared
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only
from tests.made_setups import a_figure

[CLAIM] = a_set(auc="0.90").claims
FIGURE = a_figure(CLAIM)


def judge(*trials, **options):
    return list(claims_need_no_undeclared_leak((Undeclared(FIGURE, "", trials),), **options))


def trial(value, *kinds):
    return Trial(kinds, value, value in CLAIM.printed)


def test_a_leak_that_gives_the_claim():
    both = trial(0.901, "scaling", "selection")
    finding = only(judge(trial(0.6), trial(0.6, "scaling"), both, trial(0.903, "selection")))
    assert (finding.code, finding.tier) == ("leak-gives-the-claim", Tier.HEURISTIC)
    assert finding.message == (
        "Claim auc: 0.9 does not come out as declared (0.60), but with selection fitted on all rows it does."
    )
    assert [row["gives the claim"] for row in finding.rows] == [False, False, True, True]
    assert "3 combinations" in finding.benign[0]


@pytest.mark.parametrize(
    "trials",
    [
        (trial(0.9),),
        (trial(0.6),),
        (trial(0.6), trial(0.8, "selection")),
        (trial(0.89), trial(0.9, "scaling")),  # met by so little that it says nothing
    ],
)
def test_claims_that_need_no_leak(trials):
    assert only(judge(*trials), "pass")


def test_what_could_not_be_tried_is_unknown():
    found = claims_need_no_undeclared_leak((Undeclared(FIGURE, "it broke"),))
    assert "it broke" in only(list(found), "unknown").message


@pytest.mark.parametrize(("leaky", "code"), [(4.0, "leak-gives-the-claim"), (7.0, "")])
def test_a_leak_that_makes_an_error_smaller(leaky, code):
    [claim] = a_set(mae="4.0").claims
    trials = (Trial((), 6.0, False), Trial(("selection",), leaky, leaky in claim.printed))
    found = claims_need_no_undeclared_leak((Undeclared(a_figure(claim, "regression"), "", trials),))
    assert only(list(found), "fail" if code else "pass").code == code
