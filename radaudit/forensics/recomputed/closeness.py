"""How near a table that was computed again comes to the one that is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.forensics.recomputed.tables import Tables

MOST = 0.8  # share of the columns; a few may have been edited since
ROWS = 0.8  # share of the rows that must have been computed


@dataclass(frozen=True)
class Closeness:
    """What is left between the two.

    Attributes
    ----------
    share
        Of the columns in which every number agrees to the precision of the print.
    off
        Root mean square of the differences in the middle column, in its SD.
    worst
        The same, of the column that is eighth of ten; columns that were edited since stand above it.
    scaled
        Whether each column was given a shift and a scale of its own first.
    rows
        How many could be compared.
    """

    share: float
    off: float
    worst: float
    scaled: bool
    rows: int

    @property
    def met(self) -> bool:
        """Whether nearly all columns agree to the last printed digit."""
        return self.share >= MOST


def closeness(tables: Tables, again: np.ndarray) -> Closeness | None:
    """How near a table comes to the harmonised one; None where too few rows could be computed.

    Parameters
    ----------
    again
        Shape (cases, columns); nan where nothing was computed.
    """
    columns = np.isfinite(again).any(axis=0)
    rows = np.isfinite(again[:, columns]).all(axis=1)
    if not columns.any() or rows.mean() < ROWS or columns.mean() < ROWS:
        return None
    made, mine = tables.made[np.ix_(rows, columns)], again[np.ix_(rows, columns)]
    slack, spread = tables.slack[np.ix_(rows, columns)], tables.spread[columns]
    direct = _measured(made - mine, slack, spread, False)
    if direct.met:
        return direct
    middle = mine - mine.mean(axis=0)
    energy = (middle**2).sum(axis=0)
    scale = (middle * made).sum(axis=0) / np.where(energy > 0, energy, 1)
    # the line is fitted to printed numbers, so that it may be off by as much as the coarsest of them
    loose = slack + slack.max(axis=0)
    fitted = _measured(made - made.mean(axis=0) - scale * middle, loose, spread, True)
    return fitted if (scale > 0).all() and (fitted.met or fitted.off < direct.off / 10) else direct


def _measured(left: np.ndarray, slack: np.ndarray, spread: np.ndarray, scaled: bool) -> Closeness:
    off = np.sqrt((left**2).mean(axis=0)) / spread
    share = float((np.abs(left) <= slack).all(axis=0).mean())
    return Closeness(share, float(np.median(off)), float(np.quantile(off, MOST)), scaled, len(left))
