"""Rows that were written with fewer digits than the others: a table joined from two pipelines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST_ROWS, FEWEST_CELLS = 3, 5
GAP = 3  # digits between two ways of writing


@dataclass(frozen=True)
class Written:
    """Two ways of writing in one table.

    Attributes
    ----------
    few
        bool, shape (cases,): the rows with fewer digits.
    digits
        Greatest number of significant digits in the rows with few, and the least of that in the others.
    """

    few: np.ndarray
    digits: tuple[int, int]


def two_ways(values: np.ndarray) -> Written | None:
    """Rows of two kinds by the number of significant digits, with a gap between them.

    Parameters
    ----------
    values
        float64, shape (cases, features). Columns that are whole numbers tell nothing.
    """
    with np.errstate(invalid="ignore"):
        measured = ~((values == np.rint(values)) | ~np.isfinite(values)).all(axis=0)
    digits = np.array([_most(row[measured]) for row in values])
    known = digits > 0
    levels = np.unique(digits[known])
    gaps = np.diff(levels)
    if not len(gaps) or gaps.max() < GAP:
        return None
    edge = levels[int(np.argmax(gaps))]
    few = known & (digits <= edge)
    if few.sum() < FEWEST_ROWS or (known & ~few).sum() < FEWEST_ROWS:
        return None
    return Written(few, (int(edge), int(digits[known & ~few].min())))


def _most(row: np.ndarray) -> int:
    """Significant digits of nearly all cells of a row; 0 where too few can tell."""
    known = row[np.isfinite(row) & (row != np.rint(row))]
    if len(known) < FEWEST_CELLS:
        return 0
    texts = (np.format_float_scientific(own, trim="-").partition("e")[0] for own in known)
    return int(np.quantile([sum(sign.isdigit() for sign in text) for text in texts], 0.9))
