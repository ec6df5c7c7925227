"""What was done to a table before it was saved, done again on the rows that are fitted on."""

from __future__ import annotations

import numpy as np

from radaudit.models.request import Run

Pair = tuple[np.ndarray, np.ndarray]


def redone(features: np.ndarray, run: Run) -> np.ndarray:
    """The table with cells filled in and columns scaled on the rows fitted on, as the run asks.

    A column that was scaled is a linear function of what it was, so scaling it again on other rows undoes the first
    scaling exactly. A cell that was filled in is filled in again from the other cells of its column.

    Parameters
    ----------
    features
        float64, shape (cases, columns); nan where nothing is known.
    run
        Its ``refill``, ``fill``, ``rescale`` and ``scale`` say what; its ``fit`` on which rows.

    Returns
    -------
    np.ndarray
        A new array; the same one where nothing is asked for.
    """
    if run.refill is None and run.rescale is None:
        return features
    made = features.copy()
    if run.refill is not None and len(run.refill):
        rows, columns = run.refill.T
        made[rows, columns] = np.nan
        known = made[run.fit]
        statistic = np.nanmean if run.fill == "mean" else np.nanmedian
        for column in np.unique(columns):
            own = known[:, column]
            # without any other cell to learn from, the column says nothing of these cells: they stay as they were
            cells = rows[columns == column]
            made[cells, column] = statistic(own) if np.isfinite(own).any() else features[cells, column]
    if run.rescale is not None and len(run.rescale):
        middle, spread = SCALES[run.scale](made[np.ix_(run.fit, run.rescale)])
        made[:, run.rescale] = (made[:, run.rescale] - middle) / np.where(spread > 0, spread, 1.0)
    return made


def _zscore(values: np.ndarray) -> Pair:
    return np.nanmean(values, axis=0), np.nanstd(values, axis=0)


def _robust(values: np.ndarray) -> Pair:
    low, middle, high = np.nanpercentile(values, [25, 50, 75], axis=0)
    return middle, high - low


def _minmax(values: np.ndarray) -> Pair:
    low = np.nanmin(values, axis=0)
    return low, np.nanmax(values, axis=0) - low


SCALES = {"zscore": _zscore, "robust": _robust, "minmax": _minmax}
