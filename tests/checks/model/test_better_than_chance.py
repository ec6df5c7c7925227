import numpy as np
import pytest

from radaudit.checks.model.better_than_chance import better_than_chance
from radaudit.core.finding import Tier
from radaudit.evidence.chance import Chance
from radaudit.statistics.permutation import permutation_test
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only
from tests.made_setups import a_figure

[CLAIM] = a_set(auc="0.90").claims


def judge(observed, middle, **options):
    permuted = tuple(np.clip(np.random.default_rng(0).normal(middle, 0.08, 100), 0, 1))
    made = Chance(a_figure(CLAIM), "", observed, permuted, (0.5,) * 100, permutation_test(observed, permuted))
    return list(better_than_chance((made,), **options))


@pytest.mark.parametrize(
    ("observed", "middle", "code"),
    [
        (0.9, 0.5, ""),
        (0.55, 0.5, "no-better-than-chance"),
        (0.86, 0.85, "analysis-flatters"),
        (1.0, 0.8, "analysis-flatters"),
    ],
)
def test_truth_against_chance(observed, middle, code):
    finding = only(judge(observed, middle), "fail" if code else "pass")
    assert (finding.code, finding.tier) == (code, Tier.TESTED)
    assert finding.values["mean_of_permuted"] == pytest.approx(middle, abs=0.03)
    assert sum(finding.plots[0].series[0].y) == 100


def test_a_bias_below_the_option_is_no_flattery():
    assert only(judge(0.9, 0.55, flattery=0.1), "pass")


def test_what_was_not_done_is_unknown():
    finding = only(list(better_than_chance((Chance(a_figure(CLAIM), "it broke"),))), "unknown")
    assert "it broke" in finding.message


[ERROR] = a_set(mae="4.0").claims


@pytest.mark.parametrize(
    ("observed", "middle", "nothing", "code"),
    [(4.0, 8.0, 8.1, ""), (7.9, 8.0, 8.1, "no-better-than-chance"), (4.0, 4.1, 8.0, "analysis-flatters")],
)
def test_of_an_error_chance_is_what_the_permutations_say(observed, middle, nothing, code):
    permuted = tuple(np.random.default_rng(0).normal(middle, 0.3, 100))
    test = permutation_test(observed, permuted, higher_is_better=False)
    made = Chance(a_figure(ERROR, "regression", step=10.0), "", observed, permuted, (nothing,) * 100, test)
    finding = only(list(better_than_chance((made,))), "fail" if code else "pass")
    assert finding.code == code
    assert finding.values["without_skill"] == pytest.approx(nothing)
    assert sum(finding.plots[0].series[0].y) == 100
    assert f"around {nothing:g}" in finding.plots[0].note
