"""Axes: from values to pixels, with ticks at 1, 2 or 5 times a power of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WIDEST = 1e150  # beyond it, differences overflow


def drawable(value: float | None, log: bool = False) -> bool:
    """Whether a value has a place on an axis."""
    if value is None or not math.isfinite(value) or abs(value) > _WIDEST:
        return False
    return not log or value > 1 / _WIDEST


@dataclass(frozen=True)
class Axis:
    """A range of values laid on a range of pixels.

    Attributes
    ----------
    low, high
        Ends of the range of values, low < high; positive if `log`.
    start, end
        Pixels of `low` and `high`.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high, here = (math.log10(v) if self.log else v for v in (self.low, self.high, value))
        return self.start + (here - low) / (high - low) * (self.end - self.start)

    def ticks(self, wanted: int = 6) -> list[float]:
        """Round values within the range, about `wanted` of them."""
        if self.log:
            decades = _decades(self.low, self.high, wanted)
            if len(decades) > 1:
                return decades
        step = _step((self.high - self.low) / wanted)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [float(f"{position * step:.12g}") for position in range(first, last + 1)]


def spanning(values: Sequence[float], start: float, end: float, *, log: bool = False, with_zero: bool = False) -> Axis:
    """An axis that shows all values with a little air, and zero if asked; needs at least one value."""
    low, high = min(values), max(values)
    if log:
        low, high = (low / 1.5, high * 1.5) if high / low < 1.01 else (low / 1.15, high * 1.15)
        return Axis(low, high, start, end, log=True)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        air = abs(low) * 0.1 or 1.0
    else:
        air = (high - low) * 0.04
    # Air must not suggest values of a sign that doesn't occur, such as a negative rate.
    below = 0.0 if low >= 0 > low - air else low - air
    above = 0.0 if low < 0 and high <= 0 < high + air else high + air
    return Axis(below, above, start, end)


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """Text of ticks, all with the same number of decimals."""
    sizes = [abs(tick) for tick in ticks if tick]
    powers = [round(math.log10(size)) for size in sizes]
    if len(sizes) == len(ticks) > 1 and (max(powers) > 5 or min(powers) < -3) and ticks == [10.0**p for p in powers]:
        return [f"10{str(power).translate(_RAISED)}" for power in powers]
    if not sizes or max(sizes) >= 1e6 or min(sizes) < 1e-4:
        return [f"{tick:.6g}".replace("-", "−") for tick in ticks]
    decimals = max(len(f"{tick:.10g}".partition(".")[2]) for tick in ticks)
    uneven = max(sizes) / min(sizes) > 1000
    return [(f"{tick:.10g}" if uneven else f"{tick:.{decimals}f}").replace("-", "−") for tick in ticks]


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


def _decades(low: float, high: float, wanted: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    stride = max(1, math.ceil((last - first + 1) / (wanted + 2)))
    factors = (1, 2, 5) if last - first < 2 else (1,)
    powers = range(first - (len(factors) > 1), last + 1, stride)
    ticks = [float(f"{factor}e{power}") for power in powers for factor in factors]
    return [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
