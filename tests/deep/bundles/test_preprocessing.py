"""A bundle's words on its input, as steps."""

import pytest

from radaudit.deep.bundles.preprocessing import EXPRESSION, translated
from radaudit.deep.variants import PHOTOGRAPHS
from radaudit.study.geometry_steps import AxisOrder, Crop, Flip, MaskOut, Orient, Repeat, Resample, Resize
from radaudit.study.intensity_steps import MinMax, Percentile, Scale, Standardise, Window, ZScore

ORDER = AxisOrder("xyz")


def of_monai(*transforms):
    return translated("MONAI bundle", transforms)


@pytest.mark.parametrize(
    ("name", "values", "steps"),
    [
        ("Orientationd", {"axcodes": "RAS"}, [Orient("RAS")]),
        ("Spacing", {"pixdim": 2}, [Resample((2, 2, 2), extent="centres")]),
        (
            "Spacingd",
            {"keys": ["image", "label"], "pixdim": [1, 1, 3], "mode": ["nearest", "nearest"]},
            [Resample((1, 1, 3), "nearest", "centres")],
        ),
        (
            "ScaleIntensityRanged",
            {"a_min": -57, "a_max": 164, "b_min": 0, "b_max": 1, "clip": True},
            [Window(-57, 164)],
        ),
        ("ScaleIntensityRange", {"a_min": 0, "a_max": 2}, [Window(0, 2, clip=False)]),
        ("NormalizeIntensityd", {"nonzero": True, "channel_wise": True}, [ZScore("nonzero")]),
        ("NormalizeIntensity", {"subtrahend": 5, "divisor": 2}, [Scale(-5, 2)]),
        ("NormalizeIntensity", {"subtrahend": [1, 2], "divisor": [3, 4]}, [Standardise((1, 2), (3, 4))]),
        ("ScaleIntensityd", {"keys": "image"}, [MinMax()]),
        ("ScaleIntensity", {"minv": -1, "maxv": 1}, [MinMax(), Window(0, 1, (-1, 1), clip=False)]),
        (
            "ScaleIntensityRangePercentilesd",
            {"lower": 1, "upper": 99, "b_min": 0, "b_max": 1, "clip": True},
            [Percentile(1, 99)],
        ),
        ("Resized", {"spatial_size": [32, 32, 16]}, [Resize((32, 32, 16), "area")]),
        ("Resize", {"spatial_size": 8, "mode": "trilinear", "align_corners": True}, [Resize((8, 8, 8), "ends")]),
        ("CropForegroundd", {"source_key": "label", "margin": 4}, [Crop("bbox", margin_voxels=4)]),
        ("CenterSpatialCropd", {"roi_size": [4, 5, 6]}, [Crop("middle", (4, 5, 6), beyond="clip")]),
        ("ResizeWithPadOrCropd", {"spatial_size": [4, 5, 6]}, [Crop("middle", (4, 5, 6))]),
        ("RepeatChannel", {"repeats": 3}, [Repeat(3)]),
        ("Flipd", {"spatial_axis": [0, 2]}, [Flip("xz")]),
        ("MaskIntensityd", {"mask_key": "label"}, [MaskOut()]),
    ],
)
def test_a_transform_and_its_step(name, values, steps):
    found = of_monai(("LoadImaged", {"reader": "NibabelReader"}), (name, values))
    assert found.whole
    assert found.steps == (*steps, ORDER)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("Lambdad", {}, "no step for it"),
        ("scripts.own.Orientationd", {"axcodes": "RAS"}, "no step for it"),
        ("NormalizeIntensityd", {EXPRESSION: "..."}, "not run"),
        ("Orientationd", {"axcodes": "RAX"}, "axes are one each"),
        ("Spacingd", {"pixdim": [1, 1, 1], "scale_extent": True}, "'scale_extent'"),
        ("Spacingd", {"pixdim": [1, 1, 1], "padding_mode": "zeros"}, "padding"),
        ("Spacingd", {}, "pixdim"),
        ("ScaleIntensityRanged", {"a_min": 0, "a_max": 1, "clip": True}, "not given"),
        ("ScaleIntensityRangePercentilesd", {"lower": 1, "upper": 99, "b_min": 0, "b_max": 1}, "not cut off"),
        ("ScaleIntensityd", {"factor": 2}, "factor"),
        ("NormalizeIntensityd", {"subtrahend": 3}, "one given"),
        ("CropForegroundd", {"source_key": "image"}, "bright voxels"),
        ("Resized", {"spatial_size": [-1, 8, 8]}, "size"),
        ("Resized", {"spatial_size": 8, "size_mode": "longest"}, "'size_mode'"),
        ("Flipd", {"spatial_axis": 9}, "with 9"),
    ],
)
def test_what_has_no_step_is_told(name, values, said):
    found = of_monai(("ScaleIntensityd", {}), (name, values))
    assert found.steps == (MinMax(), ORDER)
    assert not found.whole
    (untold,) = found.untold
    assert untold.startswith(name)
    assert said in untold


def test_labels_are_not_images():
    assert of_monai(("Orientationd", {"keys": ["label"], "axcodes": "RAS"})).steps == ()


def test_pictures_of_onekey_and_hugging_face():
    onekey = translated("OneKey folder", [("transform", {"input_size": [224, 256], "normalize_method": "imagenet"})])
    assert onekey.steps == (Resize((256, 224), "smooth"), PHOTOGRAPHS)
    assert "slice" in onekey.untold[0]
    timm = {"input_size": [3, 8, 9], "interpolation": "bilinear", "mean": [0.5] * 3, "std": [0.25] * 3, "crop_pct": 1.0}
    found = translated("Hugging Face folder", [("pretrained_cfg", timm)])
    assert found.steps == (Resize((9, 8), "smooth"), Standardise((0.5,) * 3, (0.25,) * 3))
    assert "crop" in translated("", [("pretrained_cfg", timm | {"crop_pct": 0.9})]).untold[0]
    processor = {"do_rescale": True, "rescale_factor": 1 / 255, "do_resize": False}
    assert translated("", [("preprocessor_config.json", processor)]).steps == (Scale(divide=255.0),)
    assert not translated("Hugging Face folder", ()).untold
