"""Plots of every kind."""

from __future__ import annotations

import math
import random

from radaudit.core.plot import Plot, Series

FEATURES = tuple(
    f"{filtered}_{kind}_{name}"
    for filtered in ("original", "wavelet-LLH", "log-sigma-3-0-mm-3D")
    for kind, name in (
        ("firstorder", "Entropy"),
        ("glcm", "JointEnergy"),
        ("glszm", "LargeAreaLowGrayLevelEmphasis"),
        ("shape", "Sphericity"),
    )
)


def plots() -> dict[str, Plot]:
    """One plot of each kind, by what it shows."""
    draw = random.Random(7)
    xs = tuple(draw.gauss(10, 3) for _ in range(120))
    near = tuple(x + draw.gauss(0, 0.4) for x in xs)
    curve = tuple(i / 20 for i in range(21))
    roc = tuple(1 - (1 - x) ** 2.4 for x in curve)
    low, high = tuple(max(0, y - 0.08) for y in roc), tuple(min(1, y + 0.06) for y in roc)
    return {
        "scatter": Plot(
            "points",
            "Reported against extracted entropy",
            "reported (bit)",
            "extracted (bit)",
            (Series("test set", xs[:60], near[:60]), Series("training set", xs[60:], near[60:])),
            guide="identity",
            note="The points lie on the diagonal where the table is reproduced.",
        ),
        "waterfall": Plot(
            "waterfall",
            "From the claim to what is left",
            "AUC",
            "",
            (
                Series(
                    "AUC", (0.9, 0.88, 0.61, 0.61), (0, 1, 2, 3), (None, None, 0.88, None), (None, None, 0.61, None)
                ),
                Series("95 % interval", (0.9,) * 4, (0, 1, 2, 3), (0.8, 0.79, None, 0.5), (0.97, 0.95, None, 0.72)),
            ),
            labels=("claimed", "re-run", "selection on all rows -0.27", "without the leaks"),
            note="Each box is what one flaw is worth.",
        ),
        "heat": Plot(
            "heat",
            "Robust features by image type and class",
            "class",
            "image type",
            (
                Series("shape", (1.0, None, None), ()),
                Series("firstorder", (0.94, 0.5, 0.0), ()),
                Series("glcm", (0.71, 0.33, 0.125), ()),
            ),
            labels=("original", "wavelet-LLH", "log-sigma-3-0-mm-3D"),
            note="The share of features that are robust.",
        ),
        "curve": Plot(
            "lines",
            "ROC curve of the test set",
            "1 − specificity",
            "sensitivity",
            (
                Series("as reported, AUC 0.91", curve, tuple(1 - (1 - x) ** 6 for x in curve)),
                Series("run again, AUC 0.83", curve, roc, low, high),
            ),
            note="The band holds 95 % of 1000 bootstrap samples.",
        ),
        "histogram": Plot(
            "bars",
            "AUC after the outcome was shuffled",
            "AUC",
            "shuffles",
            (Series("shuffles", tuple(0.4 + 0.02 * i for i in range(11)), (1, 4, 15, 42, 88, 120, 94, 47, 18, 5, 1)),),
        ),
        "bars": Plot(
            "bars",
            "Features by class",
            "class",
            "features",
            (Series("reported", (0, 1, 2), (18, 24, 16)), Series("stable", (0, 1, 2), (17, 12, 5))),
            labels=("firstorder", "glcm", "glszm"),
        ),
        "forest": Plot(
            "intervals",
            "ICC(2,1) of two readers",
            "ICC(2,1)",
            "feature",
            (_forest("mask of the study", 0.0, draw), _forest("mask shifted by a voxel", -0.15, draw)),
            labels=FEATURES,
        ),
        "logarithmic": Plot(
            "points",
            "Relative difference",
            "size of the ROI (voxels)",
            "relative difference",
            (Series("features", tuple(10.0**i for i in range(1, 6)), (1e-7, 3e-6, 2e-5, 4e-3, 0.2)),),
            log="xy",
        ),
    }


def _forest(label: str, shift: float, draw: random.Random) -> Series:
    centres = tuple(round(min(0.99, 0.6 + 0.03 * i + shift + draw.gauss(0, 0.05)), 3) for i in range(len(FEATURES)))
    rows = tuple(float(i) for i in range(len(FEATURES)))
    return Series(label, centres, rows, tuple(c - 0.12 for c in centres), tuple(min(1.0, c + 0.07) for c in centres))


def not_finite() -> Plot:
    """A scatter, three of whose five points can't be drawn."""
    nan, inf = math.nan, math.inf
    return Plot("points", "t", "x", "y", (Series("s", (1.0, nan, 3.0, 4.0, 5.0), (1.0, 2.0, inf, -inf, 5.0)),))
