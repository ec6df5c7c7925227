"""Every voxel of every filtered image, against the filter over the whole image."""

import dataclasses
import logging

import numpy as np
import pytest

from radaudit.features.fast import images
from radaudit.features.fast.extract import extract
from radaudit.features.fast.filters import lbp2d, lbp3d, log
from radaudit.features.fast.pyradiomics import image_operations, plain
from radaudit.features.fast.region import Box, box_of
from radaudit.images.itk import from_itk, to_itk
from tests.features.fast.made import FILTERS, image, mask

SHAPE = (21, 44, 47)
BOXES = {
    "middle": Box((9, 20, 21), (12, 24, 26)),
    "first corner": Box((0, 0, 0), (4, 5, 3)),
    "last corner": Box((15, 40, 41), (21, 44, 47)),
    "near the border": Box((2, 7, 6), (18, 37, 40)),
    "all": Box((0, 0, 0), SHAPE),
}
TYPES = [
    *((name, {}) for name in FILTERS),
    ("LoG", {"sigma": [0.5, 1, 2.5, 4.0]}),
    ("Wavelet", {"wavelet": "haar", "level": 2}),
    ("Wavelet", {"wavelet": "db3", "start_level": 1}),
    ("Wavelet", {"wavelet": "bior3.1", "force2D": True}),
    ("Wavelet", {"wavelet": "dmey"}),
    ("Gradient", {"gradientUseSpacing": False}),
    ("LBP2D", {"lbp2DSamples": 9, "lbp2DRadius": 2.3, "force2D": True, "force2Ddimension": 2}),
    ("LBP2D", {"lbp2DMethod": "nri_uniform"}),
    ("LBP3D", {"lbp3DLevels": 3, "lbp3DIcosphereRadius": 2.5, "lbp3DIcosphereSubdivision": 0, "label": 1}),
]


def scene(dtype, box, shape=SHAPE):
    one = image(shape, dtype, spacing=(0.8, 0.8, 3.0), seed=4)
    return images.Scene(
        one, box, np.ones([end - start for start, end in zip(box.low, box.high, strict=True)], np.uint32)
    )


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("dtype", ["int16", "uint8", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), TYPES, ids=str)
def test_same_voxels(name, settings, dtype, box):
    given = scene(dtype, box)
    seen = np.ones(given.marks.shape, bool)
    if name == "LBP3D":  # pyradiomics computes it in the ROI only, and leaves the rest of the image to chance
        seen[...] = False
        seen[::2, ::3, ::4] = True
        given = dataclasses.replace(given, marks=seen.astype(np.uint32))
    quick, whole = list(images.made(name, given, settings)), list(images._whole(name)(given, settings))
    assert [title for _, title, _ in quick] == [title for _, title, _ in whole]
    for (one, title, own), (other, _, settings_then) in zip(quick, whole, strict=True):
        assert one.voxels.dtype == other.voxels.dtype, title
        assert np.array_equal(one.voxels[seen], other.voxels[seen]), title
        assert (one.spacing, own) == (other.spacing, settings_then)


def test_even_and_tiny_images():
    for shape in ((4, 6, 5), (3, 8, 8), (22, 30, 32)):
        box = Box((1, 2, 1), (3, 5, 4))
        for name, settings in TYPES:
            given = scene("int16", box, shape)
            quick, whole = list(images.made(name, given, settings)), list(images._whole(name)(given, settings))
            assert len(quick) == len(whole)
            assert all(np.array_equal(a[0].voxels, b[0].voxels) for a, b in zip(quick, whole, strict=True))


def test_patterns_of_flat_images_where_the_last_digit_decides():
    voxels = np.kron(np.random.default_rng(6).integers(-2, 3, (1, 60, 60)), np.ones((3, 2, 2))).astype(np.int16) * 301
    one = dataclasses.replace(image(voxels.shape), voxels=voxels)
    for box in (Box((0, 90, 70), (3, 118, 120)), Box((1, 3, 40), (2, 60, 99))):
        given = images.Scene(one, box, np.ones([1], np.uint32))
        quick = next(images.made("LBP2D", given, {"force2D": True}))[0].voxels
        whole = next(image_operations().getLBP2DImage(to_itk(one), None, force2D=True))[0]
        assert np.array_equal(quick, from_itk(whole).voxels[box.slices])


def test_patterns_on_spheres_do_not_depend_on_how_many_voxels_are_done_at_once(monkeypatch):
    given = scene("int16", BOXES["middle"])
    found = []
    for size in (2**11, 7, 1):
        monkeypatch.setattr(lbp3d, "_AT_ONCE", size)
        monkeypatch.setattr(lbp3d, "_SLAB", size * 500)
        found.append([made.voxels for made, _, _ in images.made("LBP3D", given, {"label": 1})])
    for others in found[1:]:
        assert all(map(np.array_equal, others, found[0]))


@pytest.mark.parametrize("filter", [lbp2d, lbp3d], ids=["2D", "3D"])
def test_a_proof_notices_other_values(monkeypatch, filter):
    inner = {lbp2d: "_neighbours", lbp3d: "_of_voxels"}[filter]
    own = getattr(filter, inner)
    monkeypatch.setattr(filter, inner, lambda *given: np.nextafter(own(*given), 9.0))
    filter.proved.cache_clear()
    assert not filter.proved()
    monkeypatch.undo()
    filter.proved.cache_clear()
    assert filter.proved()


def test_an_image_without_a_scale_goes_the_plain_way():
    given = scene("float32", BOXES["middle"])
    for value in (0.0, np.nan):
        voxels = given.image.voxels * 0
        voxels[0, 0, 0] = value
        odd = dataclasses.replace(given, image=dataclasses.replace(given.image, voxels=voxels))
        with np.errstate(all="ignore"):
            for name in ("Square", "Logarithm"):
                quick, whole = images.made(name, odd, {}), images._whole(name)(odd, {})
                assert np.array_equal(next(quick)[0].voxels, next(whole)[0].voxels, equal_nan=True)


def test_the_laplacian_is_itks_here_and_its_proof_notices_another_sum(monkeypatch):
    log.proved.cache_clear()
    assert log.proved()
    assert log._filtered is not None
    plain_filter = log._filtered
    monkeypatch.setattr(log, "_filtered", lambda *given: np.nextafter(plain_filter(*given), np.float32(0)))
    log.proved.cache_clear()
    assert not log.proved()
    log.proved.cache_clear()


def test_the_same_warnings_about_filters_that_are_skipped(caplog):
    one = image((9, 14, 15), spacing=(1.0, 1.0, 1.0))
    marks = mask(one, "middle")
    given = {
        "imageType": {"LoG": {"sigma": [1.0, 8.0, 12.5]}, "LBP2D": {}, "Original": {}},
        "setting": {"binCount": 9},
    }
    found = []
    for way in (plain, extract):
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="radiomics"):
            way(one, marks, 1, given)
        found.append([record.getMessage() for record in caplog.records if record.levelno == logging.WARNING])
    assert found[0] == found[1]
    assert any("sigma" in message for message in found[0])


def test_box_of_a_roi():
    inside = np.zeros((5, 6, 7), bool)
    assert box_of(inside) is None
    inside[1, 2, 3] = inside[3, 0, 6] = True
    assert box_of(inside) == Box((1, 0, 3), (4, 3, 7))
