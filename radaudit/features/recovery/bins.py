"""Bins, worked out from the histogram: which widths and counts give the reported entropy and uniformity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from radaudit.features.names import FeatureName

COUNTS = range(2, 1025)
MOST_BINS = 4_000  # a co-occurrence matrix has their square
PROBED = 40  # every so many widths, to see where to look closely
_DECADES = range(-4, 4)

# Functions of the histogram of binned grey levels alone: neighbours play no part in them.
HISTOGRAM = {
    ("firstorder", "Entropy"),
    ("firstorder", "Uniformity"),
    ("gldm", "GrayLevelNonUniformity"),
    ("gldm", "GrayLevelVariance"),
    ("gldm", "HighGrayLevelEmphasis"),
    ("gldm", "LowGrayLevelEmphasis"),
}


def by_histogram(name: FeatureName) -> bool:
    """Whether the histogram alone gives this feature."""
    return (name.kind, name.feature) in HISTOGRAM


def widths() -> Iterator[int | float]:
    """Every width of up to three digits from 0.0001 to 9990; whole ones as int, as a parameter file has them."""
    for decade in _DECADES:
        for mantissa in range(100, 1000):
            number = float(f"{mantissa}e{decade - 2}")
            yield int(number) if number.is_integer() else number


def histogram_features(levels: np.ndarray, edges: np.ndarray) -> dict[str, float]:
    """What pyradiomics computes from the histogram of binned grey levels.

    Parameters
    ----------
    levels
        Grey levels in the ROI, ascending; shape (voxels,).
    edges
        Edges of the bins, ascending; shape (bins + 1,).
    """
    below = np.append(np.searchsorted(levels, edges, side="left"), len(levels))
    counts = np.diff(below)
    grey = np.flatnonzero(counts) + 1.0
    counts = counts[counts > 0]
    share = counts / counts.sum()
    mean = (share * grey).sum()
    return {
        "firstorder_Entropy": float(-(share * np.log2(share + np.spacing(1))).sum()),
        "firstorder_Uniformity": float((share**2).sum()),
        "gldm_GrayLevelNonUniformity": float((counts.astype(float) ** 2).sum() / counts.sum()),
        "gldm_GrayLevelVariance": float((share * (grey - mean) ** 2).sum()),
        "gldm_HighGrayLevelEmphasis": float((share * grey**2).sum()),
        "gldm_LowGrayLevelEmphasis": float((share / grey**2).sum()),
    }


def matching(
    levels: np.ndarray,
    reported: Mapping[str, tuple[float, float]],
    edges_of: Callable[..., np.ndarray],
) -> dict[str, list[int | float]]:
    """Widths and counts of bins that give the reported numbers.

    Parameters
    ----------
    levels
        Grey levels in the ROI, ascending, in the image's own pixel type.
    reported
        By class and feature (``firstorder_Entropy``): the number and how far it may be off.
    edges_of
        pyradiomics' own rule: the lowest and the highest grey level and ``binWidth`` or ``binCount`` to edges.

    Returns
    -------
    dict
        ``widths`` and ``counts``, ascending.
    """
    ends = levels[[0, -1]]
    reach = float(ends[1]) - float(ends[0])

    def features(setting: str, value: int | float) -> dict[str, float] | None:
        try:
            return histogram_features(levels, np.asarray(edges_of(ends, **{setting: value})))
        except (OverflowError, ValueError):  # a width that the pixel type can't hold
            return None

    def kept(setting: str, values: list[int | float]) -> list[int | float]:
        near = _near(values, lambda value: features(setting, value), reported.get("firstorder_Entropy"))
        return [value for value in near if _matches(features(setting, value), reported)]

    fine = [width for width in widths() if reach / width <= MOST_BINS]
    return {"widths": kept("binWidth", fine), "counts": kept("binCount", list(COUNTS)[::-1])[::-1]}


def _matches(found: Mapping[str, float] | None, reported: Mapping[str, tuple[float, float]]) -> bool:
    return found is not None and all(abs(found[name] - number) <= far for name, (number, far) in reported.items())


def _near(values: list[int | float], features: Callable, entropy: tuple[float, float] | None) -> list[int | float]:
    """Of bins from fine to coarse, those whose entropy can be the reported one.

    A bin overlaps at most two bins that are wider than itself, so coarser bins have at most one bit more entropy, and
    finer ones at most one bit less. A probe that is further away rules out everything on its side.
    """
    if entropy is None:
        return values
    low, high = 0, len(values)
    for position in range(0, len(values), PROBED):
        found = features(values[position])
        own = None if found is None else found["firstorder_Entropy"]
        if own is not None and own - 1 > entropy[0] + entropy[1]:
            low = max(low, position)
        if own is not None and own + 1 < entropy[0] - entropy[1]:
            high = min(high, position)
    return values[low:high]


def simplest(values: list[int | float]) -> list[int | float]:
    """The roundest first: a width of 25 before one of 24.9."""

    def effort(value: int | float) -> tuple[int, float]:
        digits = len(f"{value:.6g}".replace(".", "").strip("0"))
        half = f"{value:.6g}".replace(".", "").strip("0").endswith("5")
        return digits - (0.5 if half else 0), -float(value)

    return sorted(values, key=effort)


def span(values: list[int | float], grid: Iterable[int | float] | None = None) -> str:
    """Widths or counts in words, neighbours on the grid of all widths, or of these, as a range."""
    place = {float(value): position for position, value in enumerate(grid or widths())}
    runs: list[list[int | float]] = []
    for value in sorted(values):
        if runs and place[float(value)] == place[float(runs[-1][-1])] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    parts = [f"{run[0]:.6g} to {run[-1]:.6g}" if len(run) > 2 else ", ".join(f"{v:.6g}" for v in run) for run in runs]
    return ", ".join(parts[:6]) + (" ..." if len(parts) > 6 else "")
