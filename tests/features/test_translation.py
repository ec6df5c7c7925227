"""A mask that was moved by whole voxels is found again by the numbers of the table."""

from dataclasses import replace

import numpy as np
import pytest
import SimpleITK
from scipy.ndimage import gaussian_filter

from radaudit.compute.digest import FileRef
from radaudit.features.radiomics import extracted
from radaudit.features.translation import STATISTICS, FindTranslation, is_plain, near_means
from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume

STRAIGHT = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)
PARAMETERS = {"featureClass": {"firstorder": None, "shape": ["VoxelVolume"], "glcm": ["Contrast"]}}


@pytest.fixture
def image():
    noise = np.random.default_rng(5).normal(size=(9, 20, 22))
    return Volume((100 + 300 * gaussian_filter(noise, 1)).astype(np.int16), (1.0, 1.0, 3.0), (0.0,) * 3, STRAIGHT)


@pytest.fixture
def mask(image):
    marks = np.zeros(image.voxels.shape, np.uint8)
    marks[3:6, 6:12, 5:11] = 2
    marks[3, 6, 5] = 0
    return replace(image, voxels=marks)


@pytest.fixture
def find(tmp_path, image, mask):
    """Looks for the move that gives the features under the mask moved by so many voxels along x, y, z."""

    def run(move, digits=15, **changes):
        there = replace(mask, voxels=np.roll(mask.voxels, move[::-1], (0, 1, 2)))
        features = extracted(image, there, 2, PARAMETERS)["features"]
        given = {name: round(features[f"original_firstorder_{name}"], digits) for name in STATISTICS} | changes
        refs = []
        for name, volume in (("image.nrrd", image), ("mask.nrrd", mask)):
            SimpleITK.WriteImage(to_itk(volume), str(tmp_path / name))
            refs.append(FileRef.of(tmp_path / name))
        half = 0.5 * 10.0**-digits if digits < 15 else 0.0
        reported = {name: (value, half) for name, value in given.items() if value is not None}
        return FindTranslation("case 1", *refs, 2, PARAMETERS, reported, 1e-9).run(), features

    return run


@pytest.mark.parametrize("move", [(0, 0, 1), (1, 1, 1), (-2, 5, -1)])
def test_a_move_is_found_with_all_features(find, move):
    found, wanted = find(move)
    assert found["voxels"] == list(move)
    assert found["mm"] == pytest.approx(np.linalg.norm(np.multiply(move, (1, 1, 3))))
    assert found["features"] == wanted


def test_a_rounded_table(find):
    assert find((1, 0, -1), digits=2)[0]["voxels"] == [1, 0, -1]


@pytest.mark.parametrize(
    "changes",
    [{"Maximum": 1e4}, {"Mean": 99.87654321}],
    ids=["one number of another image", "no such mean"],
)
def test_no_move_where_a_number_contradicts(find, changes):
    assert find((0, 1, 0), **changes)[0] == {"voxels": None}


def test_no_move_where_several_would_do(find):
    few = dict.fromkeys(STATISTICS) | {"Mean": 100.0}
    assert find((0, 1, 0), digits=-2, **few)[0] == {"voxels": None}


def test_a_mask_in_its_place_is_no_move(find):
    assert find((0, 0, 0))[0] == {"voxels": None}


def test_means_of_all_moves_are_those_of_single_ones(image, mask):
    inside = mask.voxels == 2
    moves = near_means(image.voxels, inside, 100.0, 1e9)
    assert len(moves) == 7 * 15 * 16 - 1  # 3, 6 and 5 voxels to the near borders, 3, 8 and 10 (of 11) to the far ones
    mean = image.voxels[np.roll(inside, (1, -2, 4), (0, 1, 2))].mean()
    assert near_means(image.voxels, inside, mean, 1e-9) == [(1, -2, 4)]


def test_what_changes_grey_levels_is_not_plain():
    assert is_plain({"binWidth": 5, "normalize": False, "resampledPixelSpacing": None})
    for setting in ({"normalize": True}, {"resampledPixelSpacing": [1, 1, 1]}, {"resegmentRange": [0, 9]}):
        assert not is_plain(setting)
