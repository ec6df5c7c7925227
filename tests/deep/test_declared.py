"""From single facts to steps, in the documented order."""

import pytest

from radaudit.deep.declared import recipe_of
from radaudit.study.input_steps import (
    AxisOrder,
    Crop,
    EightBit,
    Flip,
    MaskOut,
    Orient,
    Percentile,
    Planes,
    Repeat,
    Resample,
    Resize,
    Scale,
    Slices,
    Standardise,
    Window,
    Windows,
    ZScore,
)
from radaudit.study.network_input import NetworkInput


def steps_of(**facts):
    return recipe_of(NetworkInput(**facts)).steps


def test_a_plain_one():
    facts = {"crop": "bbox", "margin_mm": 5, "spacing_mm": [1, 1, 1], "size": [64, 64, 64], "window": [-1000, 400]}
    assert steps_of(**facts, dims="3d") == (
        Resample((1, 1, 1)), Window(-1000, 400), Crop(margin_mm=5), Resize((64, 64, 64)),
    )  # fmt: skip
    assert recipe_of(None).steps == ()


def test_everything_has_its_place():
    found = steps_of(
        orientation="LPS", spacing_mm=[1, 1, 3], interpolation="bspline", offset=1024, divide=3072, eight_bit=True,
        normalise="zscore", normalise_over="roi", crop="centroid", size=[48, 40], resize=[224, 224], rounding="floor",
        pad=-1, mask_outside=True, dims="2d", slice="middle", channels=3, mean=[0.5] * 3, sd=[0.2] * 3, flip="x",
        axis_order="xy",
    )  # fmt: skip
    assert found == (
        Orient("LPS"), Resample((1, 1, 3), "bspline"), Scale(1024, 3072), EightBit(), ZScore("roi"),
        Slices("middle"), Crop("centroid", (48, 40), round="floor", pad=-1), MaskOut(-1), Resize((224, 224)),
        Repeat(3), Standardise((0.5,) * 3, (0.2,) * 3), Flip("x"), AxisOrder("xy"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"dims": "2.5d", "crop": "bbox", "size": [32, 32]}, (Crop(), Planes((32, 32)))),
        ({"dims": "2.5d", "crop": "centroid", "size": [40, 40, 40]}, (Crop("centroid", (40,) * 3), Planes((40, 40)))),
        ({"dims": "2.5d", "slices": 3, "size": [32, 32]}, (Slices(count=3), Resize((32, 32)))),
        ({"windows": [[-1000, 400], [-160, 240]]}, (Windows(((-1000, 400), (-160, 240))),)),
        ({"crop": "bbox", "normalise": "percentile", "normalise_over": "crop"}, (Crop(), Percentile())),
        ({"size": [32, 32]}, (Slices(), Resize((32, 32)))),
    ],
)
def test_other_shapes(facts, expected):
    assert steps_of(**facts) == expected


def test_steps_stand_as_they_are_written():
    written = [{"op": "crop", "mode": "centroid", "size": [48, 48, 48]}, {"op": "window", "low": 0, "high": 9}]
    assert steps_of(steps=written) == (Crop("centroid", (48,) * 3), Window(0, 9))
