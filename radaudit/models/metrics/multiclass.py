"""The measures of a model of three or more classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics import multiclass
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval, spread_or_bound


def _ranked(measure: Callable[..., np.ndarray], asked: Asked) -> Interval:
    places, scores = multiclass.classes_of(asked.target, asked.prediction, asked.classes)
    return _resampled(partial(measure, places, scores), places, asked)


def _counted(measure: Callable[[np.ndarray], np.ndarray], asked: Asked) -> Interval:
    places, scores = multiclass.classes_of(asked.target, asked.prediction, asked.classes)
    # The class of the highest score; of equal ones the first.
    predicted = scores.argmax(axis=1)

    def of_weights(weights: np.ndarray) -> np.ndarray:
        return measure(multiclass.confusion_counts(places, predicted, scores.shape[1], weights))

    return _resampled(of_weights, places, asked)


def _resampled(statistic: Callable[[np.ndarray], np.ndarray], places: np.ndarray, asked: Asked) -> Interval:
    found = resampled_interval(statistic, places.size, asked.level, asked.seed, strata=places, groups=asked.groups)
    # A class against the rest has as many separate pairs as the smaller side has cases.
    sides = ((places == place, places != place) for place in range(places.max() + 1))
    return spread_or_bound(found, tuple(min(pair, key=np.sum) for pair in sides), asked.groups)


_BOOTSTRAP = f"percentile bootstrap within classes, {RESAMPLES} resamples"

MULTICLASS = (
    Metric("auc", "AUC, one against the rest, mean", _BOOTSTRAP, partial(_ranked, multiclass.one_vs_rest_auc)),
    Metric(
        "auc_weighted",
        "AUC, one against the rest, weighted",
        _BOOTSTRAP,
        partial(_ranked, partial(multiclass.one_vs_rest_auc, weighted=True)),
    ),
    Metric("hand_till", "Hand and Till's M", _BOOTSTRAP, partial(_ranked, multiclass.hand_till)),
    Metric("accuracy", "accuracy", _BOOTSTRAP, partial(_counted, multiclass.accuracy)),
    Metric("balanced_accuracy", "balanced accuracy", _BOOTSTRAP, partial(_counted, multiclass.balanced_accuracy)),
    Metric("f1", "F1 score, mean over classes", _BOOTSTRAP, partial(_counted, multiclass.macro_f1)),
)
