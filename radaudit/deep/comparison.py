"""A study's deep features beside those extracted again: how far apart, and what kind of difference that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from radaudit.statistics.agreement import ccc

FEWEST_FOR_CONCORDANCE = 10  # cases; with fewer, one case makes or breaks a coefficient
_FLAT = 1e-6  # spread of a column over its greatest value below which it counts as constant: float32 keeps no more


class Likeness(StrEnum):
    """How alike two tables of deep features are, the likest first."""

    IDENTICAL = "identical"
    NUMERIC = "numeric"
    REDUCED = "reduced precision"
    DIFFERENT = "different"
    UNRELATED = "unrelated"

    @property
    def agrees(self) -> bool:
        """Whether the difference is one of arithmetic alone."""
        return self in (Likeness.IDENTICAL, Likeness.NUMERIC, Likeness.REDUCED)


@dataclass(frozen=True)
class Limits:
    """Where the kinds of difference end.

    Attributes
    ----------
    numeric, reduced
        Greatest relative L2 distance of a case. Measured on a 3D ResNet: float32 on other kernels, threads and runtimes
        stays below 2e-6, TF32 and float16 weights below 8e-4, and the least fault of preprocessing is above 1.6e-2.
    concordance
        Least CCC of a feature at reduced precision.
    unrelated
        Below this median CCC nothing of the network is recognised.
    """

    numeric: float = 1e-4
    reduced: float = 5e-3
    concordance: float = 0.999
    unrelated: float = 0.5


@dataclass(frozen=True)
class DeepComparison:
    """Two tables of the same features of the same cases.

    Attributes
    ----------
    cases
        Those in both tables.
    mode
        "as it is"; "scaled": after the line that each column was scaled by was taken out; "subspace": as the space that
        its components span.
    distance
        float64, shape (cases,): length of the difference over that of the reported row; where columns were scaled, over
        the root mean square length of the rows from their mean, since a line leaves nothing else to compare.
    concordance
        float64, shape (features,): Lin's CCC; nan with fewer than `FEWEST_FOR_CONCORDANCE` cases, and of constant
        columns.
    spread
        float64, shape (features,): greatest difference over the column's standard deviation; nan of constant columns.
    cosine
        Least cosine between two rows. Networks that end in a ReLU have 0.9 with wrong settings too, so it decides
        nothing.
    likeness
        What kind of difference it is.
    """

    cases: tuple[str, ...]
    mode: str
    distance: np.ndarray = field(repr=False)
    concordance: np.ndarray = field(repr=False)
    spread: np.ndarray = field(repr=False)
    cosine: float
    likeness: Likeness

    @property
    def farthest(self) -> float:
        """Greatest distance of a case; nan without cases."""
        return float(np.max(self.distance)) if len(self.distance) else float("nan")

    @property
    def least(self) -> float:
        """Least CCC of a feature; nan where there is none."""
        return float(np.nanmin(self.concordance)) if np.isfinite(self.concordance).any() else float("nan")

    @property
    def middle(self) -> float:
        """Median CCC of the features; nan where there is none."""
        return float(np.nanmedian(self.concordance)) if np.isfinite(self.concordance).any() else float("nan")

    @property
    def closeness(self) -> tuple[float, float]:
        """Sorts tables, the closest last: by median CCC where there is one, then by the median distance."""
        middle = self.middle
        return (middle if np.isfinite(middle) else 0.0, -float(np.median(self.distance)))


def compare_deep(
    cases: Sequence[str],
    reported: np.ndarray,
    extracted: np.ndarray,
    half: np.ndarray,
    limits: Limits = Limits(),
    scaled: bool = False,
) -> DeepComparison:
    """Compare two tables of deep features.

    Parameters
    ----------
    cases
        The rows of both; at least one.
    reported, extracted
        float64, shape (cases, features), finite.
    half
        Half a unit of the last printed digit of each reported number, same shape; what lies within is no difference.
    limits
        Where the kinds of difference end.
    scaled
        Whether the columns were scaled before the table was written: each is put back by the line that fits it best,
        if that line rises.

    Raises
    ------
    ValueError
        If the tables have different shapes, or no row.
    """
    if reported.shape != extracted.shape or not len(reported):
        raise ValueError(f"tables of shape {reported.shape} and {extracted.shape} can't be compared")
    if scaled:
        reported, half = unscaled(reported, extracted, half)
    gap = reported - extracted
    apart = np.where(_same_float(reported, extracted), 0.0, np.sign(gap) * np.maximum(np.abs(gap) - half, 0.0))
    near = reported - apart  # what was extracted, as far as the printed digits can tell
    length = np.linalg.norm(reported, axis=1)
    if scaled:
        length = np.sqrt(((reported - reported.mean(axis=0)) ** 2).sum(axis=1).mean()) + 0 * length
    distance = _over(np.linalg.norm(apart, axis=1), length)
    deviation = reported.std(axis=0, ddof=1) if len(reported) > 1 else np.zeros(reported.shape[1])
    flat = _is_flat(reported) & _is_flat(extracted)
    concordance = np.full(reported.shape[1], np.nan)
    if len(reported) >= FEWEST_FOR_CONCORDANCE:
        with np.errstate(all="ignore"):
            concordance = np.where(flat, np.nan, ccc(reported, near))
    spread = np.where(flat, np.nan, _over(np.abs(apart).max(axis=0), deviation))
    norms = np.linalg.norm(reported, axis=1) * np.linalg.norm(extracted, axis=1)
    cosine = float(np.min(_over((reported * extracted).sum(axis=1), norms, empty=1.0)))
    found = DeepComparison(
        tuple(cases), "scaled" if scaled else "as it is", distance, concordance, spread, cosine, Likeness.DIFFERENT
    )
    return _judged(found, bool((apart == 0).all()), limits)


def _judged(found: DeepComparison, same: bool, limits: Limits) -> DeepComparison:
    least, middle = found.least, found.middle
    steady = not least < limits.concordance  # also where there is no CCC
    if same:
        likeness = Likeness.IDENTICAL
    elif found.farthest <= limits.numeric and steady:
        likeness = Likeness.NUMERIC
    elif found.farthest <= limits.reduced and steady:
        likeness = Likeness.REDUCED
    else:
        likeness = Likeness.UNRELATED if middle < limits.unrelated else Likeness.DIFFERENT
    return replace(found, likeness=likeness)


def unscaled(reported: np.ndarray, extracted: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The reported columns put back on the scale of the extracted ones, and their half units likewise.

    The line is that of least squares; a column whose line doesn't rise, as scaling lets none fall, is only centred.

    Parameters
    ----------
    reported, extracted, half
        float64, shape (cases, features).
    """
    centred, own = reported - reported.mean(axis=0), extracted - extracted.mean(axis=0)
    slope = _over((centred * own).sum(axis=0), (centred**2).sum(axis=0))
    slope = np.where(slope > 0, slope, np.where(centred.any(axis=0), 1.0, 0.0))
    return extracted.mean(axis=0) + slope * centred, slope * half


def _is_flat(table: np.ndarray) -> np.ndarray:
    """Which columns don't vary, but for rounding; bool, shape (features,)."""
    return table.std(axis=0) <= _FLAT * np.abs(table).max(axis=0)


def _same_float(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where both are the same float32, as networks compute."""
    return a.astype(np.float32) == b.astype(np.float32)


def _over(above: np.ndarray, below: np.ndarray, empty: float = 0.0) -> np.ndarray:
    """A quotient; `empty` for 0 / 0, infinity for anything else over 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = above / below
    return np.where((above == 0) & (below == 0), empty, found)
