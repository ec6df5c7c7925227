"""Linear equations between columns of a raw table, and what is left of them where groups of rows were mapped apart.

A shift and a scale of each column keep a linear equation, with other coefficients. Where each site was shifted and
scaled by itself, as harmonisation does, every site has coefficients of its own; where a covariate was preserved, its
values enter the equation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.features.plausible.groups import COARSE, groups_of, rounding, short_names
from radaudit.features.plausible.identities import IDENTITIES

FLOAT = 1e-8  # of a column's SD: what sums of floats may leave; a covariate that is left out leaves 1e-4 and more
FLOOR = 2.0  # times the rounding: a uniform error has an SD of 0.58 half units
FREE = 3  # rows that a group must have beyond its coefficients
LARGEST = 1e100


@dataclass(frozen=True)
class Law:
    """A linear equation between columns: the left one follows from those on the right.

    Attributes
    ----------
    text, group
        As a reader would write it, and the image type it was found in.
    left, right
        Positions of the columns.
    """

    text: str
    group: str
    left: int
    right: tuple[int, ...]


@dataclass(frozen=True)
class Fit:
    """A law with free coefficients in each group of rows.

    Attributes
    ----------
    rss
        Residual sum of squares, the left column in units of its SD.
    dof
        Rows less coefficients.
    floor
        Root mean square that rounding alone would leave, in the same unit, with slack.
    rest
        Residual of each row over what rounding alone could leave there; nan where the row took no part.
    """

    rss: float
    dof: int
    floor: float
    rest: np.ndarray = field(repr=False)

    @property
    def rms(self) -> float:
        """What is left of the law, per degree of freedom."""
        return float(np.sqrt(self.rss / self.dof)) if self.dof else 0.0

    @property
    def at_floor(self) -> bool:
        """Whether nothing is left but rounding."""
        return self.dof >= 2 * FREE and self.rms <= self.floor


def linear_laws(names: Sequence[str]) -> tuple[Law, ...]:
    """The linear equations that tell harmonisation from scaling: those with two columns or more on the right.

    Columns that are proportional to each other stay so under anything that treats columns alike.
    """
    return tuple(
        Law(own.text, group.name, *_positions(group, own.columns))
        for group in groups_of(names)
        for own in IDENTITIES
        if own.linear and len(own.columns) > 2 and group.has(*own.columns)
    )


def _positions(group, features: Sequence[str]) -> tuple[int, tuple[int, ...]]:
    left, *right = (group.columns[feature] for feature in features)
    return left, tuple(right)


def half_units(names: Sequence[str], values: np.ndarray, laws: Sequence[Law]) -> np.ndarray:
    """How far each number may be from the one it was printed from, for the columns of these laws; else 0.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    """
    used = sorted({column for law in laws for column in (law.left, *law.right)})
    half, short = np.zeros(values.shape), short_names(names)
    is_raw = _looks_raw(values[:, used])
    half[:, used] = rounding(values[:, used], [is_raw and short[column] in COARSE for column in used])
    return half


def _looks_raw(values: np.ndarray) -> bool:
    """Whether some columns are whole numbers, so that few digits are their nature and not the printing."""
    return bool((values == np.rint(values)).all(axis=0).any())


def fit(law: Law, values: np.ndarray, half: np.ndarray, codes: np.ndarray, terms: np.ndarray) -> Fit | None:
    """Least squares in each group by itself.

    Parameters
    ----------
    values, half
        The table and its `half_units`, shape (cases, features).
    codes
        Group of each row, int, shape (cases,); -1 for rows that take no part.
    terms
        Covariates that may enter the equation of each group, shape (cases, k).

    Returns
    -------
    Fit or None
        None where no group has rows enough or the left column is constant.
    """
    columns = [law.left, *law.right]
    used = (codes >= 0) & np.isfinite(values[:, columns]).all(axis=1) & np.isfinite(terms).all(axis=1)
    used &= (np.abs(values[:, columns]) < LARGEST).all(axis=1)
    unit = values[used, law.left].std() if used.any() else 0.0
    if not unit > 0:
        return None
    rest, slack = np.full(len(values), np.nan), np.full(len(values), np.nan)
    dof = 0
    for code in np.unique(codes[used]):
        own = used & (codes == code)
        if own.sum() < len(columns) + terms.shape[1] + FREE:
            continue
        residual, floor, rank = _group(values[own], half[own], law, terms[own])
        rest[own], slack[own] = residual / unit, floor / unit
        dof += int(own.sum()) - rank
    if not dof:
        return None
    known = np.isfinite(rest)
    floor = FLOOR * float(np.sqrt(np.mean(slack[known] ** 2))) + FLOAT
    return Fit(float((rest[known] ** 2).sum()), dof, floor, np.abs(rest) / (FLOOR * slack + FLOAT))


def _group(values: np.ndarray, half: np.ndarray, law: Law, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    right = list(law.right)
    design, spread = _standard(np.column_stack([values[:, right], terms]))
    left = values[:, law.left] - values[:, law.left].mean()
    factors, _, rank, _ = np.linalg.lstsq(np.column_stack([np.ones(len(left)), design]), left, rcond=1e-12)
    residual = left - design @ factors[1:] - factors[0]
    slopes = factors[1 : len(right) + 1] / spread[: len(right)]
    floor = np.sqrt(half[:, law.left] ** 2 + (slopes**2 * half[:, right] ** 2).sum(axis=1))
    return residual, floor, int(rank)


def _standard(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = columns.std(axis=0)
    spread[spread == 0] = 1.0
    return (columns - columns.mean(axis=0)) / spread, spread


def p_of_more(small: Fit, large: Fit) -> float:
    """Whether the larger of two nested models leaves less than chance would: the F-test's p-value.

    References
    ----------
    Chow 1960, doi:10.2307/1910133
    """
    from scipy.stats import f

    more = small.dof - large.dof
    if more <= 0 or large.dof <= 0:
        return 1.0
    if large.rss <= 0:
        return 0.0 if small.rss > 0 else 1.0
    return float(f.sf((small.rss - large.rss) / more / (large.rss / large.dof), more, large.dof))


def mostly(law: Law, values: np.ndarray, half: np.ndarray, codes: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """Rows that a law fits to the last digit where a few others don't: least absolute deviations, reweighted.

    Returns
    -------
    array
        bool, shape (cases,); False for rows that took no part.
    """
    kept = np.zeros(len(values), dtype=bool)
    for code in np.unique(codes[codes >= 0]):
        own = np.flatnonzero((codes == code) & np.isfinite(values[:, [law.left, *law.right]]).all(axis=1))
        if len(own) < len(law.right) + 1 + terms.shape[1] + 2 * FREE:
            continue
        design, _ = _standard(np.column_stack([values[np.ix_(own, law.right)], terms[own]]))
        design = np.column_stack([np.ones(len(own)), design])
        left = (values[own, law.left] - np.median(values[own, law.left])) / (values[own, law.left].std() or 1.0)
        weights = np.ones(len(own))
        for _ in range(60):
            factors = np.linalg.lstsq(design * weights[:, None], left * weights, rcond=1e-12)[0]
            weights = 1 / np.sqrt(np.maximum(np.abs(left - design @ factors), 1e-10))
        close = own[np.argsort(np.abs(left - design @ factors))[: int(np.ceil(0.8 * len(own)))]]
        again = np.full(len(values), -1)
        again[close] = 0
        kept[close] = True
        best = fit(law, values, half, again, terms)
        if best is None or not best.at_floor:
            kept[own] = False
            continue
        kept[own] = _follow(law, values, half, close, own, terms)
    return kept


def _follow(law: Law, values: np.ndarray, half: np.ndarray, close: np.ndarray, own: np.ndarray, terms) -> np.ndarray:
    """Which rows follow the equation that the closest ones give, within eight times the rounding."""
    columns = [*law.right]
    design = np.column_stack([values[:, columns], terms])
    middle, spread = design[close].mean(axis=0), design[close].std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([np.ones(len(values)), (design - middle) / spread])
    factors = np.linalg.lstsq(scaled[close], values[close, law.left], rcond=1e-12)[0]
    slopes = factors[1 : len(columns) + 1] / spread[: len(columns)]
    floor = np.sqrt(half[:, law.left] ** 2 + (slopes**2 * half[:, columns] ** 2).sum(axis=1))
    unit = values[close, law.left].std()
    return (np.abs(values[:, law.left] - scaled @ factors) <= 4 * FLOOR * floor + 10 * FLOAT * unit)[own]
