"""Whether predicted risks by a time mean what they say: observed over expected, by risk group, and the slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, normal_quantile, wald
from radaudit.statistics.resampling import resampled_interval
from radaudit.statistics.survival.followup import followed, within
from radaudit.statistics.survival.kaplan_meier import kaplan_meier, weighted_survival

_ROUNDS = 50
_REFITS = 500


@dataclass(frozen=True)
class RiskGroup:
    """Cases of similar predicted risk.

    Attributes
    ----------
    cases
        How many.
    predicted
        Their mean predicted risk by the horizon.
    observed
        One less the Kaplan-Meier estimate at the horizon, with its interval.
    """

    cases: int
    predicted: float
    observed: Interval


def observed_over_expected(
    times: object,
    events: object,
    risks: object,
    horizon: float,
    level: float = 0.95,
    seed: int = 0,
    groups: object = None,
) -> Interval:
    """Observed risk by a time (Kaplan-Meier) over the mean predicted one; 1 is ideal, below 1 risks are too high.

    Interval on the log scale from Greenwood's variance, the predictions taken as given; with `groups`, the percentile
    bootstrap of patients.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): probability of the event by the horizon.
    horizon
        In the unit of the times.
    level
        Confidence.
    seed, groups
        As `resampled_interval`.

    Raises
    ------
    ValueError
        As `followed`, if nobody was watched beyond the horizon, nobody had the event by it, or all risks are 0.

    References
    ----------
    Riley et al. 2019, Prognosis Research in Health Care, chapter 7; McLernon et al. 2023, doi:10.7326/M22-0844
    """
    times, events, risks = _risks(times, events, risks, horizon)
    curve = kaplan_meier(times, events)
    step = int(np.searchsorted(curve.times, horizon, side="right")) - 1
    observed = 1 - curve.at(horizon).estimate
    if not observed or not risks.mean():
        raise ValueError(
            f"Nobody had the event by {horizon:g}, or all risks are 0: observed over expected is undefined."
        )
    if groups is not None:

        def ratio_of(weights: np.ndarray) -> np.ndarray:
            had = 1 - weighted_survival(times, events, weights, np.array([horizon]))[:, 0]
            return had * weights.sum(axis=1) / (weights @ risks)

        return resampled_interval(ratio_of, times.size, level, seed, groups=groups)
    died, at_risk = curve.events[: step + 1], curve.at_risk[: step + 1]
    error = (1 - observed) * float((died / (at_risk * (at_risk - died))).sum()) ** 0.5 / observed
    ratio = observed / float(risks.mean())
    reach = np.exp(normal_quantile(level) * error)
    return Interval(ratio, float(ratio / reach), float(ratio * reach), level, "log scale, Greenwood")


def risk_groups(
    times: object, events: object, risks: object, horizon: float, groups: int = 4, level: float = 0.95
) -> tuple[RiskGroup, ...]:
    """Predicted beside observed risk by a time, in groups of equal size by predicted risk.

    Groups whose last case was censored before the horizon are left out: nothing is known of them at that time.

    Parameters
    ----------
    times, events, risks, horizon, level
        As `observed_over_expected`.
    groups
        How many; equal risks stay together.

    Raises
    ------
    ValueError
        As `observed_over_expected`.
    """
    times, events, risks = _risks(times, events, risks, horizon)
    edges = np.unique(np.quantile(risks, np.arange(1, groups) / groups))
    place = np.searchsorted(edges, risks, side="left")
    found = []
    for own in (place == group for group in range(edges.size + 1)):
        if not own.any() or times[own].max() < horizon:
            continue
        free = kaplan_meier(times[own], events[own], level).at(horizon)
        observed = Interval(1 - free.estimate, 1 - free.high, 1 - free.low, level, free.method)
        found.append(RiskGroup(int(own.sum()), float(risks[own].mean()), observed))
    return tuple(found)


def survival_slope(
    times: object, events: object, predictor: object, level: float = 0.95, seed: int = 0, groups: object = None
) -> Interval:
    """Slope of a Cox regression on a linear predictor; 1 is ideal, below 1 the predictions are too extreme.

    A probability p of the event by a time has the linear predictor log(-log(1 - p)). Efron's ties, Wald interval; with
    `groups`, the percentile bootstrap of patients.

    Parameters
    ----------
    times, events
        As `followed`.
    predictor
        Shape (cases,): log hazard up to a constant.
    level
        Confidence.
    seed, groups
        As `resampled_interval`.

    Raises
    ------
    ValueError
        As `followed`, if the predictor is infinite or constant, or orders all events without a fault, so that no
        finite slope fits best.

    References
    ----------
    Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x; Efron 1977, doi:10.1080/01621459.1977.10480613; Royston &
    Altman 2013, doi:10.1186/1471-2288-13-33
    """
    times, events, predictor = followed(times, events, predictor)
    if not np.isfinite(predictor).all() or np.ptp(predictor) == 0 or not events.any():
        raise ValueError("A calibration slope needs events and a finite linear predictor that varies.")
    centre, spread = predictor.mean(), predictor.std()
    scaled = (predictor - centre) / spread
    slope, information = _fitted(times, events, scaled)
    if np.isnan(slope):
        raise ValueError("The linear predictor orders the events so well that no finite calibration slope fits best.")
    if groups is None:
        return wald(slope / spread, information**-0.5 / spread, level, "Wald, Cox regression")

    def slopes(weights: np.ndarray) -> np.ndarray:
        drawn = (np.repeat(np.arange(times.size), row.astype(int)) for row in weights)
        return np.array([_fitted(times[own], events[own], scaled[own])[0] / spread for own in drawn])

    return resampled_interval(slopes, times.size, level, seed, _REFITS, groups=groups)


def _fitted(times: np.ndarray, events: np.ndarray, predictor: np.ndarray) -> tuple[float, float]:
    """Slope and information at it; nan where no finite slope fits best."""
    slope = 0.0
    for _ in range(_ROUNDS):
        gradient, information = _cox(times, events, predictor, slope)
        if information <= 1e-10:
            break
        step = gradient / information
        slope += float(np.clip(step, -2, 2))
        if abs(step) < 1e-10 * (1 + abs(slope)):
            return slope, information
    return float("nan"), float("nan")


def _cox(times: np.ndarray, events: np.ndarray, predictor: np.ndarray, slope: float) -> tuple[float, float]:
    """First derivative and information of Efron's partial likelihood of one predictor."""
    relative = np.exp(slope * predictor)
    moments = np.stack([relative, relative * predictor, relative * predictor**2])
    steps, place = np.unique(times, return_inverse=True)

    def per_step(values: np.ndarray) -> np.ndarray:
        return np.array([np.bincount(place, row, minlength=steps.size) for row in values])

    at_risk = np.cumsum(per_step(moments)[:, ::-1], axis=1)[:, ::-1]
    dying = per_step(moments * events)
    deaths = np.bincount(place, events, minlength=steps.size).astype(int)
    which = np.repeat(np.arange(steps.size), deaths)
    # The k-th of d events at one time leaves a share of (d - k) / d of their weight at risk.
    nth = np.arange(which.size) - np.repeat(np.cumsum(deaths) - deaths, deaths)
    zero, one, two = at_risk[:, which] - nth / deaths[which] * dying[:, which]
    mean = one / zero
    return float(predictor[events].sum() - mean.sum()), float((two / zero - mean**2).sum())


def _risks(times: object, events: object, risks: object, horizon: float) -> tuple[np.ndarray, ...]:
    times, events, risks = followed(times, events, risks)
    within(horizon, times)
    if risks.ndim != 1 or ((risks < 0) | (risks > 1)).any():
        raise ValueError("A risk lies outside 0 to 1, so it is not a probability.")
    return times, events, risks
