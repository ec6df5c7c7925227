"""Steps read from a manifest: what is right becomes a value, what is wrong a sentence."""

import pytest

from radaudit.study.input_steps import KINDS, Crop, Resample, Window, step_from

RIGHT = {
    "window": {"low": -1000, "high": 400},
    "scale": {"offset": 1024, "divide": 3072},
    "standardise": {"mean": [0.5], "sd": [0.2]},
    "windows": {"windows": [[0, 1]]},
    "resample": {"spacing": [1, 1, 2.5]},
    "flip": {"axes": "x"},
    "planes": {"size": [8, 8]},
    "resize": {"size": [8, 8, 8]},
}


@pytest.mark.parametrize("op", KINDS)
def test_every_step_has_words_and_can_be_written_down(op):
    step = step_from({"op": op, **RIGHT.get(op, {})})
    assert type(step) is KINDS[op]
    assert len(step.words) > 3
    hash(step)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("crop", "is no step: a step names its op"),
        ({"op": "resampl"}, "unknown op 'resampl'; did you mean 'resample'"),
        ({"op": "crop", "margin": 3}, "unknown key 'margin'; did you mean 'margin_mm'"),
        ({"op": "resample"}, "lacks its key 'spacing'"),
        ({"op": "resample", "spacing": [1, 1, 0]}, "can't be: a spacing is three numbers"),
        ({"op": "resample", "spacing": [1, 1, "a"]}, "'spacing.2' that can't be"),
        ({"op": "window", "low": 5, "high": 5}, "goes from a low to a high"),
        ({"op": "window", "low": 5, "high": float("inf")}, "not finite"),
        ({"op": "scale", "divide": 0}, "divided by zero"),
        ({"op": "percentile", "low": 99, "high": 1}, "percentiles go up"),
        ({"op": "standardise", "mean": [1], "sd": [0]}, "above zero"),
        ({"op": "orient", "axes": "LRS"}, "not 'LRS'"),
        ({"op": "crop", "mode": "centroid"}, "needs its size"),
        ({"op": "crop", "size": [3, 3, 3]}, "has no size of its own"),
        ({"op": "crop", "margin_mm": -1}, "not negative"),
        ({"op": "crop", "mode": "middle", "size": [3, 3, 3], "cube": True}, "belong to the mode bbox"),
        ({"op": "slices", "count": 2}, "odd number"),
        ({"op": "resize", "size": [3]}, "two or three numbers"),
        ({"op": "planes", "size": [0, 3]}, "above zero"),
        ({"op": "repeat", "count": 0}, "at least once"),
        ({"op": "windows", "windows": [[3, 1]]}, "low to a high"),
        ({"op": "axis_order", "order": "xx"}, "names x, y and z once"),
    ],
)
def test_what_is_wrong_is_said(entry, said):
    with pytest.raises(ValueError, match=said):
        step_from(entry)


def test_words_tell_the_numbers():
    assert Window(0, 80, clip=False).words == "window 0 to 80 onto 0 to 1, not cut off"
    assert Crop("centroid", (4, 5, 6), shift=(0, 0, 1)).words == (
        "crop of 4 x 5 x 6 voxels about the ROI's centroid (rounded: nearest), moved by 0, 0, 1 voxels"
    )
    assert Resample((1, 1, 2), "bspline", align="edges").words == "resampled to 1 x 1 x 2 mm, bspline, edges kept"
