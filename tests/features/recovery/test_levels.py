import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.features.radiomics import extracted
from radaudit.features.recovery.bins import HISTOGRAM
from radaudit.features.recovery.levels import Labels, Levels, grey_levels
from radaudit.images.volume import Volume
from tests.made_study import draw, write_volume

IMAGE, MASK = (Volume(voxels, (1.0, 1.0, 2.0), (0.0,) * 3, (1.0, 0, 0, 0, 1, 0, 0, 0, 1)) for voxels in draw(3))


def parameters(image="Original", **setting):
    return {"imageType": {image: {}}, "featureClass": {"firstorder": [], "gldm": []}, "setting": setting}


@pytest.mark.parametrize(
    ("setting", "image", "picture"),
    [
        ({}, "Original", "original"),
        ({"resampledPixelSpacing": [1.5, 1.5, 1.5]}, "Original", "original"),
        ({"normalize": True, "normalizeScale": 100, "removeOutliers": 2}, "Original", "original"),
        ({"resegmentRange": [60, 160]}, "Original", "original"),
        ({"binCount": 16}, "Wavelet", "wavelet-HLL"),
        ({"resampledPixelSpacing": [2, 2, 2]}, "Gradient", "gradient"),
    ],
)
def test_they_are_what_the_feature_classes_see(setting, image, picture):
    levels = grey_levels(IMAGE, MASK, 1, parameters(image, **setting), picture)
    found = extracted(IMAGE, MASK, 1, parameters(image, **setting))["features"]
    seen = {"Minimum": levels.min(), "Maximum": levels.max(), "Mean": np.mean(levels, dtype=float)}
    for name, value in seen.items():
        assert found[f"{picture}_firstorder_{name}"] == pytest.approx(value, rel=1e-6)
    assert found[f"{picture}_firstorder_Uniformity"] >= 1 / len(levels)


def test_a_picture_that_is_not_made():
    with pytest.raises(JobFailed, match="make no image wavelet-LLH"):
        grey_levels(IMAGE, MASK, 1, parameters(), "wavelet-LLH")


@pytest.fixture
def files(tmp_path):
    return [FileRef.of(write_volume(tmp_path / f"{n}.nrrd", own.voxels)) for n, own in enumerate((IMAGE, MASK))]


@pytest.mark.parametrize("bins", [{"binWidth": 12.5}, {"binWidth": 40}, {"binCount": 24}])
def test_bins_from_features_that_pyradiomics_gave(files, bins):
    found = extracted(IMAGE, MASK, 1, parameters(**bins))["features"]
    names = [f"{kind}_{feature}" for kind, feature in HISTOGRAM]
    reported = {name: (found[f"original_{name}"], 1e-9 * abs(found[f"original_{name}"])) for name in names}
    read = Levels("c", *files, 1, parameters(), "original", reported, None).run()
    [(setting, value)] = bins.items()
    assert value in read["widths" if setting == "binWidth" else "counts"]


def test_neighbours_of_the_reported_ends(files):
    levels = np.sort(IMAGE.voxels[MASK.voxels == 1])
    read = Levels("c", *files, 1, parameters(), "original", {}, (float(levels[5]), float(levels[-1]))).run()
    assert read["below"] == max(level for level in levels if level < levels[5])
    assert read["above"] is None
    assert read["mean"] == pytest.approx(levels.mean())


def test_labels_of_a_mask(tmp_path, files):
    voxels = MASK.voxels.copy()
    voxels[0, 0, :3] = (7, 4, 7)
    mask = FileRef.of(write_volume(tmp_path / "labels.nrrd", voxels))
    assert Labels("c", files[0], mask).run() == {"labels": [1, 4, 7]}
