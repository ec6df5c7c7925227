"""Riley's criteria for developing a prediction model: little overfitting, and a well known overall risk."""

from __future__ import annotations

import math

from radaudit.statistics.sample_size.requirement import Criterion, Requirement, share

SOURCE = "Riley et al. 2020, doi:10.1136/bmj.m441"
SHRINKAGE = 0.9
OPTIMISM = 0.05
MARGIN = 0.05
FACTOR = 1.1  # multiplicative margin of error of a continuous outcome's mean and residual deviation
_Z = 1.96  # as the papers write it
_MOST = 100_000_000


def binary_development(
    parameters: int, prevalence: float, r2: float, shrinkage: float = SHRINKAGE, mape: float = MARGIN
) -> Requirement:
    """Cases needed to develop a model of a binary outcome.

    Parameters
    ----------
    parameters
        Candidate predictor parameters: all that were looked at, not only those that were kept.
    prevalence
        Share of cases with the event.
    r2
        Cox and Snell's R2 that the model is expected to have in new cases; see `r2_of_auc` and `max_r2`.
    shrinkage
        Least expected uniform shrinkage; 0.9 is at most 10 % overfitting.
    mape
        Greatest mean absolute error of the predicted risks. That criterion is left out beyond 30 parameters, where
        its formula was not examined.

    Raises
    ------
    ValueError
        If a figure lies outside its range, or `r2` is more than the prevalence allows.

    References
    ----------
    Riley et al. 2019, doi:10.1002/sim.7992 (shrinkage, optimism, overall risk); van Smeden et al. 2019,
    doi:10.1177/0962280218784726 (MAPE); Riley et al. 2020, doi:10.1136/bmj.m441
    """
    share(prevalence, "The prevalence")
    greatest = max_r2(prevalence)
    _possible(parameters, r2, min(greatest, share(shrinkage, "The shrinkage")))
    criteria = [
        _shrunk("shrinkage", f"shrinkage of at least {shrinkage:g}", parameters, r2, shrinkage),
        _little_optimism(parameters, r2, greatest),
        Criterion(
            "overall risk",
            f"overall risk known to within {MARGIN:g}",
            math.ceil((_Z / MARGIN) ** 2 * prevalence * (1 - prevalence) - 1e-9),
        ),
    ]
    if parameters <= 30:
        needed = math.exp(
            (-0.508 + 0.259 * math.log(prevalence) + 0.504 * math.log(parameters) - math.log(mape)) / 0.544
        )
        criteria.append(Criterion("mape", f"mean absolute error of the risks of at most {mape:g}", math.ceil(needed)))
    return Requirement(tuple(criteria), prevalence, SOURCE)


def survival_development(
    parameters: int, rate: float, follow_up: float, horizon: float, r2: float, shrinkage: float = SHRINKAGE
) -> Requirement:
    """Cases needed to develop a model of the time to an event.

    Parameters
    ----------
    parameters, r2, shrinkage
        As `binary_development`.
    rate
        Events a unit of time and case.
    follow_up
        Mean time that a case is watched.
    horizon
        Time by which the risk is predicted.

    Raises
    ------
    ValueError
        As `binary_development`.

    References
    ----------
    Riley et al. 2019, doi:10.1002/sim.7992; Riley et al. 2020, doi:10.1136/bmj.m441
    """
    if min(rate, follow_up, horizon) <= 0:
        raise ValueError("Event rate, follow-up and time horizon must be greater than 0.")
    events = rate * follow_up
    greatest = 1 - math.exp(2 * (events * math.log(events) - events))
    _possible(parameters, r2, min(greatest, share(shrinkage, "The shrinkage")))

    def off(cases: int) -> float:
        reach = _Z * math.sqrt(rate / (follow_up * cases))
        risks = [1 - math.exp(-horizon * max(value, 0.0)) for value in (rate - reach, rate, rate + reach)]
        return max(risks[1] - risks[0], risks[2] - risks[1])

    criteria = (
        _shrunk("shrinkage", f"shrinkage of at least {shrinkage:g}", parameters, r2, shrinkage),
        _little_optimism(parameters, r2, greatest),
        Criterion(
            "overall risk",
            f"overall risk at the horizon known to within {MARGIN:g}",
            _fewest(lambda n: off(n) <= MARGIN),
        ),
    )
    return Requirement(criteria, events, SOURCE)


def continuous_development(
    parameters: int, r2: float, mean: float | None, deviation: float, shrinkage: float = SHRINKAGE
) -> Requirement:
    """Cases needed to develop a model of a continuous outcome.

    Parameters
    ----------
    parameters, shrinkage
        As `binary_development`.
    r2
        Adjusted R2 expected.
    mean, deviation
        Of the outcome in the target population. Without a mean the last criterion is left out: of an outcome that may
        be negative, a margin in per cent of the mean says nothing.

    Raises
    ------
    ValueError
        As `binary_development`.

    References
    ----------
    Riley et al. 2019, doi:10.1002/sim.7993
    """
    from scipy.special import chdtri, stdtrit

    _possible(parameters, r2, 1.0)
    share(shrinkage, "The shrinkage")
    if deviation <= 0 or mean == 0:
        raise ValueError("The outcome's standard deviation must be positive and its mean must not be 0.")

    def kept(cases: int) -> bool:
        apparent = (r2 * (cases - parameters - 1) + parameters) / (cases - 1)
        return 1 + (parameters - 2) / (cases * math.log(1 - apparent)) >= shrinkage

    def deviation_known(cases: int) -> bool:
        freedom = cases - parameters - 1
        ends = chdtri(freedom, 0.025) / freedom, freedom / chdtri(freedom, 0.975)
        return math.sqrt(max(ends)) <= FACTOR

    def mean_known(cases: int) -> bool:
        error = deviation * math.sqrt((1 - r2) / cases)
        return 1 + float(stdtrit(cases - parameters - 1, 0.975)) * error / abs(mean) <= FACTOR

    least = parameters + 2
    criteria = (
        Criterion("shrinkage", f"shrinkage of at least {shrinkage:g}", _fewest(kept, least)),
        Criterion(
            "optimism",
            f"apparent R2 at most {OPTIMISM:g} above the adjusted one",
            math.ceil(1 + parameters * (1 - r2) / OPTIMISM - 1e-9),
        ),
        Criterion("residual deviation", "residual deviation known to within 10 %", _fewest(deviation_known, least)),
    )
    if mean is not None:
        criteria += (Criterion("mean", "mean outcome known to within 10 %", _fewest(mean_known, least)),)
    return Requirement(criteria, math.nan, "Riley et al. 2019, doi:10.1002/sim.7993")


def expected_shrinkage(cases: int, parameters: int, r2: float) -> float:
    """The uniform shrinkage to expect of a study of this size: 1 is no overfitting.

    Parameters
    ----------
    cases, parameters
        Counts; `parameters` are all candidates.
    r2
        Cox and Snell's R2 expected in new cases.

    Returns
    -------
    float
        Above `r2`: the criterion's formula comes down to it where hardly any cases are left.

    References
    ----------
    Riley et al. 2019, doi:10.1002/sim.7992: the shrinkage criterion, solved for the shrinkage
    """
    from scipy.optimize import brentq

    share(r2, "R2")

    def excess(value: float) -> float:
        return parameters / ((value - 1) * math.log(1 - r2 / value)) - cases

    # The cases needed rise with the shrinkage, from none near r2 to any number near 1.
    return float(brentq(excess, r2 * (1 + 1e-12), 1 - 1e-12))


def max_r2(prevalence: float) -> float:
    """The greatest Cox and Snell R2 of a binary outcome; without better knowledge Riley takes 15 % of it.

    References
    ----------
    Riley et al. 2019, doi:10.1002/sim.7992, equation 23
    """
    share(prevalence, "The prevalence")
    null = prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
    return 1 - math.exp(2 * null)


def r2_of_auc(auc: float, prevalence: float) -> float:
    """Cox and Snell's R2 of a well calibrated model with this AUC, its linear predictor normal in both classes.

    Parameters
    ----------
    auc
        Above 0.5.
    prevalence
        Share of cases with the event.

    References
    ----------
    Riley, Van Calster & Collins 2021, doi:10.1002/sim.8806; integrated here instead of simulated
    """
    import numpy as np
    from scipy.special import ndtri

    share(prevalence, "The prevalence")
    if not 0.5 < auc < 1:
        raise ValueError(f"An AUC to be expected must lie between 0.5 and 1, not {auc}.")
    apart = math.sqrt(2) * float(ndtri(auc))
    nodes, weights = np.polynomial.hermite_e.hermegauss(100)
    weights = weights / weights.sum()

    def log_risk(values: np.ndarray, sign: int) -> float:
        linear = math.log(prevalence / (1 - prevalence)) + apart * values - apart**2 / 2
        return float(weights @ -np.logaddexp(0, -sign * linear))

    fitted = prevalence * log_risk(nodes + apart, 1) + (1 - prevalence) * log_risk(nodes, -1)
    null = prevalence * math.log(prevalence) + (1 - prevalence) * math.log(1 - prevalence)
    return 1 - math.exp(2 * (null - fitted))


def events_per_variable(events: int, cases: int, parameters: int) -> float:
    """Cases of the rarer outcome for each candidate parameter.

    The old rule of thumb asks for 10; it is too few in some settings and too many in others (van Smeden et al. 2016).

    References
    ----------
    Peduzzi et al. 1996, doi:10.1016/S0895-4356(96)00236-3; van Smeden et al. 2016, doi:10.1186/s12874-016-0267-3
    """
    if parameters < 1 or not 0 <= events <= cases:
        raise ValueError("Events must be some of the cases, and there must be at least one parameter.")
    return min(events, cases - events) / parameters


def _possible(parameters: int, r2: float, greatest: float) -> None:
    if parameters < 1:
        raise ValueError("There must be at least one candidate parameter.")
    if not 0 < r2 < greatest:
        raise ValueError(f"An R2 of {r2:g} is not possible here; it must lie between 0 and {greatest:.3g}.")


def _shrunk(name: str, meaning: str, parameters: int, r2: float, shrinkage: float) -> Criterion:
    return Criterion(name, meaning, math.ceil(parameters / ((shrinkage - 1) * math.log(1 - r2 / shrinkage)) - 1e-9))


def _little_optimism(parameters: int, r2: float, greatest: float) -> Criterion:
    meaning = f"apparent R2 at most {OPTIMISM:g} of the greatest possible one above the true one"
    return _shrunk("optimism", meaning, parameters, r2, r2 / (r2 + OPTIMISM * greatest))


def _fewest(enough, least: int = 1) -> int:
    """The smallest number of cases that is enough, by doubling and halving."""
    high = least
    while not enough(high):
        high *= 2
        if high > _MOST:
            raise ValueError("No number of cases is enough.")
    low = least
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
