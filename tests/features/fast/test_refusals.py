"""Cases that pyradiomics refuses: the same sentence either way."""

import sys
from dataclasses import replace

import numpy as np
import pytest
import SimpleITK

from radaudit.core.errors import JobFailed
from radaudit.features.fast import pyradiomics
from radaudit.features.fast.extract import extract
from radaudit.features.fast.pyradiomics import extractor, plain
from radaudit.images.itk import TOLERANCE
from tests.features.fast.made import assert_falls_back, bits, image, mask

ORIGINAL = {"imageType": {"Original": {}}, "featureClass": {"firstorder": []}}


def cases():
    one = image()
    marks = mask(one, "middle")
    line = np.zeros_like(marks.voxels)
    line[5, 5, 3:9] = 1
    yield "no such label", one, marks, {}, 9
    yield "a line", one, replace(marks, voxels=line), {}, 1
    yield "too small", one, marks, {"minimumROISize": 10**6}, 1
    yield "moved", one, replace(marks, origin=(0.0, 0.0, 0.0)), {}, 1
    yield "another size", one, replace(marks, voxels=marks.voxels[:-1]), {}, 1
    yield "nothing left", one, marks, {"resegmentRange": [10**4, 10**5]}, 1
    yield "an empty mask", one, replace(marks, voxels=marks.voxels * 0), {}, 1
    yield (
        "outside when resampled",
        one,
        replace(marks, origin=(900.0, 0.0, 0.0)),
        {"resampledPixelSpacing": [2, 2, 2]},
        1,
    )
    yield "two numbers for three axes", one, marks, {"resampledPixelSpacing": [2, 2]}, 1


@pytest.mark.parametrize(("name", "one", "marks", "setting", "label"), list(cases()), ids=[case[0] for case in cases()])
def test_the_same_sentence(name, one, marks, setting, label):
    with pytest.raises(JobFailed) as expected:
        plain(one, marks, label, ORIGINAL | {"setting": setting})
    with pytest.raises(JobFailed) as said:
        extract(one, marks, label, ORIGINAL | {"setting": setting})
    assert str(said.value) == str(expected.value)
    assert SimpleITK.ProcessObject.GetGlobalDefaultCoordinateTolerance() == TOLERANCE


def test_a_moved_mask_within_the_studys_tolerance_and_one_that_is_corrected():
    one = image()
    moved = replace(mask(one, "middle"), origin=(-31.4999, 12.25, 100.0))
    assert_falls_back(one, moved, ORIGINAL | {"setting": {"geometryTolerance": 0.01}})
    assert SimpleITK.ProcessObject.GetGlobalDefaultCoordinateTolerance() == TOLERANCE
    with pytest.raises(JobFailed):
        extract(one, moved, 1, ORIGINAL)
    far = replace(moved, origin=(-30.0, 12.25, 100.0))
    assert_falls_back(one, far, ORIGINAL | {"setting": {"correctMask": True}})


def test_a_wrong_name_is_refused_either_way():
    one = image()
    for way in (plain, extract):
        with pytest.raises(JobFailed, match="Nonsense"):
            way(one, mask(one, "middle"), 1, {"featureClass": {"firstorder": ["Nonsense"]}})


@pytest.mark.parametrize(("name", "library"), [("LBP2D", "skimage.feature"), ("LBP3D", "trimesh.creation")])
def test_an_image_type_whose_library_is_missing_fails_the_case(name, library, monkeypatch):
    """pyradiomics itself would leave the columns out."""
    one = image()
    monkeypatch.setitem(sys.modules, library, None)
    for own in (pyradiomics._makes_images, pyradiomics._kept):
        own.cache_clear()
    for way in (plain, extract):
        with pytest.raises(JobFailed, match=f"the image type {name} needs .* can't be loaded here") as said:
            way(one, mask(one, "middle"), 1, {"imageType": {"Original": {}, name: {}}})
        assert not said.value.lasting
    monkeypatch.undo()
    pyradiomics._makes_images.cache_clear()


def test_an_extractor_is_kept_and_not_changed_by_its_use():
    given = ORIGINAL | {"setting": {"binWidth": 9}}
    kept = extractor(given)
    before = repr((kept.settings, kept.enabledImagetypes, kept.enabledFeatures))
    one = image()
    first = extract(one, mask(one, "middle"), 1, given)
    assert extractor(given) is kept
    assert repr((kept.settings, kept.enabledImagetypes, kept.enabledFeatures)) == before
    assert bits(extract(one, mask(one, "middle"), 1, given)) == bits(first)
    assert extractor(ORIGINAL | {"setting": {"binWidth": 10}}) is not kept
