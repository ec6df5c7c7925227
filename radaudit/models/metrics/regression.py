"""The measures of a model of a number."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics import regression
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval


def _weighted(measure: Callable[..., np.ndarray], asked: Asked) -> Statistic:
    return partial(measure, *regression.paired(asked.target, asked.prediction))


def _resampled(measure: Callable[..., np.ndarray], asked: Asked) -> Interval:
    observed, _ = regression.paired(asked.target, asked.prediction)
    return resampled_interval(_weighted(measure, asked), observed.size, asked.level, asked.seed, groups=asked.groups)


_BOOTSTRAP = "percentile bootstrap"


def _metric(
    name: str, label: str, measure: Callable[..., np.ndarray], better: bool | None, ideal: float, in_unit: bool = False
) -> Metric:
    interval, weighted = f"{_BOOTSTRAP}, {RESAMPLES} resamples", partial(_weighted, measure)
    return Metric(
        name, label, interval, partial(_resampled, measure), better, ideal, weighted=weighted, in_unit=in_unit
    )


REGRESSION = (
    _metric("r2", "R2", regression.r2, True, 1.0),
    _metric("mae", "mean absolute error", regression.mae, False, 0.0, in_unit=True),
    _metric("rmse", "root mean squared error", regression.rmse, False, 0.0, in_unit=True),
    _metric("calibration_slope", "calibration slope", regression.slope, None, 1.0),
    _metric("bias", "mean error", regression.bias, None, 0.0, in_unit=True),
)
