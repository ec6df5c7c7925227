"""Round numbers and intervals: people set settings to round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

Interval = tuple[float, float]
MOST_DIGITS = 7


def roundest(low: float, high: float) -> float | None:
    """The number between two, ends included, that takes the fewest digits; None if there is no round one."""
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        return None
    if low <= 0 <= high:
        return 0.0
    if high < 0:
        found = roundest(-high, -low)
        return None if found is None else -found
    size = math.floor(math.log10(high))
    for digits in range(-1, MOST_DIGITS):
        for part in (1, 0.5):  # halves of a unit are rounder than the next digit
            unit = part * 10.0 ** (size - digits)
            number = math.ceil(low / unit * (1 - 1e-12)) * unit
            if number <= high * (1 + 1e-12) and number > 0:
                return float(f"{number:.12g}")
    return None


def overlap(intervals: Iterable[Interval]) -> Interval | None:
    """What all of them share; None if there is nothing, or no interval."""
    lows, highs = zip(*intervals, strict=True) if (intervals := list(intervals)) else ((), ())
    if not lows or max(lows) > min(highs):
        return None
    return max(lows), min(highs)


def ratio(above: Interval, below: Interval) -> Interval | None:
    """Where the ratio of two positive numbers lies; None if one may be zero."""
    if above[0] <= 0 or below[0] <= 0:
        return None
    return above[0] / below[1], above[1] / below[0]


def as_setting(number: float) -> int | float:
    """A whole number as an int: that is how it stands in a parameter file."""
    return int(number) if float(number).is_integer() else number
