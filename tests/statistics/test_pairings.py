from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score, roc_auc_score

from radaudit.statistics.pairings import pairings
from radaudit.statistics.survival.weighted_concordance import weighted_c

RNG = np.random.default_rng(4)
SCORES, EVENTS = RNG.normal(size=5).round(1), np.array([0, 1, 1, 0, 0])
VALUES = RNG.normal(size=5)


def concordance(outcomes, scores):
    return weighted_c(outcomes[:, 0], outcomes[:, 1] > 0, scores, np.ones((1, len(scores))))[0]


@pytest.mark.parametrize(
    ("measure", "outcomes", "predictions"),
    [
        (roc_auc_score, EVENTS, SCORES),
        (accuracy_score, EVENTS, (SCORES > 0.3).astype(int)),
        (mean_absolute_error, VALUES, SCORES),
        (r2_score, VALUES, SCORES),
        (concordance, np.column_stack([np.arange(1.0, 6), EVENTS]), SCORES),
    ],
)
def test_the_mean_over_pairings_is_that_over_all_permutations(measure, outcomes, predictions):
    few = np.mean([measure(outcomes[order], predictions) for order in pairings(5, 0)])
    every = np.mean([measure(outcomes[list(order)], predictions) for order in permutations(range(5))])
    assert few == pytest.approx(every, rel=1e-12)
    if measure in (roc_auc_score, concordance):
        assert few == pytest.approx(0.5, rel=1e-12)


def test_every_order_holds_every_case_once_and_there_are_no_more_than_asked_for():
    found = list(pairings(50, 1, most=20))
    assert len(found) == 20
    assert all(sorted(order) == list(range(50)) for order in found)
