"""The rows of a waterfall: boxes that hang on each other, marks where there is no step, intervals above them."""

from __future__ import annotations

from radaudit.core.plot import Plot
from radaudit.render.axes import drawable
from radaudit.render.frames import Frame
from radaudit.render.marks import box, coordinate, dots, interval


def falling(plot: Plot, frame: Frame, tall: float) -> str:
    """The first series as boxes and marks, joined from row to row; the second as intervals."""
    steps, *others = plot.series
    parts = [joint for row in range(len(steps.x) - 1) for joint in _joint(steps.x[row], row, frame, tall)]
    for row, value in enumerate(steps.x):
        y = frame.top + row * tall + tall / 2 + 2
        ends = (*steps.low[row : row + 1], *steps.high[row : row + 1])
        if len(ends) == 2 and all(map(drawable, ends)):
            left, right = sorted(map(frame.x.at, ends))
            parts.append(box(left, y - 5, max(right - left, 1), 10, 0))
        elif drawable(value):
            parts.append(dots([(frame.x.at(value), y)], 0))
    for own in others:
        for row, (low, high) in enumerate(zip(own.low, own.high, strict=True)):
            if drawable(low) and drawable(high):
                y = frame.top + row * tall + tall / 2 + 2
                parts.append(interval(frame.x.at(low), frame.x.at(high), y, 1))
    return "".join(parts)


def _joint(value: float | None, row: int, frame: Frame, tall: float) -> list[str]:
    """A dotted line from the end of a row to the next row, which starts there."""
    if not drawable(value):
        return []
    x, y = coordinate(frame.x.at(value)), frame.top + row * tall + tall / 2 + 2
    return [
        f'<line class="guide" x1="{x}" y1="{coordinate(y)}" x2="{x}" y2="{coordinate(y + tall)}" '
        'stroke="currentColor" stroke-opacity=".55" stroke-dasharray="1 3"/>'
    ]
