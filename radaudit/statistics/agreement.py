"""How well repeated measurements of the same subjects agree: ICC and Lin's concordance, many features at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from radaudit.statistics.interval import tail

ICC_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "icc1": "ICC(1,1)",
        "icc2": "ICC(A,1)",
        "icc3": "ICC(C,1)",
        "icc1k": "ICC(1,k)",
        "icc2k": "ICC(A,k)",
        "icc3k": "ICC(C,k)",
    }
)

# A spread of so many units in the last place, or a share of the variance this small, is rounding, not measurement.
_ROUNDING_STEPS = 8
_ROUNDING_SHARE = 1e-26


@dataclass(frozen=True, eq=False)
class IccForm:
    """One form of the ICC.

    Attributes
    ----------
    label
        In the notation of McGraw and Wong; ICC(A,1) and ICC(C,1) are Shrout and Fleiss' ICC(2,1) and ICC(3,1).
    estimate, low, high
        Shape (features,), or one number where one feature was given without that axis.
    """

    label: str
    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class IccResult:
    """All six forms of the ICC.

    Attributes
    ----------
    forms
        By name: icc1, icc2, icc3 (one rater), icc1k, icc2k, icc3k (mean of all raters).
    subjects, raters
        How many.
    level
        Confidence of the intervals.
    """

    forms: Mapping[str, IccForm]
    subjects: int
    raters: int
    level: float

    def __getitem__(self, name: str) -> IccForm:
        return self.forms[name]


def icc(values: object, level: float = 0.95) -> IccResult:
    """Intraclass correlations with F-based confidence intervals, of each feature.

    icc1: raters are different for each subject. icc2: absolute agreement of raters that stand for others (the usual
    choice in radiomics). icc3: consistency, which forgives a rater who is always higher. Those with k are of the mean
    of all raters. The intervals are exact for icc1 and icc3 and Satterthwaite's approximation for icc2.

    A feature with a missing or infinite value is nan throughout (nothing is dropped silently: leave out the subject
    first), and so is one without any variation beyond rounding. Where raters agree perfectly, estimate and interval
    are 1. Estimates may be negative; those of the mean of raters have no lower bound and are -inf where subjects
    differ less than noise alone would make them (their formula divides by 0 or less). The ends of icc2 and icc2k
    are nan where the approximation breaks down and leaves out the estimate, which happens to negative estimates only.

    Parameters
    ----------
    values
        Shape (subjects, raters) or (subjects, raters, features), any unit.
    level
        Confidence.

    Raises
    ------
    ValueError
        If there are fewer than two subjects or two raters, or the shape is another.

    References
    ----------
    Shrout & Fleiss 1979, doi:10.1037/0033-2909.86.2.420; McGraw & Wong 1996, doi:10.1037/1082-989X.1.1.30
    """
    values = np.asarray(values, dtype=float)
    if values.ndim not in (2, 3):
        raise ValueError("An ICC needs values of subjects by raters, or of subjects by raters by features.")
    subjects, raters = values.shape[:2]
    if subjects < 2 or raters < 2:
        raise ValueError(f"An ICC needs at least two subjects and two raters; there are {subjects} and {raters}.")
    tail(level)
    scaled, usable = _scaled(values.reshape(subjects, raters, -1))
    squares = _MeanSquares.of(scaled)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {**_one_way_and_consistency(squares, level), **_agreement(squares, level)}
    shape = values.shape[2:]
    forms = {
        name: IccForm(label, *(np.where(usable, part, np.nan).reshape(shape)[()] for part in found[name]))
        for name, label in ICC_FORMS.items()
    }
    return IccResult(MappingProxyType(forms), subjects, raters, level)


def ccc(first: object, second: object) -> np.ndarray | float:
    """Lin's concordance correlation coefficient of each feature: how close pairs lie to the line of identity.

    Variances and covariance are divided by the number of subjects, as Lin's are, not by one less. A feature with a
    missing or infinite value, or that is the same number in both, is nan; one that varies in one measurement only
    is 0.

    Parameters
    ----------
    first, second
        Shape (subjects,) or (subjects, features): two measurements of the same subjects, in the same unit.

    Returns
    -------
    numpy.ndarray or float
        Shape (features,), or one number.

    Raises
    ------
    ValueError
        If the shapes differ or there are fewer than two subjects.

    References
    ----------
    Lin 1989, doi:10.2307/2532051
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if first.shape != second.shape or first.ndim not in (1, 2):
        raise ValueError(f"Two measurements must have one shape, not {first.shape} and {second.shape}.")
    if len(first) < 2:
        raise ValueError(f"A concordance needs at least two subjects; there are {len(first)}.")
    pairs, usable = _scaled(np.stack([first, second], axis=1).reshape(len(first), 2, -1))
    means = pairs.mean(axis=0)
    away = pairs - means
    shared = (away[:, 0] * away[:, 1]).mean(axis=0)
    spread = (away**2).mean(axis=0).sum(axis=0) + (means[0] - means[1]) ** 2
    found = np.where(usable, 2 * shared / np.where(usable, spread, 1), np.nan).reshape(first.shape[1:])
    return found if found.ndim else float(found)


def _scaled(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Features moved and stretched to a range of one, and which of them vary and are complete.

    All ratios of variances stay what they are; features of 1e12 and of 1e-12 lose no digits.
    """
    complete = np.isfinite(values).all(axis=(0, 1))
    values = np.where(complete, values, 0.0)
    spread = np.ptp(values, axis=(0, 1))
    rounding = _ROUNDING_STEPS * np.finfo(float).eps * np.abs(values).max(axis=(0, 1))
    usable = complete & (spread > rounding)
    return (values - values[0, 0]) / np.where(usable, spread, 1.0), usable


@dataclass(frozen=True, eq=False)
class _MeanSquares:
    """Of the two-way layout: between subjects, within subjects, between raters, residual; each shape (features,)."""

    subjects: int
    raters: int
    between: np.ndarray
    within: np.ndarray
    rater: np.ndarray
    residual: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> _MeanSquares:
        n, k = values.shape[:2]
        rows, columns, grand = values.mean(axis=1), values.mean(axis=0), values.mean(axis=(0, 1))
        between = k * ((rows - grand) ** 2).sum(axis=0)
        rater = n * ((columns - grand) ** 2).sum(axis=0)
        residual = ((values - rows[:, None] - columns + grand) ** 2).sum(axis=(0, 1))
        least = _ROUNDING_SHARE * (between + rater + residual)
        between, rater, residual = (np.where(part > least, part, 0.0) for part in (between, rater, residual))
        return cls(
            n,
            k,
            between / (n - 1),
            (rater + residual) / (n * (k - 1)),
            rater / (k - 1),
            residual / ((n - 1) * (k - 1)),
        )


_Found = dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]


def _one_way_and_consistency(squares: _MeanSquares, level: float) -> _Found:
    """Forms that rest on one F ratio. Written without that ratio, which is infinite for perfect agreement."""
    from scipy.special import fdtri

    n, k, between = squares.subjects, squares.raters, squares.between
    upper = 1 - tail(level)
    found: _Found = {}
    for name, error, freedom in (("icc1", squares.within, n * (k - 1)), ("icc3", squares.residual, (n - 1) * (k - 1))):
        down, up = fdtri(n - 1, freedom, upper), 1 / fdtri(freedom, n - 1, upper)
        # The ends are the estimate with the error's mean square stretched, or shrunk, by a quantile of F.
        stretched = [error * factor for factor in (1.0, down, up)]
        found[name] = tuple((between - part) / (between + (k - 1) * part) for part in stretched)
        found[f"{name}k"] = tuple((between - part) / between for part in stretched)
    return found


def _agreement(squares: _MeanSquares, level: float) -> _Found:
    """ICC(A,1) and ICC(A,k); the degrees of freedom are McGraw and Wong's (table 7)."""
    from scipy.special import fdtri

    n, k = squares.subjects, squares.raters
    between, rater, residual = squares.between, squares.rater, squares.residual
    single = (between - residual) / (between + (k - 1) * residual + k * (rater - residual) / n)
    of_raters = k * single * rater
    of_residual = (n * (1 + (k - 1) * single) - k * single) * residual
    freedom = (n - 1) * (k - 1) * (of_raters + of_residual) ** 2 / ((n - 1) * of_raters**2 + of_residual**2)
    perfect = (rater == 0) & (residual == 0)
    freedom = np.where(perfect, 1.0, freedom)
    upper = 1 - tail(level)
    down, up = fdtri(n - 1, freedom, upper), 1 / fdtri(freedom, n - 1, upper)

    def one(factor: np.ndarray | float) -> np.ndarray:
        return n * (between - factor * residual) / (factor * (k * rater + (k * n - k - n) * residual) + n * between)

    def mean(factor: np.ndarray | float) -> np.ndarray:
        below = factor * (rater - residual) + n * between
        # Towards 0 from above the value falls without end; past 0 the formula would come back from above 1.
        return np.where(below > 0, n * (between - factor * residual) / below, -np.inf)

    return {"icc2": _ordered(one(1.0), one(down), one(up)), "icc2k": _ordered(mean(1.0), mean(down), mean(up))}


def _ordered(estimate: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The ends only where they enclose the estimate: below 0 the degrees of freedom can collapse to nothing."""
    sound = (low <= estimate) & (estimate <= high)
    return estimate, np.where(sound, low, np.nan), np.where(sound, high, np.nan)
