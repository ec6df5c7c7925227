"""Steps of a network's input beside MONAI's transforms of the same meaning, each within a stated bound.

MONAI works in float32 and puts x first; radaudit interpolates in float64 and puts z first. Where the conventions differ
(how many voxels, which place stays) a setting gives MONAI's, and the test names it.
"""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("monai")

from monai import transforms  # noqa: E402
from monai.data import MetaTensor  # noqa: E402

from radaudit.deep.prepare import prepare  # noqa: E402
from radaudit.deep.recipe import Recipe  # noqa: E402
from radaudit.study.input_steps import (  # noqa: E402
    AxisOrder,
    Crop,
    MinMax,
    Orient,
    Percentile,
    Resample,
    Resize,
    Scale,
    Window,
    ZScore,
)
from tests.made_cases import OBLIQUE, case  # noqa: E402

IMAGE, MASK = case(dtype=np.float32)


def monais(volume, *steps):
    """The image after MONAI's transforms, with its affine in RAS as nibabel gives it; float array (1, x, y, z)."""
    lps = np.array(volume.direction).reshape(3, 3) * np.array(volume.spacing)
    affine = np.eye(4)
    affine[:3, :3], affine[:3, 3] = np.diag([-1.0, -1.0, 1.0]) @ lps, np.diag([-1.0, -1.0, 1.0]) @ volume.origin
    tensor = MetaTensor(torch.from_numpy(np.ascontiguousarray(volume.voxels.T))[None], affine=torch.from_numpy(affine))
    return np.asarray(transforms.Compose(steps)(tensor))


def ours(volume, *steps, mask=MASK):
    return prepare(volume, mask, 1, Recipe((*steps, AxisOrder("xyz"))))


MONAI_GRID = {"extent": "centres"}  # from the first centre to the last; the first stays
PAIRS = {
    "window": (Window(-100, 250), transforms.ScaleIntensityRange(-100, 250, 0, 1, clip=True), 1e-6),
    "window without an end": (
        Window(-100, 250, (-1, 1), clip=False),
        transforms.ScaleIntensityRange(-100, 250, -1, 1, clip=False),
        1e-5,
    ),
    "minmax": (MinMax(), transforms.ScaleIntensity(0, 1), 1e-6),
    "percentiles": (Percentile(5, 95), transforms.ScaleIntensityRangePercentiles(5, 95, 0, 1, clip=True), 1e-6),
    "z-score": (ZScore(), transforms.NormalizeIntensity(), 1e-6),
    "z-score without zeros": (ZScore("nonzero"), transforms.NormalizeIntensity(nonzero=True), 1e-6),
    "fixed offset": (Scale(-50, 200), transforms.NormalizeIntensity(subtrahend=50, divisor=200), 1e-6),
    "spacing": (
        Resample((1.1, 0.7, 1.3), **MONAI_GRID),
        transforms.Spacing((1.1, 0.7, 1.3), mode="bilinear", padding_mode="border"),
        2e-2,  # of values up to 1,000: its places are float32
    ),
    "crop and pad": (Crop("middle", (9, 16, 4)), transforms.ResizeWithPadOrCrop((9, 16, 4)), 0),
    "crop about a centre": (
        Crop("centroid", (4, 5, 3)),
        transforms.SpatialCrop(roi_center=(8, 4, 4), roi_size=(4, 5, 3)),
        0,
    ),
    "resize, trilinear": (Resize((9, 20, 5)), transforms.Resize((9, 20, 5), mode="trilinear"), 1e-3),
    "resize, ends": (
        Resize((9, 20, 5), "ends"),
        transforms.Resize((9, 20, 5), mode="trilinear", align_corners=True),
        1e-3,
    ),
    "resize, area": (Resize((9, 20, 5), "area"), transforms.Resize((9, 20, 5), mode="area"), 1e-3),
    "resize, nearest": (Resize((9, 20, 5), "nearest"), transforms.Resize((9, 20, 5), mode="nearest"), 0),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_one_step(pair):
    step, transform, bound = PAIRS[pair]
    holes = np.where(np.abs(IMAGE.voxels) < 60, 0, IMAGE.voxels)
    image = type(IMAGE)(holes, IMAGE.spacing, IMAGE.origin, IMAGE.direction)
    own, other = ours(image, step), monais(image, transform)
    assert own.shape == other.shape
    np.testing.assert_allclose(own, other, rtol=0, atol=bound)


@pytest.mark.parametrize("axes", ["RAS", "LPS", "SPL"])
def test_orientation(axes):
    """MONAI names the sides that axes run towards, as here; x, y, z are turned in the patient, voxel for voxel."""
    image, mask = case(direction=OBLIQUE, dtype=np.float32)
    labels = (("L", "R"), ("P", "A"), ("I", "S"))
    other = monais(image, transforms.Orientation(axcodes=axes, labels=labels))
    assert np.array_equal(ours(image, Orient(axes), mask=mask), other)


def test_a_pipeline_of_the_kind_that_bundles_ship():
    own = ours(IMAGE, Orient("RAS"), Resample((1, 1, 1), **MONAI_GRID), Window(-300, 300), Resize((12, 12, 12)))
    other = monais(
        IMAGE,
        transforms.Orientation(axcodes="RAS", labels=(("L", "R"), ("P", "A"), ("I", "S"))),
        transforms.Spacing((1, 1, 1), mode="bilinear", padding_mode="border"),
        transforms.ScaleIntensityRange(-300, 300, 0, 1, clip=True),
        transforms.Resize((12, 12, 12), mode="trilinear"),
    )
    np.testing.assert_allclose(own, other, atol=1e-4)
