"""The measures of a model of the time to an event."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic
from radaudit.statistics.survival.brier import integrated_brier, survival_brier, weighted_integrated_brier
from radaudit.statistics.survival.calibration import observed_over_expected, survival_slope
from radaudit.statistics.survival.concordance import harrell_c
from radaudit.statistics.survival.dynamic_auc import dynamic_auc, weighted_dynamic_auc
from radaudit.statistics.survival.followup import followed, until
from radaudit.statistics.survival.pseudo_regression import calibration_intercept, log_hazards
from radaudit.statistics.survival.uno import uno_c, weighted_uno
from radaudit.statistics.survival.weighted_concordance import weighted_c


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


def _weighted_harrell(asked: Asked) -> Statistic:
    return partial(weighted_c, *followed(*_followed(asked), asked.prediction))


def _uno(asked: Asked) -> Interval:
    return uno_c(*_followed(asked), asked.prediction, asked.horizon, asked.level, asked.seed, groups=asked.groups)


def _weighted_uno(asked: Asked) -> Statistic:
    return weighted_uno(*_followed(asked), asked.prediction, asked.horizon)


def _horizon(asked: Asked) -> float:
    if asked.horizon is None:
        raise ValueError("This measure needs a time: name the horizon.")
    return asked.horizon


def _at_horizon(measure: Callable[..., Interval], asked: Asked) -> Interval:
    horizon = _horizon(asked)
    return measure(
        *_followed(asked), asked.prediction, horizon, level=asked.level, seed=asked.seed, groups=asked.groups
    )


def _weighted_auc(asked: Asked) -> Statistic:
    return weighted_dynamic_auc(*_followed(asked), asked.prediction, _horizon(asked))


def _weighted_brier(asked: Asked) -> Statistic:
    risks = np.asarray(asked.prediction)[..., None]
    return weighted_integrated_brier(*_followed(asked), risks, [_horizon(asked)])


def _horizons(asked: Asked) -> object:
    if asked.horizons is None:
        raise ValueError("An integrated Brier score needs the times at which the risks are predicted.")
    return asked.horizons


def _integrated(asked: Asked) -> Interval:
    return integrated_brier(
        *_followed(asked), asked.prediction, _horizons(asked), asked.level, asked.seed, groups=asked.groups
    )


def _weighted_integrated(asked: Asked) -> Statistic:
    return weighted_integrated_brier(*_followed(asked), asked.prediction, _horizons(asked))


def _slope(asked: Asked) -> Interval:
    """Of all that happened, or, where a time is named, of what happened until then."""
    times, events = _followed(asked)
    if asked.horizon is not None:
        times, events = until(times, events, asked.horizon)
    return survival_slope(times, events, log_hazards(asked.prediction), asked.level, asked.seed, asked.groups)


def _intercept(asked: Asked) -> Interval:
    horizon = _horizon(asked)
    return calibration_intercept(*_followed(asked), asked.prediction, horizon, asked.level, asked.groups)


_BOOTSTRAP = f"percentile bootstrap, {RESAMPLES} resamples"
_TIMED = {"needs_horizon": True}
_RISK = {"needs_probability": True, "needs_horizon": True}
_WORSE = (False, 0.0)  # a smaller value is better, 0 is best

SURVIVAL = (
    Metric("c_index", "C-index (Harrell)", "Wald, infinitesimal jackknife", _harrell, weighted=_weighted_harrell),
    Metric("uno_c", "C-index (Uno)", _BOOTSTRAP, _uno, weighted=_weighted_uno),
    Metric(
        "auc", "time-dependent AUC", _BOOTSTRAP, partial(_at_horizon, dynamic_auc), **_TIMED, weighted=_weighted_auc
    ),
    Metric(
        "brier",
        "Brier score",
        _BOOTSTRAP,
        partial(_at_horizon, survival_brier),
        *_WORSE,
        **_RISK,
        weighted=_weighted_brier,
    ),
    Metric(
        "ibs",
        "integrated Brier score",
        _BOOTSTRAP,
        _integrated,
        *_WORSE,
        needs_probability=True,
        weighted=_weighted_integrated,
    ),
    Metric(
        "observed_expected",
        "observed over expected risk",
        "log scale, Greenwood",
        partial(_at_horizon, observed_over_expected),
        None,
        **_RISK,
    ),
    Metric("calibration_slope", "calibration slope", "Wald, Cox regression", _slope, None, needs_probability=True),
    Metric(
        "calibration_intercept",
        "calibration in the large",
        "Wald, pseudo-values",
        _intercept,
        None,
        0.0,
        **_RISK,
    ),
)
