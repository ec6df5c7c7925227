"""Marks of a plot: each series has its own shape, dash and class, so colour is never all that tells them apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from radaudit.core.plot import Series
from radaudit.render.axes import Axis, drawable
from radaudit.render.text import one_line, shortened

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A point's mark: what is drawn from its place, with which pen."""

    stroke: str
    width: float
    cap: str = "round"


# A zero-length segment under a round cap is a dot: the shortest way to draw thousands of them in one path.
SHAPES = (
    Shape("h0", 4.5),
    Shape("m-3-3l6 6m0-6l-6 6", 1.5),
    Shape("h0", 6, "square"),
    Shape("m-3.5 0h7m-3.5-3.5v7", 1.5),
    Shape("m0-4l4 4-4 4-4-4z", 1.3),
    Shape("m0-4l3.6 6.6h-7.2z", 1.3),
)
CHARACTER = 7.2  # width of a character of 12 pixels in the widest of the common fonts
DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 2", "1 4")
_FILLS = (0.8, 0.15, 0.45, 0.05, 0.6, 0.3)


def coordinate(pixel: float) -> str:
    """A pixel with one decimal at most."""
    return (
        f"{pixel:.1f}".removesuffix(".0").replace("-0", "0") if abs(pixel) < 0.05 else f"{pixel:.1f}".removesuffix(".0")
    )


def dots(points: Iterable[Point], index: int) -> str:
    """All points of a series as one path; points on the same pixel once."""
    shape = SHAPES[index % len(SHAPES)]
    places = dict.fromkeys(f"M{coordinate(x)} {coordinate(y)}{shape.stroke}" for x, y in points)
    if not places:
        return ""
    return (
        f'<path class="s{index % 6 + 1}" fill="none" stroke="currentColor" stroke-width="{shape.width}" '
        f'stroke-linecap="{shape.cap}" stroke-opacity=".8" d="{"".join(places)}"/>'
    )


def line(runs: Iterable[list[Point]], index: int) -> str:
    """A line with a gap between runs."""
    parts = []
    for run in runs:
        places = list(dict.fromkeys(f"{coordinate(x)} {coordinate(y)}" for x, y in run))
        parts.append("M" + "L".join(places) + ("h0" if len(places) == 1 else ""))
    return _stroke("".join(parts), index) if parts else ""


def band(lower: list[Point], upper: list[Point], index: int) -> str:
    """The area between two lines."""
    if len(lower) < 2:
        return ""
    places = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in [*lower, *reversed(upper)])
    return f'<path class="s{index % 6 + 1}" fill="currentColor" fill-opacity=".14" stroke="none" d="M{places}z"/>'


def box(left: float, top: float, width: float, height: float, index: int) -> str:
    """A bar."""
    return (
        f'<rect class="s{index % 6 + 1}" x="{coordinate(left)}" y="{coordinate(top)}" width="{coordinate(width)}" '
        f'height="{coordinate(height)}" fill="currentColor" fill-opacity="{_FILLS[index % 6]}" '
        f'stroke="currentColor"{_dash(index)}/>'
    )


def interval(left: float, right: float, y: float, index: int) -> str:
    """A line with end caps."""
    place = f"{coordinate(left)} {coordinate(y)}"
    return _stroke(f"M{place}H{coordinate(right)}", index) + (
        f'<path class="s{index % 6 + 1}" fill="none" stroke="currentColor" '
        f'd="M{coordinate(left)} {coordinate(y - 3)}v6M{coordinate(right)} {coordinate(y - 3)}v6"/>'
    )


def sample(kind: str, index: int, x: float, y: float) -> str:
    """A mark for the legend, about 24 pixels wide from `x`, around `y`."""
    if kind == "bars":
        return box(x + 6, y - 5, 12, 10, index)
    if kind == "lines":
        return line([[(x, y), (x + 24, y)]], index)
    stroke = line([[(x, y), (x + 24, y)]], index) if kind in ("intervals", "waterfall") else ""
    return stroke + dots([(x + 12, y)], index)


def runs_of(series: Series, x_axis: Axis, y_axis: Axis) -> list[list[Point]]:
    """The pixels of a line; a value that can't be drawn ends a run."""
    runs: list[list[Point]] = [[]]
    for x, y in zip(series.x, series.y, strict=False):
        if drawable(x, x_axis.log) and drawable(y, y_axis.log):
            runs[-1].append((x_axis.at(x), y_axis.at(y)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def write(x: float, y: float, text: str, place: str = "start", size: int = 0) -> str:
    """Text, escaped."""
    anchor = f' text-anchor="{place}"' if place != "start" else ""
    small = f' font-size="{size}"' if size else ""
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y)}"{anchor}{small}>{escape(shortened(one_line(text), 90))}</text>'
    )


def grid_line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A faint line at a tick."""
    ends = " ".join(f'{key}="{coordinate(v)}"' for key, v in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)))
    return f'<line class="grid" {ends} stroke="currentColor" stroke-opacity=".13"/>'


def guide(x1: object, y1: object, x2: object, y2: object) -> str:
    """The dashed line that points are compared with."""
    return (
        f'<line class="guide" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" '
        'stroke="currentColor" stroke-opacity=".55" stroke-dasharray="4 4"/>'
    )


def category(text: str) -> str:
    """The name of a row, its middle left out where it is long: feature names differ at both ends."""
    flat = one_line(text)
    return flat if len(flat) <= 34 else flat[:16] + "…" + flat[-17:]


def _stroke(path: str, index: int) -> str:
    return (
        f'<path class="s{index % 6 + 1}" fill="none" stroke="currentColor" stroke-width="1.7" '
        f'stroke-linecap="round" stroke-linejoin="round"{_dash(index)} d="{path}"/>'
    )


def _dash(index: int) -> str:
    dash = DASHES[index % len(DASHES)]
    return f' stroke-dasharray="{dash}"' if dash else ""
