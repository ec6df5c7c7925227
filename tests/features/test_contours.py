"""The picture of a ROI and of what perturbations make of it."""

import re

import numpy as np
import pytest
import SimpleITK as sitk

from radaudit.compute.digest import FileRef
from radaudit.features.chain import Chain, Step
from radaudit.features.contours import DrawContours


@pytest.fixture
def drawn(tmp_path):
    """A ball of 8 mm radius in noise, and its outline after these chains."""
    z, y, x = np.ogrid[:30, :40, :40]
    inside = (z - 15) ** 2 + (y - 20) ** 2 + (x - 20) ** 2 <= 64
    grey = np.random.default_rng(0).normal(0, 10, inside.shape) + 100.0 * inside
    for name, voxels in (("image", grey.astype(np.float32)), ("mask", inside.astype(np.uint8))):
        sitk.WriteImage(sitk.GetImageFromArray(voxels), str(tmp_path / f"{name}.nrrd"))
    files = [FileRef.of(tmp_path / f"{name}.nrrd") for name in ("image", "mask")]
    return lambda *chains: DrawContours("one", *files, 1, tuple(map(Chain, chains))).run()


def width(outline):
    numbers = np.array(re.findall(r"[\d.]+", outline), float).reshape(-1, 2)
    return np.ptp(numbers[:, 0])


def test_a_grown_roi_is_wider_a_shrunk_one_narrower_and_noise_moves_no_outline(drawn):
    made = drawn((Step("volume", 0.5, 1),), (Step("volume", -0.5, 1),), (Step("noise", 1.0, 2),))
    grown, shrunk, same = made["others"]
    assert width(grown) > width(made["outline"]) > width(shrunk)
    assert same == made["outline"]
    assert made["slice"] == 16
