"""Plots: well-formed, with as many marks as there are values."""

import math
import re
import xml.etree.ElementTree as ElementTree

import pytest
from attacks import hostile_report
from hypothesis import given
from hypothesis import strategies as st
from reference_plots import FEATURES, not_finite, plots

from radaudit.core.plot import Plot, Series
from radaudit.render.axes import Axis, spanning, tick_labels
from radaudit.render.svg import draw_plot

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(plot: Plot) -> ElementTree.Element:
    return ElementTree.fromstring(draw_plot(plot, "p"))


def series_paths(root: ElementTree.Element, number: int, fill: str = "none") -> list[str]:
    return [
        p.get("d") for p in root.iter(f"{NAMESPACE}path") if p.get("class") == f"s{number}" and p.get("fill") == fill
    ]


def numbers_of(root: ElementTree.Element) -> list[float]:
    """Every pixel that is drawn at."""
    paths = " ".join(p.get("d") for p in root.iter(f"{NAMESPACE}path"))
    return [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", paths)]


@pytest.mark.parametrize("name", plots())
def test_it_is_well_formed_and_named(name):
    root = drawn(plots()[name])
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "p-title p-desc"
    assert root.find(f"{NAMESPACE}title").text == plots()[name].title
    assert plots()[name].note in root.find(f"{NAMESPACE}desc").text
    assert not [e for e in root.iter() if "style" in e.attrib]


@pytest.mark.parametrize("name", plots())
def test_everything_lies_within_the_picture(name):
    root = drawn(plots()[name])
    _, _, width, height = map(float, root.get("viewBox").split())
    for text in root.iter(f"{NAMESPACE}text"):
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= height
    for rect in root.iter(f"{NAMESPACE}rect"):
        assert 0 <= float(rect.get("x")) <= float(rect.get("x")) + float(rect.get("width")) <= width + 0.2
        assert 0 <= float(rect.get("y")) <= float(rect.get("y")) + float(rect.get("height")) <= height + 0.2


def test_a_scatter_is_one_path_a_series_with_a_point_each():
    plot = plots()["scatter"]
    root = drawn(plot)
    for number, series in enumerate(plot.series, start=1):
        (points,) = [d for d in series_paths(root, number) if d.count("M") > 1]
        assert points.count("M") == len(series.x)


def test_limits_stand_across_the_rows_and_within_reach_of_the_axis():
    intervals = Series("s", (0.95, 0.97), (0.0, 1.0), (0.94, 0.96), (0.96, 0.98))
    root = drawn(Plot("intervals", "t", "ICC", "", (intervals,), labels=("a", "b"), limits=(0.5, 0.9)))
    lines = [line for line in root.iter(f"{NAMESPACE}line") if line.get("class") == "guide"]
    (first, again), (second, _) = ([float(line.get(end)) for end in ("x1", "x2")] for line in lines)
    assert first == again
    marks = [float(text) for own in series_paths(root, 1) for text in re.findall(r"M(\d+\.?\d*)", own)]
    assert 0 < first < second < min(marks)


def test_points_on_one_pixel_are_drawn_once():
    root = drawn(Plot("points", "t", "x", "y", (Series("s", (1.0, 1.0, 2.0), (1.0, 1.0, 2.0)),)))
    (points,) = series_paths(root, 1)
    assert points.count("M") == 2


def test_values_that_are_not_finite_are_left_out_and_counted():
    root = drawn(not_finite())
    (points,) = series_paths(root, 1)
    assert points.count("M") == 2
    assert "3 values are not drawn" in "".join(root.itertext())
    assert "nan" not in draw_plot(not_finite(), "p").lower()


def test_a_line_has_a_gap_where_a_value_is_missing():
    line = Plot("lines", "t", "x", "y", (Series("s", (0.0, 1.0, 2.0, 3.0, 4.0), (0.0, 1.0, math.nan, 3.0, 4.0)),))
    (path,) = series_paths(drawn(line), 1)
    assert path.count("M") == 2
    assert path.count("L") == 2


def test_a_band_goes_along_both_of_its_ends():
    root = drawn(plots()["curve"])
    assert series_paths(root, 1, fill="currentColor") == []
    (band,) = series_paths(root, 2, fill="currentColor")
    assert band.count("L") == 2 * 21 - 1


def test_bars_are_counted_and_their_lengths_are_to_scale():
    plot = plots()["bars"]
    bars = [r for r in drawn(plot).iter(f"{NAMESPACE}rect") if float(r.get("width")) != 12]
    assert len(bars) == 6
    widths = [float(bar.get("width")) for bar in bars if bar.get("class") == "s1"]
    assert widths[0] / widths[1] == pytest.approx(18 / 24, abs=0.01)
    histogram = drawn(plots()["histogram"])
    heights = [float(bar.get("height")) for bar in histogram.iter(f"{NAMESPACE}rect")]
    assert len(heights) == 11
    assert heights[5] / heights[4] == pytest.approx(120 / 88, abs=0.01)


def test_intervals_have_a_row_a_label():
    root = drawn(plots()["forest"])
    rows = [t for t in root.iter(f"{NAMESPACE}text") if t.get("text-anchor") == "end"]
    assert len(rows) == len(FEATURES)
    assert "log-sigma-3-0-mm-3D_glszm_LargeAreaLowGrayLevelEmphasis" in "".join(root.itertext())
    lines = [d for d in series_paths(root, 2) if re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+", d)]
    assert len(lines) == len(FEATURES)


def test_a_strip_has_many_marks_in_a_row():
    cases = Series("cases", (0.7, 0.8, 0.9, 0.5, 0.1), (0, 0, 0, 1, 7))  # no row has the last one
    means = Series("means", (0.8, 0.5), (0, 1), (0.7, 0.5), (0.9, 0.5))
    root = drawn(Plot("strip", "t", "x", "", (cases, means), ("one", "two")))
    _, *marks = series_paths(root, 1)  # the first is the legend's
    heights = [re.match(r"M[\d.]+ ([\d.]+)", mark)[1] for mark in marks]
    assert [heights.count(height) for height in sorted(set(heights), key=float)] == [3, 1]
    assert any(re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+", d) for d in series_paths(root, 2))


def test_a_strip_is_cut_by_rows_and_not_by_marks():
    many = Series("s", tuple(float(i) for i in range(130)), tuple(i % 65 for i in range(130)))
    root = drawn(Plot("strip", "t", "x", "", (many,), tuple(f"f{i}" for i in range(65))))
    assert "The first 60 of 65 rows are drawn." in "".join(root.itertext())
    assert len(series_paths(root, 1)) == 120


def test_a_heat_map_has_a_cell_a_number_and_the_darker_the_larger():
    root = drawn(plots()["heat"])
    cells = {
        (float(cell.get("x")), float(cell.get("y"))): float(cell.get("fill-opacity"))
        for cell in root.iter(f"{NAMESPACE}rect")
    }
    assert len(cells) == 7
    columns = sorted({x for x, _ in cells})
    shades = [shade for (x, _), shade in sorted(cells.items()) if x == columns[1]]
    assert shades == sorted(shades, reverse=True)
    texts = [text.text for text in root.iter(f"{NAMESPACE}text")]
    assert {"shape", "firstorder", "glcm", "original", "0.94", "0.12", "1.00"} <= set(texts)
    assert "finite" not in root.find(f"{NAMESPACE}desc").text


def test_too_many_rows_are_cut_with_a_note():
    count = 100
    series = Series("s", tuple(float(i) for i in range(count)), (0.0,) * count)
    root = drawn(Plot("intervals", "t", "x", "y", (series,), tuple(f"f{i}" for i in range(count))))
    assert "The first 60 of 100 rows are drawn." in "".join(root.itertext())
    assert len(series_paths(root, 1)) == 60


def test_series_differ_in_more_than_colour():
    pens = set()
    lines = Plot("lines", "t", "x", "y", tuple(Series(f"s{i}", (0.0, 1.0), (0.0, float(i))) for i in range(6)))
    for path in drawn(lines).iter(f"{NAMESPACE}path"):
        if (path.get("class") or "").startswith("s"):
            pens.add(path.get("stroke-dasharray"))
    assert len(pens) == 6


def test_nothing_to_draw_is_said():
    for kind in ("points", "lines", "bars", "intervals", "strip"):
        root = drawn(Plot(kind, "t", "x", "y", (Series("s", (math.nan,), (math.nan,)),)))
        assert "No value can be drawn." in "".join(root.itertext())
        assert "No value can be drawn." in "".join(drawn(Plot(kind, "t", "x", "y", ())).itertext())


def test_hostile_text_is_escaped():
    for plot in hostile_report().results[0].findings[0].plots:
        assert "<script" not in draw_plot(plot, "p")
        drawn(plot)


def test_ticks_are_round_and_inside():
    assert Axis(0, 1, 0, 100).ticks() == [0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert Axis(-3, 14, 0, 100).ticks() == [0, 5, 10]
    assert Axis(10, 1e5, 0, 100, log=True).ticks() == [10, 100, 1000, 10000, 100000]
    assert Axis(1, 30, 0, 100, log=True).ticks() == [1, 2, 5, 10, 20]
    assert tick_labels([0, 0.5, 1.0]) == ["0.0", "0.5", "1.0"]
    assert tick_labels([1e-7, 1e-5, 1e-3]) == ["10⁻⁷", "10⁻⁵", "10⁻³"]
    assert tick_labels([-10, 0, 10]) == ["−10", "0", "10"]


def test_an_axis_shows_no_sign_that_does_not_occur():
    assert spanning([0.01, 1.0], 0, 100).low == 0
    assert spanning([-1.0, -0.01], 0, 100).high == 0
    assert spanning([5.0], 0, 100).at(5.0) == 50


FINITE = st.floats(allow_nan=True, allow_infinity=True)


@given(
    st.sampled_from(["points", "lines", "bars", "intervals", "strip", "heat"]),
    st.sampled_from(["", "x", "y", "xy"]),
    st.sampled_from(["none", "identity"]),
    st.lists(st.tuples(FINITE, FINITE, FINITE, FINITE), max_size=6),
    st.booleans(),
)
def test_any_numbers_give_a_picture(kind, log, guide, rows, labelled):
    x, y, low, high = zip(*rows, strict=True) if rows else ((), (), (), ())
    labels = tuple(f"label {i}" for i in range(len(rows))) if labelled else ()
    root = drawn(Plot(kind, "t", "x", "y", (Series("s", x, y, low, high),), labels, guide, log))
    assert all(math.isfinite(number) for number in numbers_of(root))
    assert "nan" not in ElementTree.tostring(root, encoding="unicode")
