import numpy as np
import pytest

from radaudit.checks.model.holds_for_other_seeds import holds_for_other_seeds
from radaudit.core.finding import Severity
from radaudit.evidence.other_seeds import OtherSeeds
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only
from tests.made_setups import a_figure

[CLAIM] = a_set(auc="0.90").claims
OTHERS = tuple(np.linspace(0.70, 0.86, 20))


def judge(own, others=OTHERS):
    return list(holds_for_other_seeds((OtherSeeds(a_figure(CLAIM), "", own, others, "the model and the folds"),)))


def test_a_figure_that_only_its_own_seed_gives():
    finding = only(judge(0.9))
    assert (finding.code, finding.values["p"]) == ("only-with-own-seed", pytest.approx(1 / 21))
    assert [len(series.x) for series in finding.plots[0].series] == [20, 1, 1]


def test_how_far_above_the_others_decides_how_much_it_weighs():
    assert only(judge(0.9)).severity == Severity.MINOR
    assert only(judge(0.9, tuple(0.7 + (value - 0.7) / 3 for value in OTHERS))).severity == Severity.MAJOR


def test_a_claim_above_all_seeds_counts_although_the_rerun_is_not():
    assert only(judge(0.8)).code == "only-with-own-seed"


def test_a_figure_among_those_of_other_seeds():
    assert "0.70 to 0.93" in only(judge(0.9, (*OTHERS[:-1], 0.93)), "pass").message


def test_a_small_lead_is_no_finding():
    assert only(judge(0.9, (0.89,) * 10 + (0.888,) * 10), "pass")


def test_an_analysis_without_chance():
    finding = only(judge(0.9, (0.9,) * 20), "pass")
    assert "no seed changes" in finding.message
    assert not finding.plots


def test_what_was_not_done_is_unknown():
    assert only(list(holds_for_other_seeds((OtherSeeds(a_figure(CLAIM), "it broke"),))), "unknown")


def test_of_an_error_the_best_is_the_smallest():
    [claim] = a_set(rmse="4.0").claims
    others = tuple(np.linspace(5.0, 6.0, 20))

    def of(own, step=1.0):
        figure = a_figure(claim, "regression", step)
        return list(holds_for_other_seeds((OtherSeeds(figure, "", own, others, "the model"),)))

    assert only(of(4.0)).message.startswith(
        "Claim rmse: 4 is claimed and 4 comes out with the study's own seed; 20 other"
    )
    assert only(of(4.0, step=100.0), "pass")  # 1.5 is little where the outcome varies by 100
    [greater] = a_set(rmse="7.0").claims
    found = OtherSeeds(a_figure(greater, "regression"), "", 7.0, others, "the model")
    assert only(list(holds_for_other_seeds((found,))), "pass")
