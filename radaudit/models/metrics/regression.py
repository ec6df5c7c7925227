"""The measures of a model of a number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics import regression
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval


def _resampled(measure: Callable[..., np.ndarray], asked: Asked) -> Interval:
    observed, predicted = regression.paired(asked.target, asked.prediction)
    statistic = partial(measure, observed, predicted)
    return resampled_interval(statistic, observed.size, asked.level, asked.seed, groups=asked.groups)


_BOOTSTRAP = "percentile bootstrap"


def _metric(name: str, label: str, measure: Callable[..., np.ndarray], better: bool | None, ideal: float) -> Metric:
    return Metric(name, label, f"{_BOOTSTRAP}, {RESAMPLES} resamples", partial(_resampled, measure), better, ideal)


REGRESSION = (
    _metric("r2", "R2", regression.r2, True, 1.0),
    _metric("mae", "mean absolute error", regression.mae, False, 0.0),
    _metric("rmse", "root mean squared error", regression.rmse, False, 0.0),
    _metric("calibration_slope", "calibration slope", regression.slope, None, 1.0),
    _metric("bias", "mean error", regression.bias, None, 0.0),
)
