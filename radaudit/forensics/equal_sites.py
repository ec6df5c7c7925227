"""Sites that are more alike than chance allows: harmonisation leaves no difference where sampling alone leaves one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PERMUTATIONS, FIRST = 4_999, 199
HOPELESS = 10  # permutations as equal as the data among the first, after which no more are made
MOST_COLUMNS = 200
FEWEST_ROWS, FEWEST_COLUMNS = 5, 5
_BATCH = 250
EMPTY = 1e-9  # of an SD: what a column that the covariates explain leaves


@dataclass(frozen=True)
class Equality:
    """How alike groups are.

    Attributes
    ----------
    p
        Share of permutations of the groups with means, or variances, as equal as these: Bonferroni over both.
    p_different
        Share of permutations with means as different as these.
    log_f
        Mean over columns of the logarithm of F, the ratio of the mean squares: lowest on the rows that were made equal.
    rows, groups, columns
        How many took part.
    """

    p: float
    p_different: float
    log_f: float
    rows: int
    groups: int
    columns: int


def equality(values: np.ndarray, codes: np.ndarray, terms: np.ndarray | None = None, seed: int = 0) -> Equality | None:
    """Test whether groups of rows have means or variances that are too equal.

    The statistics are the mean over columns of the logarithm of the sum of squares between groups over that within
    (one-way analysis of variance), and of the spread of the groups' log variances; the null are permutations of the
    groups' names over rows, one-sided to the left.

    Parameters
    ----------
    values
        float64, shape (cases, features); columns with unknown values are left out.
    codes
        Group of each row; -1 for rows that take no part. Groups of fewer than five rows are left out.
    terms
        Covariates whose linear effect is taken out first, shape (cases, k).

    Returns
    -------
    Equality or None
        None with fewer than two groups or five columns.
    """
    used = _used(codes)
    if terms is not None:
        used &= np.isfinite(terms).all(axis=1)
        used = _used(np.where(used, codes, -1))
    columns = values[used][:, np.isfinite(values[used]).all(axis=0)] if used.any() else values[:0]
    columns = columns[:, columns.std(axis=0) > 0] if len(columns) else columns
    names, own = np.unique(codes[used], return_inverse=True)
    if len(names) < 2 or columns.shape[1] < FEWEST_COLUMNS:
        return None
    random = np.random.default_rng(seed)
    if columns.shape[1] > MOST_COLUMNS:
        columns = columns[:, np.sort(random.choice(columns.shape[1], MOST_COLUMNS, replace=False))]
    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    if terms is not None:
        design = np.column_stack([np.ones(len(scaled)), terms[used]])
        scaled = scaled - design @ np.linalg.lstsq(design, scaled, rcond=None)[0]
        scaled = scaled[:, scaled.std(axis=0) > EMPTY]
    return _tested(scaled, own, random)


def _used(codes: np.ndarray) -> np.ndarray:
    counts = {code: (codes == code).sum() for code in np.unique(codes[codes >= 0])}
    return np.isin(codes, [code for code, count in counts.items() if count >= FEWEST_ROWS])


def _tested(scaled: np.ndarray, own: np.ndarray, random: np.random.Generator) -> Equality:
    observed = _statistics(scaled, own[None, :])[0]
    drawn = [_statistics(scaled, _shuffled(own, FIRST, random))]
    as_equal = (drawn[0] <= observed + 1e-12).sum(axis=0)
    if (as_equal < HOPELESS).any():
        for start in range(FIRST, PERMUTATIONS, _BATCH):
            drawn.append(_statistics(scaled, _shuffled(own, min(_BATCH, PERMUTATIONS - start), random)))
    null = np.concatenate(drawn)
    p = ((null <= observed + 1e-12).sum(axis=0) + 1) / (len(null) + 1)
    different = ((null[:, 0] >= observed[0] - 1e-12).sum() + 1) / (len(null) + 1)
    groups = int(own.max()) + 1
    log_f = float(observed[0] + np.log((len(own) - groups) / (groups - 1)))
    return Equality(float(min(1.0, 2 * p.min())), float(different), log_f, len(own), groups, scaled.shape[1])


def _shuffled(own: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    return random.permuted(np.tile(own, (count, 1)), axis=1)


def _statistics(scaled: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Both statistics for each assignment of rows to groups, shape (assignments, 2)."""
    total, squares = (scaled**2).sum(axis=0), scaled**2
    middle = scaled.mean(axis=0)
    between, logs, sizes = 0.0, [], []
    for code in range(int(groups.max()) + 1):
        member = (groups == code).astype(float)
        size = member.sum(axis=1, keepdims=True)
        mean = member @ scaled / size
        between = between + size * (mean - middle) ** 2
        variance = np.maximum(member @ squares / size - mean**2, 1e-300)
        logs.append(np.log(variance))
        sizes.append(size)
    weights = np.array(sizes) / sum(sizes)
    spread = (weights * (np.array(logs) - (weights * np.array(logs)).sum(axis=0)) ** 2).sum(axis=0)
    ratio = between / np.maximum(total - len(scaled) * middle**2 - between, 1e-300)
    return np.column_stack([np.log(np.maximum(own, 1e-30)).mean(axis=1) for own in (ratio, spread)])
