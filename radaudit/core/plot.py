"""The plain data of a plot: what is drawn, not how."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Series:
    """Points that belong together.

    Attributes
    ----------
    label
        What the legend says.
    x, y
        Coordinates, of equal length; None where there is no point.
    low, high
        Ends of the interval around each ``x`` (kinds in rows) or ``y`` (band of kind "lines").
    """

    label: str
    x: tuple[float | None, ...]
    y: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        for name in ("x", "y", "low", "high"):
            object.__setattr__(self, name, tuple(map(_coordinate, getattr(self, name))))


@dataclass(frozen=True)
class Plot:
    """One plot.

    Attributes
    ----------
    kind
        "points": a scatter; "lines": one line a series; "bars": one bar a label;
        "intervals": one row a label, a mark at x and a line from low to high;
        "strip": the same, with any number of marks in a row: y says which, counted from 0;
        "waterfall": one row a label, a box from low to high of the first series (a mark at x where they
        are None), joined to the next row at x; the second series gives intervals;
        "heat": one row a label, one column a series, whose x are the numbers in its cells.
    title, x_label, y_label
        Text; labels name their unit.
    series
        What is drawn; several series are told apart by dash and label, not by colour alone.
    labels
        Names of the categories, for all kinds in rows.
    guide
        "identity" draws y = x, "none" nothing.
    log
        Which axes are logarithmic: "", "x", "y" or "xy".
    limits
        Values at which a line stands across the rows, for "intervals": what the intervals are held against.
    note
        What the reader should see in it, for the caption and for screen readers.
    """

    kind: Literal["points", "lines", "bars", "intervals", "strip", "waterfall", "heat"]
    title: str
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    labels: tuple[str, ...] = ()
    guide: Literal["none", "identity"] = "none"
    log: Literal["", "x", "y", "xy"] = ""
    note: str = ""
    limits: tuple[float, ...] = ()


def _coordinate(value: float | None) -> float | None:
    """As fine as an eye can see; None for what has no place on an axis."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.6g}")
