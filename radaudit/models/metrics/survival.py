"""The measures of a model of the time to an event."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.survival.brier import integrated_brier, survival_brier
from radaudit.statistics.survival.calibration import observed_over_expected, survival_slope
from radaudit.statistics.survival.concordance import harrell_c
from radaudit.statistics.survival.dynamic_auc import dynamic_auc
from radaudit.statistics.survival.uno import uno_c


def _followed(asked: Asked) -> tuple[object, object]:
    """Times and events, from a pair of arrays or a table of two columns."""
    target = asked.target
    if isinstance(target, tuple) and len(target) == 2:
        return target
    table = np.asarray(target, dtype=float)
    if table.ndim != 2 or table.shape[1] != 2:
        raise ValueError("A time-to-event outcome is a pair of times and events, or a table of these two columns.")
    return table[:, 0], table[:, 1]


def _harrell(asked: Asked) -> Interval:
    return harrell_c(*_followed(asked), asked.prediction, asked.level, asked.groups)


def _uno(asked: Asked) -> Interval:
    return uno_c(*_followed(asked), asked.prediction, asked.horizon, asked.level, asked.seed, groups=asked.groups)


def _at_horizon(measure: Callable[..., Interval], asked: Asked) -> Interval:
    if asked.horizon is None:
        raise ValueError("This measure needs a time: name the horizon.")
    return measure(
        *_followed(asked), asked.prediction, asked.horizon, level=asked.level, seed=asked.seed, groups=asked.groups
    )


def _integrated(asked: Asked) -> Interval:
    if asked.horizons is None:
        raise ValueError("An integrated Brier score needs the times at which the risks are predicted.")
    return integrated_brier(
        *_followed(asked), asked.prediction, asked.horizons, asked.level, asked.seed, groups=asked.groups
    )


def _slope(asked: Asked) -> Interval:
    risks = np.asarray(asked.prediction, dtype=float)
    if not ((risks > 0) & (risks < 1)).all():
        raise ValueError("A calibration slope needs probabilities above 0 and below 1.")
    predictor = np.log(-np.log1p(-risks))
    return survival_slope(*_followed(asked), predictor, asked.level, asked.seed, asked.groups)


_BOOTSTRAP = f"percentile bootstrap, {RESAMPLES} resamples"
_TIMED = {"needs_horizon": True}
_RISK = {"needs_probability": True, "needs_horizon": True}

SURVIVAL = (
    Metric("c_index", "C-index (Harrell)", "Wald, infinitesimal jackknife", _harrell),
    Metric("uno_c", "C-index (Uno)", _BOOTSTRAP, _uno),
    Metric("auc", "time-dependent AUC", _BOOTSTRAP, partial(_at_horizon, dynamic_auc), **_TIMED),
    Metric("brier", "Brier score at the time", _BOOTSTRAP, partial(_at_horizon, survival_brier), False, 0.0, **_RISK),
    Metric("ibs", "integrated Brier score", _BOOTSTRAP, _integrated, False, 0.0, needs_probability=True),
    Metric(
        "observed_expected",
        "observed over expected risk",
        "log scale, Greenwood",
        partial(_at_horizon, observed_over_expected),
        None,
        **_RISK,
    ),
    Metric("calibration_slope", "calibration slope", "Wald, Cox regression", _slope, None, needs_probability=True),
)
