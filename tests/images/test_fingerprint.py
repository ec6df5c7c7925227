import numpy as np
import pytest
import SimpleITK as sitk

from radaudit.compute.digest import FileRef
from radaudit.images.fingerprint import Fingerprint, cube_of, fingerprint_of
from tests.made_pictures import a_body, an_roi

EVEN = (1.0, 1.0, 1.0)


def whole(voxels):
    return cube_of(fingerprint_of(voxels, None, EVEN)["whole"])


def test_a_cube_holds_mean_values_on_a_standard_scale():
    image = a_body(1)
    blocks = image.reshape(16, 2, 16, 2, 16, 2).mean(axis=(1, 3, 5))
    cube = whole(image)
    assert cube.std() == pytest.approx(1, abs=1e-3)
    assert np.corrcoef(cube.ravel(), blocks.ravel())[0, 1] > 0.98


def test_units_and_voxel_size_do_not_matter():
    image = a_body(1)
    assert np.abs(whole(image * 37 - 1024) - whole(image)).max() < 1e-3
    assert np.corrcoef(whole(image.repeat(2, axis=0)).ravel(), whole(image).ravel())[0, 1] > 0.98


def test_the_surroundings_of_an_roi_do_not_see_what_was_cropped_off():
    image, mask = a_body(1), an_roi()
    own = fingerprint_of(image, mask, EVEN)["roi"]
    assert own
    assert fingerprint_of(image[3:, :-2, 1:], mask[3:, :-2, 1:], EVEN)["roi"] == own
    assert fingerprint_of(image, mask, (2.0, 2.0, 2.0))["roi"] == own


@pytest.mark.parametrize("shape", [(1, 5, 7), (3, 40, 2), (20, 9)])
def test_images_of_few_slices_or_two_dimensions(shape):
    image = np.random.default_rng(1).normal(size=shape)
    image[0, 0] = np.nan
    cube = whole(image)
    assert cube.shape == (16, 16, 16)
    assert np.isfinite(cube).all()


def test_a_flat_image_has_no_cube():
    assert fingerprint_of(np.full((4, 4, 4), 7), np.ones((4, 4, 4), bool), EVEN) == {"whole": "", "roi": ""}


def test_the_job(tmp_path):
    for name, voxels in (("image", a_body(1)), ("mask", an_roi()), ("other", an_roi()[1:])):
        sitk.WriteImage(sitk.GetImageFromArray(voxels), tmp_path / f"{name}.nrrd")
    image, mask, other = (FileRef.of(tmp_path / f"{name}.nrrd") for name in ("image", "mask", "other"))
    assert Fingerprint("a", image, mask, 1).run() == fingerprint_of(a_body(1), an_roi() == 1, EVEN)
    for found in (
        Fingerprint("a", image, mask, 2),
        Fingerprint("a", image, other, 1),
        Fingerprint("a", image, None, 1),
    ):
        assert found.run()["roi"] == ""
