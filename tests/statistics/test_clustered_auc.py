import json
from pathlib import Path

import numpy as np
import pytest

from radaudit.statistics.clustered_auc import clustered_auc_interval, clustered_auc_variance
from radaudit.statistics.delong import auc_covariance, delong_interval
from radaudit.statistics.weighted_auc import bootstrap_auc

FIXTURES = Path(__file__).parent / "fixtures"


def test_R_s_jackknife_over_patients_gives_the_same():
    # Every patient has one lesion of each class; Obuchowski's variance is then I / (I - 1) times the jackknife's.
    table = np.genfromtxt(FIXTURES / "survival.csv", delimiter=",", names=True)
    auc, variance = json.loads((FIXTURES / "survival.json").read_text(encoding="utf-8"))["auc_patients"]
    found = clustered_auc_variance(table["score"], table["lesion"], table["patient"])
    assert found == pytest.approx((auc, variance * 45 / 44), rel=1e-12)


def test_with_one_case_a_patient_it_is_DeLong_s(cases, events):
    auc, variance = clustered_auc_variance(cases["marker"], events, np.arange(100)[::-1])
    aucs, covariance = auc_covariance([cases["marker"]], events)
    assert (auc, variance) == pytest.approx((aucs[0], covariance[0, 0]), rel=1e-12)


def test_copies_of_the_cases_change_nothing(cases, events):
    once, copied = (
        clustered_auc_interval(np.tile(cases["marker"], times), np.tile(events, times), np.tile(np.arange(100), times))
        for times in (1, 4)
    )
    assert [copied.low, copied.high] == pytest.approx([once.low, once.high])


def test_the_bootstrap_of_patients_agrees():
    rng = np.random.default_rng(6)
    groups = np.repeat(np.arange(60), 3)
    events = rng.random(180) < rng.random(60)[groups]
    scores = 0.8 * events + rng.normal(size=60)[groups] + rng.normal(size=180)
    found, other = clustered_auc_interval(scores, events, groups), bootstrap_auc(scores, events, groups=groups)
    assert found.estimate == other.estimate
    assert [found.low, found.high] == pytest.approx([other.low, other.high], abs=0.02)
    naive = delong_interval(scores, events)
    assert found.high - found.low != pytest.approx(naive.high - naive.low, rel=0.02)


def test_a_perfect_score_has_an_exact_bound_in_patients():
    events = np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=bool)
    found = clustered_auc_interval(events.astype(float), events, [1, 1, 2, 3, 4, 5, 5, 6])
    assert (found.estimate, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025 ** (1 / 3))
    assert found.method == "exact bound from 3 pairs of different patients"
    turned = clustered_auc_interval(-events.astype(float), events, [1, 1, 2, 3, 4, 5, 5, 6])
    assert (turned.low, turned.high) == (0, pytest.approx(1 - found.low))


@pytest.mark.parametrize(
    ("scores", "groups", "says"),
    [
        ([1, 2, 3, 4], [1, 2, 3], "3 patients named for 4"),
        ([1, 2, 3, 4], [1, 1, 2, 3], "there are 1 and 2"),
        ([1, 1, 1, 1], [1, 2, 3, 4], "no variance over patients"),
    ],
)
def test_what_has_no_interval_is_refused(scores, groups, says):
    with pytest.raises(ValueError, match=says):
        clustered_auc_interval(scores, [1, 1, 0, 0], groups)


@pytest.mark.slow
def test_the_interval_covers_the_truth_where_DeLong_s_does_not():
    from scipy.stats import norm

    rng = np.random.default_rng(12)
    groups = np.repeat(np.arange(30), 6)
    events = groups < 15
    truth = norm.cdf(1 / np.sqrt(2 * 1.25))
    covered = []
    for _ in range(500):
        scores = events + rng.normal(size=30)[groups] + 0.5 * rng.normal(size=180)
        found = clustered_auc_interval(scores, events, groups), delong_interval(scores, events)
        covered.append([interval.contains(truth) for interval in found])
    whole, single = np.mean(covered, axis=0)
    assert 0.90 <= whole <= 0.97
    assert single < 0.75
