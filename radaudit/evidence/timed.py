"""Which scores of a time-to-event model a measure is taken of: its risks, or its probabilities by a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.models.metrics import Metric


@dataclass(frozen=True, eq=False)
class Timed:
    """What `models.metrics.measure` is given, or why it can't be asked.

    Attributes
    ----------
    prediction
        float64, shape (cases,); of the integrated Brier score (cases, horizons).
    options
        The horizon or horizons.
    reason
        Why the measure can't be taken; empty if it can.
    """

    prediction: np.ndarray | None = None
    options: dict[str, object] = field(default_factory=dict)
    reason: str = ""


def timed(
    metric: Metric, scores: np.ndarray, horizons: Sequence[float], horizon: float | None, unanswered: str = ""
) -> Timed:
    """The scores that a measure of a time-to-event model is taken of.

    Parameters
    ----------
    metric
        The measure.
    scores
        float64, shape (cases, 1 + horizons): the risk, and the probability of the event by each horizon.
    horizons
        Of these probabilities, ascending.
    horizon
        The time that the measure is said to be of; None where none is said.
    unanswered
        Why there are no probabilities although they are declared.

    Notes
    -----
    A calibration slope without a time is taken of all that happened, with the probability by the last horizon: under
    proportional hazards any of them gives the same. The AUC at a time is taken of the probability by it where that is
    known, else of the risk.
    """
    if metric.needs_horizon and horizon is None:
        return Timed(reason=f"{metric.name} of a time to an event needs a time; add 'horizon' to the claim")
    named = {} if horizon is None else {"horizon": horizon}
    by_time = dict(zip(horizons, scores[:, 1:].T, strict=True))
    if not metric.needs_probability:
        ranks = by_time.get(horizon, scores[:, 0]) if metric.needs_horizon else scores[:, 0]
        return Timed(ranks, named)
    if not by_time:
        why = unanswered or "add 'models[].probabilities'"
        return Timed(reason=f"{metric.name} needs probabilities by a time, and there are risks only: {why}")
    if metric.name == "ibs":
        return _integrated(by_time, horizon)
    if horizon is None:
        return Timed(by_time[max(by_time)])
    if horizon not in by_time:
        given = ", ".join(f"{own:g}" for own in by_time)
        return Timed(reason=f"no probability by {horizon:g} is declared in 'models[].probabilities' (there is {given})")
    return Timed(by_time[horizon], named)


def _integrated(by_time: dict[float, np.ndarray], horizon: float | None) -> Timed:
    """All horizons up to the one named."""
    used = [own for own in by_time if horizon is None or own <= horizon]
    if len(used) < 2:
        reason = "ibs needs probabilities by two times or more; add them to 'models[].probabilities'"
        return Timed(reason=reason)
    return Timed(np.column_stack([by_time[own] for own in used]), {"horizons": used})
