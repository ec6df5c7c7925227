"""Plots as SVG: drawn here, because a charting library is bigger than the whole report."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from xml.sax.saxutils import escape

from radaudit.core.plot import Plot, Series
from radaudit.render.axes import drawable, tick_labels
from radaudit.render.falling import falling
from radaudit.render.frames import IN_ROWS, WIDTH, Frame, bar_width, free_frame, row_count, row_frame, row_height
from radaudit.render.heat import heat_map
from radaudit.render.marks import (
    CHARACTER,
    band,
    box,
    category,
    coordinate,
    dots,
    grid_line,
    guide,
    interval,
    line,
    runs_of,
    sample,
    write,
)
from radaudit.render.text import one_line, shortened

_MOST_ROWS = 60
_LEGEND_ROW = 18


def draw_plot(plot: Plot, name: str) -> str:
    """An SVG element, well-formed by itself, that needs no style sheet.

    Parameters
    ----------
    plot
        What to draw. Values that are not finite, or not positive on a logarithmic axis, are left out, and a line
        under the plot says how many.
    name
        Prefix of the ids of its title and description; unique in the page.
    """
    plot, notes = _within_reach(plot)
    if plot.kind == "heat":
        body, height = heat_map(plot, 8)
        body += "".join(write(4, height + 16 + 14 * i, note, size=11) for i, note in enumerate(notes))
        return _element(plot, name, WIDTH, height + 10 + 14 * len(notes), body, notes)
    rowed = plot.kind in IN_ROWS or (plot.kind == "bars" and bool(plot.labels))
    legend, legend_height = _legend(plot)
    top = legend_height + 8
    frame = row_frame(plot, top) if rowed else free_frame(plot, top)
    if frame is None:
        return _element(plot, name, WIDTH, 60, write(WIDTH / 2, 34, "No value can be drawn.", "middle"), notes)
    body = legend + _axes(plot, frame) + (_rows(plot, frame) if rowed else _free_marks(plot, frame))
    height = frame.bottom + 42
    body += "".join(write(4, height + 12 + 14 * i, note, size=11) for i, note in enumerate(notes))
    return _element(plot, name, WIDTH, height + (6 + 14 * len(notes) if notes else 0), body, notes)


def _within_reach(plot: Plot) -> tuple[Plot, list[str]]:
    """The plot with no more rows than fit, and what the reader must know about what is left out."""
    notes = []
    count = row_count(plot)
    by_row = plot.kind in (*IN_ROWS, "heat") or (plot.kind == "bars" and plot.labels)
    if by_row and count > _MOST_ROWS:
        notes.append(f"The first {_MOST_ROWS} of {count} rows are drawn.")
        plot = replace(plot, series=tuple(_cut(plot, s) for s in plot.series), labels=plot.labels[:_MOST_ROWS])
    wanted = [(s, _needed(plot, s)) for s in plot.series]
    missing = sum(not all(drawable(v, log) for v, log in point) for _, points in wanted for point in points)
    if missing:
        are = "value is" if missing == 1 else "values are"
        notes.append(f"{missing} {are} not drawn: not finite, or not positive on a logarithmic axis.")
    return plot, notes


def _needed(plot: Plot, series: Series) -> list[list[tuple[float, bool]]]:
    """What must be drawable for each mark, with whether its axis is logarithmic; a heat map may have empty cells."""
    if plot.kind == "heat":
        return []
    if plot.kind in IN_ROWS:
        return [[(x, "x" in plot.log)] for x in series.x]
    if plot.kind == "bars":
        return [[(y, False)] for y in series.y]
    return [[(x, "x" in plot.log), (y, "y" in plot.log)] for x, y in zip(series.x, series.y, strict=False)]


def _free_marks(plot: Plot, frame: Frame) -> str:
    parts = []
    if plot.guide == "identity":
        low, high = max(frame.x.low, frame.y.low), min(frame.x.high, frame.y.high)
        ends = [coordinate(v) for p in (low, high) for v in (frame.x.at(p), frame.y.at(p))]
        parts.append(guide(*ends))
    for index, series in enumerate(plot.series):
        runs = runs_of(series, frame.x, frame.y)
        if plot.kind == "points":
            parts.append(dots([point for run in runs for point in run], index))
        elif plot.kind == "bars":
            parts += _columns(plot, series, index, frame)
        else:
            parts += [_band(series, index, frame), line(runs, index)]
    return "".join(parts)


def _columns(plot: Plot, series: Series, index: int, frame: Frame) -> list[str]:
    zero, half = frame.y.at(0), bar_width(plot) / 2
    bars = []
    for x, y in zip(series.x, series.y, strict=False):
        if drawable(x) and drawable(y):
            left, right, end = frame.x.at(x - half), frame.x.at(x + half), frame.y.at(y)
            bars.append(box(left + 0.5, min(zero, end), right - left - 1, abs(end - zero), index))
    return bars


def _band(series: Series, index: int, frame: Frame) -> str:
    ends = [
        (frame.x.at(x), frame.y.at(low), frame.y.at(high))
        for x, low, high in zip(series.x, series.low, series.high, strict=False)
        if drawable(x, frame.x.log) and drawable(low, frame.y.log) and drawable(high, frame.y.log)
    ]
    return band([(x, low) for x, low, _ in ends], [(x, high) for x, _, high in ends], index)


def _cut(plot: Plot, series: Series) -> Series:
    """What a series has in the first rows."""
    kept = [row < _MOST_ROWS for row in _row_numbers(plot, series)]
    parts = (tuple(itertools.compress(part, kept)) for part in (series.x, series.y, series.low, series.high))
    return Series(series.label, *parts)


def _row_numbers(plot: Plot, series: Series) -> list[float]:
    """The row of each point; of a strip's point without a place the last of all, which is never drawn."""
    if plot.kind != "strip":
        return list(range(max(len(series.x), len(series.y))))
    known = (drawable(y) and 0 <= y < len(plot.labels) for y in series.y)
    return [int(y) if there else math.inf for y, there in zip(series.y, known, strict=True)]


def _rows(plot: Plot, frame: Frame) -> str:
    tall, many = row_height(plot), max(1, len(plot.series))
    slot = (tall - 6) / many
    parts = [_row_label(label, frame, tall, i) for i, label in enumerate(plot.labels)]
    for limit in (frame.x.at(own) for own in plot.limits if drawable(own, frame.x.log)):
        parts.append(guide(*map(coordinate, (limit, frame.top, limit, frame.bottom))))
    if plot.kind == "waterfall":
        return "".join([*parts, falling(plot, frame, tall)])
    for index, series in enumerate(plot.series):
        values = series.y if plot.kind == "bars" else series.x
        for place, (row, value) in enumerate(zip(_row_numbers(plot, series), values, strict=False)):
            if not drawable(value, frame.x.log) or row == math.inf:
                continue
            y = frame.top + row * tall + 5 + slot * (index + 0.5)
            here = frame.x.at(value)
            if plot.kind == "bars":
                zero = frame.x.at(0)
                parts.append(box(min(zero, here), y - slot * 0.4, abs(here - zero), slot * 0.8, index))
                continue
            ends = (*series.low[place : place + 1], *series.high[place : place + 1])
            if len(ends) == 2 and all(drawable(end, frame.x.log) for end in ends):
                parts.append(interval(frame.x.at(ends[0]), frame.x.at(ends[1]), y, index))
            parts.append(dots([(here, y)], index))
    return "".join(parts)


def _row_label(label: str, frame: Frame, tall: float, row: int) -> str:
    full, short = shortened(one_line(label), 300), category(label)
    y = frame.top + row * tall + tall / 2 + 6
    whole = f"<title>{escape(full)}</title>" if full != short else ""
    return f'<text x="{coordinate(frame.left - 8)}" y="{coordinate(y)}" text-anchor="end">{whole}{escape(short)}</text>'


def _axes(plot: Plot, frame: Frame) -> str:
    """Grid, ticks and labels; the labels of a plot in rows stand where their values are."""
    parts = []
    ticks = frame.x.ticks()
    for tick, text in zip(ticks, tick_labels(ticks), strict=True):
        x = frame.x.at(tick)
        parts.append(grid_line(x, frame.top, x, frame.bottom))
        parts.append(write(x, frame.bottom + 16, text, "middle"))
    across = plot.y_label if plot.kind == "bars" and frame.y is None else plot.x_label
    parts.append(write((frame.left + frame.right) / 2, frame.bottom + 35, across, "middle"))
    if frame.y is not None:
        ticks = frame.y.ticks()
        for tick, text in zip(ticks, tick_labels(ticks), strict=True):
            y = frame.y.at(tick)
            parts.append(grid_line(frame.left, y, frame.right, y))
            parts.append(write(frame.left - 7, y + 4, text, "end"))
        middle = coordinate((frame.top + frame.bottom) / 2)
        turned = f'x="13" y="{middle}" text-anchor="middle" transform="rotate(-90 13 {middle})"'
        parts.append(f"<text {turned}>{escape(shortened(one_line(plot.y_label), 44))}</text>")
    zero = frame.x.at(0) if frame.y is None and not frame.x.log and frame.x.low <= 0 <= frame.x.high else frame.left
    left, bottom = coordinate(zero), coordinate(frame.bottom)
    parts.append(
        f'<path class="axis" fill="none" stroke="currentColor" stroke-opacity=".6" '
        f'd="M{left} {coordinate(frame.top)}V{bottom}M{coordinate(frame.left)} {bottom}H{coordinate(frame.right)}"/>'
    )
    return "".join(parts)


def _legend(plot: Plot) -> tuple[str, float]:
    """Marks with their names, in as many rows as they need; nothing for a single unnamed thing."""
    names = [shortened(one_line(series.label), 60) for series in plot.series]
    if len(names) + (plot.guide == "identity") < 2:
        return "", 0
    parts, x, y = [], 4.0, 10.0
    for index, text in enumerate([*names, "y = x"] if plot.guide == "identity" else names):
        width = 48 + CHARACTER * len(text)
        if x > 4 and x + width > WIDTH:
            x, y = 4.0, y + _LEGEND_ROW
        mark = sample(plot.kind, index, x, y) if index < len(names) else guide(x, y, x + 24, y)
        parts.append(mark + write(x + 30, y + 4, text))
        x += width
    return "".join(parts), y + 8


def _element(plot: Plot, name: str, width: float, height: float, body: str, notes: list[str]) -> str:
    size = f"{coordinate(width)} {coordinate(height)}"
    axes = f"{shortened(plot.y_label, 90)} against {shortened(plot.x_label, 90)}"
    said = " ".join(filter(None, [shortened(plot.note, 600), f"{axes}.", *notes]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {size}" '
        f'width="{coordinate(width)}" height="{coordinate(height)}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="system-ui, sans-serif" font-size="12" '
        f'fill="currentColor"><title id="{name}-title">{escape(shortened(one_line(plot.title), 300))}</title>'
        f'<desc id="{name}-desc">{escape(one_line(said))}</desc>{body}</svg>'
    )
