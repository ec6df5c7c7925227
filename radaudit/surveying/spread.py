"""A figure over the studies: middle, quartiles, range, mean."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.core.survey import Spread


def spread(values: Sequence[float]) -> Spread | None:
    """Median, quartiles, range, mean and standard deviation; None of no values."""
    import pandas as pd

    if not values:
        return None
    told = pd.Series(values, dtype=float).describe()
    deviation = float(told["std"]) if len(values) > 1 else None
    names = ("50%", "25%", "75%", "min", "max", "mean")
    return Spread(len(values), *(float(told[name]) for name in names), deviation)
