"""What arithmetic allows, against mlscorecheck and by counting."""

import itertools
import math

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score

from radaudit.statistics.possible import (
    Printed,
    auc_bounds,
    auc_possible,
    confusions,
    hanley_mcneil_width,
    nearest_figures,
)

NAMES = {"accuracy": "acc", "sensitivity": "sens", "specificity": "spec", "ppv": "ppv", "npv": "npv", "f1": "f1"}


@pytest.mark.parametrize("seed", range(12))
def test_true_figures_are_always_possible_and_mlscorecheck_agrees_on_shifted_ones(seed):
    from mlscorecheck.check.binary import check_1_testset_no_kfold

    rng = np.random.default_rng(seed)
    events, others = int(rng.integers(8, 30)), int(rng.integers(8, 30))
    tp, tn = int(rng.integers(1, events)), int(rng.integers(1, others))
    exact = {
        "accuracy": (tp + tn) / (events + others),
        "sensitivity": tp / events,
        "specificity": tn / others,
        "f1": 2 * tp / (2 * tp + others - tn + events - tp),
    }
    assert confusions(events, others, {name: Printed(round(value, 3), 3) for name, value in exact.items()}) == 1
    assert confusions(
        events, others, {name: Printed(math.floor(value * 1e3) / 1e3, 3) for name, value in exact.items()}
    )

    shifted = {name: round(value + (0.031 if name == "accuracy" else 0), 3) for name, value in exact.items()}
    theirs = check_1_testset_no_kfold(
        testset={"p": events, "n": others},
        scores={NAMES[name]: value for name, value in shifted.items()},
        eps=1e-3,  # theirs both ways; ours one unit up, half a unit down
    )
    ours = confusions(events, others, {name: Printed(value, 3) for name, value in shifted.items()})
    assert theirs["inconsistency"] == (ours == 0) == True  # noqa: E712


def test_figures_are_those_of_scikit_learn():
    truth = np.array([1] * 4 + [0] * 5)
    for tp, tn in itertools.product(range(5), range(6)):
        predicted = np.array([1] * tp + [0] * (4 - tp) + [0] * tn + [1] * (5 - tn))
        figures = {
            "accuracy": Printed(accuracy_score(truth, predicted), 9),
            "f1": Printed(f1_score(truth, predicted, zero_division=0), 9),
        }
        assert confusions(4, 5, figures) >= 1


def test_an_accuracy_that_twenty_cases_cannot_give():
    assert confusions(8, 12, {"accuracy": Printed(0.87, 2)}) == 0
    assert nearest_figures("accuracy", 8, 12, Printed(0.87, 2)) == (0.85, 0.9)


def test_memory_is_bounded_for_large_sets():
    assert confusions(3000, 5000, {"sensitivity": Printed(0.5, 1), "specificity": Printed(0.5, 6)}) > 0


@pytest.mark.parametrize(("events", "others"), [(5, 7), (8, 12), (12, 20)])
def test_aucs_are_possible_that_are_printed_for_some_number_of_pairs(events, others):
    step = 2 * events * others
    printable = {round(k / step, 3) for k in range(step + 1)} | {
        math.floor(1000 * k / step + 1e-9) / 1000 for k in range(step + 1)
    }
    possible = {k / 1000 for k in range(1001) if auc_possible(events, others, Printed(k / 1000, 3))}
    half_way = {math.floor(1000 * k / step + 0.5) / 1000 for k in range(step + 1)}  # printed up by some software
    assert possible == printable | half_way


def test_an_auc_between_two_grid_points_is_impossible():
    assert not auc_possible(5, 7, Printed(0.905, 3))
    low, high = nearest_figures("auc", 5, 7, Printed(0.905, 3))
    assert (low, high) == (63 / 70, 64 / 70)


def test_bounds_hold_for_every_curve_through_the_point():
    rng = np.random.default_rng(0)
    for _ in range(50):
        truth = rng.permutation([1] * 9 + [0] * 11)
        scores = np.round(rng.normal(size=20) + truth, 1)
        positive = scores >= rng.choice(scores)
        sensitivity, specificity = positive[truth == 1].mean(), (~positive[truth == 0]).mean()
        low, high = auc_bounds(Printed(sensitivity, 9), Printed(specificity, 9))
        assert low - 1e-6 <= roc_auc_score(truth, scores) <= high + 1e-6


def test_bounds_are_reached():
    """All events of the positive part above (below) all others there, and the same in the negative part."""
    low, high = auc_bounds(Printed(0.8, 9), Printed(0.7, 9))
    assert (low, high) == (pytest.approx(0.56, abs=1e-6), pytest.approx(0.94, abs=1e-6))


def test_hanley_mcneil_is_exact_for_exponential_scores():
    """Their formula is derived for scores of exponential distributions, where it holds for any number of cases."""
    rng = np.random.default_rng(5)
    auc, events, others, sets = 0.85, 12, 17, 20_000
    with_event = rng.exponential(auc / (1 - auc), (sets, events, 1))
    areas = (with_event > rng.exponential(1.0, (sets, 1, others))).mean(axis=(1, 2))
    assert areas.mean() == pytest.approx(auc, abs=0.002)
    assert hanley_mcneil_width(auc, events, others) / (2 * 1.959964) == pytest.approx(areas.std(), rel=0.02)


def test_unknown_figures_and_empty_classes_are_refused():
    with pytest.raises(ValueError, match="both classes"):
        confusions(0, 5, {"accuracy": Printed(1, 1)})
    with pytest.raises(ValueError, match="figures of"):
        confusions(5, 5, {"auc": Printed(1, 1)})
