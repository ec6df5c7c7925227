"""What a measure of a model is, and what it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic


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
    weighted
        From what is asked to the measure as a function of the weights of the cases, shape (resamples, cases); nan where
        weights leave it undefined. Raises ValueError where no weights could define it. None: it can't be taken so.
    in_unit
        Whether it is in the outcome's unit, as errors are.
    one_sided
        Whether a model that says the same of all cases can have the best value, so that it means nothing alone.
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
    weighted: Callable[[Asked], Statistic] | None = None
    in_unit: bool = False
    one_sided: bool = False
