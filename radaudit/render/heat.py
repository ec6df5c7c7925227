"""A table of numbers as cells that are the darker the larger the number, which stands in each."""

from __future__ import annotations

from radaudit.core.plot import Plot
from radaudit.render.axes import drawable
from radaudit.render.marks import CHARACTER, category, coordinate, write
from radaudit.render.text import one_line, shortened

WIDTH = 560
_ROW, _HEAD, _NARROW = 22, 24, 44
_PALE, _DARK = 0.03, 0.4  # opacity: beyond it, text on the cell would be hard to read


def heat_map(plot: Plot, top: float) -> tuple[str, float]:
    """The cells with the names of their rows and columns, and how far down they reach, in pixels.

    Shades run from 0 to 1, or further where the numbers do; a cell without a number is left empty.
    """
    left = 14 + CHARACTER * max((len(category(text)) for text in plot.labels), default=1)
    across = max(_NARROW, (WIDTH - 24 - left) / max(1, len(plot.series)))
    values = [value for series in plot.series for value in series.x if drawable(value)]
    low, high = min([0.0, *values]), max([1.0, *values])
    form = ".2f" if (low, high) == (0, 1) else ".3g"
    parts = [_column(series.label, left + across * (place + 0.5), top) for place, series in enumerate(plot.series)]
    for row, label in enumerate(plot.labels):
        y = top + _HEAD + row * _ROW
        parts.append(write(left - 8, y + 15, category(label), "end"))
        for place, series in enumerate(plot.series):
            value = series.x[row] if row < len(series.x) else None
            if drawable(value):
                shade = (value - low) / (high - low)
                parts.append(_cell(left + across * place, y, across, f"{value:{form}}", shade))
    return "".join(parts), top + _HEAD + len(plot.labels) * _ROW


def _column(label: str, x: float, top: float) -> str:
    return write(x, top + 14, shortened(one_line(label), 12), "middle", 11)


def _cell(x: float, y: float, width: float, text: str, share: float) -> str:
    shade = f"{_PALE + (_DARK - _PALE) * share:.2f}"
    return (
        f'<rect class="s1" x="{coordinate(x + 1)}" y="{coordinate(y + 1)}" width="{coordinate(width - 2)}" '
        f'height="{_ROW - 2}" fill="currentColor" fill-opacity="{shade}"/>'
        + write(x + width / 2, y + 15, text, "middle", 11)
    )
