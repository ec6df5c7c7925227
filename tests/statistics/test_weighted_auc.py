import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from radaudit.statistics import weighted_auc as module
from radaudit.statistics.delong import delong_interval
from radaudit.statistics.resampling import resampled_weights
from radaudit.statistics.weighted_auc import bootstrap_auc, permuted_aucs, resampled_aucs, weighted_auc

RNG = np.random.default_rng(2)
EVENTS = RNG.random(60) < 0.4
SCORES = (RNG.normal(size=60) + EVENTS).round(1)


@pytest.mark.parametrize("pairs", [module._PAIRS_AT_ONCE, 0])
def test_scikit_learn_gives_the_same_with_any_weights(pairs, monkeypatch):
    monkeypatch.setattr(module, "_PAIRS_AT_ONCE", pairs)
    weights = RNG.random((5, 60)) * (RNG.random((5, 60)) < 0.7)
    expected = [roc_auc_score(EVENTS, SCORES, sample_weight=row) for row in weights]
    assert weighted_auc(SCORES, weights * EVENTS, weights * ~EVENTS) == pytest.approx(expected, rel=1e-12)
    assert np.isnan(weighted_auc(SCORES, 0 * weights, weights)).all()


@pytest.mark.parametrize("pairs", [module._PAIRS_AT_ONCE, 0])
def test_scikit_learn_gives_the_same_of_each_resample(pairs, monkeypatch):
    monkeypatch.setattr(module, "_PAIRS_AT_ONCE", pairs)
    table = np.stack([SCORES, -SCORES, RNG.normal(size=60)])
    found = resampled_aucs(table, EVENTS, 8, seed=4)
    weights = next(resampled_weights(60, 8, 4, EVENTS)).astype(int)
    for turn, own in enumerate(weights):
        drawn = np.repeat(np.arange(60), own)
        expected = [roc_auc_score(EVENTS[drawn], row[drawn]) for row in table]
        assert found[:, turn] == pytest.approx(expected, rel=1e-12)
    assert (resampled_aucs(SCORES, EVENTS, 8, seed=4) == found[0]).all()


def test_infinite_scores_are_ordered_like_others():
    scores = np.where(SCORES > 1, np.inf, SCORES)
    ones = np.ones((1, 60))
    expected = roc_auc_score(EVENTS, np.where(SCORES > 1, 99, SCORES))
    assert weighted_auc(scores, ones * EVENTS, ones * ~EVENTS) == pytest.approx(expected)


def test_bootstrap_and_DeLong_agree_about_the_interval():
    found, other = bootstrap_auc(SCORES, EVENTS, seed=1, resamples=5000), delong_interval(SCORES, EVENTS)
    assert found.estimate == other.estimate
    assert [found.low, found.high] == pytest.approx([other.low, other.high], abs=0.02)
    assert found.method == "percentile bootstrap within classes, 5000 resamples, seed 1"


def test_each_permutation_is_an_auc_of_shuffled_events():
    table = np.stack([SCORES, SCORES**2])
    found = permuted_aucs(table, EVENTS, 6, seed=9)
    dealt = np.random.default_rng(9).permuted(np.tile(EVENTS.astype(float)[:, None], 6), axis=0) > 0
    expected = [[roc_auc_score(column, row) for column in dealt.T] for row in table]
    assert found == pytest.approx(np.array(expected), rel=1e-12)
    assert (permuted_aucs(SCORES, EVENTS, 6, seed=9) == found[0]).all()


def test_the_spread_of_permutations_is_Mann_and_Whitney_s():
    scores = np.arange(40.0)
    found = permuted_aucs(scores, np.arange(40) < 15, 20_000)
    assert found.mean() == pytest.approx(0.5, abs=0.003)
    assert found.var() == pytest.approx(41 / (12 * 15 * 25), rel=0.04)


def test_patients_keep_one_outcome():
    groups = np.repeat(np.arange(20), 3)
    events = groups < 8
    scores = RNG.normal(size=20)[groups]  # the same in all cases of a patient
    whole, single = (permuted_aucs(scores, events, 4000, groups=by) for by in (groups, None))
    assert whole.std() == pytest.approx((21 / (12 * 8 * 12)) ** 0.5, rel=0.05)
    assert single.std() < 0.65 * whole.std()
    with pytest.raises(ValueError, match="both classes"):
        permuted_aucs(scores, np.arange(60) % 2 == 0, groups=groups)
    with pytest.raises(ValueError, match="2 patients named"):
        permuted_aucs(scores, events, groups=[1, 2])


def test_one_class_is_refused():
    for measure in (bootstrap_auc, permuted_aucs, resampled_aucs):
        with pytest.raises(ValueError, match="of each class"):
            measure([1, 2, 3], [1, 1, 1])
