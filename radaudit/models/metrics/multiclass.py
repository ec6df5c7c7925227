"""The measures of a model of three or more classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics import multiclass
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval, spread_or_bound


def _ranked(measure: Callable[..., np.ndarray], asked: Asked) -> Statistic:
    return partial(measure, *multiclass.classes_of(asked.target, asked.prediction, asked.classes))


def _counted(measure: Callable[[np.ndarray], np.ndarray], asked: Asked) -> Statistic:
    places, scores = multiclass.classes_of(asked.target, asked.prediction, asked.classes)
    # The class of the highest score; of equal ones the first.
    predicted = scores.argmax(axis=1)

    def of_weights(weights: np.ndarray) -> np.ndarray:
        return measure(multiclass.confusion_counts(places, predicted, scores.shape[1], weights))

    return of_weights


def _resampled(weighted: Callable[[Asked], Statistic], asked: Asked) -> Interval:
    places, _ = multiclass.classes_of(asked.target, asked.prediction, asked.classes)
    statistic = weighted(asked)
    found = resampled_interval(statistic, places.size, asked.level, asked.seed, strata=places, groups=asked.groups)
    # A class against the rest has as many separate pairs as the smaller side has cases.
    sides = ((places == place, places != place) for place in range(places.max() + 1))
    return spread_or_bound(found, tuple(min(pair, key=np.sum) for pair in sides), asked.groups)


_BOOTSTRAP = f"percentile bootstrap within classes, {RESAMPLES} resamples"


def _metric(name: str, label: str, weighted: Callable[[Asked], Statistic]) -> Metric:
    return Metric(name, label, _BOOTSTRAP, partial(_resampled, weighted), weighted=weighted)


_OF_CASES = partial(multiclass.one_vs_rest_auc, weighted=True)

MULTICLASS = (
    _metric("auc", "AUC, one against the rest, mean", partial(_ranked, multiclass.one_vs_rest_auc)),
    _metric("auc_weighted", "AUC, one against the rest, weighted", partial(_ranked, _OF_CASES)),
    _metric("hand_till", "Hand and Till's M", partial(_ranked, multiclass.hand_till)),
    _metric("accuracy", "accuracy", partial(_counted, multiclass.accuracy)),
    _metric("balanced_accuracy", "balanced accuracy", partial(_counted, multiclass.balanced_accuracy)),
    _metric("f1", "F1 score, mean over classes", partial(_counted, multiclass.macro_f1)),
)
