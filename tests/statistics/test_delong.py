import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportion_confint

from radaudit.statistics.delong import auc, auc_covariance, delong_interval, delong_test

SCORES = ["marker", "grade", "inverse", "strong"]


@pytest.mark.parametrize("name", SCORES)
def test_pROC_gives_the_same_interval(name, cases, events, reference):
    expected = reference["auc"][name]
    for level, ends in ((0.95, "ci95"), (0.9, "ci90")):
        found = delong_interval(cases[name], events, level)
        assert found.estimate == pytest.approx(expected["auc"], rel=1e-12)
        assert [found.low, found.high] == pytest.approx(expected[ends], rel=1e-12)
        assert (found.level, found.method) == (level, "DeLong")
    assert auc(cases[name], events) == pytest.approx(expected["auc"], rel=1e-12)


def test_pROC_gives_the_same_covariances(cases, events, reference):
    aucs, covariance = auc_covariance([cases[name] for name in SCORES], events)
    assert aucs == pytest.approx([reference["auc"][name]["auc"] for name in SCORES], rel=1e-12)
    assert np.diag(covariance) == pytest.approx([reference["auc"][name]["variance"] for name in SCORES], rel=1e-10)
    for pair in reference["pairs"]:
        found = covariance[SCORES.index(pair["first"]), SCORES.index(pair["second"])]
        assert found == pytest.approx(pair["covariance"], rel=1e-10)
    assert (covariance == covariance.T).all()


def test_pROC_gives_the_same_paired_tests(cases, events, reference):
    assert len(reference["pairs"]) == 6
    for pair in reference["pairs"]:
        found = delong_test(cases[pair["first"]], cases[pair["second"]], events)
        assert found.z == pytest.approx(pair["z"], rel=1e-11)
        assert found.p == pytest.approx(pair["p"], rel=1e-10)
        assert [found.difference.low, found.difference.high] == pytest.approx(pair["ci95"], rel=1e-11)


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=2, max_size=40))
def test_the_area_is_the_share_of_ordered_pairs(rows):
    events, scores = (np.array(column) for column in zip(*rows, strict=True))
    if events.all() or not events.any():
        with pytest.raises(ValueError, match="at least 1 of each class"):
            auc(scores, events)
        return
    yes, no = scores[events][:, None], scores[~events]
    assert auc(scores, events) == pytest.approx(((yes > no) + 0.5 * (yes == no)).mean(), abs=1e-14)
    assert auc(scores, events) == pytest.approx(roc_auc_score(events, scores), abs=1e-14)


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), min_size=4, max_size=40))
def test_every_interval_is_ordered_and_has_a_width(rows):
    events, scores = (np.array(column) for column in zip(*rows, strict=True))
    if min(events.sum(), (~events).sum()) < 2:
        return
    found = delong_interval(scores, events)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.low < found.high
    mirrored = delong_interval(-scores, events)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low), abs=1e-12)


def test_only_the_order_matters_infinite_scores_included():
    events = [1, 0, 1, 0, 1, 0]
    plain = delong_interval([6, 1, 3, 3, 2, 5], events)
    assert delong_interval([np.inf, -np.inf, 3, 3, 2, 1e300], events) == plain


@pytest.mark.parametrize("others", [4, 9])
def test_a_perfect_score_has_an_exact_bound_not_a_point(others):
    events = np.array([True] * 5 + [False] * others)
    pairs = min(5, others)
    exact, _ = proportion_confint(pairs, pairs, method="beta")
    found = delong_interval(np.where(events, 2.0, 1.0), events)
    assert (found.estimate, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(exact, rel=1e-12)
    assert found.method.startswith(f"exact bound from {pairs} separate pairs")
    turned = delong_interval(np.where(events, 1.0, 2.0), events)
    assert (turned.estimate, turned.low, turned.high) == (0.0, 0.0, 1 - found.low)
    assert "below" in turned.method
    equal = delong_interval(np.zeros(events.size), events)
    assert (equal.estimate, equal.low, equal.high) == (0.5, found.low / 2, 1 - found.low / 2)
    assert "equal" in equal.method


def test_the_bound_keeps_its_promise():
    # A true AUC at the bound must give a perfect sample in at most alpha/2 of the cases.
    rng = np.random.default_rng(4)
    bound = 0.025 ** (1 / 4)
    from scipy.stats import norm

    shift = np.sqrt(2) * norm.ppf(bound)
    yes, no = rng.normal(shift, 1, (20000, 4)), rng.normal(0, 1, (20000, 6))
    perfect = (yes.min(axis=1) > no.max(axis=1)).mean()
    assert 0 < perfect <= 0.025


def test_the_interval_covers_the_true_area():
    from scipy.stats import norm

    rng = np.random.default_rng(11)
    events = np.arange(100) < 40
    truth = norm.cdf(1 / np.sqrt(2))
    covered = [delong_interval(rng.normal(events * 1.0, 1), events).contains(truth) for _ in range(800)]
    assert 0.925 <= np.mean(covered) <= 0.97


def test_scores_of_one_order_do_not_differ():
    events = np.array([1, 0, 1, 0, 1, 0, 0], dtype=bool)
    scores = np.array([0.9, 0.1, 0.4, 0.5, 0.8, 0.3, 0.35])
    found = delong_test(scores, np.exp(scores), events)
    assert (found.difference.estimate, found.z, found.p) == (0.0, 0.0, 1.0)
    assert "no variance" in found.difference.method


def test_a_difference_without_variance_is_no_test():
    events = np.array([1, 1, 0, 0], dtype=bool)
    with pytest.raises(ValueError, match="without any sampling variance"):
        delong_test([2, 2, 1, 1], [0, 0, 0, 0], events)


@pytest.mark.parametrize(
    ("scores", "events", "says"),
    [
        ([1, 2, 3], [1, 1, 1], "3 events and 0 non-events"),
        ([1, 2, 3], [0, 0, 1], "at least 2 of each class; there are 1 events and 2 non-events"),
        ([1, 2, 3], [0, 1], "3 scores a row but 2 events"),
        ([1, np.nan, 3, 4], [0, 1, 0, 1], "1 of 4 scores are missing"),
        ([[1, 2], [3, 4]], [0, 1], "one number a case"),
    ],
)
def test_what_has_no_interval_is_refused(scores, events, says):
    with pytest.raises(ValueError, match=says):
        delong_interval(scores, events)


def test_scores_of_different_cases_are_not_compared():
    with pytest.raises(ValueError, match=r"different lengths \(3 and 2\)"):
        delong_test([1, 2, 3], [1, 2], [0, 1, 1])
