"""The geometry triad: masks shifted by 0, 0.5 and 5 mm, turned, stretched and cut, under each geometry setting."""

from dataclasses import replace

import numpy as np
import pytest
import SimpleITK
from scipy.ndimage import gaussian_filter

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.features.geometry import Triad, decisive, differences
from radaudit.features.radiomics import recorded
from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume

STRAIGHT = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)
RESAMPLED = {"resampledPixelSpacing": [1.5, 1.5, 1.5]}
MEAN = "original_firstorder_Mean"


@pytest.fixture
def image():
    noise = np.random.default_rng(3).normal(size=(9, 20, 20))
    return Volume((100 + 300 * gaussian_filter(noise, 1)).astype(np.int16), (0.9, 0.9, 2.0), (-7.0, 3.0, 2.0), STRAIGHT)


@pytest.fixture
def mask(image):
    marks = np.zeros(image.voxels.shape, np.uint8)
    marks[3:6, 6:12, 5:11] = 1
    return replace(image, voxels=marks)


@pytest.fixture
def triad(tmp_path, image):
    def run(mask, **setting):
        refs = []
        for name, volume in (("image.nrrd", image), ("mask.nrrd", mask)):
            SimpleITK.WriteImage(to_itk(volume), str(tmp_path / name))
            refs.append(FileRef.of(tmp_path / name))
        return Triad("case 1", *refs, 1, decisive({"setting": setting})).run()

    return run


def moved(mask, mm):
    return replace(mask, origin=(mask.origin[0] + mm, *mask.origin[1:]))


def test_shifts_are_told_apart(triad, image, mask):
    found = {mm: triad(moved(mask, mm)) for mm in (0.0, 0.5, 5.0)}
    assert [found[mm]["offset_mm"] for mm in found] == pytest.approx([0, 0.5, 5])
    assert [found[mm]["offset_voxels"] for mm in found] == pytest.approx([0, 0.5 / 0.9, 5 / 0.9])
    assert found[0.0]["answers"]["strict"]["features"][MEAN] == image.voxels[mask.voxels == 1].mean()
    apart = {}
    for mm, own in found.items():
        answers = own["answers"]
        if mm:
            assert answers["strict"] == {"refusal": "Image/Mask geometry mismatch"}
        by_place, by_index = answers["correctMask"], answers["tolerance"]
        assert by_index["features"] == found[0.0]["answers"]["strict"]["features"]
        assert by_place["voxels"] == by_index["voxels"] == 108
        moves = round(mm / 0.9)  # nearest neighbour
        marks = np.roll(mask.voxels, moves, axis=2) == 1
        assert by_place["features"][MEAN] == pytest.approx(image.voxels[marks].mean())
        assert by_place["centre"][0] - by_index["centre"][0] == pytest.approx(0.9 * moves)
        apart[mm] = differences(by_place["features"], by_index["features"])
    assert apart[0.0] == {"firstorder": 0, "glcm": 0, "shape": 0}
    assert 1e-3 < apart[0.5]["firstorder"] < apart[5.0]["firstorder"]
    assert apart[5.0]["shape"] == 0


def test_less_than_half_a_voxel_is_rounded_away(triad, mask):
    answers = triad(moved(mask, 0.3))["answers"]
    assert answers["correctMask"]["features"] == answers["tolerance"]["features"]


def test_resampled_no_setting_matters_and_the_mask_is_tried_index_by_index_too(triad, mask):
    own = triad(moved(mask, 2.0), **RESAMPLED, correctMask=True, geometryTolerance=50, preCrop=True)["answers"]
    assert list(own) == ["strict", "correctMask", "tolerance", "by index"]
    assert own["strict"] == own["correctMask"] == own["tolerance"]
    right = triad(mask, **RESAMPLED)["answers"]["strict"]
    assert own["by index"] == right
    assert own["strict"]["features"] != right["features"]
    assert own["strict"]["centre"][0] - right["centre"][0] == pytest.approx(2.0)


def test_another_size(triad, mask):
    own = triad(replace(mask, voxels=mask.voxels[:-1]))
    assert (own["offset_mm"], own["offset_voxels"]) == (None, None)
    assert own["answers"]["strict"] == own["answers"]["tolerance"] == {"refusal": "Image/Mask size mismatch"}
    assert own["answers"]["correctMask"]["voxels"] == 108


@pytest.mark.parametrize(
    "changes",
    [{"spacing": (1.1, 1.1, 2.0)}, {"direction": (-1.0, 0, 0, 0, -1.0, 0, 0, 0, 1.0), "origin": (10.1, 20.1, 2.0)}],
    ids=["stretched", "turned"],
)
def test_another_spacing_and_another_orientation(triad, mask, changes):
    own = triad(replace(mask, **changes))
    assert own["offset_voxels"] > 1
    assert "refusal" in own["answers"]["strict"]
    by_place, by_index = own["answers"]["correctMask"]["features"], own["answers"]["tolerance"]["features"]
    assert max(differences(by_place, by_index).values()) > 0.01


def test_an_roi_out_of_the_image(triad, mask):
    answers = triad(moved(mask, 50))["answers"]
    assert answers["correctMask"] == {"refusal": "Bounding box of ROI is larger than image space"}
    assert answers["tolerance"]["voxels"] == 108


def test_a_case_without_an_roi(triad, mask):
    with pytest.raises(JobFailed, match="the mask is empty"):
        triad(replace(mask, voxels=0 * mask.voxels))


def test_the_tolerance_does_not_stay_in_force(image, mask):
    recorded(image, moved(mask, 5.0), 1, {"setting": {"geometryTolerance": 1e6}})
    with pytest.raises(JobFailed, match=r"^Image/Mask geometry mismatch$"):
        recorded(image, moved(mask, 5.0), 1, {})


def test_the_decisive_set_keeps_the_studys_settings():
    own = decisive({"imageType": {"Original": {"binWidth": 5}, "LoG": {}}, "setting": {"normalize": True, "label": 3}})
    assert own["imageType"] == {"Original": {"binWidth": 5}}
    assert own["setting"] == {"normalize": True}
    assert set(own["featureClass"]) == {"shape", "firstorder", "glcm"}


def test_differences_are_medians_over_a_class():
    one = {
        "original_glcm_Contrast": 1.0,
        "original_glcm_Imc1": 2.0,
        "original_glcm_MCC": 4.0,
        "original_shape_Sphericity": 1.0,
    }
    other = one | {"original_glcm_Contrast": 2.0, "original_glcm_Imc1": 1.6, "original_glcm_Id": 7.0}
    assert differences(one, other) == {"glcm": pytest.approx(0.2), "shape": 0.0}
