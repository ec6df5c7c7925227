"""Features measured several times on each subject: agreement, and the size of a single measurement's error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from radaudit.statistics.agreement import ICC_FORMS, IccForm, icc
from radaudit.statistics.interval import tail

REPEATABLE = 1.96 * 2**0.5  # within-subject standard deviations that 95 % of differences of two measurements stay below


@dataclass(frozen=True, eq=False)
class Repeated:
    """What repeated measurements say of each feature; every array has the shape (features,), or none for one feature.

    Attributes
    ----------
    subjects
        int64: those that have the feature in every session; the others are left out, of this feature alone.
    sessions
        How many there are.
    forms
        The ICC's by name, with their intervals, see `agreement.icc`.
    concordance
        The overall concordance correlation of all pairs of sessions; of two, Lin's.
    deviation
        Within-subject standard deviation: root of the mean square within subjects. In the feature's unit.
    variation
        Within-subject coefficient of variation: root mean square of each subject's standard deviation over its mean.
        nan unless all subjects' means have one sign, because a ratio means nothing on a scale that passes 0.
    repeatability
        Estimate, low, high of the repeatability coefficient: 95 % of differences between two measurements of a
        subject stay below it. In the feature's unit.
    bias, lower, upper
        Mean of first less second session and the limits of agreement, where there are two sessions; else nan.
    """

    subjects: np.ndarray
    sessions: int
    forms: Mapping[str, IccForm]
    concordance: np.ndarray
    deviation: np.ndarray
    variation: np.ndarray
    repeatability: tuple[np.ndarray, np.ndarray, np.ndarray]
    bias: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def __getitem__(self, form: str) -> IccForm:
        return self.forms[form]


def repeated(values: object, level: float = 0.95) -> Repeated:
    """Agreement and error of each feature.

    A subject without a value (nan or infinite) in one session is left out for that feature and counts for the others;
    nothing is filled in. A feature that fewer than two subjects have in every session is nan throughout, and so are
    the correlations of one that doesn't vary; its error is then 0. With a single session everything is nan.

    Parameters
    ----------
    values
        Shape (subjects, sessions) or (subjects, sessions, features), any unit.
    level
        Confidence of the intervals.

    Raises
    ------
    ValueError
        If the shape is another, or `level` no probability.

    References
    ----------
    Barnhart, Haber & Song 2002, doi:10.1111/j.0006-341X.2002.01020.x (overall concordance, equation 2); Bland & Altman
    1999, doi:10.1177/096228029900800204 (repeatability, section 5.1; limits of agreement, section 2); Raunig et al.
    2015, doi:10.1177/0962280214537344 (coefficient of variation, chi-squared interval of the repeatability coefficient)
    """
    values = np.asarray(values, dtype=float)
    if values.ndim not in (2, 3):
        raise ValueError("Repeated measurements are of subjects by sessions, or of subjects by sessions by features.")
    tail(level)
    features, shape = int(np.prod(values.shape[2:])), values.shape[2:]
    values = values.reshape(*values.shape[:2], features)
    found = {name: np.full(features, np.nan) for name in _PLAIN}
    found |= {name: np.full((3, features), np.nan) for name in (*ICC_FORMS, "repeatability")}
    counts = np.zeros(features, dtype=int)
    for kept, columns in _alike(values):
        counts[columns] = kept.sum()
        if kept.sum() >= 2 and values.shape[1] >= 2:
            own = values[np.ix_(kept, np.arange(values.shape[1]), columns)]
            for name, part in _measures(own, level).items():
                found[name][..., columns] = part
    found = {name: own.reshape((*own.shape[:-1], *shape)) for name, own in found.items()}
    forms = {name: IccForm(label, *(part[()] for part in found[name])) for name, label in ICC_FORMS.items()}
    return Repeated(
        counts.reshape(shape)[()],
        values.shape[1],
        MappingProxyType(forms),
        found["ccc"][()],
        found["deviation"][()],
        found["variation"][()],
        tuple(part[()] for part in found["repeatability"]),
        found["bias"][()],
        (found["bias"] - 1.96 * found["away"])[()],
        (found["bias"] + 1.96 * found["away"])[()],
    )


_PLAIN = ("ccc", "deviation", "variation", "bias", "away")


def _measures(values: np.ndarray, level: float) -> dict[str, object]:
    """Of complete features: estimate, low and high of each ICC and of the repeatability coefficient; plain numbers."""
    deviation, variation = _errors(values)
    measures: dict[str, object] = {
        name: (form.estimate, form.low, form.high) for name, form in icc(values, level).forms.items()
    }
    measures |= {"ccc": _concordance(values), "deviation": deviation, "variation": variation}
    measures["repeatability"] = _repeatability(deviation, values.shape, level)
    if values.shape[1] == 2:
        away = values[:, 0] - values[:, 1]
        measures |= {"bias": away.mean(axis=0), "away": away.std(axis=0, ddof=1)}
    return measures


def fullest_block(present: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which subjects and which sessions to keep, so that every subject has every session.

    Whichever lacks the largest share goes first, subject or session, a subject on a draw; two sessions always stay,
    those that most subjects have.

    Parameters
    ----------
    present
        bool, shape (subjects, sessions).

    Returns
    -------
    tuple of numpy.ndarray
        Positions of subjects and of sessions, ascending; int64.
    """
    rows, columns = np.arange(present.shape[0]), np.arange(present.shape[1])
    while rows.size and not present[np.ix_(rows, columns)].all():
        missing = ~present[np.ix_(rows, columns)]
        by_row, by_column = missing.mean(axis=1), missing.mean(axis=0)
        if columns.size > 2 and by_column.max() > by_row.max():
            columns = np.delete(columns, by_column.argmax())
        else:
            rows = rows[by_row < by_row.max()]
    return rows, columns


def _alike(values: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Features that the same subjects have complete: which subjects (bool), and the positions of those features."""
    complete = np.isfinite(values).all(axis=1)
    patterns, which = np.unique(complete, axis=1, return_inverse=True)
    which = np.ravel(which)
    for number in range(patterns.shape[1]):
        yield patterns[:, number], np.flatnonzero(which == number)


def _concordance(values: np.ndarray) -> np.ndarray:
    """Overall concordance: agreement of all pairs of sessions, weighted by what could disagree."""
    sessions = values.shape[1]
    scaled = (values - values[0, 0]) / np.where((width := np.ptp(values, axis=(0, 1))) > 0, width, 1.0)
    means = scaled.mean(axis=0)
    away = scaled - means
    variances = (away**2).mean(axis=0).sum(axis=0)
    shared = (away.sum(axis=1) ** 2).mean(axis=0) - variances  # twice the sum of the covariances of all pairs
    apart = sessions * (means**2).sum(axis=0) - means.sum(axis=0) ** 2  # sum over pairs of squared differences
    most = (sessions - 1) * variances + apart
    varies = width > 8 * np.finfo(float).eps * np.abs(values).max(axis=(0, 1))
    return np.where(varies, shared / np.where(most > 0, most, 1.0), np.nan)


def _errors(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Within-subject standard deviation and coefficient of variation."""
    means, spreads = values.mean(axis=1), values.var(axis=1, ddof=1)
    one_sign = (means > 0).all(axis=0) | (means < 0).all(axis=0)
    ratios = spreads / np.where(means == 0, 1.0, means) ** 2
    return spreads.mean(axis=0) ** 0.5, np.where(one_sign, ratios.mean(axis=0) ** 0.5, np.nan)


def _repeatability(deviation: np.ndarray, shape: tuple[int, ...], level: float) -> np.ndarray:
    """Estimate, low, high; exact for normal errors of one size, by chi-squared."""
    from scipy.special import chdtri

    freedom = shape[0] * (shape[1] - 1)
    ends = [(freedom / chdtri(freedom, share)) ** 0.5 for share in (tail(level), 1 - tail(level))]
    return REPEATABLE * deviation * np.array([1.0, *ends])[:, None]
