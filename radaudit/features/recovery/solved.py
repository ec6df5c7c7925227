"""Settings that follow from reported numbers alone, without trying any."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from radaudit.features.recovery.numbers import Interval, as_setting, overlap, ratio, roundest
from radaudit.features.recovery.trials import Case, Features

# Features that a scale of the grey levels multiplies, and with which power.
_SCALED = {
    "Range": 1,
    "InterquartileRange": 1,
    "MeanAbsoluteDeviation": 1,
    "RobustMeanAbsoluteDeviation": 1,
    "Variance": 2,
    "Mean": 1,
    "Median": 1,
}
_FEWEST = 2
LEAST_APART = 1e-6


def voxel_volume(case: Case, picture: str, tolerance: float) -> Interval | None:
    """Cubic millimetres of a voxel after resampling: total energy is energy times this volume."""
    total, plain = (case.interval(f"{picture}_firstorder_{name}", tolerance) for name in ("TotalEnergy", "Energy"))
    return ratio(total, plain) if total and plain else None


def spacings(volumes: Sequence[Interval], native: Sequence[float]) -> list[list[int | float]]:
    """Round spacings that give a voxel of this volume: cubes, and slices of another thickness.

    Parameters
    ----------
    volumes
        Of the cases, which were all resampled alike.
    native
        Thickness of the slices of one case, with a spacing of 0 that keeps it.
    """
    shared = overlap(volumes)
    found: list[list[int | float]] = []
    if shared:
        cube = roundest(shared[0] ** (1 / 3), shared[1] ** (1 / 3))
        found += [[as_setting(cube)] * 3] if cube else []
        for thick in (1, 1.5, 2, 2.5, 3, 4, 5, 0.5):
            side = roundest(math.sqrt(shared[0] / thick), math.sqrt(shared[1] / thick))
            if side and len(f"{side:g}") <= 4:
                found.append([as_setting(side), as_setting(side), thick])
    sides = overlap((math.sqrt(low / thick), math.sqrt(high / thick)) for (low, high), thick in _pairs(volumes, native))
    if sides and (side := roundest(*sides)):
        found.append([as_setting(side), as_setting(side), 0])
    return [own for position, own in enumerate(found) if own not in found[:position]]


def _pairs(volumes: Sequence[Interval], native: Sequence[float]) -> list[tuple[Interval, float]]:
    return list(zip(volumes, native, strict=True))


def array_shifts(cases: Sequence[Case], picture: str, tolerance: float) -> list[int]:
    """Values of voxelArrayShift: what is added before values are squared for the root mean square, not for the mean.

    A square has two roots, so there may be two; empty if the table doesn't tell, or its cases tell different things.
    """
    roots: tuple[list[Interval], list[Interval]] = ([], [])
    for case in cases:
        parts = [
            case.interval(f"{picture}_firstorder_{name}", tolerance) for name in ("RootMeanSquared", "Variance", "Mean")
        ]
        if None in parts:
            continue
        squared, variance, mean = parts
        least, most = squared[0] ** 2 - variance[1], squared[1] ** 2 - variance[0]
        if squared[0] < 0 or most < 0:
            return []
        near, far, slack = math.sqrt(max(least, 0.0)), math.sqrt(most), LEAST_APART * (1 + abs(mean[0]))
        roots[0].append((near - mean[1] - slack, far - mean[0] + slack))
        roots[1].append((-far - mean[1] - slack, -near - mean[0] + slack))
    shared = [own for root in roots if (own := overlap(root))]
    whole = [number for own in shared if (number := roundest(*own)) is not None]
    return [int(number) for number in whole if number.is_integer()]


def scale(case: Case, found: Features, picture: str, tolerance: float) -> float | None:
    """By which factor the reported grey levels are larger than these; None if there is no one factor, or it is 1."""
    ratios = []
    for name, power in _SCALED.items():
        full = f"{picture}_firstorder_{name}"
        own, reported = found.get(full), case.interval(full, max(tolerance, LEAST_APART))
        if own is None or reported is None or not math.isfinite(own):
            continue
        if own < 0 and reported[1] < 0:
            own, reported = -own, (-reported[1], -reported[0])
        slack = case.half.get(full, 0.0) if abs(own) > 1e3 * LEAST_APART else math.inf
        if own <= 0 or reported[0] <= 0 or not math.isfinite(slack):
            continue
        low, high = ratio(reported, (own, own))
        ratios.append((low ** (1 / power), high ** (1 / power)))
    shared = overlap(ratios)
    if len(ratios) < _FEWEST or shared is None or shared[0] <= 1 <= shared[1]:
        return None
    return roundest(*shared)


def resegmented(
    cases: Sequence[Case], readings: Sequence[Mapping | None], picture: str
) -> list[tuple[dict[str, object], str]]:
    """Ranges of grey levels that would leave the reported minima and maxima of the ROIs.

    Parameters
    ----------
    readings
        Of the grey levels of these cases without a range, as `levels.Levels` gives them.

    Returns
    -------
    list
        Settings, and what else gives the same, in words; absolute bounds, and bounds in standard deviations.
    """
    lows, highs, below, above = [], [], [], []
    for case, reading in zip(cases, readings, strict=True):
        ends = [case.reported.get(f"{picture}_firstorder_{name}") for name in ("Minimum", "Maximum")]
        if reading is None or None in ends:
            return []
        low = (-math.inf if reading["below"] is None else reading["below"], ends[0])
        high = (ends[1], math.inf if reading["above"] is None else reading["above"])
        lows.append(low)
        highs.append(high)
        if reading["deviation"] > 0:
            below.append(tuple((reading["mean"] - bound) / reading["deviation"] for bound in reversed(low)))
            above.append(tuple((bound - reading["mean"]) / reading["deviation"] for bound in high))
    found = [_absolute(overlap(lows), overlap(highs))]
    sigma = overlap([*below, *above])
    if sigma and math.isfinite(sigma[1]) and (size := roundest(sigma[0], _inside(sigma[1], sigma[0]))):
        bounds = [as_setting(-size), as_setting(size)]
        found.append(({"resegmentRange": bounds, "resegmentMode": "sigma"}, ""))
    return [own for own in found if own]


def _absolute(low: Interval | None, high: Interval | None) -> tuple[dict[str, object], str] | None:
    """The roundest bounds in these intervals; where no voxel was left out, any bound further out does the same."""
    if low is None or high is None or (math.isinf(low[0]) and math.isinf(high[1])):
        return None
    if math.isinf(low[0]):
        bounds = [-(10.0 ** math.ceil(math.log10(abs(low[1]) + 1))), roundest(high[0], _inside(high[1], high[0]))]
        words = f"any lower bound up to {low[1]:.6g}"
    elif math.isinf(high[1]):
        bounds, words = [roundest(_inside(low[0], low[1]), low[1])], f"any upper bound from {high[0]:.6g}"
    else:
        bounds = [roundest(_inside(low[0], low[1]), low[1]), roundest(high[0], _inside(high[1], high[0]))]
        words = f"bounds from {low[0]:.6g} to {low[1]:.6g} and from {high[0]:.6g} to {high[1]:.6g}"
    if None in bounds or (len(bounds) > 1 and bounds[0] >= bounds[1]):
        return None
    return {"resegmentRange": [as_setting(bound) for bound in bounds]}, words


def _inside(outer: float, inner: float) -> float:
    """Just inside a bound that is itself too far out."""
    return outer + (inner - outer) * LEAST_APART
