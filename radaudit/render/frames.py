"""How a plot is laid out: where its axes lie, in pixels."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from radaudit.core.plot import Plot
from radaudit.render.axes import Axis, drawable, spanning, tick_labels
from radaudit.render.marks import CHARACTER, category

WIDTH = 560
_HEIGHT = 300
_ROW = 20
IN_ROWS = ("intervals", "strip", "waterfall")  # kinds of plots with a row a label and values along it


@dataclass(frozen=True)
class Frame:
    """Where the plotting area lies, in pixels, and its axes."""

    left: float
    right: float
    top: float
    bottom: float
    x: Axis
    y: Axis | None


def free_frame(plot: Plot, top: float) -> Frame | None:
    """Two axes of numbers; None if nothing can be drawn."""
    log_x, log_y = (axis in plot.log and plot.kind != "bars" for axis in "xy")
    points = [
        (x, y) for s in plot.series for x, y in zip(s.x, s.y, strict=False) if drawable(x, log_x) and drawable(y, log_y)
    ]
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    ys += [v for s in plot.series for v in (*s.low, *s.high) if plot.kind == "lines" and drawable(v, log_y)]
    if plot.guide == "identity":
        both = [v for v in xs + ys if drawable(v, log_x or log_y)] or xs
        xs, ys = xs + both, ys + both
    if plot.kind == "bars":
        half = bar_width(plot) / 2
        xs += [min(xs) - half, max(xs) + half]
    bottom = top + (_HEIGHT + 60 if plot.guide == "identity" else _HEIGHT)
    y = spanning(ys, bottom, top, log=log_y, with_zero=plot.kind == "bars")
    left = 30 + CHARACTER * max(map(len, tick_labels(y.ticks())), default=1)
    right = left + (bottom - top) * 1.15 if plot.guide == "identity" else WIDTH - 24
    return Frame(left, right, top, bottom, spanning(xs, left, right, log=log_x), y)


def row_count(plot: Plot) -> int:
    """How many rows a plot in rows has."""
    if plot.kind == "strip":
        return len(plot.labels)
    return max([len(plot.labels), *(max(len(s.x), len(s.y)) for s in plot.series)], default=0)


def row_frame(plot: Plot, top: float) -> Frame | None:
    """One axis of numbers, one row a label; None if nothing can be drawn."""
    log = plot.kind in IN_ROWS and "x" in plot.log
    if plot.kind in IN_ROWS:
        values = [v for s in plot.series for v in (*s.x, *s.low, *s.high) if drawable(v, log)]
    else:
        values = [v for s in plot.series for v in s.y if drawable(v)]
    if not values:
        return None
    values += [v for v in plot.limits if drawable(v, log)]
    left = 14 + CHARACTER * max((len(category(text)) for text in plot.labels), default=1)
    bottom = top + row_count(plot) * row_height(plot) + 4
    axis = spanning(values, left, WIDTH - 24, log=log, with_zero=plot.kind == "bars")
    return Frame(left, WIDTH - 24, top, bottom, axis, None)


def row_height(plot: Plot) -> float:
    """Pixels of one label's row."""
    return max(_ROW, 6 + 11 * len(plot.series))


def bar_width(plot: Plot) -> float:
    """The least distance of two bars, in values of the x axis."""
    places = sorted({x for series in plot.series for x in series.x if drawable(x)})
    gaps = [after - before for before, after in itertools.pairwise(places) if after > before]
    return min(gaps, default=1.0)
