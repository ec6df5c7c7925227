"""Several ROIs of one image, against each on its own."""

from dataclasses import replace

import pytest

from radaudit.core.errors import JobFailed
from radaudit.features.fast import images
from radaudit.features.many import extract_many
from radaudit.features.radiomics import extracted
from tests.features.fast.made import EVERY_IMAGE, bits, image, mask

KINDS = ("middle", "corner", "hollow")


def parameters(**setting):
    return {"imageType": EVERY_IMAGE, "featureClass": {"firstorder": [], "shape": []}, "setting": setting}


@pytest.fixture
def laplacians(monkeypatch):
    """How often the Laplacian was worked out."""
    images.log.proved()  # once in a process, and works out three itself
    made, own = [], images.log.laplacian
    monkeypatch.setattr(images.log, "laplacian", lambda *given: made.append(given[1]) or own(*given))
    return made


def assert_same(one, masks, given, exact=False):
    for found, marks in zip(extract_many(one, masks, 1, given, exact), masks, strict=True):
        alone = extracted(one, marks, 1, given)
        assert bits(found["features"]) == bits(alone["features"])
        assert found["warnings"] == alone["warnings"]


@pytest.mark.parametrize(
    ("setting", "times"),
    [
        ({"binWidth": 20}, 2),
        ({"normalize": True, "normalizeScale": 100, "resegmentRange": [-50, 90]}, 2),
        ({"resampledPixelSpacing": [2, 2, 2]}, 6),
        ({"preCrop": True, "padDistance": 3}, 6),
    ],
    ids=str,
)
def test_the_same_bits_and_warnings_as_one_at_a_time_with_filters_run_once(setting, times, laplacians):
    one, given = image(), parameters(**setting)
    masks = [mask(one, kind) for kind in KINDS]
    extract_many(one, masks, 1, given)
    assert len(laplacians) == times, "two sigmas"
    assert_same(one, masks, given)


def test_every_texture_of_overlapping_rois():
    one = image()
    given = {"imageType": {"Original": {}, "Wavelet": {}, "LBP3D": {}}, "setting": {"binWidth": 20}}
    assert_same(one, [mask(one, "middle"), mask(one, "hollow"), mask(one, "sparse", dtype="int16")], given)


def test_a_mask_that_is_refused_spoils_no_other():
    one, given = image(), parameters(minimumROISize=100)
    good, small = mask(one, "middle"), mask(one, "middle")
    small.voxels[:, :, :14] = 0
    small.voxels[:8] = 0
    empty = replace(good, voxels=good.voxels * 0)
    moved = replace(good, origin=(0.0, 0.0, 0.0))
    masks = [empty, good, small, moved, good]
    found = extract_many(one, masks, 1, given)
    for own, marks in zip(found, masks, strict=True):
        if marks is good:
            assert bits(own["features"]) == bits(extracted(one, good, 1, given)["features"])
        else:
            with pytest.raises(JobFailed) as alone:
                extracted(one, marks, 1, given)
            assert str(own) == str(alone.value)


def test_plain_pyradiomics_and_no_mask_or_one(laplacians):
    one, given = image(), parameters()
    assert extract_many(one, [], 1, given) == []
    assert_same(one, [mask(one, "middle")], given)
    laplacians.clear()
    assert_same(one, [mask(one, kind) for kind in KINDS[:2]], given, exact=True)
    assert len(laplacians) == 4, "only those of the comparison"
