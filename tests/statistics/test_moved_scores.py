"""Scores that move, worked out by hand, and the AUC against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from radaudit.statistics.moved_scores import aucs, moved_sides, spread

SCORES = np.array([[0.4, 0.6, 0.6, 0.4, 0.4], [0.9, 0.8, 0.7, 0.9, 0.9], [0.1, 0.1, 0.1, 0.1, 0.1]])


def test_who_changes_sides_and_how_often():
    found = moved_sides(SCORES >= 0.5)
    assert found.share.tolist() == [0.5, 0, 0]
    assert found.ever == pytest.approx(1 / 3)


def test_classes_are_sides_too():
    assert moved_sides(np.array([[2, 1, 2], [0, 0, 0]])).share.tolist() == [0.5, 0]


def test_one_measurement_moves_nobody():
    with pytest.raises(ValueError, match="two or more"):
        moved_sides(np.ones((3, 1)))


def test_the_spread_within_each_case():
    assert spread(SCORES) == pytest.approx([np.sqrt(0.012), np.sqrt(0.008), 0])


def test_the_auc_by_each_measurement():
    random = np.random.default_rng(1)
    scores, events = random.normal(size=(30, 4)), np.arange(30) % 3 == 0
    assert aucs(scores, events) == pytest.approx([roc_auc_score(events, column) for column in scores.T])
    assert np.isnan(aucs(scores, events & False)).all()
