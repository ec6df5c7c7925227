"""Cases needed to validate a model in new patients, so that its performance is known well enough."""

from __future__ import annotations

import math

from radaudit.statistics.sample_size.requirement import Criterion, Requirement, share

_Z = 1.96


def binary_validation(
    prevalence: float,
    auc: float,
    mean: float,
    deviation: float,
    ratio_width: float = 0.2,
    slope_width: float = 0.2,
    auc_width: float = 0.1,
) -> Requirement:
    """Cases needed so that the 95 % intervals of a binary model's performance have the widths named.

    Parameters
    ----------
    prevalence
        Share of cases with the event in the new population.
    auc
        Expected there.
    mean, deviation
        Of the linear predictor (logit of the risk), taken as normal.
    ratio_width, slope_width, auc_width
        Of the intervals of observed over expected, calibration slope and AUC. The model is taken as well calibrated.

    Raises
    ------
    ValueError
        If a figure lies outside its range.

    References
    ----------
    Riley et al. 2021, doi:10.1002/sim.9025; Newcombe 2006 for the AUC's error, doi:10.1002/sim.2324
    """
    share(prevalence, "The prevalence")
    share(auc, "The AUC")
    if min(deviation, ratio_width, slope_width, auc_width) <= 0:
        raise ValueError("The deviation of the linear predictor and the widths must be greater than 0.")
    of_ratio = math.asinh(ratio_width / 2) / _Z
    criteria = (
        Criterion(
            "observed over expected",
            f"95 % interval of a width of {ratio_width:g}",
            _up((1 - prevalence) / (prevalence * of_ratio**2)),
        ),
        Criterion(
            "calibration slope",
            f"95 % interval of a width of {slope_width:g}",
            _up(_slope_information(mean, deviation) / (slope_width / 2 / _Z) ** 2),
        ),
        Criterion("auc", f"95 % interval of a width of {auc_width:g}", _newcombe(auc, prevalence, auc_width / 2 / _Z)),
    )
    return Requirement(criteria, prevalence, "Riley et al. 2021, doi:10.1002/sim.9025")


def continuous_validation(
    r2: float,
    variance: float,
    bias_width: float,
    slope: float = 1.0,
    r2_width: float = 0.1,
    slope_width: float = 0.2,
) -> Requirement:
    """Cases needed so that the 95 % intervals of a continuous model's performance have the widths named.

    Parameters
    ----------
    r2
        Expected in the new population.
    variance
        Of the outcome there.
    bias_width
        Of the interval of the mean error (calibration in the large), in the outcome's unit.
    slope
        Calibration slope expected.
    r2_width, slope_width
        Of the intervals of R2 and slope.

    Raises
    ------
    ValueError
        If a figure lies outside its range.

    References
    ----------
    Archer et al. 2021, doi:10.1002/sim.8766
    """
    share(r2, "R2")
    if min(variance, bias_width, r2_width, slope_width) <= 0:
        raise ValueError("The variance of the outcome and the widths must be greater than 0.")
    of_r2, of_bias, of_slope = (width / 2 / _Z for width in (r2_width, bias_width, slope_width))
    criteria = (
        Criterion("r2", f"95 % interval of a width of {r2_width:g}", _up(4 * r2 * (1 - r2) ** 2 / of_r2**2)),
        Criterion("bias", f"95 % interval of a width of {bias_width:g}", _up(variance * (1 - r2) / of_bias**2)),
        Criterion(
            "calibration slope",
            f"95 % interval of a width of {slope_width:g}",
            _up(slope**2 * (1 - r2) / (of_slope**2 * r2) + 1),
        ),
        # A residual deviation is known to within 10 % from 233 degrees of freedom on; the line takes two.
        Criterion("residual deviation", "residual deviation known to within 10 %", 235),
    )
    return Requirement(criteria, math.nan, "Archer et al. 2021, doi:10.1002/sim.8766")


def _slope_information(mean: float, deviation: float) -> float:
    """Variance of a calibration slope times the number of cases, by quadrature over the linear predictor."""
    import numpy as np
    from scipy.special import expit

    nodes, weights = np.polynomial.hermite_e.hermegauss(150)
    linear = mean + deviation * nodes
    spread = weights / weights.sum() * expit(linear) * expit(-linear)
    zero, one, two = (float(spread @ linear**power) for power in (0, 1, 2))
    return zero / (zero * two - one**2)


def _newcombe(auc: float, prevalence: float, error: float) -> int:
    """The cases at which Newcombe's standard error of the AUC has come down to `error`: a quadratic equation."""
    scale = auc * (1 - auc) / (prevalence * (1 - prevalence))
    pairs = (1 - auc) / (2 - auc) + auc / (1 + auc)
    half = scale * pairs / 2
    return _up((half + math.sqrt(half**2 + 4 * error**2 * scale * (1 - pairs))) / (2 * error**2))


def _up(value: float) -> int:
    return math.ceil(value - 1e-9)
