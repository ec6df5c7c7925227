"""The reported table beside the extracted one, feature by feature and case by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from radaudit.features.names import FeatureName, parse_name
from radaudit.features.resolution import Resolution
from radaudit.features.versions.features import todays_plain
from radaudit.statistics.agreement import ccc, icc

# Below this absolute difference two values are equal: sums that should be zero come out as 1e-16.
ABSOLUTE = 1e-12
FEWEST_FOR_SHAPE = 3  # cases from which on a constant factor or shift can be told from chance

Relation = Literal["identical", "within tolerance", "factor", "shift", "linear", "some cases", "differs", "no value"]


@dataclass(frozen=True)
class FeatureComparison:
    """One feature in both tables.

    Attributes
    ----------
    reported, extracted
        Its name in each.
    cases
        Cases with a value in both.
    identical, agreeing
        Cases equal bit for bit; cases within the tolerance, these included.
    greatest_absolute, greatest_relative
        Over the cases; relative to the larger of the two values, where they differ by more than `ABSOLUTE`.
    ccc, icc
        Lin's concordance and ICC(2,1); nan where they are not defined.
    relation
        How the two columns are related.
    factor, shift
        reported = factor * extracted + shift, where the relation is one of these.
    """

    reported: str
    extracted: str
    cases: int
    identical: int
    agreeing: int
    greatest_absolute: float
    greatest_relative: float
    ccc: float
    icc: float
    relation: Relation
    factor: float = 1.0
    shift: float = 0.0

    @property
    def agrees(self) -> bool:
        return self.relation in ("identical", "within tolerance")

    @property
    def name(self) -> FeatureName | None:
        return parse_name(self.extracted)


@dataclass(frozen=True)
class TableComparison:
    """Two tables of the same cases.

    Attributes
    ----------
    cases
        Cases in both.
    features
        One entry a feature that both have.
    deviates
        bool, shape (cases, features): where a value deviates by more than the tolerance.
    not_extracted
        Reported features that the extraction does not give.
    not_reported
        Extracted features that the table does not give.
    tolerance
        Relative deviation up to which two values agree.
    """

    cases: tuple[str, ...]
    features: tuple[FeatureComparison, ...]
    deviates: np.ndarray = field(repr=False)
    not_extracted: tuple[str, ...]
    not_reported: tuple[str, ...]
    tolerance: float


def matched_names(reported: Sequence[str], extracted: Sequence[str]) -> dict[str, str]:
    """Reported name to extracted name: letter for letter, or by the parts of the name.

    Parts are compared where a study put a prefix before pyradiomics' name, or where R changed the signs in it;
    only if that leaves each extracted feature one partner. A name of an older release is the feature that gives the
    same number today (`versions.features`), also beside that feature itself.
    """
    known = set(extracted)
    pairs = {name: name for name in reported if name in known}
    parsed = {name: parse_name(name) for name in reported if name not in known}
    by_parts = {parts.plain: name for name in extracted if name not in pairs and (parts := parse_name(name))}
    wanted = [parts.plain for parts in parsed.values() if parts]
    for name, parts in parsed.items():
        if parts is None or wanted.count(parts.plain) > 1:
            continue
        if parts.plain in by_parts:
            pairs[name] = by_parts[parts.plain]
        elif parts.plain not in known and todays_plain(parts) in known:
            pairs[name] = todays_plain(parts)
    return pairs


def compare(
    cases: Sequence[str],
    reported: tuple[Sequence[str], np.ndarray],
    extracted: tuple[Sequence[str], np.ndarray],
    tolerance: float,
    resolution: Resolution,
) -> TableComparison:
    """Compare two tables.

    Parameters
    ----------
    cases
        The rows of both.
    reported, extracted
        Names and values, float64 of shape (cases, features).
    tolerance
        Relative deviation up to which two values agree.
    resolution
        To how many digits the reported table was printed: a difference below half a unit of the last digit
        is no difference.
    """
    pairs = matched_names(reported[0], extracted[0])
    left = {name: column for column, name in enumerate(reported[0])}
    right = {name: column for column, name in enumerate(extracted[0])}
    a = reported[1][:, [left[name] for name in pairs]]
    b = extracted[1][:, [right[name] for name in pairs.values()]]
    half = resolution.half_units(a)
    deviates = _deviates(a, b, tolerance, half)
    agreement = _agreement(a, b)
    features = tuple(
        _feature(
            names, a[:, column], b[:, column], deviates[:, column], half[:, column], tolerance, agreement[:, column]
        )
        for column, names in enumerate(pairs.items())
    )
    used = set(pairs.values())
    return TableComparison(
        tuple(cases),
        features,
        deviates,
        tuple(name for name in reported[0] if name not in pairs),
        tuple(name for name in extracted[0] if name not in used),
        tolerance,
    )


def relative_deviation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Absolute difference over the larger of the two absolute values; 0 where both are equal."""
    scale = np.maximum(np.abs(a), np.abs(b))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(a == b, 0.0, np.abs(a - b) / scale)


def _deviates(a: np.ndarray, b: np.ndarray, tolerance: float, half: np.ndarray) -> np.ndarray:
    """A value that only one of the tables has deviates, as infinity does; one that neither has does not."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(a - b)
        # Added up: a value that lay halfway between two printed ones is off by half a unit and its own error.
        allowed = np.maximum(tolerance * np.maximum(np.abs(a), np.abs(b)), ABSOLUTE) + half
        far = ~((np.isfinite(apart) & (apart <= allowed)) | (a == b))
    return far & ~(np.isnan(a) & np.isnan(b))


def _agreement(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """CCC and ICC(2,1) of each column over the cases that have both values; shape (2, features)."""
    result = np.full((2, a.shape[1]), np.nan)
    complete = np.isfinite(a) & np.isfinite(b)
    for pattern in np.unique(complete, axis=1).T if a.size else ():
        columns = np.flatnonzero((complete == pattern[:, None]).all(axis=0))
        if pattern.sum() < 2:
            continue
        left, right = a[np.ix_(pattern, columns)], b[np.ix_(pattern, columns)]
        with np.errstate(all="ignore"):
            result[0, columns] = ccc(left, right)
            result[1, columns] = icc(np.stack([left, right], axis=1))["icc2"].estimate
    return result


def _feature(names, a, b, deviates, half, tolerance, agreement) -> FeatureComparison:
    both = np.isfinite(a) & np.isfinite(b)
    x, y = b[both], a[both]
    absolute = np.abs(y - x)
    relative = np.where(absolute > ABSOLUTE, relative_deviation(y, x), 0.0)
    identical = int((y == x).sum())
    agreeing = int(both.sum() - (deviates & both).sum())
    relation, factor, shift = _relation(x, y, deviates, both, half[both], tolerance, identical)
    return FeatureComparison(
        *names,
        int(both.sum()),
        identical,
        agreeing,
        float(absolute.max(initial=0.0)),
        float(relative.max(initial=0.0)),
        float(agreement[0]),
        float(agreement[1]),
        relation,
        factor,
        shift,
    )


def _relation(x, y, deviates, both, half, tolerance, identical) -> tuple[Relation, float, float]:
    if not both.any():
        return "no value", 1.0, 0.0
    if not deviates.any():
        return ("identical" if identical == both.sum() else "within tolerance"), 1.0, 0.0
    if len(x) >= FEWEST_FOR_SHAPE and deviates[both].sum() > len(x) / 2:
        for relation, factor, shift, rounding in _candidates(x, y, half):
            slack = np.maximum(1e3 * tolerance * np.maximum(np.abs(y), np.abs(factor * x)), half + rounding)
            if (np.abs(y - factor * x - shift) <= np.maximum(slack, ABSOLUTE)).all():
                return relation, factor, shift
    return ("some cases" if deviates.sum() <= len(deviates) / 2 else "differs"), 1.0, 0.0


def _candidates(x: np.ndarray, y: np.ndarray, half: np.ndarray):
    """Factor, shift and line that would make y of x, from the largest value and the two that lie farthest apart.

    With each comes how far the rounding of those values can put the others off.
    """
    low, high, largest = int(np.argmin(x)), int(np.argmax(x)), int(np.argmax(np.abs(x)))
    if x[largest] != 0:
        yield "factor", float(y[largest] / x[largest]), 0.0, half[largest] * np.abs(x / x[largest])
    yield "shift", 1.0, float(y[high] - x[high]), half[high]
    if len(x) > FEWEST_FOR_SHAPE and x[high] > x[low]:
        factor = float((y[high] - y[low]) / (x[high] - x[low]))
        along = (x - x[low]) / (x[high] - x[low])
        yield "linear", factor, float(y[low] - factor * x[low]), half[low] * (1 - along) + half[high] * along
