"""What a measure of a model is, and what it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from radaudit.statistics.interval import Interval


@dataclass(frozen=True, eq=False)
class Asked:
    """The input of a measure.

    Attributes
    ----------
    target
        What happened, as the task has it; see `measure`.
    prediction
        What the model said of it.
    threshold, level, seed, groups, horizon, horizons, classes
        As `measure`.
    """

    target: object
    prediction: object
    threshold: float
    level: float
    seed: int
    groups: object = None
    horizon: float | None = None
    horizons: object = None
    classes: object = None


@dataclass(frozen=True)
class Metric:
    """One measure.

    Attributes
    ----------
    name
        As claims in the manifest name it.
    label
        As people name it.
    interval
        How its confidence interval is found where every patient has one case.
    compute
        From what is asked to an `Interval`.
    higher_is_better
        None where a value between is best: see `ideal`.
    ideal
        The best value; None where there is none in sight (an error in the outcome's unit has 0).
    uses_threshold
        Whether it needs a threshold.
    needs_probability
        Whether the predictions must be probabilities; the others take scores in any unit.
    needs_horizon
        Whether it needs a time.
    """

    name: str
    label: str
    interval: str
    compute: Callable[[Asked], Interval]
    higher_is_better: bool | None = True
    ideal: float | None = 1.0
    uses_threshold: bool = False
    needs_probability: bool = False
    needs_horizon: bool = False
