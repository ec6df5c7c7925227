import numpy as np
import pytest

from radaudit.statistics.events import aligned, both_classes, probabilities


def test_numbers_become_booleans_and_scores_keep_their_shape():
    scores, events = aligned([[1, 2], [3, 4]], [0, 1])
    assert scores.shape == (2, 2)
    assert events.dtype == bool
    assert events.tolist() == [False, True]


@pytest.mark.parametrize(
    ("scores", "events", "says"),
    [
        ([1, 2, 3], [0, 1], "3 scores a row but 2 events"),
        ([], [], "no cases"),
        ([1, np.nan], [0, 1], "1 of 2 scores are missing"),
        ([1, 2], [1, 2], "true or false"),
        ([1, 2], [1, np.nan], "true or false"),
        ([1, 2], ["yes", "no"], "true or false"),
        ([[[1, 2]]], [0, 1], "one number a case"),
        ([1, 2], [[0, 1]], "one number a case"),
    ],
)
def test_what_does_not_fit_together_is_refused(scores, events, says):
    with pytest.raises(ValueError, match=says):
        aligned(scores, events)


def test_probabilities_lie_between_0_and_1():
    assert probabilities([0, 1], [0, 1])[0].tolist() == [0, 1]
    for scores in ([-0.1, 0.5], [0.5, 1.1], [0.5, np.inf]):
        with pytest.raises(ValueError, match="1 of 2 scores lie outside"):
            probabilities(scores, [0, 1])
    with pytest.raises(ValueError, match="one row"):
        probabilities([[0.1, 0.2]], [0, 1])


def test_both_classes_are_counted():
    both_classes(np.array([True, False]), "It")
    with pytest.raises(ValueError, match="It needs at least 2 of each class; there are 1 events and 2 non-events"):
        both_classes(np.array([True, False, False]), "It", least=2)
