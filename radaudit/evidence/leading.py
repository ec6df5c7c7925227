"""The measure by which two sets of scores of one task are compared: discrimination, or the variance explained."""

from __future__ import annotations

from radaudit.evidence.gauge import Gauge, gauge_of

# Not those with a threshold: a model that calls everybody ill keeps its sensitivity whatever it is shown.
LEADING = {"binary": "auc", "multiclass": "auc", "survival": "c_index", "regression": "r2"}


def leading_gauge(task: str) -> Gauge:
    """How this measure is taken of a model's scores; those of a time to an event are risks alone."""
    gauge, _ = gauge_of(task, LEADING[task])
    return gauge
