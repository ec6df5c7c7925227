import numpy as np
import pytest

from radaudit.statistics.imbalance import matthews, no_information_p


@pytest.mark.parametrize(("accuracy", "events", "others"), [(0.9, 5, 45), (0.96, 5, 45), (0.5, 30, 30), (0.0, 3, 4)])
def test_the_no_information_rate_is_scipys_binomial_test(accuracy, events, others):
    from scipy.stats import binomtest

    cases = events + others
    known = binomtest(round(accuracy * cases), cases, max(events, others) / cases, "greater").pvalue
    assert no_information_p(accuracy, events, others) == pytest.approx(known)


def test_an_accuracy_of_nothing():
    with pytest.raises(ValueError, match="needs cases"):
        no_information_p(0.5, 0, 0)


def test_matthews_as_scikit_learn_has_it():
    from sklearn.metrics import matthews_corrcoef

    rng = np.random.default_rng(0)
    scores, events = rng.random(50), rng.random(50) < 0.3
    for threshold in (0.2, 0.5, 2.0):
        assert matthews(scores, events, threshold) == pytest.approx(matthews_corrcoef(events, scores >= threshold))
