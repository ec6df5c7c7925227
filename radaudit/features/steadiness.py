"""The verdict on a feature whose measurement was repeated."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.features.names import parse_name

PLOTTED = 40  # rows of a plot


class Verdict(StrEnum):
    """How far a feature can be trusted to come out the same."""

    ROBUST = "robust"
    BORDERLINE = "borderline"
    UNSTABLE = "unstable"
    UNKNOWN = "unknown"


def verdicts(low: np.ndarray, high: np.ndarray, robust: float, unstable: float) -> tuple[Verdict, ...]:
    """Of each feature what the interval of its agreement (ICC, CCC) shows, not what its estimate suggests.

    Parameters
    ----------
    low, high
        Ends of the interval, shape (features,); nan where there is none.
    robust
        The feature is robust if even the lower end reaches this.
    unstable
        It is unstable if even the upper end stays below this; at most ``robust``.

    Returns
    -------
    tuple of Verdict
        BORDERLINE where the interval allows both, UNKNOWN where there is none.

    Raises
    ------
    ValueError
        If ``unstable`` is above ``robust``.

    References
    ----------
    Lower end against the limit: Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4 (0.90); Koo & Li 2016,
    doi:10.1016/j.jcm.2016.02.012 (0.75 good, 0.90 excellent).
    """
    if unstable > robust:
        raise ValueError(f"a feature can't be unstable below {unstable:g} and robust from {robust:g} on")
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    chosen = np.select([np.isnan(low) | np.isnan(high), low >= robust, high < unstable], [3, 0, 2], 1)
    return tuple(list(Verdict)[number] for number in np.atleast_1d(chosen))


def reason(verdict: Verdict, low: float, high: float, robust: float, unstable: float) -> str:
    """Why a feature has its verdict, said of its interval in a cell of a table.

    Parameters
    ----------
    verdict
        What `verdicts` gives for these ends and limits.
    low, high, robust, unstable
        As for `verdicts`, of one feature.
    """
    if verdict is Verdict.UNKNOWN:
        return "no interval"
    if verdict is Verdict.ROBUST:
        return f"all of it from {robust:g} on"
    if verdict is Verdict.UNSTABLE:
        return f"all of it below {unstable:g}"
    if low < unstable:
        return "allows both: too few cases" if high >= robust else f"may be below {unstable:g}"
    return f"may be {robust:g} or more" if high >= robust else f"between {unstable:g} and {robust:g}"


def by_family(names: Sequence[str], found: Sequence[Verdict]) -> list[dict[str, str | int]]:
    """How many features of each image type and class got which verdict, for a table; in the features' order.

    Parameters
    ----------
    names, found
        Features and their verdicts; a name that is not pyradiomics' own counts under "other".
    """
    counts: dict[tuple[str, str], dict[Verdict, int]] = {}
    for name, verdict in zip(names, found, strict=True):
        parts = parse_name(name)
        key = (parts.image, parts.kind) if parts else ("other", "other")
        counts.setdefault(key, dict.fromkeys(Verdict, 0))[verdict] += 1
    return [
        {"image type": image, "class": kind, **{verdict.value: number for verdict, number in own.items()}}
        for (image, kind), own in counts.items()
    ]


def heat_map(names: Sequence[str], found: Sequence[Verdict], title: str) -> Plot:
    """The share of robust features by image type and class, of those with a verdict.

    Parameters
    ----------
    names, found
        As for `by_family`.
    """
    table = by_family(names, found)
    shares: dict[tuple[str, str], float] = {}
    for row in table:
        known = sum(row[verdict.value] for verdict in Verdict if verdict is not Verdict.UNKNOWN)
        if known:
            shares[row["image type"], row["class"]] = row[Verdict.ROBUST.value] / known
    images = tuple(dict.fromkeys(image for image, _ in shares))
    kinds = tuple(dict.fromkeys(kind for _, kind in shares))
    columns = tuple(Series(kind, tuple(shares.get((image, kind)) for image in images), ()) for kind in kinds)
    note = (
        "1 means that every feature of this image type and class is robust, 0 that none is; robust by the whole "
        "interval, which few cases make wide."
    )
    return Plot("heat", title, "class", "image type", columns, labels=images, note=note)


def ordered_plot(
    names: Sequence[str],
    intervals: tuple[np.ndarray, np.ndarray, np.ndarray],
    title: str,
    statistic: str,
    limits: tuple[float, float],
) -> Plot:
    """Each feature's agreement with its interval, the least first; those without any are left out.

    Parameters
    ----------
    names
        Features.
    intervals
        Estimate, lower and upper end, each of shape (features,).
    title, statistic
        What the plot shows, and the name of its axis.
    limits
        A feature is robust from the first on and unstable below the second; both are drawn as lines.
    """
    order = np.argsort(intervals[0], kind="stable")
    order = order[np.isfinite(intervals[0][order])]
    shown = order[:PLOTTED]
    estimate, low, high = (tuple(map(float, own[shown])) for own in intervals)
    rows = tuple(map(float, range(len(shown))))
    robust, unstable = limits
    cut = f" The first {PLOTTED} of {len(order)} are shown." if len(order) > PLOTTED else ""
    return Plot(
        "intervals",
        title,
        statistic,
        "",
        (Series(f"{statistic} with its 95 % interval", estimate, rows, low, high),),
        labels=tuple(names[place] for place in shown),
        note=f"The least first. Robust from {robust:g} on, unstable below {unstable:g}, by the whole interval.{cut}",
        limits=(unstable, robust),
    )
