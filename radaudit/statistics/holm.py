"""Several p-values at once."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values that hold the family-wise error, in the order given (Holm 1979, Scand J Stat 6:65-70)."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    adjusted, greatest = [1.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        greatest = max(greatest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = greatest
    return adjusted
